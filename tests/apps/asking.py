"""A power that a villager may ask for, on the small edition: with a supplement, refusals, a clock that stops and one
way to withdraw; and the people, as a villager on a phone and officials at the desk use them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from qingdan.features.cases.models import Case
from qingdan.features.cases.running import Handed
from tests.apps.boards.stage import Stage
from tests.apps.boards.stage import stage as stage  # the fixture
from tests.apps.permissions.scene import photo
from tests.domain.catalogue.helpers import mini_files
from tests.editions import adopt

NAME, MOBILE, HARDSHIP = "示例·钱大娘", "19900000001", "示例：常年卧床，药费每月八百"
MISSING, GO_TO = "示例：病历，户口簿首页", "示例：去邻镇民政办，带身份证"
AID = """number: 4
slug: aid
title: {zh: 临时救助申请的协助办理, en: Helping with a request for emergency aid}
plain: {zh: 申请临时救助, en: Ask for emergency aid}
summary: {zh: 一时过不下去，可以申请。, en: When you cannot go on you may ask.}
norm: buying
area: finance
holder: representatives
subjects: [applicant, village-clerk]
origin: {source: test}
basis: [{law: 测试法, articles: ["1"]}]
red_lines: [{prohibition: plain-slips}]
materials: [{name: {zh: 身份证, en: Identity card}}]
guide:
  who: {zh: 找村文书, en: See the clerk}
  where: {zh: 镇便民服务中心, en: Town service hall}
  how_long: {zh: 五个工作日, en: Five working days}
  cost: {zh: 不收费, en: Free}
  take_part: {zh: 可以提异议, en: You may object}
  watch: {zh: 不服可以申请行政复议, en: You may ask for review}
keywords: [救助]

facts:
  name: {type: person, of: applicant, title: {zh: 申请人姓名, en: Name}, set_by: ask, audience: village}
  phone:
    {type: phone, of: applicant, required: false, title: {zh: 电话, en: Telephone}, set_by: ask, audience: officials}
  members: {type: count, title: {zh: 家里几口人, en: Persons}, set_by: ask, audience: village}
  hardship: {type: private-text, title: {zh: 有什么困难, en: Hardship}, set_by: ask, audience: parties}
  missing:
    {type: private-text, title: {zh: 要补的全部材料, en: All missing}, set_by: list-missing, audience: parties}
  go_to: {type: private-text, title: {zh: 该去哪里办, en: Where to go}, set_by: redirect, audience: parties}
  noted: {type: private-text, title: {zh: 内部意见, en: Internal note}, set_by: accept, audience: parties}
outcomes:
  granted: {zh: 已同意, en: Granted}
  refused: {zh: 没有同意, en: Refused}
  not-ours: {zh: 不归这里办, en: Not ours}
  lapsed: {zh: 已终止, en: Lapsed}
  withdrawn: {zh: 已撤回, en: Withdrawn}
any_time:
  withdraw: {name: {zh: 撤回申请, en: Withdraw}, by: applicant, until: decide, end: withdrawn}
  died: {name: {zh: 申请人去世, en: Died}, by: village-clerk, until: decide, end: lapsed}
clocks:
  answer:
    name: {zh: 受理, en: Acceptance}
    from: ask
    to: accept
    limit: 5 wd
    extend: 10 wd
    stops_in: [supplement]
    basis: [{law: 测试法, articles: ["1"]}]
