"""What is the village's own reaches no outsider by any page, map or search."""

import pytest
from django.urls import get_resolver, reverse

from qingdan.web.portal.views.machines import CLOSED
from tests.apps.boards.stage import NAME, days_ago
from tests.cast import client_for

pytestmark = pytest.mark.django_db
WORDS = (NAME, "穷困户", "¥1,040.00", "6222")


def pages(stage):
    here, there = stage.cast.one.pk, stage.cast.two.pk
    yield from ("/", "/villages/", "/villages/?q=示例", "/powers/", "/powers/?q=穷困", "/powers/help/", "/duties/")
    yield from ("/prohibitions/", "/boards/", "/track/", "/objection/", "/robots.txt", "/sitemap.xml")
    for pk in (here, there):
        yield from (f"/boards/{pk}/", f"/boards/{pk}/finance/", f"/boards/{pk}/village-affairs/", f"/v/{pk}/qr/")


@pytest.mark.parametrize("who", [None, "clerk_two", "villager"])
def test_no_page_names_the_applicant_to_an_outsider(stage, client, who):
    _opened, standing = stage.relief()
    _opened, old = stage.relief(days_ago(20))
    _opened, public = stage.purchase()
    client = client_for(stage.cast[who]) if who else client
    client.get(reverse("portal:village", args=[stage.cast.one.pk]))
    for path in [*pages(stage), f"/n/{public.code}/"]:
        text = client.get(path).content.decode()
        assert not [word for word in WORDS if word in text], path
        assert standing.code not in text, path
        assert old.code not in text, path
    for path in ("", "objection/", "receipt/"):
        assert client.get(f"/n/{old.code}/{path}").status_code == 404


def test_the_map_names_public_notices_and_guides_only(stage, client):
    _opened, public = stage.purchase()
    _opened, own = stage.relief()
    text = client.get("/sitemap.xml").content.decode()
    assert f"https://qingdan.example/n/{public.code}/" in text
    assert "https://qingdan.example/powers/small-buy/" in text
    assert own.code not in text


def test_robots_are_told_where_not_to_go(client):
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /desk/" in text
    assert "Disallow: /track/" in text
    assert "sitemap.xml" in text


def test_what_robots_are_kept_from_is_there(client):
    known = {f"/{pattern.pattern}" for pattern in _all(get_resolver().url_patterns)}
    assert [path for path in CLOSED if not any(name.startswith(path) for name in known)] == []


def _all(patterns, prefix=""):
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from _all(pattern.url_patterns, f"{prefix}{pattern.pattern}")
        else:
            yield type("P", (), {"pattern": f"{prefix}{pattern.pattern}"})
