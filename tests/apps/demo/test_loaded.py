"""What the demonstration holds: every power at every stage that it has, done by those who may, in the order of time."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from django.core.management import call_command
from django.utils import timezone

from qingdan.domain.flow.model import Step, StepKind, walk
from qingdan.domain.rules.audience import ANYONE
from qingdan.domain.rules.identity import parse_id_number
from qingdan.domain.rules.rhythm import Rhythm
from qingdan.features.cases.models import Case, CaseEvent, CaseFile, Deadline
from qingdan.features.cases.running import machine_of
from qingdan.records.editions.queries import current_edition
from qingdan.records.files import disk
from qingdan.records.people.models import Account, Deputy, Holding, KinTie, OwnInterest, Person
from qingdan.records.regions.days import local_date
from qingdan.records.regions.models import Division, SupervisionContact
from qingdan.records.register.models import Entry, Message
from qingdan.records.register.seals import verify
from qingdan.records.rolls.models import ClosedRoll, Identity, ImportDraft
from qingdan.records.rolls.queries import counts_of
from qingdan.watch.boards.models import Notice, Objection
from qingdan.watch.duties.finding import occasions_of
from qingdan.watch.duties.occasions import State
from qingdan.watch.hearings.models import SignInSheet
from qingdan.watch.progress.calendars import ahead
from qingdan.watch.progress.gatherings import hearing_steps
from qingdan.watch.progress.periods import days_in
from qingdan.web.demo import cast
from qingdan.web.demo.loading import at_every_stage
from qingdan.web.demo.planning import STAGES
from qingdan.web.demo.showing import puts_into_posts

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]


def edition():
    return current_edition(local_date(timezone.now()))


def test_nothing_was_refused_on_the_way(demonstration):
    assert demonstration.faults == []
    assert demonstration.steps > demonstration.cases


def test_some_powers_of_each_norm_are_shown_at_every_stage_and_every_other_twice(demonstration):
    cases = Case.objects.filter(parent=None).exclude(
        title__contains="（示例："
    )  # those publish an account that fell due
    shown = Counter(cases.values_list("power", flat=True))
    without = Counter(line.partition(":")[0] for line in demonstration.without)
    whole = {power.slug for power in at_every_stage(edition())}
    stages = len(STAGES) + 4  # all in the first village, four in the second
    assert {edition().powers[slug].norm for slug in whole} == set(edition().norms)
    assert {slug: shown[slug] + without[slug] for slug in edition().powers} == {
        slug: (stages if slug in whole else 2) + (slug in hearing()) for slug in edition().powers
    }
    never = {f"{power.slug}: withdrawn" for power in edition().powers.values() if not power.flow.any_time}
    rare = ("objected", "noticed", "telling")
    missing = [line for line in demonstration.without if not line.endswith(rare) and line not in never]
    # One election in a village at a time puts people into posts; the others end, or wait, before that.
    assert {line.partition(":")[0] for line in missing} <= electing()


def hearing() -> dict[str, list[str]]:
    """The powers at which people are heard, which are shown once more: called."""
    return hearing_steps(edition())


def test_one_hearing_is_called_and_one_was_held_with_its_records(demonstration, client):
    sheets = SignInSheet.objects.filter(case__phase="over", case__power__in=hearing())
    assert any(sheet.came.count() and sheet.opinions.exclude(adopted=None).count() for sheet in sheets)
    place = Case.objects.filter(power__in=hearing()).earliest("pk").village
    near, _later = ahead(place, ANYONE, timezone.now(), days_in(place, timezone.localdate(), "calendar-ahead"))
    assert any(gathering.hearing for gathering in near)


def electing() -> set[str]:
    """The powers whose cases put people into posts."""
    return {power.slug for power in edition().powers.values() if puts_into_posts(power)}


def test_an_election_is_under_way_with_its_committee_in_office(demonstration):
    for slug in sorted(electing(), key=lambda slug: edition().powers[slug].number)[:1]:
        case = Case.objects.get(power=slug, phase="running", version__gt=0)
        held = Holding.objects.filter(basis__startswith=case.number, division=case.village)
        assert held.count() == case.state["facts"]["board"]
        assert not held.filter(person__memberships=None).exists(), "somebody was registered twice"


def test_cases_stand_where_they_were_meant_to(demonstration):
    for power in (power for power in at_every_stage(edition()) if power.slug not in electing()):
        mine = Case.objects.filter(power=power.slug, parent=None)
        first = next(iter(power.flow.outcomes))
        interrupts = {rule.end for rule in power.flow.any_time.values()}
        over = mine.filter(phase="over").values_list("outcome", flat=True)
        assert first in over, f"{power.slug}: none is finished"
        assert not interrupts or set(over) & interrupts, f"{power.slug}: none is withdrawn"
        assert set(over) - interrupts - {first}, f"{power.slug}: none is refused"
        assert mine.filter(version=0, phase="running").exists(), f"{power.slug}: none is just opened"
        after = {b.id for b in walk(power.flow.finally_) if isinstance(b, Step) and b.kind is not StepKind.ARCHIVE}
        ending = mine.filter(phase="closing")
        assert not after or [c for c in ending if after & set(c.state["open"])], f"{power.slug}: nobody is to be told"
        late = Deadline.objects.filter(case__in=mine, state=Deadline.RUNNING).exclude(missed_at=None)
        assert late.exists(), f"{power.slug}: none is overdue"


def test_notices_stand_and_one_is_objected_to(demonstration):
    assert Notice.objects.filter(taken_down_at=None).exists()
    assert Objection.objects.filter(answered_at=None).exists()
    held = Case.objects.filter(
        phase="running", notices__objections__answered_at=None, notices__objections__isnull=False
    )
    assert held.exists()


def test_notices_are_written_by_hand_and_one_is_corrected(demonstration):
    by_hand = Notice.objects.filter(case=None)
    assert by_hand.count() == 3
    assert all("示例" in notice.title["zh"] for notice in by_hand)
    newer = by_hand.get(corrects__isnull=False)
    assert newer.corrects.taken_down_at is not None or newer.corrects.stands_until > timezone.now()
    assert Objection.objects.filter(notice__in=by_hand).get().released_at is not None


def test_a_replay_of_every_case_gives_its_state(demonstration):
    for case in Case.objects.all():
        events = [e.payload for e in case.events.order_by("seq")]
        assert machine_of(case).replay(events, case.begun_with) == case.state


def test_it_happened_over_weeks_and_nothing_is_yet_to_come(demonstration):
    first, last = Entry.objects.earliest("at").at, Entry.objects.latest("at").at
    assert last <= timezone.now()
    assert (last - first).days > 60
    assert not CaseEvent.objects.filter(happened_at__gt=timezone.now()).exists()
    assert not CaseEvent.objects.filter(backdated=True).exists()
    assert CaseEvent.objects.dates("happened_at", "day").count() > 15


def test_everything_is_marked_as_an_example(demonstration):
    assert not Person.objects.filter(is_demo=False).exists()
    assert not [name for name in Person.objects.values_list("name", flat=True) if not name.startswith("示例·")]
    assert not [title for title in Case.objects.values_list("title", flat=True) if "示例" not in title]
    assert {c.phone for c in SupervisionContact.objects.all()} <= {f"0391-000000{n}" for n in range(10)}
    assert not SupervisionContact.objects.exclude(name__contains="示例").exists()
    assert not SupervisionContact.objects.filter(is_demo=False).exists()


def test_three_villages_one_of_them_not_joined(demonstration):
    villages = {v.short_name: v for v in Division.objects.villages().with_code()}
    assert {n: (v.state, v.code) for n, v in villages.items()} == {
        "示例一村": ("joined", "419001105901"),
        "示例二村": ("pilot", "419001105902"),
        "示例三村": ("not-joined", "419001105903"),
    }
    assert not Case.objects.filter(village=villages["示例三村"]).exists()


def test_the_cast_has_what_authority_is_about(demonstration):
    both = Holding.objects.filter(post__in=["party-secretary", "village-director"])
    held_by = Counter(both.values_list("person_id", flat=True))
    assert 2 in held_by.values(), "one person is secretary and director"
    assert Deputy.objects.exists()
    assert KinTie.objects.exists()
    assert OwnInterest.objects.exists()


def test_the_cast_has_accounts_and_no_password_opens_one(demonstration):
    in_villages = [p for v in cast.VILLAGES for p in (*v.people, *v.left, *v.villagers)]
    members = [*cast.TOWN_PEOPLE, *cast.CITY_PEOPLE, *in_villages]
    assert Account.objects.count() == len(members)
    assert not [a for a in Account.objects.all() if a.has_usable_password()]


def test_every_village_has_households_and_every_roll_people(demonstration):
    day = local_date(timezone.now())
    rolls = edition().rolls
    for village in Division.objects.villages():
        counts = counts_of(village, rolls.kinds, day)
        assert 24 <= counts["villagers"].persons <= 150
        assert 15 <= counts["villagers"].households <= 40
        assert all(count.persons >= 3 for count in counts.values()), village
        assert len(counts["villagers"].by_group) == village.children.count()
    assert ClosedRoll.objects.count() == 3
    assert not ImportDraft.objects.exists()


def test_everybody_of_the_cast_lives_somewhere_and_officials_are_on_the_rolls(demonstration):
    villagers = Holding.objects.filter(division__level__in=["village", "group"]).values("person")
    assert not Person.objects.filter(pk__in=villagers, memberships=None).exists()
    for post, roll in (("representative", "representatives"), ("party-member", "party-members")):
        holders = Holding.objects.filter(post=post).values("person")
        assert not Person.objects.filter(pk__in=holders).exclude(roll_entries__kind=roll).exists()


def test_no_number_can_be_anybodys(demonstration):
    numbers = list(Identity.objects.values_list("id_number", flat=True))
    assert numbers
    assert {number[:6] for number in numbers} == {"999999"}
    for number in numbers:
        parse_id_number(number)


def test_evidence_is_there_and_register_and_outbox_are_well(demonstration):
    assert CaseFile.objects.exclude(seq=None).exists()
    assert all(disk.path_of(f.file.digest).is_file() for f in CaseFile.objects.select_related("file"))
    assert not list(verify())
    assert not Message.objects.filter(handled_at=None).exists()


def test_a_second_time_does_nothing(demonstration, capsys):
    before = Entry.objects.count()
    call_command("demo", "load")
    assert "the demonstration already" in capsys.readouterr().out
    assert Entry.objects.count() == before


def test_no_power_is_named_in_the_code(demonstration):
    from tests.guards.house import SOURCE

    text = "".join(f.read_text("utf-8") for f in (SOURCE / "web" / "demo").glob("*.py"))
    steps = {step for power in edition().powers.values() for step in power.flow.steps() if "-" in step}
    assert not [word for word in {*edition().powers, *steps} if re.search(rf"['\"]{word}['\"]", text)]


def test_what_has_fallen_due_was_published_but_for_one(demonstration):
    """In the first village one is overdue and explained, in the second one hung on paper; no other account is late.

    What is due at once follows from how the cases happen to go, and may be late."""
    today = local_date(timezone.now())
    villages = Division.objects.filter(is_demo=True, level="village").order_by("path")
    first, second, third = (occasions_of(village, today) for village in villages)
    assert third == []
    for found in (first, second):
        due = [o for o in found if o.duty and o.duty.rhythm is not Rhythm.AT_ONCE and o.due < today]
        assert [o.state for o in due[:-1]] == [State.PUT_UP] * (len(due) - 1)
    if due:
        assert (due[-1].state, due[-1].entered_late) == (State.PAPER, True)
        (late,) = (o for o in first if o.state is State.OVERDUE)
        assert late.lapse is not None and late.statements[0].words.startswith("示例")
    assert any(o.state in (State.DUE, State.COMING) for o in first)
