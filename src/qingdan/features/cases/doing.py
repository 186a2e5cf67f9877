"""From a filled form to the act: files are stored, the step's own act is called, all in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from qingdan.domain.flow.model import FactType, StepKind
from qingdan.features.cases.acts import (
    add_file,
    complete_step,
    confirm_meeting,
    post_notice,
    record_election,
    record_meeting,
)  # fmt: skip
from qingdan.features.cases.capacity import Capacity, capacities, standing
from qingdan.features.cases.channels import Channel
from qingdan.features.cases.election_forms import ElectionForm
from qingdan.features.cases.forms import StepContext, StepForm
from qingdan.features.cases.gates import SeenCase
from qingdan.features.cases.leaking import covered_on_notice, keep_standing
from qingdan.features.cases.meeting_forms import GatheringForm, MeetingContext, MeetingForm
from qingdan.features.cases.meetings import Called, body_at, called_for, known_counts
from qingdan.features.cases.messages import local
from qingdan.features.cases.models import Case, CaseFile
from qingdan.features.cases.proposals import proposed
from qingdan.features.cases.running import Handed, edition_of, late_after, machine_of
from qingdan.features.cases.slates import kept, nominated, office_name, offices_to_fill, races
from qingdan.features.cases.term_fields import terms_asked
from qingdan.records.files.store import store
from qingdan.records.leaks.guarding import Guard
from qingdan.records.regions.days import local_date
from qingdan.records.register.acts import Acting

MEETINGS = (StepKind.MEET, StepKind.ELECT)


def context_of(seen: SeenCase, key: str, ways: Sequence[Capacity] | None = None) -> StepContext:
    """What the form of an open step needs to know. One query, for the files already there."""
    edition = edition_of(seen.case)
    have: dict[str, list[str]] = {}
    rows = CaseFile.objects.filter(case=seen.case, key=key, seq=None, added_by=seen.viewer.person)
    for kind, name in rows.values_list("kind", "name"):
        have.setdefault(kind, []).append(name)
    ways = seen.capacities(key) if ways is None else ways
    guard = Guard(seen.case.village)
    return StepContext(
        running=seen.running,
        state=seen.case.state,
        key=key,
        capacities=ways,
        evidence_names={kind: local(words) for kind, words in edition.head.evidence.items()},
        role_names={c.role: local(edition.role_words(c.role)) for c in ways},
        have=have,
        confirming=bool(seen.case.state["open"].get(key, {}).get("signed")),
        passed=frozenset(seen.case.begun_with),
        late_days=late_after(seen.case).days,
        guard=guard,
        in_post=bool(seen.who.posts),
        covered=covered_on_notice(guard, seen.case, seen.running, key),
        **_names(seen, key),
    )


def _names(seen: SeenCase, key: str) -> dict[str, Any]:
    """What the form asks about names: lists to fill in, and who takes or leaves a post. No query for most steps."""
    case, running = seen.case, seen.running
    step = running.step(key)
    found: dict[str, Any] = {"terms": terms_asked(case, running, key, edition_of(case), seen.viewer.day)}
    lists = {}
    for fact in running.flow.set_at(step.id):
        if fact.type in (FactType.SLATE, FactType.PROXIES):
            lists[fact.name] = kept(case, fact.name, key)
        if fact.type is FactType.SLATE and step.election is None:
            offices = offices_to_fill(case, running, fact.name, key)
            found["offices"] = [(o.id, office_name(edition_of(case), o), o.women) for o in offices]
            lists[fact.name] = lists[fact.name] or nominated(case, running, {o.id for o in offices}, key)
    return {**found, "lists": lists}


def form_of(seen: SeenCase, key: str, data: object = None, files: object = None, **kwargs: object) -> StepForm:
    """The form of an open step, empty or filled in."""
    context = context_of(seen, key)
    if context.step.kind in MEETINGS and not context.confirming:
        return _meeting_form(seen, key, context, data, files, **kwargs)
    kwargs.pop("body", None)
    known = {} if context.confirming else proposed(seen.case, key)
    if known:
        said = {f"f-{name}": value for name, value in known.items()}
        kwargs["initial"] = {**said, **(kwargs.get("initial") or {})}  # type: ignore[dict-item]
    form = StepForm(context, data, files, **kwargs)  # type: ignore[arg-type]
    form.say_proposed(known)
    return form


def _meeting_form(
    seen: SeenCase, key: str, context: StepContext, data: Any, files: object, body: str = "", reckon: bool = False,
    **kwargs: Any,
) -> StepForm:  # fmt: skip
    """The record of a meeting or of a count, for the body called, chosen (``body``) or first named."""
    case, step = seen.case, context.step
    called = called_for(case, key)
    slug = called.body if called else (data.get("body") if data else body)
    met = body_at(case, key, slug if slug in step.bodies else None)
    meeting = MeetingContext(
        body=met,
        called=called,
        known=known_counts(case, met, _likely_day(called, seen.viewer.day)),
        needs_notice=bool(met.notice or step.notice),
        reckon=reckon,
    )
    if step.election is not None:
        return ElectionForm(context, meeting, races(case, seen.running, key), data, files, **kwargs)
    return MeetingForm(context, meeting, data, files, **kwargs)


def _likely_day(called: Called | None, today: date) -> date:
    """The day of the meeting that is being recorded: the one for which it was called, unless that is still to come."""
    return min(local_date(called.held_at), today) if called else today


@transaction.atomic
def do_step(seen: SeenCase, form: StepForm, acting: Acting) -> Case:
    """Do the step of a valid form. :raises Refused: in the person's words; nothing is then written, no file kept."""
    case = _do(seen, form, acting)
    within = Acting(acting.person_id, acting.name, acting.at, acting.post, acting.post_name)
    keep_standing(within, case, form.standing())
    return case


