"""Feeds: well-formed Atom by RFC 4287, only what everybody may read, stable ids, asked for again only when changed."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import etree

from qingdan.domain.rules.audience import Audience
from qingdan.records.register.acts import Record, act
from qingdan.records.register.kinds import KINDS, Kind
from qingdan.watch.boards.acts import take_down
from qingdan.watch.reach.queries import CORRECTED
from tests.apps.boards.stage import NAME

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
ONCE = ("id", "title", "updated")  # RFC 4287 4.1.1, 4.1.2
KNOWN = {
    "feed": {"title", "link", "id", "updated", "author", "subtitle", "category", "rights", "entry"},
    "entry": {"title", "link", "id", "updated", "published", "author", "summary", "category", "rights"},
}


def valid(content: bytes) -> etree._Element:
    """The feed, looked at by the rules of RFC 4287 that ours could break."""
    feed = etree.fromstring(content)
    assert feed.tag == f"{ATOM}feed"
    for element in [feed, *feed.iter(f"{ATOM}entry")]:
        name = element.tag.removeprefix(ATOM)
        assert {child.tag.removeprefix(ATOM) for child in element} <= KNOWN[name]
        for once in ONCE:
            (found,) = element.findall(f"{ATOM}{once}")
            assert (found.text or "").strip(), once
        for moment in (*element.findall(f"{ATOM}updated"), *element.findall(f"{ATOM}published")):
            assert datetime.fromisoformat(moment.text).tzinfo is not None
        assert element.find(f"{ATOM}author/{ATOM}name").text
        links = [(one.get("rel", "alternate"), one.get("href")) for one in element.findall(f"{ATOM}link")]
        assert len([rel for rel, _ in links if rel == "alternate"]) == 1
        assert all(href.startswith("https://qingdan.example/") for _, href in links)
        for summary in element.findall(f"{ATOM}summary"):
            assert summary.get("type") == "html" and len(summary) == 0
    ids = [one.text for one in feed.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids)) and all(one.startswith("tag:qingdan.example,2026:") for one in ids)
    return feed


def entries(client, name: str, *args: object, **asked: str) -> list[etree._Element]:
    answer = client.get(reverse(f"reach:{name}", args=args), asked)
    assert answer.status_code == 200 and answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    return valid(answer.content).findall(f"{ATOM}entry")


def said(entry: etree._Element, what: str) -> str:
    return entry.find(f"{ATOM}{what}").text


def test_what_hangs_for_everybody_is_in_the_feeds_of_village_board_area_and_town(reach, client):
    notice, one = reach.notice(), reach.cast.one
    for name, args in (
        ("feed-village", [one.pk]),
        ("feed-board", [one.pk, "finance"]),
        ("feed-area", [one.pk, "finance"]),
        ("feed-town", [reach.cast.town.pk]),
    ):
        (entry,) = entries(client, name, *args)
        assert said(entry, "id") == f"tag:qingdan.example,2026:/n/{notice.code}/"
        assert said(entry, "title").startswith("【示例】示例一村：")
        assert entry.find(f"{ATOM}link").get("href") == f"https://qingdan.example/n/{notice.code}/"
        assert said(entry, "updated") == said(entry, "published")
        assert "6222" not in said(entry, "summary")
    assert entries(client, "feed-board", one.pk, "village-affairs") == []
    assert entries(client, "feed-village", reach.cast.two.pk) == []


def test_what_is_for_the_village_is_in_none(reach, client):
    reach.relief()
    for name, args in (("feed-village", [reach.cast.one.pk]), ("feed-town", [reach.cast.town.pk])):
        answer = client.get(reverse(f"reach:{name}", args=args))
        assert NAME not in answer.content.decode() and b"<entry>" not in answer.content


def test_what_is_taken_down_is_gone(reach, client):
    notice, page = reach.notice(), reverse("reach:feed-village", args=[reach.cast.one.pk])
    before = client.get(page)
    take_down(acting=reach.cast.acting("clerk", at=reach.forward(days=30)), notice=notice)
    after = client.get(page, headers={"if-none-match": before["ETag"], "if-modified-since": before["Last-Modified"]})
    assert after.status_code == 200 and not valid(after.content).findall(f"{ATOM}entry")
    only_by_date = client.get(page, headers={"if-modified-since": before["Last-Modified"]})
    assert only_by_date.status_code == 200


def test_nothing_new_is_answered_in_a_word(reach, client):
    reach.notice()
    page = reverse("reach:feed-village", args=[reach.cast.one.pk])
    first = client.get(page)
    assert "public" in first["Cache-Control"] and "max-age" in first["Cache-Control"]
    for headers in ({"if-none-match": first["ETag"]}, {"if-modified-since": first["Last-Modified"]}):
        again = client.get(page, headers=headers)
        assert again.status_code == 304 and not again.content
        assert again["ETag"] == first["ETag"] and "Cache-Control" in again
    reach.forward(minutes=5)
    reach.notice()
    changed = client.get(page, headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200 and changed["ETag"] != first["ETag"]
    assert client.head(page).status_code == 200


def test_a_feed_without_entries_stays_the_same(reach, client):
    page = reverse("reach:feed-village", args=[reach.cast.two.pk])
    first = client.get(page)
    valid(first.content)
    reach.forward(days=3)
    assert client.get(page, headers={"if-none-match": first["ETag"]}).status_code == 304


def test_a_correction_takes_the_place_of_what_it_corrects(reach, client, monkeypatch):
    """As the boards write it down: an entry of the register says which notice corrects which."""
    first = reach.notice()
    reach.forward(days=1)
    second = reach.notice()
    reach.forward(days=1)
    third = reach.notice()
    kind = Kind(CORRECTED, "x", Audience.OFFICIALS, lambda entry: None)
    monkeypatch.setitem(KINDS, CORRECTED, kind)

    @act(kind)
    def correct(*, acting, new, old):
        return Record(new, ("notice", new.pk), new.place, {"code": new.code, "corrects": old.code})

    correct(acting=reach.cast.acting("clerk"), new=second, old=first)
    correct(acting=reach.cast.acting("clerk"), new=third, old=second)
    (entry,) = entries(client, "feed-village", reach.cast.one.pk)
    assert said(entry, "id") == f"tag:qingdan.example,2026:/n/{first.code}/"
    assert entry.find(f"{ATOM}link").get("href").endswith(f"/n/{third.code}/")
    assert datetime.fromisoformat(said(entry, "updated")).replace(microsecond=0) == third.posted_at.replace(
        microsecond=0
    )
    assert "【更正】" in said(entry, "title")


def test_in_english_where_the_address_says_so(reach, client, settings):
    reach.notice()
    (entry,) = entries(client, "feed-village", reach.cast.one.pk, language="en")
    assert said(entry, "title").startswith("[Example] 示例一村: ")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    (entry,) = entries(client, "feed-village", reach.cast.one.pk)
    assert said(entry, "title").startswith("【示例】")  # one address, one content


def test_signs_that_xml_does_not_have_do_not_break_it(reach, client):
    notice = reach.notice()
    row = {"name": "x", "title": {"zh": "说明\x0b", "en": "x"}, "type": "text", "value": "a\x00b<script>&\ud800"[:-1]}
    notice.body, notice.title = [row], {"zh": "公示\x1b]]>", "en": "x"}
    notice.save(update_fields=["body", "title"])
    (entry,) = entries(client, "feed-village", reach.cast.one.pk)
    assert "ab&lt;script&gt;&amp;" in said(entry, "summary") and said(entry, "title").endswith("公示]]>")


@pytest.mark.parametrize(
    "path", ["villages/999999.atom", "towns/999999.atom", "villages/{one}/no-such.atom", "villages/{one}/areas/x.atom",
             "towns/{one}.atom", "villages/{town}.atom"],
)  # fmt: skip
def test_no_such_feed(reach, client, path):
    where = path.format(one=reach.cast.one.pk, town=reach.cast.town.pk)
    assert client.get(f"/feeds/{where}").status_code == 404


def test_a_feed_costs_the_same_however_much_hangs(reach, client):
    def cost(name: str, *args: object) -> int:
        client.get(reverse(name, args=args))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse(name, args=args))
        return len(asked)

    pages = [("reach:feed-village", reach.cast.one.pk), ("reach:feed-town", reach.cast.town.pk)]
    reach.notice()
    few = [cost(*page) for page in pages]
    for _ in range(3):
        reach.notice()
    assert [cost(*page) for page in pages] == few and max(few) <= 6
