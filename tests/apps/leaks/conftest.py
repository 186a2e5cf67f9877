"""A village whose purchases are told to everybody in the clerk's own words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from qingdan.domain.catalogue.model import Edition
from qingdan.features.cases.acts import open_case
from qingdan.features.cases.models import Case
from tests.apps.cases.conftest import edition as edition
from tests.cast import Cast
from tests.domain.catalogue.helpers import mini_files
from tests.editions import adopt
from tests.loaded import CATALOGUE

RULES = (CATALOGUE / "jiyuan" / "leaks.yaml").read_text(encoding="utf-8")
LIMITS = """audience_limits:
  id-number: parties
  address: parties
  private-text: parties
"""
TELLING = """number: 3
slug: telling
title: {zh: 村里的小工程, en: Small works}
plain: {zh: 村里修修补补, en: The village mends things}
summary: {zh: 写清楚做什么，开会定，上公开栏。, en: Said and decided and published.}
norm: buying
area: finance
holder: representatives
subjects: [village-clerk]
origin: {source: test}
basis: [{law: 测试法, articles: ["1"]}]
red_lines: [{prohibition: plain-slips}]
materials: [{name: {zh: 照片, en: Photo}, note: {zh: 现场, en: On the spot}}]
guide:
  who: {zh: 找村文书, en: See the clerk}
  where: [{zh: 村委会, en: The village office}, {zh: 村部, en: The village hall}]
  how_long: {zh: 三天, en: Three days}
  cost: {zh: 不收费, en: Free}
  take_part: {zh: 可以提异议, en: You may object}
  watch: {zh: 看公开栏, en: See the board}
keywords: [工程, 维修]

facts:
  what: {type: text, title: {zh: 做什么, en: What}, set_by: write, audience: internet}
  costs: {type: list, title: {zh: 各项花费, en: Costs}, set_by: write, audience: internet, required: false}
  result: {type: text, title: {zh: 结果说明, en: Result}, set_by: tell, audience: village, required: false}
outcomes:
  done: {zh: 办完, en: Done}
  refused: {zh: 没通过, en: Refused}
flow:
  - do: write
    name: {zh: 写清楚, en: Write}
    how: {zh: 写明做什么、花多少。, en: Say what and how much.}
    by: village-clerk
    guards: [plain-slips]
  - meet: decide
    name: {zh: 开会, en: Meet}
    how: {zh: 村民代表会议讨论。, en: The representatives decide.}
    by: village-director
    body: representatives
    results: {rejected: [{end: refused}], not-held: [{end: refused}]}
  - disclose: tell
    name: {zh: 公示, en: Publish}
    how: {zh: 贴在公开栏。, en: Put it on the board.}
    by: village-clerk
    board: finance
    audience: internet
    fields: [what, costs]
    objections: 7 days
    stands: 15 days
"""


def telling_files() -> dict[str, str]:
    """The small edition with the city's own rules for leaks, and a power whose words everybody reads."""
    files = mini_files()
    files["mini/edition.yaml"] = files["mini/edition.yaml"].replace("audience_limits:\n", LIMITS)
    files["mini/powers/buying/telling.yaml"] = TELLING
    files["laws/个人信息保护法.yaml"] = (CATALOGUE / "laws" / "个人信息保护法.yaml").read_text(encoding="utf-8")
    return files | {"mini/leaks.yaml": RULES}


@pytest.fixture
def telling(cast: Cast, edition: Edition) -> Callable[[], Case]:
    """Opens a case of the power, yesterday, as the clerk."""
    told = adopt(telling_files())

    def make() -> Case:
        opened = open_case(
            acting=cast.acting("clerk"), edition=told, power="telling", village=cast.one, title="修路灯",
            happened_at=timezone.now() - timedelta(days=1),
        )  # fmt: skip
        return opened.case

    return make
