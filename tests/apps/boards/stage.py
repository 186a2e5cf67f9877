"""A village with notices: one purchase that everybody may read of, and one request for help that is the village's own.

The house runs on the small edition and one more power, ``help``: its first notice is for the village, names a person
and takes objections for seven days.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from qingdan.domain.catalogue.model import Edition
from qingdan.features.cases.acts import complete_step, open_case, post_notice
from qingdan.features.cases.acts.opening import Opened
from qingdan.features.cases.models import Case, CaseFile
from qingdan.features.cases.running import Handed
from qingdan.records.files.models import StoredFile
from qingdan.records.regions.acts.contacts import set_contact
from qingdan.records.register.acts import Acting
from qingdan.watch.boards.models import Notice
from tests.cast import Cast
from tests.domain.catalogue.helpers import mini_files
from tests.editions import adopt, on_the_small_edition

NAME = "示例·穷困户"  # the applicant: a name that must be on no page for outsiders
HELP = """number: 3
slug: help
title: {zh: 困难救助申请的协助办理, en: Helping with a request for relief}
plain: {zh: 申请救助, en: Ask for relief}
summary: {zh: 家里过日子难，可以申请。, en: When life is hard you may ask.}
norm: buying
area: finance
holder: representatives
subjects: [applicant, village-clerk]
origin: {source: test}
basis: [{law: 测试法, articles: ["1"]}]
red_lines: [{prohibition: plain-slips}]
materials: [{name: {zh: 身份证, en: Identity card}, note: {zh: 看一下就还, en: Shown and given back}}]
guide:
  who: {zh: 找村文书, en: See the clerk}
  where: [{zh: 镇便民服务中心, en: Town service hall}, {zh: 村委会可以代交, en: The village may hand it in}]
  how_long: {zh: 三十个工作日, en: Thirty working days}
  cost: {zh: 不收费, en: Free}
  take_part: {zh: 可以提异议, en: You may object}
  watch: {zh: 看公开栏, en: See the board}
keywords: [低保, 困难]

facts:
  name: {type: person, of: applicant, title: {zh: 申请人, en: Applicant}, set_by: apply, audience: village}
  family: {type: count, title: {zh: 保障人数, en: Persons}, set_by: apply, audience: village}
  monthly: {type: money, title: {zh: 每月金额, en: A month}, set_by: apply, audience: village}
outcomes:
  granted: {zh: 已同意, en: Granted}
  withdrawn: {zh: 已撤回, en: Withdrawn}
any_time: {withdraw: {name: {zh: 撤回申请, en: Withdraw}, by: applicant, until: confirm, end: withdrawn}}
clocks:
  answer: {name: {zh: 答复, en: Answer}, from: apply, to: confirm, limit: 30 wd, extend: 45 wd}
flow:
  - do: apply
    name: {zh: 提出申请, en: Apply}
    how: {zh: 写申请书。, en: Write the request.}
    by: [applicant, village-clerk]
    form: request
    guards: [plain-slips]
  - disclose: first
    name: {zh: 初审公示, en: First notice}
    how: {zh: 贴在公开栏。, en: Put it on the board.}
    by: village-clerk
    board: village-affairs
    audience: village
    fields: [name, family, monthly]
    objections: 7 days
    stands: 15 days
  - do: confirm
    name: {zh: 审核确认, en: Confirm}
    how: {zh: 镇里确认。, en: The town confirms.}
    by: town-accounting
"""

LEAKS = """kinds:
  phone: {like: phone, with_reason: internet, setting: true}
