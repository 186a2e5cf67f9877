"""Households and rolls of the demonstration: some dozens of invented people for each village, taken over in bulk.

Who comes onto which roll follows from the edition: onto one whose bodies have posts of their own (representatives,
Party members) those who hold them and a few more, onto every other one nearly everybody.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from qingdan.domain.catalogue.model import Edition
from qingdan.domain.catalogue.rolls import Keeping, Roll
from qingdan.domain.rules.households import Relation
from qingdan.records.people.models import Person
from qingdan.records.people.posts import official_name
from qingdan.records.people.queries import who_may
from qingdan.records.regions.days import local_date
from qingdan.records.regions.models import Division
from qingdan.records.register.acts import Acting
from qingdan.records.rolls import acts
from qingdan.records.rolls.drafts import keep_draft
from qingdan.records.rolls.newcomers import Newcomer, Particulars
from qingdan.records.rolls.planning.building import build_plan
from qingdan.records.rolls.planning.plan import Options
from qingdan.records.rolls.sheets.rows import PersonRow, Read
from qingdan.records.rolls.sheets.tables import Table

MARK = "示例·"
SURNAMES = "李王陈周吴赵孙钱郑冯褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
STEMS = "甲乙丙丁戊己庚辛壬癸"
MORE_HOUSEHOLDS = 14  # besides those of the cast
NOWHERE = "999999"  # no region has this code: a number that begins with it is nobody's
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
NEARLY_ALL, A_FEW = 0.93, 0.25
COUNTED_FOR = timedelta(days=900)  # since when the rolls go back


@dataclass(frozen=True)
class Populating:
    """One village, its clerk, and the day on which everything was entered."""

    village: Division
    edition: Edition
    acting: Acting
    luck: random.Random
    taken: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, village: Division, edition: Edition, at: Acting) -> Populating | None:
        """With the first keeper of the households as clerk; None where nobody keeps them."""
        keeping = edition.rolls.households
        keepers = who_may(keeping.keeps, village, local_date(at.at)) if keeping else []
        if keeping is None or not keepers:
            return None
        first = min(keepers, key=lambda holder: keeping.keeps.index(holder.post.slug))
        person, post = first.person, first.post.slug
        acting = Acting(person.pk, person.name, at.at, post, official_name(post))
        return cls(village, edition, acting, random.Random(village.name))  # noqa: S311 nothing secret is chosen

    @property
    def since(self) -> date:
        return local_date(self.acting.at) - COUNTED_FOR

    @property
    def keeping(self) -> Keeping:
        assert self.edition.rolls.households is not None
        return self.edition.rolls.households

    # -- everything ----------------------------------------------------------------------------------------------
    def populate(self, cast: Sequence[Person]) -> int:
        """Households for the cast and for others, and every roll of the edition. Gives how many people there are."""
        groups = list(self.village.children.order_by("path"))
        rows = [row for n, person in enumerate(cast) for row in self._with_cast(n, person, groups[n % len(groups)])]
        for n in range(len(cast), len(cast) + MORE_HOUSEHOLDS):
            rows += self._family(f"{n + 1:03d}", groups[n % len(groups)].name, None)
        rolls = sorted(self.edition.rolls.kinds.values(), key=lambda roll: not roll.with_household)
        for roll in rolls:
            self._take(roll, rows if roll.with_household else list(self._chosen(roll, rows)))
        posted = next(
            (r for r in rolls if any(self.edition.bodies[b].ballot for t in r.tallies for b in t.bodies)), None
        )
        if posted:
            acts.close_roll(
                acting=self.acting, village=self.village, roll=posted, as_of=local_date(self.acting.at),
                purpose="示例：换届选举张榜",
            )  # fmt: skip
        return len(rows)

    def _with_cast(self, n: int, person: Person, group: Division) -> Iterator[PersonRow]:
        """The household of somebody who is here already, made by the acts of the desk; its others come in bulk."""
        number = f"{n + 1:03d}"
        head, *others = self._family(number, group.name, person)
        acts.correct_person(
            acting=self.acting, village=self.village, person=person, rolls=self.edition.rolls,
            particulars=Particulars(person.name, head.id_number, head.born_on, head.sex, person.mobile),
            reason="示例：补登记",
        )  # fmt: skip
        acts.add_household(
            acting=self.acting, village=self.village, keeping=self.keeping, number=number, group=group,
            head=Newcomer(person=person), since=self.since, why=self.keeping.on[0].slug,
        )  # fmt: skip
        yield from (head, *others)

    def _family(self, number: str, group: str, head: Person | None) -> Iterator[PersonRow]:
        """A household whose children and old parents bear the head's surname."""
        surname = head.name.removeprefix(MARK)[0] if head else self.luck.choice(SURNAMES)
        for relation, age in _ages(self.luck):
            married_in = relation == Relation.SPOUSE
            name = head.name if head and relation == Relation.HEAD else self._name(None if married_in else surname)
            born = local_date(self.acting.at) - timedelta(days=int(age * 365.25))
            sex = self.luck.choice("mf")
            yield PersonRow(
                "", 0, name, id_number=_number(born, sex, name), born_on=born, sex=sex, group=group, household=number,
                relation=relation,
            )  # fmt: skip

    def _name(self, surname: str | None) -> str:
        """A name that nobody here has: a surname and two of the ten heavenly stems, plainly nobody's."""
        while True:
            name = MARK + (surname or self.luck.choice(SURNAMES)) + "".join(self.luck.choices(STEMS, k=2))
            if name not in self.taken:
                self.taken.add(name)
                return name

    # -- rolls ---------------------------------------------------------------------------------------------------
    def _chosen(self, roll: Roll, rows: Sequence[PersonRow]) -> Iterator[PersonRow]:
        """Who comes onto a roll that does not follow the households."""
        posts = self._posts_of(roll)
        holders = {h.person.name for h in who_may(posts, self.village, local_date(self.acting.at))} if posts else set()
        share = A_FEW if posts else NEARLY_ALL
        for row in rows:
            assert row.born_on is not None
            grown = not roll.from_age or row.born_on.year + roll.from_age < self.acting.at.year
            if row.name in holders or (grown and self.luck.random() < share):
                yield replace(row, household=None, group=None, relation=None)

    def _posts_of(self, roll: Roll) -> list[str]:
        """Posts whose holders sit in a body that counts on this roll, but for those who are counted besides."""
        bodies = {body for tally in roll.tallies for body in tally.bodies}
        besides = {post for tally in roll.tallies for post in tally.also}
        return [slug for slug, post in self.edition.posts.items() if bodies & set(post.bodies) and slug not in besides]

    def _take(self, roll: Roll, rows: Sequence[PersonRow]) -> None:
        """As a spreadsheet of the clerk's would be taken over."""
        options = Options(self.since, roll.keeping.on[0].slug)
        draft = keep_draft(
            owner=Person(pk=self.acting.person_id), village=self.village, roll=roll,
            table=Table("示例.xlsx", "0" * 64, ()), read=Read(tuple(rows), {}, ()), options=options, at=self.acting.at,
        )  # fmt: skip
        plan = build_plan(self.village, roll, self.keeping, rows, options, file_name=draft.file_name)
        acts.import_roll(acting=self.acting, draft=draft, roll=roll, keeping=self.keeping, expected=plan.digest())


def _ages(luck: random.Random) -> Iterator[tuple[Relation, float]]:
    """One to six people: the head, mostly a spouse, children, sometimes an old parent."""
    age = luck.uniform(32, 64)
    yield Relation.HEAD, age
    if luck.random() < 0.85:
        yield Relation.SPOUSE, age + luck.uniform(-5, 4)
    for _child in range(luck.choice((0, 1, 1, 2))):
        yield Relation.CHILD, max(0.5, age - luck.uniform(22, 33))
    if age < 52 and luck.random() < 0.35:
        yield Relation.PARENT, age + luck.uniform(21, 29)


def _number(born: date, sex: str, name: str) -> str:
    """A well-formed identity number of a region that is not there."""
    sequence = int(hashlib.sha256(name.encode()).hexdigest(), 16) % 100
    body = f"{NOWHERE}{born:%Y%m%d}{sequence:02d}{1 if sex == 'm' else 2}"
    return body + "10X98765432"[sum(int(c) * w for c, w in zip(body, WEIGHTS, strict=True)) % 11]
