"""Villages with cases under way become one: nothing is lost, nothing is left without somebody, everything is found."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from qingdan.domain.rules.standing_in import Why
from qingdan.features.cases.acts import complete_step
from qingdan.features.cases.models import Case, Deadline, Task
from qingdan.features.cases.running import Handed, machine_of
from qingdan.features.handovers.models import Handover
from qingdan.records.people import acts as people
from qingdan.records.people.acts.moving import CARRY, NAME
from qingdan.records.people.models import Deputy, Holding
from qingdan.records.regions.acts import NewVillage, add_group, merge_villages, move_village, split_village
from qingdan.records.regions.models import Division, DivisionCode
from qingdan.records.register.acts import Refused
from qingdan.records.register.models import Entry
from qingdan.watch.boards.models import Notice
from tests.apps.boards.stage import stage as stage  # the fixture
from tests.apps.cases.test_walk import paper
from tests.cast import client_for, house, today

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
DAY = timedelta(days=1)
NEW = NewVillage("示例新村村民委员会", "419001105908")


def merge(cast, into=NEW, villages=None, carry=(), on=None):
    persons = {cast[key].person.pk for key in carry}
    holdings = set(Holding.objects.on(today()).filter(person__in=persons).values_list("pk", flat=True))
    return merge_villages(
        acting=house(), villages=villages or [cast.one, cast.two], into=into, on=on or today(),
        document="示例〔2026〕1号", choices={NAME: {CARRY: holdings}},
    )  # fmt: skip


def whole(case: Case) -> bool:
    case.refresh_from_db()
    events = [e.payload for e in case.events.order_by("seq")]
    return machine_of(case).replay(events, case.begun_with) == case.state


EVERYBODY = ("secretary", "director", "deputy", "clerk", "supervision_head", "member", "supervisor")


def test_cases_tasks_limits_and_notices_follow_in_one_act(stage):
    cast = stage.cast
    waiting, (_relief, notice) = stage.request(), stage.relief()
    done, _notice = stage.purchase()
    before = {m: m.objects.count() for m in (Case, Task, Deadline, Notice)}
    village = merge(cast, carry=EVERYBODY)
    assert {m: m.objects.count() for m in before} == before
    for model in before:
        assert {row.place for row in model.objects.all()} == {village.path}
    assert {c.village_id for c in Case.objects.all()} == {village.pk}
    assert {c.origin_id for c in Case.objects.all()} == {cast.one.pk}
    assert all(whole(case) for case in Case.objects.all())
    assert waiting.case.number.startswith("示例一村") and done.case.number.startswith("示例一村")
    entry = Entry.objects.get(kind="regions.villages-merged")
    assert entry.data["moved"]["还在办的事项"] == 2 and entry.data["moved"]["转任的职务"] == 7
    assert Notice.objects.get(pk=notice.pk).village == village


def test_the_work_goes_on_with_who_goes_on_and_late_paper_with_who_was_there(stage):
    cast, opened = stage.cast, stage.request(timezone.now() - 3 * DAY)
    merge(cast, carry=EVERYBODY)
    for who, role in (("secretary", "party-secretary"), ("director", "village-director")):
        assert opened.case.title in client_for(cast[who]).get(reverse("cases:inbox")).content.decode()
        at = timezone.now() - (2 * DAY if who == "secretary" else timedelta())  # he signed before the merger
        complete_step(acting=cast.acting(who), case_id=opened.case.pk, key="sign", role=role, handed=Handed(at))
    opened.case.refresh_from_db()
    assert "sign" in opened.case.state["results"]


def test_whoever_was_not_there_on_the_day_has_no_right_then(stage):
    cast, opened = stage.cast, stage.request(timezone.now() - 3 * DAY)
    merge(cast, carry=("clerk_two", "both"))  # the director and clerk of the other village go on
    with pytest.raises(Refused):
        complete_step(
            acting=cast.acting("both"), case_id=opened.case.pk, key="sign", role="village-director",
            handed=Handed(timezone.now() - 2 * DAY),
        )  # fmt: skip
    now = timezone.now()
    complete_step(
        acting=cast.acting("both", at=now), case_id=opened.case.pk, key="sign", role="village-director",
        handed=Handed(now),
    )  # fmt: skip


def test_a_merger_leaves_no_step_without_the_post_that_had_somebody(stage):
    cast = stage.cast
    stage.request()
    with pytest.raises(Refused, match="合并以后没有人任“村党组织书记”，还有 1 个步骤"):
        merge(cast, carry=("director", "clerk"))
    assert Case.objects.get().village == cast.one
    assert not Entry.objects.filter(kind="regions.villages-merged").exists()


def test_a_standing_rule_takes_the_place_of_a_post_that_nobody_goes_on_in(stage):
    cast = stage.cast
    stage.request()
    for post in ("party-secretary", "village-director"):
        people.name_deputy(
            acting=house(), village=cast.one, post=post, deputy_post="village-deputy-director", why="示例会议"
        )
    village = merge(cast, carry=("deputy", "clerk"))
    assert Deputy.objects.on(today()).filter(village=village).count() == 2
    task = Task.objects.get(role="village-director")
    assert (task.assignee, task.stand_in) == (cast["deputy"].person, Why.VACANT)


def test_two_cannot_go_on_in_a_post_of_one(stage):
    cast = stage.cast
    with pytest.raises(Refused, match="最多 1 人"):
        merge(cast, carry=("secretary", "both"))
    assert Holding.objects.get(pk=cast["secretary"].holding.pk).ends is None


def test_a_post_that_ends_is_handed_over_and_one_that_goes_on_is_not(stage):
    cast = stage.cast
    village = merge(cast, carry=("clerk",))
    left = {h.holding.person for h in Handover.objects.all()}
    assert cast["clerk_two"].person in left and cast["clerk"].person not in left
    assert {h.village for h in Handover.objects.all()} == {village}
    held = Holding.objects.on(today()).get(person=cast["clerk"].person)
    assert (held.division, held.starts) == (village, today())


def test_track_by_the_old_number_and_the_old_code(stage, client):
    opened = stage.request()
    village = merge(stage.cast, carry=EVERYBODY)
    answer = client.post(reverse("portal:track"), {"number": opened.case.number, "code": opened.code})
    page = answer.content.decode()
    assert answer.status_code == 200 and opened.case.number in page and village.short_name in page


def test_the_old_board_the_old_wall_code_and_a_kept_choice_lead_to_the_new_village(stage, client):
    cast = stage.cast
    _opened, notice = stage.purchase()
    client.get(reverse("portal:village", args=[cast.one.pk]))  # remembered
    village = merge(cast, carry=EVERYBODY)
    board = client.get(reverse("boards:board", args=[cast.one.pk, "finance"])).content.decode()
    assert notice.title["zh"] in board and "示例新村" in board
    assert "示例新村" in client.get(reverse("home")).content.decode()
    code = DivisionCode.objects.get(division=cast.two).code
    client.cookies.clear()
    client.get(reverse("portal:village", args=[code]))
    assert "示例新村" in client.get(reverse("home")).content.decode()
    about = client.get(reverse("portal:about", args=[cast.two.pk])).content.decode()
    assert "示例二村从" in about and "起并入示例新村" in about
    picker = client.get(reverse("portal:villages"), {"q": "示例二"}).content.decode()
    assert "现在是示例新村" in picker and f"/v/{cast.two.pk}/" in picker
    assert client.get(reverse("boards:notice", args=[notice.code])).status_code == 200
    assert village.is_demo


def test_who_comes_after_reads_what_was_registered_before(stage):
    cast, opened = stage.cast, stage.request()
    merge(cast, carry=("secretary", "clerk_two", "director"))
    page = client_for(cast["clerk_two"]).get(reverse("register:entries"), {"about": "cases"}).content.decode()
    assert opened.case.number in page
    page = client_for(cast["clerk_two"]).get(reverse("cases:case", args=[opened.case.pk])).content.decode()
    assert "原示例一村的事项" in page


def test_numbers_go_on_where_a_name_is_kept(stage):
    cast = stage.cast
    stage.request()
    village = merge(cast, into=NewVillage("示例一村村民委员会", "419001105901"), carry=EVERYBODY)
    cast.one = Division.objects.get(pk=village.pk)
    assert stage.open("small-buy", timezone.now()).case.number.endswith("-0002")


def test_nobody_opens_a_case_in_a_village_that_is_no_more(stage):
    merge(stage.cast, carry=EVERYBODY)
    with pytest.raises(Refused, match="已经并入示例新村"):
        stage.open("small-buy")


def test_another_town_takes_the_cases_along_and_its_officials_act(stage):
    cast = stage.cast
    opened = stage.request()
    old = opened.case.place
    village = move_village(
        acting=house(),
        village=cast.one,
        town=cast.other_town,
        code="419001103901",
        on=today(),
        document="示例〔2026〕2号",
    )
    opened.case.refresh_from_db()
    assert (opened.case.place, opened.case.origin) == (village.path, None)
    assert opened.case.place.startswith(cast.other_town.path) and not old.startswith(cast.other_town.path)
    assert client_for(cast["leader"]).get(reverse("cases:case", args=[opened.case.pk])).status_code == 404
    page = client_for(cast["secretary"]).get(reverse("register:entries"), {"about": "cases"}).content.decode()
    assert opened.case.number in page
    for who, role in (("secretary", "party-secretary"), ("director", "village-director")):
        stage.do(opened.case, "sign", who, role)


def test_a_split_takes_a_groups_leader_along_and_leaves_the_cases(stage):
    cast = stage.cast
    group, rest = (add_group(acting=house(), village=cast.one, name=n) for n in ("甲组", "乙组"))
    leader = people.appoint(
        acting=house(),
        person=cast["villager"].person,
        post="group-leader",
        division=group,
        starts=today(),
        basis="选举",
    )
    opened = stage.request()
    made = split_village(
        acting=house(), village=cast.one, new=NEW, groups=[group], on=today(), document="示例〔2026〕3号"
    )
    opened.case.refresh_from_db()
    assert opened.case.village == cast.one and made.state == "joined"
    leader.refresh_from_db()
    assert leader.division.path.startswith(made.path) and rest.path.startswith(cast.one.path)


def test_the_files_of_a_case_stay_with_it(stage):
    opened = stage.open("small-buy")
    paper(opened.case, "request", "photo", stage.cast["clerk"].person)
    merge(stage.cast, carry=EVERYBODY)
    assert Case.objects.get().files.count() == 1
