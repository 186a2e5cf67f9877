"""What the villages of the demonstration have published: every account that has fallen due by now, but the last.

In the first village nobody put that one up, and the clerk has explained it; in the second it hung on paper only, and
was entered later. Finds the powers and their values in the list of what must be public; knows none by name.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from qingdan.domain.catalogue.disclosure import Fulfilment
from qingdan.domain.catalogue.model import Edition
from qingdan.domain.flow.model import Fact, FactType
from qingdan.records.people.posts import official_name
from qingdan.records.regions.days import BEIJING, local_date
from qingdan.records.register.acts import Acting
from qingdan.watch.duties.acts import explain, record_paper
from qingdan.watch.duties.finding import occasions_of
from qingdan.watch.duties.occasions import Occasion, State
from qingdan.web.demo.showing import FINISHED, Show, UpBy
from qingdan.web.demo.villages import Village

WHY = "示例：代理会计上月住院，账还没有对完；对完马上贴出来。"
HUNG = "示例：贴在村部门口公开栏，当时没有在网上登记，现在补上。"
BEFORE = timedelta(days=2)  # the last day


@dataclass
class Publishing:
    """Everything that one village has published. ``first``: of the villages, the one that has left something undone."""

    village: Village
    edition: Edition
    now: datetime
    first: bool

    def shows(self, among: Collection[str]) -> Iterator[Show]:
        """The cases in which its accounts are published, each in time; ``among`` are the powers to be shown."""
        for occasion in self._fallen_due()[:-1]:
            way = next((w for w in occasion.duty.fulfilled_by if w.power in among), None) if occasion.duty else None
            if way is not None:
                yield self._show(occasion, way)

    def finish(self) -> None:
        """What is said of the last one, when everything else has happened."""
        due = self._fallen_due()[-1:]
        if not due or due[0].state is not State.OVERDUE or self._speaker() is None:
            return
        if self.first:
            explain(acting=self._speaker(), occasion=due[0], words=WHY)
        else:
            record_paper(acting=self._speaker(), occasion=due[0], day=(due[0].due - BEFORE), words=HUNG)

    def _fallen_due(self) -> Sequence[Occasion]:
        today = local_date(self.now)
        return [o for o in occasions_of(self.village.place, today) if o.case is None and o.duty and o.due < today]

    def _speaker(self) -> Acting:
        post = next(post for post in self.edition.disclosure.speaks if self.village.holders.get(post))
        person = self.village.holders[post][0]
        return Acting(person, self.village.names[person], self.now, post, official_name(post))

    def _show(self, occasion: Occasion, way: Fulfilment) -> Show:
        power = self.edition.powers[way.power]
        of = occasion.title.zh.rpartition("：")[2]
        luck = random.Random(f"{self.village.place.pk} {occasion.slug} {occasion.key}")  # noqa: S311 nothing secret
        show = Show(self.village, self.edition, power, FINISHED, f"{power.plain.zh}（示例：{of}）", luck)
        facts = power.flow.facts
        show.given = {name: _read(facts[name], value) for name, value in way.when.items()}
        show.given[way.period] = _until(facts[way.period], occasion)
        show.up_by = UpBy(way.step, datetime.combine(occasion.due - BEFORE, time(16), BEIJING))
        return show


def _read(fact: Fact, value: str) -> Any:
    return value == "true" if fact.type is FactType.YES_NO else value


def _until(fact: Fact, occasion: Occasion) -> Any:
    return occasion.ran_on.year if fact.type is FactType.COUNT else occasion.ran_on.isoformat()
