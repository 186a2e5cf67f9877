"""Cases brought to a step by the people who may, through the acts: the pages of that step are then there to look at.

The way is found in the definition, as the demonstration finds it; only the goal is named.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils import timezone

from qingdan.domain.flow.explore import possible
from qingdan.domain.flow.machine import Machine
from qingdan.domain.flow.model import Fact, FactType, StepKind
from qingdan.domain.flow.state import Event, State
from qingdan.features.cases.acts import open_case
from qingdan.features.cases.acts.opening import Opened
from qingdan.features.cases.models import Case
from qingdan.features.cases.running import machine_of
from qingdan.records.editions.queries import current_edition
from qingdan.records.regions.days import local_date
from qingdan.records.register import outbox
from qingdan.web.demo.elections import usual_seats
from qingdan.web.demo.planning import excluded
from qingdan.web.demo.playing import Player
from qingdan.web.demo.showing import Village as Holders
from qingdan.web.demo.values import Values
from tests.cast import Cast

LONGEST = 60  # acts
FINE = {"done", "passed", "elected", "served", "paid", "filed", None}
TITLES = {"petty-goods": "示例：买一批路灯灯泡", "minimum-living": "示例：陶家申请低保"}
SUM = 800_000  # fen: above the limit of petty goods, so that its meeting is held


class Ordinary(Values):
    """Values with no luck in them: the first choice, no, and sums that agree."""

    def __init__(self, person: str) -> None:
        super().__init__(random.Random(1), local_date(timezone.now()), person)
        self.sum = SUM

    def __call__(self, fact: Fact) -> Any:
        if fact.name in self.fixed:
            return super().__call__(fact)
        if fact.type is FactType.YES_NO:
            return False
        return next(iter(fact.choices)) if fact.type is FactType.CHOICE else super().__call__(fact)


class Stage:
    """The people of the first village, and cases carried to where they are wanted."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.edition = current_edition(local_date(timezone.now()))
        self.holders = Holders.of(cast.one, [cast["villager"].person], timezone.now())

    def open(self, power: str, title: str) -> Opened:
        """Open a case; who asks for something is the villager."""
        asking = self.edition.askings.get(power)
        parties = {asking.role: self.cast["villager"].person.pk} if asking else {}
        opener = "clerk" if asking else "member"
        now = timezone.now()
        acting = self.cast.acting(opener, at=now)
        return open_case(
            acting=acting, edition=self.edition, power=power, village=self.cast.one, title=title, happened_at=now,
            parties=parties,
        )  # fmt: skip

    def carry(self, power: str, to: str, *, after: str = "", says: Mapping[str, str] | None = None) -> Case:
        """A case of ``power`` at its open step ``to``, or at that of a sub-case; ``to="over"`` carries it to the end.

        ``after="signed"``: one of two has signed there; ``after="posted"``: the notice hangs. ``says`` names the result
        given at a step where it is not the usual one.
        """
        title = TITLES.get(power, f"示例：{self.edition.powers[power].plain.zh}")
        return self.carry_on(self.open(power, title).case, to, after=after, says=says)

    def carry_on(self, root: Case, to: str, *, after: str = "", says: Mapping[str, str] | None = None) -> Case:
        """The same with a case that is there."""
        for _ in range(LONGEST):
            case = self._innermost(root)
            if _has_come(case, to, after) or root.phase == to:
                outbox.sweep(timezone.now())  # what was put up is on the board
                return root if root.phase == to else case
            self._player(case).play(self._next(case, says or {}), timezone.now())
            root.refresh_from_db()
        raise AssertionError(f"{root.power} does not come to {to}")

    def _innermost(self, case: Case) -> Case:
        child = case.children.exclude(phase="over").order_by("-pk").first()
        return self._innermost(child) if child else Case.objects.get(pk=case.pk)

    def _next(self, case: Case, says: Mapping[str, str]) -> Event:
        running = machine_of(case)
        events = possible(running, case.state, self._who(case, running), self._values(case))
        return next(e for e in events if self._is_wanted(running, case.state, e, says))

    def _is_wanted(self, running: Machine, state: State, event: Event, says: Mapping[str, str]) -> bool:
        if event["type"] not in ("act", "meet", "post") or running.step(event["key"]).kind is StepKind.START:
            return False
        result = event.get("result") or event.get("verdict")
        return result == says[event["key"]] if event["key"] in says else result in FINE

    def _who(self, case: Case, running: Machine) -> Any:
        parties = dict(case.parties.values_list("role", "person_id"))

        def cast(role: str, key: str, state: State) -> int | None:
            held = [parties[role]] if role in parties else self.holders.holders.get(role, [])
            return next((p for p in held if not excluded(running, state, key, p)), None)

        return cast

    def _values(self, case: Case) -> Ordinary:
        values = Ordinary(self.cast["villager"].person.name)
        values.fixed = usual_seats(machine_of(case).flow, self.edition)
        return values

    def _player(self, case: Case) -> Player:
        return Player(case, self.holders.names, self.holders.holders, self._values(case))


def _has_come(case: Case, to: str, after: str) -> bool:
    at = case.state["open"].get(to)
    return at is not None and after == ("posted" if at.get("posted") else "signed" if at.get("signed") else "")


def everyone(cast: Cast) -> Iterator[str]:
    """One person of each post, and those who hold none or two."""
    seen: set[str | None] = set()
    for key, member in cast.members.items():
        post = member.holding.post if member.holding else None
        if post not in seen or key in ("both", "expired"):
            seen.add(post)
            yield key
