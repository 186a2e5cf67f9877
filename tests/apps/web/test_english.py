"""Complete English: whoever chooses it reads no Chinese but names, titles that villagers wrote, and quotations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from itertools import chain

import pytest
from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from qingdan.features.cases.models import Case
from qingdan.records.people.models import Holding, Person
from qingdan.records.regions.models import Division
from qingdan.watch.boards.acts import lodge_objection
from qingdan.watch.boards.models import Objection
from tests.apps.boards.stage import Stage, days_ago
from tests.apps.boards.stage import stage as stage  # the fixture
from tests.budget import rounds
from tests.cast import client_for, house
from tests.editions import adopt_shipped
from tests.loaded import one_of_each_norm, shipped_powers

# Han characters and the punctuation that goes with them; English quotation marks are shared and stay out.
CHINESE = re.compile(r"[\u3001-\u303f\u4e00-\u9fff\uff00-\uffef]+")
MARKED = re.compile(r"示例(?:·\w{1,4})?(?:[一二三]村)?[\d-]*")  # an invented name, village or case number
UNREAD = ("script", "style")
EMPTY = ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
SPOKEN = ("alt", "aria-label", "placeholder", "title", "data-stop")


class Reader(HTMLParser):
    """Collects what a reader of English is told: texts and spoken attributes outside elements of ``lang="zh…"``."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.told: list[str] = []
        self._open: list[tuple[str, bool]] = []  # tag, and whether what is inside it is to be read

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        language = said.get("lang") or ""
        read = self._reads() and tag not in UNREAD and not language.startswith("zh")
        if tag == "html":
            assert language == "en", "the page says that it is not English"
        if read:
            self.told += [said[name] or "" for name in SPOKEN if name in said]
        if tag not in EMPTY:
            self._open.append((tag, read))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._reads():
            self.told.append(data)

    def _reads(self) -> bool:
        return self._open[-1][1] if self._open else True


def chinese_in(html: str, names: Iterable[str] = ()) -> list[str]:
    """The Chinese of a page that an English reader is left alone with; ``names`` are data and stay as they are."""
    reader = Reader()
    reader.feed(html)
    known = sorted({n for n in names if n}, key=len, reverse=True)
    left = []
    for text in reader.told:
        for name in known:
            if len(name) > 1 or text.strip() == name:  # the first character of a name stands alone as its sign
                text = text.replace(name, "")
        if CHINESE.search(MARKED.sub("", text)):
            left.append(" ".join(text.split()))
    return left


def names() -> set[str]:
    """What people and places are called, and what villagers wrote: the data of the house."""
    called = Person.objects.values_list("name", flat=True)
    return set(
        chain(
            chain.from_iterable(Division.objects.values_list("name", "short_name")),
            called,
            (name.removeprefix("示例·")[:1] for name in called),
            Holding.objects.values_list("basis", flat=True),
            chain.from_iterable(Case.objects.values_list("title", "number")),
            Objection.objects.values_list("words", flat=True),
        )
    )


