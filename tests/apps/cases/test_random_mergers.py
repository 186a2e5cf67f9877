"""Whatever villages do, merge into, or move to: nothing is lost, and no open step is left that nobody can see.

Hypothesis opens cases, lets them be signed, lets people leave, and merges, splits, renames, re-codes and moves the
villages, with any choice of who goes on; a merger that would leave work in the air is refused and then changes nothing.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from qingdan.features.cases.acts import complete_step, open_case, post_notice
from qingdan.features.cases.capacity import capacities, standing
from qingdan.features.cases.models import Case, CaseEvent, CaseFile, Deadline, Task
from qingdan.features.cases.queries import tasks_for
from qingdan.features.cases.running import Handed, machine_of
from qingdan.features.handovers.models import Handover
from qingdan.records.people import acts as people
from qingdan.records.people.acts.moving import CARRY, NAME, held_in
from qingdan.records.people.gates import Viewer
from qingdan.records.people.models import Account, Holding, Person
from qingdan.records.people.queries import holdings_on, who_may
from qingdan.records.regions import acts as regions
from qingdan.records.regions.models import Adoption, Division, DivisionCode
from qingdan.records.regions.queries import standing_for
from qingdan.records.register.acts import Acting, Refused
from qingdan.records.register.models import Entry
from qingdan.records.register.seals import verify
from qingdan.watch.boards.models import Notice
from qingdan.web.places.queries import posts_of_village
from qingdan.web.portal.queries import village_by_sign
from tests.apps.cases.conftest import adopt_flow as adopt_flow
from tests.apps.cases.test_stand_ins import DEPUTY, N
from tests.budget import rounds
from tests.cast import give_post, house, join
from tests.places import group_of

pytestmark = [pytest.mark.both_databases, pytest.mark.slow, pytest.mark.django_db]
FLOW = (
    "facts: {sum: {type: money, set_by: ask, audience: internet, title: {zh: 金额, en: Sum}}}\n"
    "outcomes: {done: {zh: 办成, en: Done}, refused: {zh: 不办, en: Refused}}\nflow:\n"
    f"- {{do: ask, by: village-clerk, guards: [plain-slips], within: 9 days, {N}}}\n"
    f"- {{approve: sign, by: [party-secretary, village-director], all: true, within: 5 wd,"
    f" results: {{refused: [{{end: refused}}]}}, {N}}}\n"
    f"- {{disclose: show, by: village-clerk, board: finance, audience: internet, fields: [sum], objections: 7 days,"
    f" stands: 15 days, {N}}}\n"
)
ROWS = (Case, CaseEvent, CaseFile, Deadline, Notice, Entry, Holding, Handover, Division, DivisionCode, Adoption)
BY_PLACE = (Case, Task, Deadline, Notice, Handover)


class Town(RuleBasedStateMachine):
    """A town of three villages and its neighbour; ``stage`` is set by the test, and each run is rolled back."""

    stage: tuple

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.cast, self.edition, self.commits = self.stage
        self.now = timezone.now()
        self.day = self.now.date() - timedelta(days=200)  # of the last change of places: each has a later one
        self.counts = {model: model.objects.count() for model in ROWS}
        self.codes = set(DivisionCode.objects.values_list("code", flat=True))
        self.number = 910

    def teardown(self) -> None:
        try:
            assert transaction.get_rollback() or not list(verify())
        finally:
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    @property
    def house(self) -> Acting:
        return Acting.system("示例数据", self.now)

    def villages(self) -> list[Division]:
        found = Division.objects.filter(level="village").standing().select_related("parent").order_by("pk")
        return list(found)

    def next_day(self):
        self.day += timedelta(days=1)
        return self.day

    def code_in(self, town: Division) -> str:
        self.number += 1
        return f"{DivisionCode.objects.get(division=town, valid_to=None).code[:9]}{self.number}"

    def tried(self, act) -> None:
        """An act that may be refused: then nothing of it stays."""
        self.now += timedelta(minutes=1)
        with suppress(Refused), transaction.atomic():
            act()

    def places_change(self, act) -> None:
        """The same for what changes places: no open step loses who sees it, and there are as many as before."""
        unseen, count = self.unseen(), Task.objects.count()
        self.tried(act)
        assert self.unseen() <= unseen
        assert Task.objects.count() == count

    # -- what happens --------------------------------------------------------------------------------------------
    @rule(data=st.data())
    def a_case(self, data) -> None:
        village = data.draw(st.sampled_from(self.villages()))
        clerks = who_may(["village-clerk"], village, self.now.date())
        if not clerks:
            return  # the desk offers nobody to open one
        self.tried(
            lambda: open_case(
                acting=Acting(clerks[0].person.pk, "示例", self.now), edition=self.edition, power="small-buy",
                village=village, title="示例事项", happened_at=self.now,
            )
        )  # fmt: skip

    @rule(data=st.data())
    def a_step(self, data) -> None:
        tasks = list(Task.objects.filter(waiting=False).select_related("case__village", "case__origin").order_by("pk"))
        if not tasks:
            return
        task = data.draw(st.sampled_from(tasks))
        for person in self.people():
            case, running = task.case, machine_of(task.case)
            who = standing(case, running, person.pk, self.now.date())
            way = next((w for w in capacities(running, case.state, task.key, who) if not w.recorded_for), None)
            if way is not None:
                self.tried(lambda person=person, way=way: self.do(task, person, way))
                return

    def do(self, task: Task, person: Person, way) -> None:
        acting, handed = Acting(person.pk, person.name, self.now), Handed(self.now)
        common = {"acting": acting, "case_id": task.case_id, "key": task.key, "role": way.role, "handed": handed}
        if task.kind == "disclose":
            with self.commits(execute=True):
                post_notice(**common)
        else:
            complete_step(**common, facts={"sum": 100} if task.key == "ask" else None)

    @rule(data=st.data())
    def somebody_leaves(self, data) -> None:
        terms = list(Holding.objects.on(self.now.date()).filter(division__level="village").order_by("pk"))
        term = data.draw(st.sampled_from(terms)) if terms else None
        if term is not None and data.draw(st.integers(0, 3)) == 0:
            last = self.now.date() - timedelta(days=1)
            self.tried(lambda: people.end_holding(acting=self.house, holding=term, last_day=last, why="辞职"))

    @precondition(lambda self: len(self.villages()) > 1)
    @rule(data=st.data())
    def a_merger(self, data) -> None:
        villages = self.villages()
        first, other = data.draw(st.permutations(villages))[:2]
        new = regions.NewVillage("合并村村民委员会", self.code_in(first.parent))
        into = data.draw(st.sampled_from([new, other, first]))
        ending = [v.pk for v in (first, other) if v != into]
        terms = [t.pk for t in held_in(ending, self.day)]
        carried = set(data.draw(st.lists(st.sampled_from(terms), unique=True))) if terms else set()
        if data.draw(st.booleans()):  # often everybody of one of them goes on: then it is not refused
            carried = {t.pk for t in held_in(ending[:1], self.day)}
        on = self.next_day()
        self.places_change(
            lambda: regions.merge_villages(
                acting=self.house, villages=[first, other], into=into, on=on, document="示例〔2026〕1号",
                choices={NAME: {CARRY: carried}},
            )
        )  # fmt: skip

    @rule(data=st.data())
    def another_town(self, data) -> None:
        village = data.draw(st.sampled_from(self.villages()))
        town = self.cast.other_town if village.parent_id == self.cast.town.pk else self.cast.town
        on, code = self.next_day(), self.code_in(town)
        self.places_change(
            lambda: regions.move_village(
                acting=self.house, village=village, town=town, code=code, on=on, document="示例〔2026〕2号"
            )
        )

    @rule(data=st.data())
    def another_name_or_code(self, data) -> None:
        village, on = data.draw(st.sampled_from(self.villages())), self.next_day()
        common = {"acting": self.house, "village": village, "on": on, "document": "示例〔2026〕3号"}
        if data.draw(st.booleans()):
            name = data.draw(st.sampled_from(["东村村民委员会", "西村村民委员会", "示例一村村民委员会"]))
            self.places_change(lambda: regions.rename_village(**common, name=name))
        else:
            code = self.code_in(village.parent)
            self.places_change(lambda: regions.recode_village(**common, code=code))

    @rule(data=st.data())
    def a_split(self, data) -> None:
        village, on = data.draw(st.sampled_from(self.villages())), self.next_day()
        groups = list(Division.objects.filter(parent=village).order_by("pk"))
        if len(groups) > 1:
            new = regions.NewVillage("分出村村民委员会", self.code_in(village.parent))
            self.places_change(
                lambda: regions.split_village(
                    acting=self.house, village=village, new=new, groups=groups[:1], on=on, document="示例〔2026〕4号"
                )
            )

    # -- what always holds ---------------------------------------------------------------------------------------
    def people(self) -> list[Person]:
        return list(Person.objects.filter(account__isnull=False).order_by("pk"))

    @invariant()
    def no_row_is_lost(self) -> None:
        for model, before in self.counts.items():
            now = model.objects.count()
            assert now >= before, f"{model.__name__}: {before} → {now}"
            self.counts[model] = now

    @invariant()
    def everything_stands_where_its_village_stands(self) -> None:
        for model in BY_PLACE:
            for row in model.objects.all():
                village = row.village if hasattr(row, "village") else row.case.village
                assert (row.place, village.ended_on) == (village.path, None), f"{model.__name__} {row}"
        for place in Division.objects.exclude(parent=None).select_related("parent"):
            assert place.path == f"{place.parent.path}{place.pk:07d}", place

    @invariant()
    def replay_is_the_state_and_every_open_step_has_its_tasks(self) -> None:
        for case in Case.objects.all():
            running = machine_of(case)
            events = [e.payload for e in case.events.order_by("seq")]
            assert running.replay(events, case.begun_with) == case.state
            wanted = {
                (key, role)
                for key, progress in case.state["open"].items()
                for role in (running.step(key).by if progress.get("posted") else running.wanted(case.state, key))
            }
            assert set(case.tasks.values_list("key", "role")) == wanted

    def unseen(self) -> set[int]:
        """Open steps that stand in nobody's inbox."""
        today = self.now.date()
        seen: set[int] = set()
        for account in Account.objects.select_related("person"):
            viewer = Viewer(account, account.person, today, tuple(holdings_on(account.person, today)))
            for part in tasks_for(viewer):
                seen |= set(part.values_list("pk", flat=True))
        return set(Task.objects.filter(waiting=False).exclude(pk__in=seen).values_list("pk", flat=True))

    @invariant()
    def what_stands_in_no_inbox_stands_on_the_villages_page(self) -> None:
        for task in Task.objects.filter(pk__in=self.unseen()).select_related("case__village"):
            rows = {row.post.slug: row for row in posts_of_village(task.case.village, self.now.date())}
            assert rows[task.role].waiting and not rows[task.role].holders, f"{task} at {task.place}"

    @invariant()
    def every_old_code_finds_a_village_that_stands(self) -> None:
        for code in DivisionCode.objects.filter(division__level="village").values_list("code", flat=True):
            found = village_by_sign(code)
            assert found is not None and found.ended_on is None
        for village in Division.objects.filter(level="village").select_related("successor"):
            assert standing_for(village).ended_on is None


def test_random_mergers_lose_nothing(cast, adopt_flow, django_capture_on_commit_callbacks) -> None:
    third = regions.add_village(
        acting=house(), town=cast.town, name="示例三村村民委员会", code="419001105903", since=cast.one.joined_on,
        is_demo=True,
    )  # fmt: skip
    for place in (cast.one, cast.two, third):
        for name in ("甲组", "乙组"):
            group_of(place, name)
    join(cast, "clerk_three", "示例·三文书")
    give_post(cast, "clerk_three", "village-clerk", third)
    Town.stage = (cast, adopt_flow(FLOW, DEPUTY), django_capture_on_commit_callbacks)
    run_state_machine_as_test(
        Town,
        settings=settings(
            max_examples=rounds(1), stateful_step_count=15, deadline=None, derandomize=True,
            phases=[Phase.generate, Phase.shrink], suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
