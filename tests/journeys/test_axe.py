"""Every kind of page, on a phone, for everybody who can open it: axe-core finds nothing and nothing runs out of it.

Each page is asked for as each person. It is looked at in the browser unless all that it is made of has been seen on
this kind of page before: then only its words differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page

from qingdan.features.cases.models import Case
from qingdan.records.editions.queries import forget
from qingdan.records.rolls.drafts import keep_draft
from qingdan.records.rolls.models import ClosedRoll, HouseholdMember, RollEntry
from qingdan.records.rolls.planning.plan import Options
from qingdan.records.rolls.sheets.rows import PersonRow, Read
from qingdan.records.rolls.sheets.tables import Table
from qingdan.watch.boards.acts import lodge_objection
from qingdan.watch.boards.models import Notice
from qingdan.web.demo.populating import Populating
from qingdan.web.errors import LAST_WORDS
from tests.browser import Watched, axe_findings
from tests.cast import Cast, client_for, house
from tests.journeys.conftest import people_more
from tests.journeys.staging import Stage, everyone
from tests.journeys.walking import DESK, PATIENCE, PHONE, draw
from tests.places import group_of

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SHELF = Path(__file__).parents[1] / "broken" / "rolls"
ERRORS = ("403", "404", "409", "429")  # shown by the gallery


class Parts(HTMLParser):
    """What a page is made of: each element with its class, its attributes' names and what it stands in."""

    VOID = frozenset(
        ["br", "col", "hr", "img", "input", "link", "meta", "wbr", "path", "use", "circle", "rect", "line"]
    )

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: set[tuple[str, ...]] = set()
        self._in = [""]
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        sign = f"{tag}.{dict(attrs).get('class') or ''}"
        self.found.add((self._in[-1], sign, *sorted(name for name, _ in attrs)))
        if tag not in self.VOID:
            self._in.append(sign)

    def handle_endtag(self, tag: str) -> None:
        if len(self._in) > 1 and tag not in self.VOID:
            self._in.pop()


