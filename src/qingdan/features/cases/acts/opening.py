"""Opening a case, by a person or as the sub-case of another."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from qingdan.domain.catalogue.model import Edition, Power
from qingdan.domain.catalogue.parts import Norm
from qingdan.domain.flow.machine import machine
from qingdan.domain.flow.state import base
from qingdan.features.cases import deadlines, tasks
from qingdan.features.cases.codes import CODE_LENGTH, CODE_LETTERS, random_code
from qingdan.features.cases.kinds import OPENED, SUB_OPENED
from qingdan.features.cases.models import Case, Counter, Party
from qingdan.features.cases.running import edition_of, is_start, machine_of
from qingdan.records.editions.queries import limits_for
from qingdan.records.regions.acts.joining import locked_village
from qingdan.records.regions.days import local_date
from qingdan.records.regions.models import Division
from qingdan.records.regions.running import require_running
from qingdan.records.register.acts import Acting, Record, Refused, act

OPENER = "opener"  # the party whom the house itself adds to every case


@dataclass(frozen=True, slots=True)
class Opened:
    """A new case, and the code with which it can be followed without signing in; the code is kept nowhere."""

    case: Case
    code: str


@act(OPENED)
def open_case(
    *,
    acting: Acting,
    edition: Edition,
    power: str,
    village: Division,
    title: str,
    happened_at: datetime,
    parties: Mapping[str, int] | None = None,
) -> Record[Opened]:
    """Open a case of ``power`` (its slug in ``edition``) in ``village``.

    ``parties`` maps party roles of the edition to persons.

    The case begins under the power's present definition and the village's present limits, and keeps both.
    :raises Refused: when it is said to have begun later than now, or where and when the lists do not apply.
    """
    assert acting.person_id is not None
    everyone = {**(parties or {}), OPENER: acting.person_id}
    opened = new_case(acting, edition, power, village, title, happened_at, everyone, new_code())
    return Record(
        opened,
        ("case", opened.case.pk),
        opened.case.place,
        {"number": opened.case.number, "power": power},
        personal={"title": title},
        topics=[("cases.opened", {"case": opened.case.pk})],
    )


def new_case(
    acting: Acting,
    edition: Edition,
    power: str,
    village: Division,
    title: str,
    happened_at: datetime,
    parties: Mapping[str, int],
    code: str,
) -> Opened:
    """The rows of a new case with its first tasks and limits; for acts, which write the entry. ``parties`` name the
    opener too. :raises Refused: when it is said to have begun later than now, or where and when the lists do not
    apply."""
    if happened_at > acting.at:
        raise Refused(_("办理时间不能晚于现在。请改成实际办理的时间。"))
    # Nobody merges or moves the village between this look and the case's own row.
    village = locked_village(village)
    require_running(village, local_date(happened_at))
    case = _new(edition, edition.powers[power], village, title, happened_at, parties, {}, code=code)
    begin(case, acting, happened_at)
    return Opened(case, code)


def new_code() -> str:
    """A tracking code that nobody can guess."""
    return random_code()


def code_of(token: str) -> str:
    """The code that belongs to the secret token of a form: the same form handed in again gets the same receipt, though
    the house keeps no code."""
    left = int.from_bytes(salted_hmac("qingdan.code", token, algorithm="sha256").digest(), "big")
    letters = []
    for _n in range(CODE_LENGTH):
        left, letter = divmod(left, len(CODE_LETTERS))
        letters.append(CODE_LETTERS[letter])
    return "".join(letters)


@act(SUB_OPENED)
def open_sub_case(*, acting: Acting, parent: Case, key: str, happened_at: datetime) -> Record[Case]:
    """Open the sub-case of a ``start`` step or of a duty owed, with the facts passed on and the parent's parties."""
    running = machine_of(parent)
    starts = running.duty(key).power if key in parent.state["owed"] else running.step(key).power
    assert starts is not None
    edition = edition_of(parent)
    power = edition.powers[starts]
    facts = running.passed_on(parent.state, key)
    parties = dict(parent.parties.values_list("role", "person_id"))
    case = _new(edition, power, parent.village, parent.title, happened_at, parties, facts, parent=parent, key=key)
    begin(case, acting, happened_at)
    data = {"number": case.number, "power": power.slug, "parent": parent.number, "step": base(key)}
    personal = {"title": case.title}
    return Record(
        case, ("case", case.pk), case.place, data, personal=personal, topics=[("cases.opened", {"case": case.pk})]
    )


def begin(case: Case, acting: Acting, happened_at: datetime) -> None:
    """Write the first tasks and limits, and open what the house opens by itself."""
    running = machine_of(case)
    begun = deadlines.begin(case, running, happened_at)
    tasks.begin(case, running, happened_at, begun, local_date(acting.at))
    for key in case.state["open"]:
        if is_start(running, key):
            open_sub_case(acting=acting, parent=case, key=key, happened_at=happened_at)


def track_hash(number: str, code: str) -> str:
    """What is kept of a tracking code; keyed, so that a stolen database gives no codes."""
    return salted_hmac("qingdan.track", f"{number} {code}", algorithm="sha256").hexdigest()


def _new(
    edition: Edition,
    power: Power,
    village: Division,
    title: str,
    happened_at: datetime,
    parties: Mapping[str, int],
    facts: Mapping[str, Any],
    parent: Case | None = None,
    key: str | None = None,
    code: str | None = None,
) -> Case:
    day = local_date(happened_at)
    limits = dict(parent.limits if parent else limits_for(village, day, edition))
    state = machine(power.flow, limits).start(facts)
    number = _number(village, day.year, edition.norms[power.norm])
    opener = parties[OPENER] if parent is None else parent.opened_by_id
    case = Case.objects.create(
        number=number,
        title=title,
        village=village,
        origin=parent.origin if parent else None,
        place=village.path,
        power=power.slug,
        edition=edition.digest,
        definition=power.digest,
        limits=limits,
        begun_with=dict(facts),
        state=state,
        phase=state["phase"],
        outcome=state["outcome"],
        opened_at=happened_at,
        opened_by_id=opener,
        parent=parent,
        parent_key=key,
        salt=secrets.token_hex(32),
        track_hash=track_hash(number, code) if code else None,
    )
    Party.objects.bulk_create([Party(case=case, role=role, person_id=person) for role, person in parties.items()])
    return case


def _number(village: Division, year: int, norm: Norm) -> str:
    """``示例一村2026-2-0018``: village, year, the norm's number, and a number without holes in each.

    Where another village of that name has given out the number, the town's name stands before it.
    """
    counter, _made = Counter.objects.select_for_update().get_or_create(village=village, year=year, norm=norm.slug)
    counter.last += 1
    counter.save(update_fields=["last"])
    number = f"{village.short_name}{year}-{norm.number}-{counter.last:04d}"
    if Case.objects.filter(number=number).exists():
        town = village.parent.short_name if village.parent else ""
        return f"{town}{number}"
    return number
