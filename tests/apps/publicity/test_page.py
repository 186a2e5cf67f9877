"""The kit as a page and as files: what is on it, whose name is on them, what is not there, and what it costs."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.urls import reverse
from PIL import Image

from qingdan.web.printing import engine, serving
from qingdan.web.publicity.files import FILES
from tests.apps.printing.reading import read

pytestmark = pytest.mark.django_db
PAGE = "/powers/small-buy/kit/"


def chosen(stage, client):
    client.get(reverse("portal:village", args=[stage.cast.one.pk]))
    return client


def test_the_guide_leads_to_the_kit(stage, client):
    assert PAGE in client.get("/powers/small-buy/").content.decode()


def test_everything_is_on_the_page(stage, client):
    text = client.get(PAGE).content.decode()
    for words in ("海报", "漫画", "公众号封面", "广播稿", "短信", "微博", "微信群", "下面再播一遍", "最多70个"):
        assert words in text
    for name in FILES:
        assert f"{PAGE}{name}" in text
    assert "?village=" not in text
    assert text.count("<svg viewBox") + text.count('viewBox="0 0 300 224"') >= 4
    assert "没有选村" in text


def test_a_chosen_village_is_on_it(stage, client):
    text = chosen(stage, client).get(PAGE).content.decode()
    assert f"poster.pdf?village={stage.cast.one.pk}" in text
    assert "【坡头镇示例一村】" in text
    assert "零三九幺" in text


def test_in_english(stage, client, settings):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    text = client.get(PAGE).content.decode()
    for words in (
        "Publicity kit",
        "Loudspeaker script",
        "Text message",
        "We read it once more.",
        "Download everything",
    ):
        assert words in text


@pytest.mark.parametrize("name", FILES)
def test_every_file_is_there_with_a_name(stage, client, name):
    answer = client.get(PAGE + name)
    assert (answer.status_code, answer["Content-Type"]) == (200, FILES[name].type.type)
    assert "filename*=UTF-8''" in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "public, max-age=3600"
    assert len(answer.content) > 1000


def test_the_files_of_a_village_are_its_own(stage, client):
    one, two = (client.get(f"{PAGE}poster.pdf?village={v.pk}") for v in (stage.cast.one, stage.cast.two))
    page = read(one.content)
    for words in ("坡头镇示例一村", "0391-0000001", "示例"):
        assert words in page
    assert "示例一村" not in read(two.content)
    assert len({one["ETag"], two["ETag"], client.get(f"{PAGE}poster.pdf")["ETag"]}) == 3
    assert Image.open(io.BytesIO(client.get(f"{PAGE}card.png").content)).size == (900, 383)


def test_a_drawing_by_itself_may_load_nothing(stage, client):
    answer = client.get(f"{PAGE}strip.svg")
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "<script" not in answer.content.decode()


def test_it_is_made_once_and_sent_again_only_when_it_changed(stage, client, monkeypatch):
    first = client.get(f"{PAGE}card.png")
    monkeypatch.setattr(engine, "as_png", lambda *asked: pytest.fail("it was kept"))
    again = client.get(f"{PAGE}card.png", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(f"{PAGE}card.png").content == first.content
    assert len(serving._kept) <= serving.MOST_KEPT


def test_the_whole_kit_in_one_archive(stage, client):
    answer = client.get(f"{PAGE}kit.zip?village={stage.cast.one.pk}")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as made:
        assert made.testzip() is None
        names = set(made.namelist())
        speech = made.read("广播稿.txt").decode()
    assert names == {
        *("海报A2.pdf", "漫画.png", "漫画.svg", "公众号封面.png"),
        *("广播稿.txt", "短信.txt", "微博.txt", "微信群.txt", "说明.txt"),
    }
    assert speech.startswith("坡头镇示例一村的各位村民")


@pytest.mark.parametrize(
    "path",
    [
        "/powers/no-such-power/kit/",
        "/powers/no-such-power/kit/poster.pdf",
        f"{PAGE}poster.exe",
        f"{PAGE}../guide",
        f"{PAGE}poster.pdf?village=x",
        f"{PAGE}poster.pdf?village={'9' * 30}",
        f"{PAGE}poster.pdf?village=999999",
    ],
)
def test_what_is_not_there_is_404(stage, client, path):
    assert client.get(path).status_code == 404


def test_without_a_list_there_is_no_kit(db, client):
    assert client.get(PAGE).status_code == 404


def test_markup_in_a_villages_name_is_text(stage, client):
    village = stage.cast.one
    type(village).objects.filter(pk=village.pk).update(short_name="<b>#panic()</b>")
    text = chosen(stage, client).get(PAGE).content.decode()
    assert "<b>#panic()" not in text
    assert "&lt;b&gt;#panic()" in text
    assert "<b>#panic()</b>" in read(client.get(f"{PAGE}poster.pdf?village={village.pk}").content)


def test_a_definition_whose_name_is_too_long_says_so(stage, client, monkeypatch):
    from qingdan.domain.publicity.fitting import TooLong
    from qingdan.web.publicity import texts

    def refuse(told):
        raise TooLong("x")

    monkeypatch.setattr(texts, "_TEXTS", tuple((*one[:4], refuse) for one in texts._TEXTS))
    text = client.get(PAGE).content.decode()
    assert text.count("请在清单里把名称写短") == 4
    assert "data-copy=" not in text


def test_it_costs_the_same_for_every_power(stage, client, django_assert_max_num_queries):
    chosen(stage, client).get(PAGE)
    for slug in stage.edition.powers:
        with django_assert_max_num_queries(6):
            client.get(f"/powers/{slug}/kit/")
    with django_assert_max_num_queries(4):
        client.get(f"{PAGE}card.png?village={stage.cast.one.pk}")