def english(client: Client) -> Client:
    """The browser, with English chosen."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def left_on(client: Client, addresses: Iterable[str]) -> dict[str, list[str]]:
    """Address → Chinese left on its page, for the pages that have any. Every page must answer."""
    found = {}
    for address in addresses:
        answer = client.get(address, follow=True)
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
        if left := left_of(answer):
            found[address] = left
    return found


def left_of(answer: HttpResponse) -> list[str]:
    """The Chinese left on one page, whatever its status."""
    return chinese_in(answer.content.decode(), names())


# -- the reader itself ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("page", "left"),
    [
        ("<p>To do</p>", []),
        ("<p>待办</p>", ["待办"]),
        ("<p>one、two</p>", ["one、two"]),
        ("<p>“quoted” … · fine</p>", []),
        ('<img alt="照片">', ["照片"]),
        ('<a lang="zh-CN" hreflang="zh-CN">中文</a>', []),
        ('<p lang="zh-Hans"><b>法</b>律</p><i>条</i>', ["条"]),
        ('type <q lang="zh">毛岭</q> or ml', []),
        ("<script>let a = '清单'</script><br><p>ok</p>", []),
        ("<b>示例·李书记</b> 示例一村2026-2-0018", []),
        ("<b>示例一村公开栏</b>", ["示例一村公开栏"]),
        ("<b>毛岭村 is open</b>", []),
    ],
)
def test_the_reader_tells_left_over_chinese_from_names(page: str, left: list[str]) -> None:
    assert chinese_in(page, ["毛岭村", "毛岭"]) == left


def test_a_page_that_is_not_in_english_is_noticed() -> None:
    with pytest.raises(AssertionError, match="not English"):
        chinese_in('<html lang="zh-CN"><p>To do</p></html>')


# -- the villagers' face -------------------------------------------------------------------------------------------
def portal_pages(stage: Stage) -> Iterator[str]:
    """One page of each kind that needs no sign-in."""
    here = stage.cast.one.pk
    _opened, own = stage.relief(days_ago(2))
    _opened, public = stage.purchase(days_ago(3))
    _opened, over = stage.relief(days_ago(9))
    yield from ("/", "/villages/", f"/villages/?town={stage.cast.town.pk}", "/villages/?q=zzz")
    yield from ("/powers/", "/powers/?q=relief", "/powers/?q=spaceship", "/powers/?norm=buying")
    yield from ("/powers/small-buy/", "/powers/help/", "/duties/", "/prohibitions/", "/track/", "/objection/")
    yield from ("/boards/", f"/v/{here}/qr/", f"/boards/{here}/", f"/boards/{stage.cast.two.pk}/")
    yield from (f"/boards/{here}/{board}/" for board in stage.edition.head.boards)
    yield from (f"/n/{notice.code}/" for notice in (own, public, over))
    yield from (f"/n/{notice.code}/objection/" for notice in (own, public, over))
    yield from ("/handbook/", "/handbook/buying/", "/handbook/buying/small-buy/", "/handbook/buying/help/")
    yield "/handbook-waiting/"
    yield from (f"/villages/{here}/progress/", f"/villages/{here}/progress/?done=1", f"/villages/{here}/coming/")
    running = stage.request(days_ago(1)).case
    yield from (f"/c/{running.public_code}/", f"/c/{running.public_code}/drawing/", "/question/")
    yield from (f"/handbook-lists/{which}/" for which in ("duties", "prohibitions", "sources"))
    yield reverse("people:sign-in")


@pytest.mark.django_db
def test_the_portal_is_english(stage: Stage, client: Client) -> None:
    pages = list(portal_pages(stage))
    assert left_on(english(client), pages) == {}
    client.get(f"/v/{stage.cast.one.pk}/")  # the village is chosen and remembered
    assert left_on(client, pages) == {}


@pytest.mark.django_db
def test_following_a_case_is_english(stage: Stage, client: Client) -> None:
    opened, _notice = stage.relief(days_ago(2))
    asked = {"number": opened.case.number, "code": opened.code}
    page = english(client).post("/track/", asked, follow=True)
    assert "First notice" in page.content.decode()
    assert left_of(page) == []


@pytest.mark.django_db
def test_objecting_is_english_from_the_form_to_the_answer(stage: Stage, client: Client) -> None:
    _opened, notice = stage.relief(days_ago(2))
    address = reverse("boards:object", args=[notice.code])
    pages = [
        english(client).post(address, {"words": "", "once": "a"}),
        client.post(address, {"words": "他家有车", "once": "b"}, follow=True),
        client.post(reverse("boards:objection"), {"code": "WRONG"}),
        client.post(reverse("portal:track"), {"number": "", "code": ""}),
        client.post(reverse("portal:track"), {"number": "1", "code": "ABCDEFGHJK"}),
    ]
    assert [left_of(page) for page in pages] == [[]] * len(pages)


# -- the officials' face -------------------------------------------------------------------------------------------
def desk_pages(stage: Stage) -> Iterator[str]:
    """Pages of the village clerk: empty lists, open and closed cases, the board, his own page."""
    waiting = stage.request(days_ago(1)).case
    opened, notice = stage.relief(days_ago(2))
    done, _notice = stage.purchase(days_ago(3))
    lodge_objection(acting=house(), notice=notice, words="他家有车，也有门面房。")
    yield from (reverse("cases:inbox"), reverse("cases:list"), reverse("cases:choose"), reverse("boards:desk"))
    yield from (reverse("cases:list") + f"?phase={phase}" for phase in ("running", "over"))
    yield from (reverse("cases:open", args=[power]) for power in ("small-buy", "help"))
    yield from (reverse("cases:case", args=[case.pk]) for case in (waiting, opened.case, done.case))
    yield from (reverse("cases:case", args=[child.pk]) for child in Case.objects.filter(parent=done.case))
    yield reverse("hearings:waiting")
    yield from (reverse("people:me"), reverse("people:password"), reverse("people:second-factor"))


@pytest.mark.django_db
def test_the_desk_is_english(stage: Stage) -> None:
    clerk = english(client_for(stage.cast["clerk"]))
    assert left_on(clerk, [reverse("cases:inbox"), reverse("cases:list"), reverse("boards:desk")]) == {}
    assert left_on(clerk, list(desk_pages(stage))) == {}


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["secretary", "member", "accounting", "city_discipline"])
def test_everybodys_desk_is_english(stage: Stage, who: str) -> None:
    browser = english(client_for(stage.cast[who]))
    answers = [browser.get(address, follow=True) for address in desk_pages(stage)]
    assert [left for answer in answers if (left := left_of(answer))] == []


@pytest.mark.django_db
def test_a_step_is_english_whether_it_is_taken_or_refused(stage: Stage) -> None:
    case = stage.request(days_ago(1)).case
    clerk, secretary = (english(client_for(stage.cast[who])) for who in ("clerk", "secretary"))
    sign = reverse("cases:do", args=[case.pk, "sign"])
    pages = [
        clerk.post(reverse("cases:open", args=["small-buy"]), {"title": "", "once": "a"}),
        clerk.post(reverse("cases:open", args=["small-buy"]), {"title": "示例：买灯", "once": "b"}, follow=True),
        clerk.post(sign, {"result": "passed", "once": "c"}, follow=True),
        clerk.post(reverse("cases:urge", args=[case.pk, "sign"]), {"once": "d"}, follow=True),
        secretary.post(sign, {"result": "refused", "reason": "", "once": "e"}),
        secretary.post(sign, {"result": "passed", "once": "f", "happened_at": "2999-01-01T08:00"}, follow=True),
        secretary.post(sign, {"result": "passed", "once": "g"}, follow=True),
        secretary.post(sign, {"result": "passed", "once": "h"}, follow=True),
    ]
    assert [left_of(page) for page in pages] == [[]] * len(pages)


@pytest.mark.django_db
def test_answering_is_english(stage: Stage) -> None:
    _opened, notice = stage.relief(days_ago(2))
    objection = lodge_objection(acting=house(), notice=notice, words="他家有车，也有门面房。").objection
    address = reverse("boards:answer", args=[objection.number])
    found = {}
    for who in stage.cast.members:
        browser = english(client_for(stage.cast[who]))
        pages = [browser.get(address), browser.post(address, {"once": who})]
        found |= {(who, page.status_code): left for page in pages if (left := left_of(page))}
    assert found == {}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "name"), [("discipline", "kin-lookup"), ("editor", "recovery"), ("clerk", "second-factor")]
)
def test_pages_of_particular_posts_are_english(stage: Stage, who: str, name: str) -> None:
    browser = english(client_for(stage.cast[who]))
    address = reverse(f"people:{name}")
    assert left_on(browser, [address]) == {}
    assert left_of(browser.post(address, {"once": "a"})) == []


@pytest.mark.django_db
def test_refusals_are_english(stage: Stage, client: Client) -> None:
    villager = english(client_for(stage.cast["villager"]))
    pages = [
        english(client).get("/no-such-page/"),
        villager.get(reverse("cases:choose")),
        villager.get(reverse("people:recovery")),
        client.get(reverse("web:language") + "?to=fr"),
        client.post(reverse("people:sign-in"), {"username": "nobody", "password": "wrong"}),
        client.post(reverse("people:sign-in"), {}),
        *(client.get(reverse("web:gallery-page", args=[page])) for page in ("403", "404", "409", "429")),
    ]
    assert [left_of(page) for page in pages] == [[]] * len(pages)


# -- the catalogue that ships ----------------------------------------------------------------------------------------
@pytest.fixture
def shipped(cast, settings):
    """The edition of the catalogue folder, in force."""
    cache.clear()
    yield adopt_shipped()
    cache.clear()


@pytest.mark.slow
@pytest.mark.django_db
def test_the_shipped_list_is_english(shipped, client: Client) -> None:
    powers = shipped_powers() if rounds(1) > 1 else sorted(one_of_each_norm())
    assert powers
    pages = ["/", "/powers/", "/duties/", "/prohibitions/", *(f"/powers/{slug}/" for slug in powers)]
    assert left_on(english(client), pages) == {}
