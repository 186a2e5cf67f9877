"""What is ready to be passed on of a notice: text, script and picture, of notices for everybody alone."""

from __future__ import annotations

import gzip
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from tests.apps.boards.stage import NAME
from tests.cast import client_for

pytestmark = pytest.mark.django_db


def page(notice) -> str:
    return reverse("reach:share", args=[notice.code])


def test_text_and_script_are_there_for_everybody(reach, client):
    notice = reach.notice()
    sheet = reverse("boards:notice", args=[notice.code])
    assert page(notice) in client.get(sheet).content.decode()
    text = client.get(page(notice)).content.decode()
    assert f"https://qingdan.example/n/{notice.code}/" in text
    assert "示例一村的各位村民，请注意听。" in text and "这是示例，不是真的公示。" in text
    assert "三千元" in text and "零三九幺" in text  # ¥3,000.00 and the telephone, as they are read out
    assert "6222" not in text
    assert reverse("publicity:notice", args=[notice.code]) in text
    assert page(notice) in client_for(reach.cast["clerk"]).get(sheet).content.decode()


def test_what_is_for_the_village_has_no_such_page(reach, client):
    _opened, notice = reach.relief()
    clerk = client_for(reach.cast["clerk"])
    for browser in (client, clerk):
        assert browser.get(page(notice)).status_code == 404
        assert browser.get(reverse("publicity:notice", args=[notice.code])).status_code == 404
        seen = browser.get(reverse("boards:notice", args=[notice.code]))
        assert NAME in seen.content.decode() and page(notice) not in seen.content.decode()


def test_a_line_for_fewer_stays_off(reach, client):
    notice = reach.notice()
    row = {"name": "x", "title": {"zh": "谁", "en": "Who"}, "type": "text", "value": "示例·张三", "audience": "village"}
    notice.body = [*notice.body, row]
    notice.save(update_fields=["body"])
    assert "示例·张三" not in client.get(page(notice)).content.decode()


def test_the_picture_is_of_its_size_and_kept(reach, client):
    notice = reach.notice()
    where = reverse("publicity:notice", args=[notice.code])
    answer = client.get(where)
    assert answer["Content-Type"] == "image/png"
    picture = Image.open(io.BytesIO(answer.content))
    assert picture.size == (900, 1200) and len(answer.content) < 120_000
    assert client.get(where, headers={"if-none-match": answer["ETag"]}).status_code == 304


def test_odd_words_do_not_break_page_or_picture(reach, client):
    notice = reach.notice()
    odd = "#panic() \x0b <b> ]]> \\ 𠮷 " * 40
    row = {"name": "x", "title": {"zh": odd[:60], "en": "x"}, "type": "text", "value": odd}
    notice.body, notice.title = [row] * 30, {"zh": "长" * 200, "en": "x"}
    notice.save(update_fields=["body", "title"])
    text = client.get(page(notice)).content.decode()
    assert "<b> ]]>" not in text
    assert client.get(reverse("publicity:notice", args=[notice.code])).status_code == 200


def test_the_page_is_light_and_costs_the_same(reach, client):
    notice = reach.notice()
    client.get(page(notice))
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(page(notice))
    assert len(asked) <= 6
    assert len(gzip.compress(answer.content)) < 12_000
    reach.notice()
    with CaptureQueriesContext(connection) as more:
        client.get(page(notice))
    assert len(more) == len(asked)


def test_a_wrong_code_is_nothing(reach, client):
    assert client.get("/n/nosuchcode/share/").status_code == 404
    assert client.get("/n/nosuchcode/picture.png").status_code == 404
