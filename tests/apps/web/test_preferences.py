"""The switches of type size and language: links that set a cookie, and nothing else."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db  # the telephones at the foot of a page are read


@pytest.fixture(autouse=True)
def open_gallery(settings):
    settings.DEBUG = True


def page(client, path="/show/gallery/"):
    return client.get(path).content.decode()


def test_big_type_is_one_link_away_and_one_link_back(client):
    assert 'data-mode="large"' not in page(client)
    answer = client.get(reverse("web:mode"), {"to": "large", "next": "/show/gallery/?a=1"})
    assert (answer.status_code, answer["Location"]) == (302, "/show/gallery/?a=1")
    assert 'data-mode="large"' in page(client)
    client.get(reverse("web:mode"), {"to": "normal", "next": "/"})
    assert 'data-mode="large"' not in page(client)


def test_the_page_carries_the_link_that_leads_back_to_it(client):
    assert 'href="/show/mode/?to=large&amp;next=%2Fshow%2Fgallery%2F%3Fbefore%3D7"' in page(
        client, "/show/gallery/?before=7"
    )


def test_chinese_until_english_is_asked_for(client):
    answer = client.get("/show/gallery/", headers={"Accept-Language": "en-GB,en"})
    assert '<html lang="zh-CN"' in answer.content.decode()
    assert answer["Content-Language"] == "zh-hans"
    client.post(reverse("web:language"), {"to": "en", "next": "/show/gallery/"})
    answer = client.get("/show/gallery/")
    assert '<html lang="en"' in answer.content.decode()
    assert "Mon 23 Nov 2026" in answer.content.decode()


def test_caches_are_told_what_a_page_depends_on(client):
    assert "Cookie" in client.get("/show/gallery/")["Vary"]
    assert "no-store" in client.get("/show/mode/?to=large")["Cache-Control"]


@pytest.mark.parametrize(
    "elsewhere", ["https://example.org/", "//example.org/x", "javascript:alert(1)", "", "/\\example.org"]
)
def test_a_switch_never_leads_out_of_the_house(client, elsewhere):
    assert client.get("/show/mode/", {"to": "large", "next": elsewhere})["Location"] == "/"


@pytest.mark.parametrize(("view", "wrong"), [("web:mode", "huge"), ("web:language", "klingon"), ("web:mode", "")])
def test_an_unknown_choice_says_what_there_is(client, view, wrong):
    answer = client.get(reverse(view), {"to": wrong})
    assert answer.status_code == 400
    assert "可以选" in answer.content.decode()
    assert not answer.cookies


def test_a_broken_cookie_is_as_none(client):
    client.cookies["qd-mode"] = "<script>"
    client.cookies["django_language"] = "xx"
    assert '<html lang="zh-CN" data-face="portal">' in page(client)