@dataclass
class Look:
    """A phone that looks at pages, remembering for each kind what it has seen."""

    page: Page
    site: str
    seen: dict[str, set[tuple[str, ...]]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    count: int = 0

    def at(self, kind: str, path: str, who: str, client: Client) -> int:
        """Ask for a page as somebody; look at it when there is something new in it. Gives the status."""
        answer = client.get(path)
        if answer.status_code != 200 and kind not in ERRORS:
            return answer.status_code
        parts = Parts(answer.content.decode()).found
        if not parts <= self.seen.setdefault(kind, set()):
            self.seen[kind] |= parts
            self.open(kind, path, who, client)
        return answer.status_code

    def open(self, kind: str, path: str, who: str, client: Client) -> None:
        """Open a page in the browser as somebody, and look at it."""
        self.page.context.clear_cookies()
        cookies = [{"name": c.key, "value": c.value, "url": self.site} for c in client.cookies.values() if c.value]
        self.page.context.add_cookies(cookies)
        self.page.goto(self.site + path)
        self.judge(kind, who)

    def judge(self, kind: str, who: str) -> None:
        """Look at the page that is open now."""
        self.count += 1
        draw(self.page, f"{kind}-{who}")
        self.faults += [f"{kind} as {who}: {fault}" for fault in axe_findings(self.page)]
        over = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if over > 0:
            self.faults.append(f"{kind} as {who}: {over} px wider than the phone")


@pytest.fixture
def stage(live_server: object, cast: Cast) -> Iterator[Stage]:
    cache.clear()
    forget()
    call_command("catalogue", "load", verbosity=0)
    people_more(cast)
    yield Stage(cast)
    cache.clear()
    forget()


@pytest.fixture
def look(browser: Watched, live_server: object) -> Look:
    page = browser.page(*PHONE)
    page.set_default_timeout(PATIENCE)
    return Look(page, live_server.url)


def cases_at_every_step(stage: Stage) -> dict[str, Case]:
    """A case whose open step is of each kind; the names are those of the pages."""
    goods = "petty-goods"
    return {
        "case-do": stage.carry(goods, "request"),
        "case-approve": stage.carry(goods, "limit-check"),
        "case-serve": stage.carry(goods, "tell-no-budget", says={"limit-check": "refused"}),
        "case-meet": stage.carry(goods, "joint-meeting"),
        "case-confirming": stage.carry(goods, "quote", after="signed"),
        "case-review": stage.carry(goods, "accept-witness"),
        "case-pay": stage.carry(goods, "pay-out"),
        "case-disclose": stage.carry("minimum-living", "first-notice"),
        "case-waiting": stage.carry("minimum-living", "first-notice", after="posted"),
        "case-archive": stage.carry(goods, "file"),
        "case-over": stage.carry(goods, "over"),
    }


def pages_of_the_desk(stage: Stage) -> dict[str, str]:
    """Kind and address of every page behind the sign-in."""
    found = {name: f"/desk/cases/{case.pk}/" for name, case in cases_at_every_step(stage).items()}
    own = Notice.objects.get(audience="village")
    objection = lodge_objection(acting=house(), notice=own, words="他家有车，也有门面房。").objection
    return {
        "inbox": "/desk/",
        "list": "/desk/cases/",
        "choose": "/desk/open/",
        "open": "/desk/open/petty-goods/",
        "open-for": "/desk/open/minimum-living/",
        "case-drawing": f"/desk/cases/{Case.objects.latest('pk').pk}/drawing/",
        "desk-board": "/boards/desk/",
        "answer": f"/boards/desk/objection/{objection.number}/",
        "me": "/me/",
        "password": "/me/password/",
        "second-factor": "/me/second-factor/",
        "kin-lookup": "/kin-lookup/",
        "recovery": "/recovery/",
        **pages_of_rolls(stage),
        **found,
    }


def pages_of_rolls(stage: Stage) -> dict[str, str]:
    """Every page of rolls, of an invented village that the demonstration's own hand has filled."""
    village = stage.cast.one
    group_of(village)
    populating = Populating.of(village, stage.edition, house())
    assert populating is not None
    populating.populate([stage.cast[key].person for key in ("clerk", "director", "secretary", "villager")])
    entry = RollEntry.objects.filter(person=stage.cast["clerk"].person).latest("pk")
    member = HouseholdMember.objects.get(person=stage.cast["clerk"].person)
    here, roll = f"/desk/rolls/{village.pk}/", f"/desk/rolls/{village.pk}/roll/{entry.kind}/"
    row = PersonRow("", 2, "示例·新来的", born_on=date(1980, 1, 5), household="900", relation="head")
    draft = keep_draft(
        owner=stage.cast["clerk"].person, village=village, roll=stage.edition.rolls.kinds[entry.kind],
        table=Table("示例.xlsx", "0" * 64, ()), read=Read((row,), {}, ("列“备注”没有用到",)),
        options=Options(date(2026, 1, 1), "first-count"), at=timezone.now(),
    )  # fmt: skip
    return {
        "rolls": here,
        "rolls-town": "/desk/rolls/",
        "roll": roll,
        "roll-back-then": f"{roll}?day=2025-01-01&q=示例",
        "roll-enter": f"{roll}enter/",
        "roll-import": f"{roll}import/",
        "roll-preview": f"/desk/rolls/import/{draft.pk}/",
        "roll-entry": f"/desk/rolls/entry/{entry.pk}/",
        "roll-closed": f"/desk/rolls/closed/{ClosedRoll.objects.latest('pk').pk}/",
        "roll-person": f"{here}person/{entry.person_id}/",
        "households": f"{here}households/",
        "household-add": f"{here}households/add/",
        "household": f"/desk/rolls/household/{member.household_id}/",
        "member-leave": f"/desk/rolls/member/{member.pk}/leave/",
    }


def pages_for_everybody(stage: Stage) -> dict[str, str]:
    """Kind and address of every page that asks for no account."""
    here, town = stage.cast.one.pk, stage.cast.town.pk
    public, own = (Notice.objects.filter(audience=a).latest("pk").code for a in ("internet", "village"))
    return {
        "home": "/", "villages": f"/villages/?town={town}", "village-qr": f"/v/{here}/qr/", "powers": "/powers/",
        "nothing-found": "/powers/?q=飞船", "guide": "/powers/minimum-living/", "guide-goods": "/powers/petty-goods/",
        "duties": "/duties/", "prohibitions": "/prohibitions/", "boards": f"/boards/{here}/",
        "board": f"/boards/{here}/finance/", "board-own": f"/boards/{here}/village-affairs/",
        "notice": f"/n/{public}/", "notice-own": f"/n/{own}/", "object": f"/n/{own}/objection/",
        "receipt": f"/n/{own}/receipt/", "objection": "/objection/", "track": "/track/", "sign-in": "/sign-in/",
    }  # fmt: skip


@pytest.fixture
def opened(stage: Stage) -> dict[str, str]:
    return pages_of_the_desk(stage)


def test_every_page_reads_for_everybody_who_can_open_it(stage: Stage, look: Look, settings, opened: dict[str, str]):
    nobody, readers = Client(), dict.fromkeys(opened, 0)
    for kind, path in pages_for_everybody(stage).items():
        assert look.at(kind, path, "nobody", nobody) == 200, kind
    settings.DEBUG = True  # for the gallery alone
    for error in ERRORS:
        look.at(error, f"/show/gallery/{error}/", "nobody", nobody)
    look.page.set_content(LAST_WORDS.read_text(encoding="utf-8"))
    look.judge("500", "nobody")
    settings.DEBUG = False
    for who in everyone(stage.cast):
        client = client_for(stage.cast[who])
        for kind, path in opened.items():
            readers[kind] += look.at(kind, path, who, client) == 200
    assert [kind for kind, count in readers.items() if not count] == []
    assert not look.faults, "\n".join(look.faults)


def test_what_was_refused_reads_too(stage: Stage, look: Look, opened: dict[str, str]):
    """Answers to what was typed: mistakes beside their fields, a wrong code, a wrong password, a case that is found."""
    page = look.page
    made = stage.open("petty-goods", "示例：查进度")
    for number, code, kind in (
        (made.case.number, "AAAAAAAAAA", "track-wrong"),
        (made.case.number, made.code, "tracked"),
    ):
        page.goto(f"{look.site}/track/")
        page.get_by_label("事项编号").fill(number)
        page.get_by_label("查询码").fill(code)
        page.get_by_role("button", name="查", exact=True).click()
        page.wait_for_load_state()
        look.judge(kind, "nobody")
    page.goto(f"{look.site}/sign-in/")
    page.get_by_label("登录名").fill("nobody")
    page.get_by_label("密码").fill("wrong")
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_load_state()
    look.judge("sign-in-wrong", "nobody")
    look.open("case-empty", opened["case-do"], "member", client_for(stage.cast["member"]))
    page.evaluate("document.querySelector('#step-form').noValidate = true")
    page.get_by_role("button", name="交上去").first.click()
    page.locator(".qd-errors").wait_for()
    look.judge("case-mistakes", "member")
    look.open("roll-mistakes", opened["roll-import"], "clerk", client_for(stage.cast["clerk"]))
    page.get_by_label("表格文件").set_input_files(SHELF / "check-digit-wrong.csv")
    page.get_by_role("button", name="先看预览").click()
    page.get_by_text("第5行“身份证号”").wait_for()
    look.judge("roll-mistakes", "clerk")
    assert not look.faults, "\n".join(look.faults)


AT_A_DESK = {
    "inbox": "clerk", "list": "leader", "desk-board": "clerk", "case-do": "member", "case-confirming": "group_leader",
    "case-meet": "clerk", "case-waiting": "clerk", "case-pay": "accounting", "case-over": "clerk",
    "case-drawing": "clerk", "rolls": "clerk", "roll": "clerk", "roll-entry": "clerk", "roll-preview": "clerk",
    "household": "clerk", "roll-person": "clerk",
}  # fmt: skip


def test_the_desk_reads_on_a_desk_too(stage: Stage, look: Look, opened: dict[str, str]):
    look.page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    for kind, who in AT_A_DESK.items():
        look.open(kind, opened[kind], who, client_for(stage.cast[who]))
    assert not look.faults, "\n".join(look.faults)
