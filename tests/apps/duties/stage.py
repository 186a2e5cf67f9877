"""A village that must publish: accounts every month, affairs every quarter, and at once what a purchase leads to.

The house runs on the small edition, with one more power, ``accounts``, and a list of what must be made public.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from qingdan.domain.catalogue.model import Edition
from qingdan.features.cases.acts import complete_step, open_case, post_notice
from qingdan.features.cases.models import Case
from qingdan.features.cases.running import Handed
from qingdan.records.regions.days import BEIJING
from qingdan.watch.boards.models import Notice
from qingdan.web import working
from tests.apps.boards.stage import Stage
from tests.cast import Cast
from tests.domain.catalogue.helpers import mini_files
from tests.editions import adopt, on_the_small_edition

ACCOUNTS = """number: 3
slug: accounts
title: {zh: 账目公开, en: Accounts}
plain: {zh: 看村里的账, en: See the accounts}
summary: {zh: 打表，贴出来。, en: "Print and post."}
norm: buying
area: finance
holder: representatives
subjects: [village-clerk]
origin: {source: test}
basis: [{law: 测试法, articles: ["1"]}]
red_lines: [{prohibition: plain-slips}]
materials: []
guide:
  who: {zh: 找村文书, en: See the clerk}
  where: {zh: 村委会, en: Village office}
  how_long: {zh: 一个月, en: A month}
  cost: {zh: 不收费, en: Free}
  take_part: {zh: 可以问, en: You may ask}
  watch: {zh: 看公开栏, en: See the board}
keywords: [账]

facts:
  kind:
    type: choice
    title: {zh: 哪一类, en: Kind}
    choices: {money: {zh: 收支, en: Money}, affairs: {zh: 村务, en: Affairs}}
    set_by: print
    audience: internet
  until: {type: date, title: {zh: 到哪天, en: Until}, set_by: print, audience: internet}
outcomes: {published: {zh: 已公开, en: Published}}
flow:
  - do: print
    name: {zh: 打表, en: Print}
    how: {zh: 照账打。, en: From the books.}
    by: village-clerk
    form: request
    guards: [plain-slips]
  - disclose: post
    name: {zh: 贴出来, en: Post}
    how: {zh: 贴在公开栏。, en: On the board.}
    by: village-clerk
    board: finance
    audience: internet
    fields: [kind, until]
    stands: 15 days
"""
DISCLOSURE = """speaks: [village-clerk, village-director]
settles: [village-director]
orders: [town-accounting]
ordered_by: [{law: 测试法, articles: ["2"]}]
reaches: [village-clerk, town-accounting]
ahead: 10
duties:
  money:
    title: {zh: 村里的账, en: The accounts}
    plain: {zh: 花了多少, en: What was spent}
    board: finance
    contains: [{zh: 收入, en: Income}, {zh: 支出, en: Spending}]
    rhythm: monthly
    choices: [monthly, quarterly]
    unless: {zh: 没有账, en: No accounts}
    within: limits.standing days
    stands: 15 days
    basis: [{law: 测试法, articles: ["1"]}]
    fulfilled_by: [{power: accounts, step: post, when: {kind: money}, period: until}]
  affairs:
    title: {zh: 村里的事, en: The affairs}
    plain: {zh: 办了什么, en: What was done}
    board: village-affairs
    contains: [{zh: 办了哪些事, en: What was done}]
    rhythm: quarterly
    within: 5 wd
    stands: 15 days
    basis: [{law: 测试法, articles: ["2"]}]
    setting: {zh: 几天是本地设定, en: The days are a setting}
    fulfilled_by: [{power: accounts, step: post, when: {kind: affairs}, period: until}]
  at-once:
    title: {zh: 花钱的事, en: Money matters}
    plain: {zh: 马上贴, en: At once}
    board: finance
    contains: [{zh: 花在哪里, en: On what}]
    rhythm: at-once
    within: 3 days
    stands: 15 days
    basis: [{law: 测试法, articles: ["1"]}]
"""


@dataclass
class Owing(Stage):
    """The stage of the boards, and the time moved on at will."""

    monkeypatch: pytest.MonkeyPatch

    def on(self, day: date, hour: int = 12) -> datetime:
        """Let it be this day in Beijing from now on."""
        now = datetime(day.year, day.month, day.day, hour, tzinfo=BEIJING)
        self.monkeypatch.setattr(timezone, "now", lambda: now)
        return now

    def work(self) -> list[str]:
        """A round of the worker; the names of the pieces that failed."""
        return working.work(working.EVERY_ROUND, timezone.now())

    def account(self, kind: str, until: date, posted: bool = True) -> Case:
        """An account until a day, compiled today and, if so, put up today."""
        now = timezone.now()
        clerk = self.cast.acting("clerk", at=now)
        opened = open_case(
            acting=clerk, edition=self.edition, power="accounts", village=self.cast.one, title="账", happened_at=now
        )
        facts = {"kind": kind, "until": until.isoformat()}
        complete_step(
            acting=clerk, case_id=opened.case.pk, key="print", role="village-clerk", facts=facts, handed=Handed(now)
        )
        return self.put_up(opened.case) if posted else opened.case

    def put_up(self, case: Case, at: datetime | None = None) -> Case:
        """Put up the notice of an account; ``at``: it hung since then and is typed in now."""
        clerk = self.cast.acting("clerk", at=timezone.now())
        photo = (self._paper(case, "post", "photo", "clerk"),) if at else ()
        handed = Handed(at or timezone.now(), files=photo)
        with self.commits(execute=True):
            post_notice(acting=clerk, case_id=case.pk, key="post", role="village-clerk", handed=handed)
        assert Notice.objects.filter(case=case).exists()
        case.refresh_from_db()
        return case


@pytest.fixture
def owing(
    cast: Cast, settings, monkeypatch, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]]
) -> Owing:
    """The stage, empty of cases, on the day on which the villages joined."""
    on_the_small_edition(settings)
    settings.BASE_URL = "https://qingdan.example"
    edition: Edition = adopt(owing_files())
    cache.clear()
    return Owing(cast, edition, django_capture_on_commit_callbacks, monkeypatch)


def owing_files() -> dict[str, str]:
    """The small edition with the accounts and the list of what must be made public."""
    return mini_files() | {"mini/powers/buying/accounts.yaml": ACCOUNTS, "mini/disclosure.yaml": DISCLOSURE}


def month_end(months: int = 0) -> date:
    """The last day of the month in which the test runs, or of one so many months later, wherever the time was moved."""
    first = datetime.now(BEIJING).date().replace(day=1)
    for _ in range(months + 1):
        first = (first + timedelta(days=32)).replace(day=1)
    return first - timedelta(days=1)