flow:
  - do: ask
    name: {zh: 提出申请, en: Ask}
    how: {zh: 写清几口人、什么困难。, en: Say how many and what.}
    by: [applicant, village-clerk]
    form: request
    evidence: [photo, invoice]
    guards: [plain-slips]
  - do: check
    name: {zh: 审查材料, en: Check}
    how: {zh: 看齐不齐。, en: Is it complete?}
    by: town-accounting
    results:
      not-ours:
        - serve: redirect
          name: {zh: 告知去哪里办, en: Say where}
          how: {zh: 写明去哪里。, en: Say where.}
          by: town-accounting
          to: applicant
        - {end: not-ours}
      incomplete:
        - serve: list-missing
          name: {zh: 一次告知补正, en: Say what is missing}
          how: {zh: 一次写全。, en: All at once.}
          by: town-accounting
          to: applicant
        - do: supplement
          name: {zh: 补交材料, en: Supplement}
          how: {zh: 按单子补齐。, en: Bring what the list names.}
          by: [applicant, village-clerk]
          within: 10 days
          evidence: [photo]
          results: {expired: [{end: lapsed}]}
  - {do: accept, name: {zh: 受理, en: Accept}, how: {zh: 给受理单。, en: Give the receipt.}, by: town-accounting}
  - approve: decide
    name: {zh: 决定, en: Decide}
    how: {zh: 同意或不同意。, en: Yes or no.}
    by: town-accounting
    results: {refused: [{end: refused}]}
  - disclose: posting
    name: {zh: 公示, en: Publish}
    how: {zh: 贴出来。, en: Put it up.}
    by: village-clerk
    board: village-affairs
    audience: village
    fields: [name, members]
    stands: 15 days
"""
WORDS = {"name": NAME, "mobile": MOBILE, "f-members": "2", "f-hardship": HARDSHIP}


@dataclass
class Asking:
    """The village whose people may ask for ``aid``."""

    stage: Stage

    def villager(self, village: object = "one", **meta: str) -> Client:
        """A phone that remembers its village."""
        client = Client(**meta)
        if village:
            client.get(f"/v/{getattr(self.stage.cast, str(village)).pk}/")
        return client

    def send(self, client: Client, once: str = "a" * 32, go: str = "send", **change: object) -> object:
        """Hand in what stands on the second page; ``e_photo=None`` leaves a file out, ``later="on"`` says so."""
        files = {"e-photo": photo("甲.jpg"), "e-invoice": photo("乙.jpg")}
        change = {k.replace("_", "-") if k.startswith(("e_", "f_")) else k: v for k, v in change.items()}
        data = {**WORDS, **files, "village": self.stage.cast.one.pk, "once": once, "go": go, **change}
        return client.post("/powers/aid/ask/", {k: v for k, v in data.items() if v is not None})

    def lodged(self, client: Client | None = None, once: str = "a" * 32, **change: object) -> tuple[Case, str]:
        """A request that has been taken in, and its code as the receipt shows it."""
        client = client or self.villager()
        answer = self.send(client, once, **change)
        assert answer.status_code == 302, answer.content.decode()
        text = client.get(answer["Location"]).content.decode()
        found = re.search(r"qd-code\">(\w{5}) (\w{5})<", text)
        assert found, text
        return Case.objects.latest("pk"), found[1] + found[2]

    def do(self, case: Case, key: str, at: datetime | None = None, **given: object) -> Case:
        """A step of the town's."""
        return self.stage.do(case, key, "accounting", "town-accounting", at, **given)

    def ask_supplement(self, case: Case, at: datetime | None = None) -> Case:
        at = at or timezone.now()
        handed = {"personal": {"missing": MISSING}}
        self.do(case, "check", at, result="incomplete")
        return self.do(case, "list-missing", at, **handed)

    def follow(self, case: Case, code: str, client: Client | None = None) -> tuple[Client, str]:
        """Number and code given on the page, and what it then says."""
        client = client or Client()
        answer = client.post("/track/", {"number": case.number, "code": code})
        return client, answer.content.decode()


@pytest.fixture
def asking(stage: Stage, settings) -> Asking:
    """The stage with AID in force."""
    files = mini_files()
    files["mini/edition.yaml"] = files["mini/edition.yaml"].replace("powers: 3", "powers: 4")
    files["mini/powers/buying/aid.yaml"] = AID
    stage.edition = adopt(files)
    return Asking(stage)


def days_ago(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)


def rows(case: Case) -> Mapping[str, object]:
    return {d.name: d for d in case.deadlines.all()}


__all__ = ["AID", "GO_TO", "HARDSHIP", "MISSING", "MOBILE", "NAME", "WORDS", "Asking", "Handed", "asking", "stage"]
