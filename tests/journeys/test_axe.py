"""Every kind of page, on a phone, for everybody who can open it: axe-core finds nothing and nothing runs out of it.

Each page is asked for as a few of those who may open it, and as all of them in a long run (``ROUNDS``). It is looked at
in the browser unless its kind has been, and all that it is made of has been seen on some page: then only its words
differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django_otp.oath import totp
from django_otp.util import random_hex

from qingdan.features.cases.acts import Call, call_meeting
from qingdan.features.cases.models import Case
from qingdan.features.cases.running import machine_of
from qingdan.records.people.acts import set_up_second_factor
from qingdan.records.regions.days import BEIJING, local_date
from qingdan.records.register.acts import Acting
from qingdan.watch.boards.acts import begin_draft, lodge_objection, settle_objection
from qingdan.watch.boards.models import Notice
from qingdan.watch.reach.models import Subscription
from qingdan.web.errors import LAST_WORDS as LAST_WORDS_FILE
from tests.browser import Watched
from tests.budget import rounds
from tests.cast import PASSWORD, Cast, client_for, house, today
from tests.editions import load_shipped
from tests.journeys.asking import look_at_asking, look_at_following
from tests.journeys.conftest import people_more
from tests.journeys.filled_duties import pages_of_duties
from tests.journeys.filled_hearings import open_pages, pages_of_hearings
from tests.journeys.filled_ledgers import pages_of_ledgers
from tests.journeys.filled_notices import content, pages_of_notices
from tests.journeys.filled_places import look_at_a_merger, pages_of_places
from tests.journeys.filled_reach import pages_of_reach
from tests.journeys.filled_rolls import SHELF, pages_of_rolls
from tests.journeys.looking import ERRORS, KINDS, LAST_WORDS, Look, looking
from tests.journeys.staging import Stage, everyone
from tests.journeys.walking import DESK, PATIENCE, PHONE

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def stage(live_server: object, cast: Cast, settings) -> Iterator[Stage]:
    settings.LETTERS = {"mail": "mailto://127.0.0.1:9/?to={to}", "sms": "json://127.0.0.1:9/{to}"}  # nothing is sent
    cache.clear()
    load_shipped()
    people_more(cast)
    yield Stage(cast)
    cache.clear()


@pytest.fixture
def look(browser: Watched, live_server: object) -> Iterator[Look]:
    page = browser.page(*PHONE, has_touch=True, is_mobile=True)
    page.set_default_timeout(PATIENCE)
    with looking(page, live_server.url) as found:
        yield found


def cases_at_every_step(stage: Stage) -> dict[str, Case]:
    """A case whose open step is of each kind; the names are those of the pages."""
    goods = "petty-goods"
    return {
        "case-do": stage.carry(goods, "request"),
        "case-approve": stage.carry(goods, "limit-check"),
        "case-serve": stage.carry(goods, "tell", says={"limit-check": "refused"}),
        "case-meet": stage.carry(goods, "joint-meeting"),
        "case-confirming": stage.carry(goods, "quote", after="signed"),
        "case-review": stage.carry(goods, "accept-witness"),
        "case-pay": stage.carry(goods, "pay-out"),
        "case-disclose": stage.carry("minimum-living", "first-notice"),
        "case-waiting": stage.carry("minimum-living", "first-notice", after="posted"),
        "case-archive": stage.carry(goods, "file"),
        "case-over": stage.carry(goods, "over"),
    }


def meetings_of(stage: Stage) -> dict[str, str]:
    """A meeting to be called, its notice and its record; an election to be counted, and the record of one."""
    goods, vote = stage.carry("petty-goods", "joint-meeting"), "committee-election"
    at, clerk = f"/desk/cases/{goods.pk}", stage.cast.acting("clerk")
    held = local_date(clerk.at) + timedelta(days=12)
    call = Call(local_date(clerk.at), datetime.combine(held, time(9), BEIJING), "示例村委会", "买路灯灯泡")
    role = machine_of(goods).step("joint-meeting").by[0]
    call_meeting(acting=acting_as(stage, role), case_id=goods.pk, key="joint-meeting", role=role, call=call)
    called = goods.events.latest("seq")
    met = stage.carry("petty-goods", "quote")
    counted = stage.carry(vote, "choose-chair")
    return {
        "call": f"{at}/call/joint-meeting/",
        "meeting-notice": f"{at}/meetings/{called.seq}/",
        "meeting-record": f"/desk/cases/{met.pk}/meetings/{met.events.filter(type='meet')[0].seq}/",
        "meeting-count": f"/desk/cases/{counted.pk}/meetings/{counted.events.filter(type='meet')[0].seq}/",
        "case-elect": f"/desk/cases/{counted.pk}/",
        "case-takes-office": f"/desk/cases/{stage.carry(vote, 'announce-committee').pk}/",
    }


def acting_as(stage: Stage, role: str) -> Acting:
    """Whoever of the cast holds a post, acting now."""
    return next(m.acting for m in stage.cast.members.values() if m.holding and m.holding.post == role)


def pages_of_the_desk(stage: Stage) -> dict[str, str]:
    """Kind and address of every page behind the sign-in."""
    found = {name: f"/desk/cases/{case.pk}/" for name, case in cases_at_every_step(stage).items()}
    own = Notice.objects.get(audience="village")
    objection = lodge_objection(acting=house(), notice=own, words="他家有车，也有门面房。").objection
    return {
        "inbox": "/desk/",
        "list": "/desk/cases/",
        "list-over": "/desk/cases/?phase=over",
        "choose": "/desk/open/",
        "open": "/desk/open/petty-goods/",
        "open-for": "/desk/open/minimum-living/",
        "case-drawing": f"/desk/cases/{Case.objects.latest('pk').pk}/drawing/",
        "desk-board": "/boards/desk/",
        "papers": "/desk/papers/",
        "register": "/desk/register/",
        "more": "/desk/more/",
        "simulations": "/desk/simulate/",
        "simulation": "/desk/simulate/petty-goods/?cases=100",
        "separation": f"/desk/villages/{stage.cast.one.pk}/separation/",
        "answer": f"/boards/desk/objection/{objection.number}/",
        "me": "/me/",
        "password": "/me/password/",
        "second-factor": "/me/second-factor/",
        "kin-lookup": "/kin-lookup/",
        "recovery": "/recovery/",
        "limits-place": f"/desk/limits/{stage.cast.town.pk}/",
        **pages_of_rolls(stage),
        **meetings_of(stage),
        **pages_of_places(stage),
        **pages_of_ledgers(stage),
        **pages_of_duties(stage),
        **pages_of_hearings(stage),
        **pages_of_notices(stage),
        **pages_of_reach(stage),
        **found,
    }


def pages_for_everybody(stage: Stage) -> dict[str, str]:
    """Kind and address of every page that asks for no account."""
    here, town = stage.cast.one.pk, stage.cast.town.pk
    public, own = (
        Notice.objects.filter(audience=a, case__isnull=False).latest("pk").code for a in ("internet", "village")
    )
    return {
        "home": "/", "villages": f"/villages/?town={town}", "village-about": f"/villages/{here}/",
        "village-qr": f"/v/{here}/qr/", "powers": "/powers/",
        "powers-norm": f"/powers/?norm={next(iter(stage.edition.norms))}", "no-village": "/boards/",
        "nothing-found": "/powers/?q=飞船", "guide": "/powers/minimum-living/",
        "guide-goods": "/powers/petty-goods/", "drawing": "/powers/minimum-living/drawing/",
        "kit": "/powers/minimum-living/kit/",
        "duties": "/duties/", "prohibitions": "/prohibitions/", "limits": "/limits/", "duty": "/duties/DIR-01/",
        "verify": "/verify/", "prohibition": "/prohibitions/NEG-05/", "boards": f"/boards/{here}/",
        "board": f"/boards/{here}/finance/", "board-own": f"/boards/{here}/village-affairs/",
        "handbook": "/handbook/", "handbook-norm": "/handbook/villager-relief/",
        "handbook-power": "/handbook/procurement/petty-goods/", "handbook-waiting": "/handbook-waiting/",
        **{f"handbook-{which}": f"/handbook-lists/{which}/" for which in ("duties", "prohibitions", "sources")},
        "log": "/log/",
        "notice": f"/n/{public}/", "notice-own": f"/n/{own}/", "object": f"/n/{own}/objection/",
        "to-publish": f"/disclosure/{here}/", "to-publish-one": f"/disclosure/{here}/committee-accounts/2020-01/",
        **open_pages(stage),
        "subscribe": f"/subscribe/{here}/", "subscribe-asked": f"/subscribe/{here}/asked/",
        "subscription": f"/sub/{Subscription.objects.latest('pk').code}/", "share": f"/n/{public}/share/",
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
    for kind in (*ERRORS, "gallery", "gallery-print"):
        look.at(kind, f"/show/gallery/{kind.removeprefix('gallery').removeprefix('-') or 'portal'}/", "nobody", nobody)
    look.page.set_content(LAST_WORDS_FILE.read_text(encoding="utf-8"))
    look.judge(LAST_WORDS, "nobody")
    settings.DEBUG = False
    people = [(who, client_for(stage.cast[who])) for who in everyone(stage.cast)]
    for at, (kind, path) in enumerate(opened.items()):
        for who, client in people[at % len(people) :] + people[: at % len(people)]:  # each person first for some
            readers[kind] += look.at(kind, path, who, client) == 200
            if readers[kind] == rounds(READERS):
                break
    assert [kind for kind, count in readers.items() if not count] == []
    assert look.looked_at == set(KINDS) - ANSWERS
    assert not look.faults, "\n".join(look.faults)


READERS = 2  # of each page behind the sign-in
ANSWERS = {  # what is shown only to somebody who has just done something
    "track-wrong", "tracked", "sign-in-wrong", "sign-in-code", "second-factor-off", "case-empty", "case-mistakes",
    "slip", "ask-where", "ask", "ask-mistakes", "ask-look", "ask-look-mistakes", "asked", "asked-gone", "todo",
    "follow-do", "follow-again", "follow-stop", "papers-wrong", "roll-mistakes", "object-wrong", "receipt-new",
    "objection-answered", "draft-leaking", "case-tried", "places-merge-look", "limits-look",
}  # fmt: skip


def look_at_a_limit(stage: Stage, look: Look, path: str) -> None:
    """What a new limit touches is shown only to somebody who has filled it in."""
    look.open("limits-place", path, "leader", client_for(stage.cast["leader"]))
    look.looked_at.remove("limits-place")
    look.page.get_by_label("定哪一个").select_option("petty")
    look.page.get_by_label("定成多少").fill("4000")
    look.page.get_by_label("从哪一天起").fill(today().isoformat())
    look.page.get_by_label("依据哪份文件").fill("示例〔2026〕1号")
    look.page.get_by_role("button", name="先看看影响哪些事").click()
    look.page.get_by_text("这些事会按新的数办").wait_for()
    look.judge("limits-look", "leader")


def test_what_answers_to_an_act_reads_too(stage: Stage, look: Look, opened: dict[str, str]):
    follow_a_case(stage, look)
    sign_in(stage, look)
    object_to_a_notice(stage, look)
    open_a_case(stage, look)
    look_at_asking(stage, look)
    look_at_following(stage, look)
    look.open("case-empty", opened["case-do"], "member", client_for(stage.cast["member"]))
    look.page.evaluate("document.querySelector('#step-form').noValidate = true")
    look.page.get_by_role("button", name="交上去").first.click()
    look.page.locator(".qd-errors").wait_for()
    look.judge("case-mistakes", "member")
    try_a_count(look, opened["case-elect"], client_for(stage.cast["clerk"]))
    hand_in_a_draft_that_leaks(stage, look)
    hand_in_a_broken_sheet(look, opened["roll-import"], client_for(stage.cast["clerk"]))
    look_at_a_merger(stage, look, opened["places-merge"])
    look_at_a_limit(stage, look, opened["limits-place"])
    assert look.looked_at == ANSWERS
    assert not look.faults, "\n".join(look.faults)


def try_a_count(look: Look, path: str, client: Client) -> None:
    """The numbers of an election as far as they are known: what they come to is said, and nothing is handed in."""
    look.open("case-elect", path, "clerk", client)
    look.looked_at.discard("case-elect")
    look.page.get_by_label("赞成", exact=True).first.fill("4")
    look.page.get_by_role("button", name="先算一算，不提交").click()
    look.page.get_by_text("这只是算一算，还没有提交。").wait_for()
    look.judge("case-tried", "clerk")


def type_in(look: Look, path: str, words: dict[str, str], press: str) -> None:
    """Fill fields by their labels and press the button."""
    if path:
        look.page.goto(look.site + path)
    for label, value in words.items():
        look.page.get_by_label(label, exact=True).fill(value)
    look.page.get_by_role("button", name=press, exact=True).click()
    look.page.wait_for_load_state()


def follow_a_case(stage: Stage, look: Look) -> None:
    made = stage.open("petty-goods", "示例：查进度")
    for code, kind in (("AAAAAAAAAA", "track-wrong"), (made.code, "tracked")):
        type_in(look, "/track/", {"事项编号": made.case.number, "查询码": code}, "查进度")
        look.judge(kind, "nobody")


def sign_in(stage: Stage, look: Look) -> None:
    """A wrong password; then a person with a second factor, who is asked for its code, and could turn it off."""
    type_in(look, "/sign-in/", {"登录名": "nobody", "密码": "wrong"}, "登录")
    look.judge("sign-in-wrong", "nobody")
    key, editor = random_hex(), stage.cast["editor"]
    code = f"{totp(bytes.fromhex(key)):06d}"
    set_up_second_factor(acting=editor.acting, account=editor.account, key=key, code=code)
    type_in(look, "/sign-in/", {"登录名": editor.account.username, "密码": PASSWORD}, "登录")
    look.judge("sign-in-code", "nobody")
    look.open("second-factor-off", "/me/second-factor/off/", "editor", client_for(editor))


def object_to_a_notice(stage: Stage, look: Look) -> None:
    notice = Notice.objects.filter(audience="village").latest("pk")
    look.page.goto(f"{look.site}/n/{notice.code}/objection/")
    look.page.evaluate("document.querySelectorAll('form').forEach(form => { form.noValidate = true })")
    type_in(look, "", {}, "交上去")
    look.judge("object-wrong", "nobody")
    type_in(look, "", {"哪里不对": "他家有车，也有门面房。"}, "交上去")
    look.judge("receipt-new", "nobody")
    made = lodge_objection(acting=house(), notice=notice, words="他家有车，也有门面房。")
    role = machine_of(notice.case).step(notice.key).by[0]
    acting, answer = stage.cast["clerk"].acting, "查了登记，他家没有车。"
    settle_objection(acting=acting, objection=made.objection, role=role, upheld=False, answer=answer)
    type_in(look, "/objection/", {"回执码": made.code}, "看答复")
    look.judge("objection-answered", "nobody")


def hand_in_a_draft_that_leaks(stage: Stage, look: Look) -> None:
    """What the check for personal details says, with room for the reason."""
    clerk = stage.cast["clerk"]
    leaking = content("值班电话13812345678，有事打这个电话。")
    draft = begin_draft(acting=clerk.acting, village=stage.cast.one, content=leaking)
    look.open("draft-review", f"/boards/desk/drafts/{draft.pk}/", "clerk", client_for(clerk))
    look.looked_at.remove("draft-review")
    look.page.get_by_role("button", name="交给监委会审").click()
    look.page.get_by_label("为什么要留下这些个人信息").wait_for()
    look.judge("draft-leaking", "clerk")


def open_a_case(stage: Stage, look: Look) -> None:
    """The slip with the tracking code is shown once: to the browser that opened the case."""
    client = client_for(stage.cast["clerk"])
    words = {"channel": "counter", "name": "示例·陶村民", "later": "on", "once": "axe-slip"}
    words |= {
        "f-id_number": "419001190001010018", "f-address": "一组1号", "f-members": "3", "f-household": "本人",
        "f-hardship": "有病", "f-means": "没有",
    }  # fmt: skip
    answer = client.post("/desk/open/minimum-living/", words)
    assert answer.status_code == 302, answer.content.decode()
    look.open("slip", answer["Location"], "clerk", client)
    look.page.goto(f"{look.site}/desk/papers/")
    look.page.evaluate("document.querySelectorAll('form').forEach(form => { form.noValidate = true })")
    type_in(look, "", {}, "交上去")
    look.judge("papers-wrong", "clerk")


def hand_in_a_broken_sheet(look: Look, path: str, client: Client) -> None:
    look.open("roll-import", path, "clerk", client)
    look.looked_at.remove("roll-import")
    look.page.get_by_label("表格文件").set_input_files(SHELF / "check-digit-wrong.csv")
    look.page.get_by_role("button", name="先看预览").click()
    look.page.get_by_text("第5行“身份证号”").wait_for()
    look.judge("roll-mistakes", "clerk")


AT_A_DESK = {
    "inbox": "clerk", "list": "leader", "desk-board": "clerk", "case-do": "member", "case-confirming": "group_leader",
    "case-meet": "clerk", "case-waiting": "clerk", "case-pay": "accounting", "case-over": "clerk",
    "case-drawing": "clerk", "rolls": "clerk", "roll": "clerk", "roll-entry": "clerk", "roll-preview": "clerk",
    "household": "clerk", "roll-person": "clerk", "place": "director", "places": "leader", "handover": "clerk",
    "places-merge": "editor", "simulations": "leader", "simulation": "leader", "separation": "clerk",
    "publish-town": "leader", "publish-desk": "clerk", "publish-say": "clerk",
    "hall": "clerk", "question": "clerk",
    "robots": "clerk", "robot-set": "clerk",
    "ledger": "director", "ledger-preview": "director", "ledger-villages": "leader",
}  # fmt: skip


def test_the_desk_reads_on_a_desk_too(stage: Stage, look: Look, opened: dict[str, str]):
    look.page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    for kind, who in AT_A_DESK.items():
        look.open(kind, opened[kind], who, client_for(stage.cast[who]))
    assert not look.faults, "\n".join(look.faults)
