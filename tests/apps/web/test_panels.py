"""A page shows what other parts of the house give it for a place, and only that."""

import pytest
from django.urls import reverse
from django.utils.html import format_html

from qingdan.web import wiring
from tests.apps.boards.stage import stage as stage  # the fixture: an edition with boards
from tests.cast import client_for

pytestmark = pytest.mark.django_db

VILLAGE_PAGES = {
    "boards.village": ("boards:village", []),
    "boards.village-foot": ("boards:village", []),
    "boards.board": ("boards:board", ["finance"]),
    "boards.board-foot": ("boards:board", ["finance"]),
    "portal.village": ("portal:about", []),
}


@pytest.mark.parametrize("place", VILLAGE_PAGES)
def test_a_villages_page_asks_each_panel_who_reads(stage, client, monkeypatch, place):
    said = []

    def panel(request, village, reader):
        said.append((village.pk, reader.official_here, request.resolver_match.kwargs.get("board")))
        return format_html("<p>{}</p>", "<示例的一块>") if reader.official_here else None

    monkeypatch.setitem(wiring.VILLAGE_PANELS, place, (panel,))
    view, more = VILLAGE_PAGES[place]
    where = reverse(view, args=[stage.cast.one.pk, *more])
    stranger, clerk = client.get(where), client_for(stage.cast["clerk"]).get(where)
    assert "示例的一块" not in stranger.content.decode()
    assert "<p>&lt;示例的一块&gt;</p>" in clerk.content.decode()
    board = more[0] if more else None
    assert said == [(stage.cast.one.pk, False, board), (stage.cast.one.pk, True, board)]


@pytest.mark.parametrize(("place", "view"), [("cases.inbox", "cases:inbox"), ("boards.desk", "boards:desk")])
def test_a_page_at_the_desk_asks_each_panel_whose_it_is(cast, monkeypatch, place, view):
    monkeypatch.setitem(wiring.DESK_PANELS, place, (lambda request, viewer: format_html("<p>{}</p>", viewer.person),))
    assert str(cast["clerk"].person) in client_for(cast["clerk"]).get(reverse(view)).content.decode()


def test_a_notices_page_asks_each_panel_as_who_it_is_seen(stage, client, monkeypatch):
    _opened, notice = stage.relief()
    monkeypatch.setattr(wiring, "NOTICE_PANELS", (lambda request, seen: format_html("<p>{}</p>", seen.official),))
    where = reverse("boards:notice", args=[notice.code])
    assert "<p>False</p>" in client.get(where).content.decode()
    assert "<p>True</p>" in client_for(stage.cast["clerk"]).get(where).content.decode()


def test_every_place_is_on_a_page_of_its_name():
    assert set(wiring.VILLAGE_PANELS) == set(VILLAGE_PAGES)
    assert set(wiring.DESK_PANELS) == {"cases.inbox", "boards.desk"}
