"""The ways from a message or a poster to the guide: a short address, and by way of a village."""

from __future__ import annotations

import pytest

from qingdan.web.portal.village import COOKIE

pytestmark = pytest.mark.django_db


def test_the_short_address_leads_to_the_guide(stage, client):
    number = stage.edition.powers["small-buy"].number
    assert client.get(f"/p/{number}").headers["Location"] == "/powers/small-buy/"
    assert client.get("/p/999").status_code == 404
    assert client.get("/p/").status_code == 404


def test_a_villages_poster_leads_to_the_guide_and_chooses_the_village(stage, client):
    answer = client.get(f"/v/{stage.cast.one.pk}/", {"guide": "small-buy"})
    assert answer.headers["Location"] == "/powers/small-buy/"
    assert COOKIE in answer.cookies
    assert client.get(f"/v/{stage.cast.one.pk}/", {"guide": "no-such-power"}).headers["Location"] == "/"


def test_without_a_list_there_is_nothing_to_lead_to(db, client):
    assert client.get("/p/1").status_code == 404
