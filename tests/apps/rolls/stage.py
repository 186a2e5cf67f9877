"""The shipped edition in force, and a village with a few households to keep rolls of."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from qingdan.domain.catalogue.rolls import Roll, Rolls
from qingdan.records.files.allowed import XLSX
from qingdan.records.people.models import Person
from qingdan.records.regions.models import Division
from qingdan.records.rolls import acts
from qingdan.records.rolls.models import Household, HouseholdMember, RollEntry
from qingdan.records.rolls.newcomers import Newcomer, Particulars
from tests.cast import Cast, client_for, today
from tests.editions import adopt_shipped
from tests.places import group_of

VILLAGERS, VOTERS, MEMBERS = "villagers", "registered-voters", "collective-members"
LONG_AGO = date(2020, 1, 1)


def id_number(born: date, sex: str = "m", seq: int = 1) -> str:
    """A number that is well formed and nobody's: region 999999 does not exist."""
    body = f"999999{born:%Y%m%d}{seq:02d}{1 if sex == 'm' else 2}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(c) * w for c, w in zip(body, weights, strict=True)) % 11]


@dataclass
class Stage:
    """``cast.one`` has two groups; ``clerk`` keeps its rolls."""

    cast: Cast
    rolls: Rolls
    one: Division
    group: Division
    other: Division
    browsers: dict[str, Client] = field(default_factory=dict)

    def browser(self, who: str) -> Client:
        """Somebody's browser, signed in once."""
        if who not in self.browsers:
            self.browsers[who] = client_for(self.cast[who])
        return self.browsers[who]

    def roll(self, kind: str = VILLAGERS) -> Roll:
        return self.rolls.kinds[kind]

    def person(
        self, name: str = "示例·陈甲", born: date | None = date(1970, 5, 3), number: str | None = None
    ) -> Newcomer:
        return Newcomer(particulars=Particulars(name, number, born))

    def enter(self, name: str = "示例·陈甲", kind: str = VILLAGERS, **given: Any) -> RollEntry:
        """Put somebody on a roll through the act."""
        roll = self.roll(kind)
        born = given.pop("born", date(1970, 5, 3))
        newcomer = given.pop("newcomer", None) or self.person(name, born, given.pop("number", None))
        words = {"since": LONG_AGO, "why": roll.keeping.on[0].slug, "village": self.one, **given}
        return acts.enter_on_roll(
            acting=words.pop("acting", self.cast["clerk"].acting), roll=roll, newcomer=newcomer, **words
        )

    def household(self, number: str = "1", head: str = "示例·陈甲", **given: Any) -> Household:
        """Found a household through the act."""
        keeping = self.rolls.households
        newcomer = given.pop("newcomer", None) or self.person(head, given.pop("born", date(1970, 5, 3)))
        words = {
            "since": LONG_AGO,
            "why": "first-count",
            "group": self.group,
            "also": [self.roll()],
            "village": self.one,
        }
        return acts.add_household(
            acting=self.cast["clerk"].acting, keeping=keeping, number=number, head=newcomer, **{**words, **given}
        )

    def member(self, household: Household, name: str, relation: str = "child", **given: Any) -> HouseholdMember:
        """Put somebody into it through the act."""
        newcomer = given.pop("newcomer", None) or self.person(name, given.pop("born", date(1995, 8, 9)))
        words = {"since": LONG_AGO, "why": "first-count", "also": [self.roll()], **given}
        return acts.add_member(
            acting=self.cast["clerk"].acting, household=household, keeping=self.rolls.households, newcomer=newcomer,
            relation=relation, **words,
        )  # fmt: skip

    # -- at the desk ---------------------------------------------------------------------------------------------
    def get(self, who: str, address: str, /, *args: Any, **query: Any) -> HttpResponse:
        return self.browser(who).get(reverse(f"rolls:{address}", args=args), query)

    def post(self, who: str, address: str, /, *args: Any, follow: bool = False, **form: Any) -> HttpResponse:
        return self.browser(who).post(reverse(f"rolls:{address}", args=args), form, follow=follow)

    def upload(
        self, file: SimpleUploadedFile, *, kind: str = VILLAGERS, who: str = "clerk", **form: Any
    ) -> HttpResponse:
        """Hand a spreadsheet in; the answer leads to the preview when it can be read."""
        keeping = self.roll(kind).keeping
        words = {
            "effective": today().isoformat(), "whole": "no", "why": keeping.on[0].slug, "why_off": keeping.off[0].slug,
            "file": file, **form,
        }  # fmt: skip
        return self.post(who, "import", self.one.pk, kind, **words)

    def take_over(
        self, file: SimpleUploadedFile, *, kind: str = VILLAGERS, who: str = "clerk", **form: Any
    ) -> HttpResponse:
        """Hand it in, look at the preview and say yes."""
        answer = self.upload(file, kind=kind, who=who, **form)
        assert answer.status_code == 302, answer.content.decode()
        client = self.browser(who)
        page = client.get(answer["Location"])
        return client.post(
            answer["Location"], {"expected": page.context["expected"], "once": page.context["expected"][:40]}
        )


def workbook(*rows: Sequence[Any], name: str = "名册.xlsx", title: str = "名册") -> SimpleUploadedFile:
    """An Excel file of one sheet."""
    book = Workbook()
    page = book.active
    page.title = title
    for row in rows:
        page.append(list(row))
    return saved(book, name)


def saved(book: Workbook, name: str = "名册.xlsx") -> SimpleUploadedFile:
    kept = io.BytesIO()
    book.save(kept)
    return SimpleUploadedFile(name, kept.getvalue(), XLSX.mime)


def commas(text: str, encoding: str = "utf-8", name: str = "名册.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode(encoding), "text/csv")


def years_ago(years: int, days: int = 0) -> date:
    """A birthday by which somebody is so old today, and so many days more."""
    day = today() - timedelta(days=days)
    return day.replace(year=day.year - years, day=min(day.day, 28))


@pytest.fixture
def stage(cast: Cast) -> Iterator[Stage]:
    """See :class:`Stage`."""
    cache.clear()
    edition = adopt_shipped()
    yield Stage(
        cast=cast,
        rolls=edition.rolls,
        one=cast.one,
        group=group_of(cast.one, "第一村民小组"),
        other=group_of(cast.one, "第二村民小组"),
    )
    cache.clear()


def names_on(stage: Stage, kind: str = VILLAGERS, day: date | None = None) -> list[str]:
    """Who is on a roll, as the desk's page says, all pages of it."""
    found: list[str] = []
    after = ""
    while True:
        page = stage.get("clerk", "roll", stage.one.pk, kind, day=(day or today()).isoformat(), after=after)
        found += [row["entry"].person.name for row in page.context["rows"]]
        after = page.context["after"]
        if not after:
            return found


def person_named(name: str) -> Person:
    return Person.objects.get(name=name)
