"""The screen for the wall: what stands, one screen after another; and how a notice is cut so that nothing is left
out."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from qingdan.watch.boards.models import Notice
from qingdan.watch.boards.presenting import SheetField
from qingdan.watch.boards.screens import LINES, _lines, screens_of
from tests.apps.boards.hand import correct, published
from tests.apps.boards.stage import NAME

WORD = st.integers(1, 700).map(lambda n: ("村务公开一二三四" * 88)[:n])
FIELDS = st.lists(
    st.one_of(
        st.builds(SheetField, term=st.just("栏"), value=WORD),
        st.builds(SheetField, term=st.just(""), prose=st.lists(WORD, min_size=1, max_size=4)),
        st.builds(SheetField, term=st.just("表"), heads=st.just(("甲", "乙")),
                  lines=st.lists(st.lists(WORD, min_size=2, max_size=2), min_size=1, max_size=40)),
    ),
    max_size=8,
)  # fmt: skip


@given(FIELDS)
def test_every_word_stands_on_some_screen_and_no_screen_is_too_full(fields):
    screens = screens_of(fields)
    shown = [f for s in screens for f in s.fields]
    assert "".join("".join(f.prose) + f.value for f in shown) == "".join("".join(f.prose) + f.value for f in fields)
    assert [line for f in shown for line in f.lines] == [line for f in fields for line in f.lines]
    assert all(sum(map(_lines, s.fields)) <= LINES for s in screens)
    assert [s.page for s in screens] == list(range(1, len(screens) + 1))
    assert {s.pages for s in screens} == {len(screens)}
    assert all(12 <= s.seconds <= 40 for s in screens)


def screens(client, stage) -> list[str]:
    """Every screen, by following the page's own refresh until it begins again."""
    first = url = reverse("boards:wall", args=[stage.cast.one.pk])
    found: list[str] = []
    while len(found) < 50:
        found.append(client.get(url).content.decode())
        url = re.search(r'http-equiv="refresh" content="\d+;url=([^"]+)"', found[-1])[1]
        if url == f"{first}?at=0":
            return found
    raise AssertionError("the screens do not come round")


@pytest.mark.django_db
def test_it_goes_round_what_stands_for_everybody_without_a_script(stage, client):
    assert "现在没有正在公示的内容" in screens(client, stage)[0]
    notice = published(stage)
    _opened, own = stage.relief()
    _opened, bought = stage.purchase()
    old = published(stage, title="旧的公示")
    past = timezone.now() - timedelta(days=30)
    Notice.objects.filter(pk=old.pk).update(
        posted_at=past, objections_until=None, stands_until=past + timedelta(days=16)
    )
    newer = correct(stage, notice)
    every = "".join(screens(client, stage))
    for said in ("九月修了八盏路灯", "灯泡", "¥3,000.00", "三重一大", "更正：金额写错了"):
        assert said in every
    for kept in (NAME, own.code, "冯组长", "旧的公示", "九月修了路灯。"):
        assert kept not in every
    assert f"/n/{newer.code}/" not in every  # the code is in the picture: addresses on a wall are not typed
    assert bought.title["zh"] in every


@pytest.mark.django_db
@pytest.mark.parametrize("at", ["x", "-1", "9" * 30, "7"])
def test_a_screen_that_is_not_there_is_another_one(stage, client, at):
    published(stage)
    assert client.get(reverse("boards:wall", args=[stage.cast.one.pk]), {"at": at}).status_code == 200


@pytest.mark.django_db
def test_it_costs_the_same_however_much_hangs(stage, client, django_assert_max_num_queries):
    url = reverse("boards:wall", args=[stage.cast.one.pk])
    published(stage)
    client.get(url)
    with django_assert_max_num_queries(6) as few:
        client.get(url)
    cost = len(few)
    for _n in range(2):
        published(stage)
    with django_assert_max_num_queries(cost):
        client.get(url)
