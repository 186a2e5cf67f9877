"""Makes the places and the people of the demonstration, through the acts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.contrib.auth.hashers import make_password

from qingdan.records.people import acts
from qingdan.records.people.models import Person
from qingdan.records.people.posts import get_post
from qingdan.records.regions.acts.contacts import set_contact
from qingdan.records.regions.acts.joining import AdoptedEdition, Decision, join_village
from qingdan.records.regions.acts.villages import add_group, add_village
from qingdan.records.regions.days import local_date
from qingdan.records.regions.models import Division
from qingdan.records.register.acts import Acting
from qingdan.web.demo import cast

TERM = timedelta(days=5 * 365)
IN_POST_SINCE = timedelta(days=400)


@dataclass
class Populace:
    """What was made: the villages that run cases, with their villagers; everybody by name."""

    villages: list[Division] = field(default_factory=list)
    villagers: dict[int, list[Person]] = field(default_factory=dict)  # by the village's number
    residents: dict[int, tuple[Division, list[Person]]] = field(default_factory=dict)  # all, officials among them
    named: dict[str, Person] = field(default_factory=dict)


class Settling:
    """Makes everything at one moment (``at``), some of it with effect from before; ``now`` is when it is shown."""

    def __init__(self, at: datetime, now: datetime, edition: AdoptedEdition) -> None:
        self.edition = edition
        self.now = local_date(now)
        self.house = Acting.system("演示", at)
        self.today = local_date(at)
        self.made = Populace()
        self._count = 0

    def settle(self, town: Division) -> Populace:
        """The villages of ``town``, and all the people. :raises Refused: when a village is there already."""
        for village in cast.VILLAGES:
            self._village(town, village)
        city = town.parent
        assert city is not None
        for where, people in ((town, cast.TOWN_PEOPLE), (city, cast.CITY_PEOPLE)):
            for name, post in people:
                self._official(name, (post,), where, ())
            self._contact(where, f"{where.short_name}监督电话（示例）")
        self._ties()
        return self.made

    def _village(self, town: Division, plan: cast.Village) -> None:
        village = add_village(
            acting=self.house, town=town, name=f"{plan.name}村民委员会", code=plan.code,
            since=self.today - timedelta(days=1000), is_demo=True,
        )  # fmt: skip
        groups = tuple(add_group(acting=self.house, village=village, name=name) for name in plan.groups)
        for state, ago in (("pilot", plan.pilot), ("joined", plan.joined)):
            if ago is not None:
                day = self.today - timedelta(days=ago)
                join_village(
                    acting=self.house, village=village, state=state, joined_on=day,
                    decision=Decision("示例村民代表会议", day, f"示例第{ago}号", body="representatives"),
                    edition=self.edition,
                )  # fmt: skip
        residents = [self._official(name, tuple(posts), village, groups) for name, *posts in plan.people]
        for name, post, ago in plan.left:
            residents.append(self._former(name, post, village, groups, self.now - timedelta(days=ago)))
        for post, order in plan.deputies:
            for place, deputy in enumerate(order, start=1):
                acts.name_deputy(
                    acting=self.house, village=village, post=post, deputy_post=deputy, order=place,
                    why="示例：村两委会议，记录第5号",
                )  # fmt: skip
        self._contact(village, "村务监督委员会（示例）")
        village.refresh_from_db()
        self.made.villagers[village.pk] = [self._person(name) for name in plan.villagers]
        self.made.residents[village.pk] = (village, residents + self.made.villagers[village.pk])
        if plan.pilot is not None:
            self.made.villages.append(village)

    def _official(self, name: str, posts: tuple[str, ...], where: Division, groups: tuple[Division, ...]) -> Person:
        person = self._person(name)
        starts = self.today - IN_POST_SINCE
        for post in posts:
            division = groups[0] if "group" in get_post(post).held_in[:1] and groups else where
            acts.appoint(
                acting=self.house, person=person, post=post, division=division, starts=starts, ends=_end(starts),
                basis="示例：选举或任命文件",
            )  # fmt: skip
        return person

    def _former(self, name: str, post: str, where: Division, groups: tuple[Division, ...], last_day: date) -> Person:
        """Somebody whose term is over by now: his handover is opened by the clock when its day has come."""
        division = groups[-1] if "group" in get_post(post).held_in[:1] and groups else where
        person = self._person(name)
        acts.appoint(
            acting=self.house, person=person, post=post, division=division,
            starts=self.today - IN_POST_SINCE, ends=last_day, basis="示例：选举",
        )  # fmt: skip
        return person

    def _person(self, name: str) -> Person:
        self._count += 1
        person = acts.add_person(acting=self.house, name=f"示例·{name}", is_demo=True)
        # No password ever fits: the only way in is the one click, and that only in a demonstration.
        acts.open_account(
            acting=self.house, person=person, username=f"demo-{self._count:02d}", password_hash=make_password(None),
            must_change=False,
        )  # fmt: skip
        self.made.named.setdefault(name, person)
        return person

    def _contact(self, where: Division, name: str) -> None:
        phone = f"{cast.PHONE}{len(self.made.named) % 10}"
        set_contact(acting=self.house, division=where, name=name, phone=phone, verified_on=self.today, is_demo=True)

    def _ties(self) -> None:
        name, relation, relative = cast.KIN
        acts.declare_kin(
            acting=self._self(name), person=self.made.named[name], relation=relation, relative=self.made.named[relative]
        )
        name, organisation, role = cast.INTEREST
        acts.declare_interest(
            acting=self._self(name), person=self.made.named[name], organisation=organisation, role=role
        )

    def _self(self, name: str) -> Acting:
        person = self.made.named[name]
        return Acting(person.pk, person.name, self.house.at)


def _end(starts: date) -> date:
    return starts + TERM - timedelta(days=1)