def _do(seen: SeenCase, form: StepForm, acting: Acting) -> Case:
    key, capacity = form.context.key, form.capacity()
    files = _take_files(seen, form, acting)
    handed = Handed(
        happened_at=form.happened_at(acting.at),
        personal=form.personal(),
        files=files,
        reason=(form.cleaned_data.get("reason") or "").strip(),
        channel=form.channel(),
        draft_of=acting.person_id,
        terms=form.terms(acting),
    )
    step = form.context.step
    if step.kind in MEETINGS and form.context.confirming:
        return confirm_meeting(acting=acting, case_id=seen.case.pk, key=key, role=capacity.role, handed=handed)
    if isinstance(form, GatheringForm):
        return _record(seen, form, acting, handed)
    if step.kind is StepKind.DISCLOSE:
        return post_notice(
            acting=acting, case_id=seen.case.pk, key=key, role=capacity.role, facts=form.facts(), handed=handed
        )
    return complete_step(
        acting=acting,
        case_id=seen.case.pk,
        key=key,
        role=capacity.role,
        signer_id=capacity.person_id,
        result=form.result(),
        facts=form.facts(),
        handed=handed,
    )


def _record(seen: SeenCase, form: GatheringForm, acting: Acting, handed: Handed) -> Case:
    """Record a meeting, or the count of an election."""
    common: dict[str, Any] = {
        "acting": acting, "case_id": seen.case.pk, "key": form.context.key, "role": form.capacity().role,
        "attendance": form.attendance(), "facts": form.facts(), "told": form.told(), "handed": handed,
    }  # fmt: skip
    if isinstance(form, ElectionForm):
        return record_election(**common, count=form.count())
    return record_meeting(**common)


def _take_files(seen: SeenCase, form: StepForm, acting: Acting) -> tuple[int, ...]:
    within = Acting(acting.person_id, acting.name, acting.at, acting.post, acting.post_name)
    for kind, upload in form.uploads():
        stored = store(upload=upload, salt=seen.case.salt, at=acting.at)
        add_file(acting=within, case_id=seen.case.pk, key=form.context.key, kind=kind, stored=stored, name=upload.name)
    if not (form.context.have or form.uploads()):
        return ()
    rows = CaseFile.objects.filter(case=seen.case, key=form.context.key, seq=None, added_by_id=acting.person_id)
    return tuple(rows.values_list("pk", flat=True))


def party_context(case: Case, key: str, party: int) -> StepContext:
    """What the form of a step needs to know that a party does without an account, by number and code. Four queries."""
    edition, running = edition_of(case), machine_of(case)
    day = local_date(timezone.now())
    ways = [c for c in capacities(running, case.state, key, standing(case, running, party, day)) if not c.recorded_for]
    return StepContext(
        running=running,
        state=case.state,
        key=key,
        capacities=[c for c in ways if c.role in edition.head.asking],
        evidence_names={kind: local(words) for kind, words in edition.head.evidence.items()},
        role_names={c.role: local(edition.role_words(c.role)) for c in ways},
        have={},
        passed=frozenset(case.begun_with),
    )


@transaction.atomic
def do_as_party(case: Case, form: StepForm, acting: Acting, party: int) -> Case:
    """Do a step of a valid form for a party without an account; ``acting`` has no person. :raises Refused: in words,
    and nothing is then written, no file kept."""
    key, capacity = form.context.key, form.context.capacities[0]
    within = Acting(None, acting.name, acting.at)
    for kind, upload in form.uploads():
        stored = store(upload=upload, salt=case.salt, at=acting.at)
        add_file(acting=within, case_id=case.pk, key=key, kind=kind, stored=stored, name=upload.name, by=party)
    rows = CaseFile.objects.filter(case=case, key=key, seq=None, added_by_id=party)
    handed = Handed(
        happened_at=acting.at,
        personal=form.personal(),
        files=tuple(rows.values_list("pk", flat=True)),
        reason=(form.cleaned_data.get("reason") or "").strip(),
        channel=Channel.ONLINE,
    )
    return complete_step(
        acting=acting,
        case_id=case.pk,
        key=key,
        role=capacity.role,
        signer_id=party,
        result=form.result(),
        facts=form.facts(),
        handed=handed,
    )
