"""Where a case's words are looked through for personal details: what a step takes in, and what its notice shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from qingdan.domain.flow.machine import Machine
from qingdan.domain.flow.model import Fact, FactType
from qingdan.domain.flow.state import suffix
from qingdan.domain.rules.audience import Audience, wider
from qingdan.features.cases.messages import local
from qingdan.features.cases.models import Case
from qingdan.records.leaks.acts import let_stand
from qingdan.records.leaks.forms import Standing
from qingdan.records.leaks.guarding import Finding, Guard, Spot, texts_in
from qingdan.records.leaks.queries import Allowed, Subject
from qingdan.records.register.acts import Acting

# Facts whose words are free. A telephone, an account or an address that is asked for has an audience of its own.
FREE = frozenset(
    {
        FactType.TEXT, FactType.PRIVATE_TEXT, FactType.ORGANISATION, FactType.PERSON, FactType.LIST, FactType.SLATE,
        FactType.PROXIES,
    }
)  # fmt: skip


def subject_of(case: Case) -> Subject:
    """A case as what is let stand of it is kept."""
    return ("case", case.pk)


def spot_of(fact: Fact, value: Any, audience: Audience, name: str) -> Spot:
    """The free words of a fact, to be looked through; the rows of a list are its lines."""
    return Spot(name, local(fact.title), "\n".join(texts_in(value)), audience)


def covered_on_notice(guard: Guard, case: Case, running: Machine, key: str) -> list[Finding]:
    """What earlier steps filled in and the notice of ``key`` would show, but may not: its place is covered when the
    notice is put up, unless somebody lets it stand."""
    spots = list(_earlier(case, running, key))
    allowed = Allowed(subject_of(case))
    return [one for one in guard.findings(spots) if not allowed(one.leak, one.spot.audience)]


def _earlier(case: Case, running: Machine, key: str) -> Iterator[Spot]:
    step = running.step(key)
    if step.disclosure is None:
        return
    audience, here = step.disclosure.audience, {fact.name for fact in running.flow.set_at(step.id)}
    shown = [running.flow.facts[name] for name in step.disclosure.fields if name not in here]
    free = [fact for fact in shown if fact.type in FREE and not wider(audience, fact.audience)]
    personal = {f.name: f.value for f in case.personal_facts.all()} if any(f.personal for f in free) else {}
    for fact in free:
        held: Mapping[str, Any] = personal if fact.personal else case.state["facts"]
        value = held.get(fact.name + suffix(key), held.get(fact.name))
        if value is not None:
            yield spot_of(fact, value, audience, fact.name)


def keep_standing(acting: Acting, case: Case, standing: Standing | None) -> None:
    """Record what was let stand, in the transaction of the act that took the words in."""
    if standing is not None:
        let_stand(
            acting=acting, subject=subject_of(case), place=case.place, about={"number": case.number},
            findings=standing.findings, why=standing.why,
        )  # fmt: skip