"""


@dataclass
class Stage:
    """The village, its people, the edition, and short ways to make what a test needs."""

    cast: Cast
    edition: Edition
    commits: Callable[..., AbstractContextManager[object]]

    def open(self, power: str, at: datetime | None = None, **parties: int) -> Opened:
        return open_case(
            acting=self.cast.acting("clerk"),
            edition=self.edition,
            power=power,
            village=self.cast.one,
            title=f"{NAME}的事",
            happened_at=at or timezone.now() - timedelta(hours=1),
            parties=parties,
        )

    def do(self, case: Case, key: str, who: str, role: str, at: datetime | None = None, **given: object) -> Case:
        """Hand in a step; ``evidence=[…]`` files are made up."""
        at = at or timezone.now()
        files = tuple(self._paper(case, key, kind, who) for kind in given.pop("evidence", ()))
        handed = Handed(at, personal=given.pop("personal", {}), files=files)
        acting = self.cast.acting(who, at=at)
        return complete_step(acting=acting, case_id=case.pk, key=key, role=role, handed=handed, **given)

    def post(self, case: Case, key: str, at: datetime | None = None) -> Notice:
        """Put a notice up, and let the board hear of it."""
        at = at or timezone.now()
        acting = self.cast.acting("clerk", at=at)
        with self.commits(execute=True):
            post_notice(acting=acting, case_id=case.pk, key=key, role="village-clerk", handed=Handed(at))
        return Notice.objects.get(case=case, key=key)

    def relief(self, at: datetime | None = None) -> tuple[Opened, Notice]:
        """A request for help whose first notice hangs since ``at`` (now)."""
        began = (at or timezone.now()) - timedelta(hours=2)
        opened = self.open("help", began, applicant=self.cast["villager"].person.pk)
        self.do(opened.case, "apply", "clerk", "village-clerk", at, personal={"name": NAME},
                facts={"family": 2, "monthly": 104_000})  # fmt: skip
        return opened, self.post(opened.case, "first", at)

    def request(self, at: datetime | None = None) -> Opened:
        """A purchase that two have still to sign."""
        opened = self.open("small-buy", at)
        self.do(opened.case, "request", "clerk", "village-clerk", at, evidence=["photo"], facts={"budget": 300_000},
                personal={"account": "6222 0000 0000 0000"})  # fmt: skip
        return opened

    def purchase(self, at: datetime | None = None) -> tuple[Opened, Notice]:
        """A purchase that is done, with its notice for everybody."""
        opened = self.request(at)
        self.do(opened.case, "sign", "secretary", "party-secretary", at)
        self.do(opened.case, "sign", "director", "village-director", at)
        child = Case.objects.get(parent=opened.case)
        self.do(child, "voucher", "clerk", "village-clerk", at, evidence=["invoice"])
        self.do(child, "transfer", "accounting", "town-accounting", at)
        return opened, self.post(opened.case, "result", at)

    def _paper(self, case: Case, key: str, kind: str, who: str) -> int:
        now = timezone.now()
        stored, _made = StoredFile.objects.get_or_create(
            digest=f"{kind}{case.pk}".ljust(64, "0"),
            defaults={"salt": "s", "size": 1, "mime": "image/jpeg", "stored_at": now},
        )
        row = CaseFile.objects.create(
            case=case,
            key=key,
            kind=kind,
            file=stored,
            name="示例.jpg",
            added_at=now,
            added_by=self.cast[who].person,
        )
        return row.pk


@pytest.fixture
def stage(cast: Cast, settings, django_capture_on_commit_callbacks) -> Iterator[Stage]:
    """The stage, empty of cases; counters of tries begin anew."""
    on_the_small_edition(settings)
    settings.BASE_URL = "https://qingdan.example"
    edition = adopt(mini_files() | {"mini/powers/buying/help.yaml": HELP, "mini/leaks.yaml": LEAKS})
    house = Acting.system("示例数据", timezone.now())
    for place, name, phone in ((cast.one, "示例·村监委会", "0391-0000001"), (cast.town, "示例·镇纪委", "0391-0000002")):
        set_contact(acting=house, division=place, name=name, phone=phone, verified_on=date(2026, 11, 1), is_demo=True)
    cache.clear()
    yield Stage(cast, edition, django_capture_on_commit_callbacks)
    cache.clear()


def days_ago(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)
