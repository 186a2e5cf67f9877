"""The boards of a village: what hangs for this reader, and how much hangs for others."""

import pytest
from django.urls import reverse

from qingdan.watch.boards.models import Notice
from tests.apps.boards.stage import NAME, days_ago
from tests.cast import client_for

pytestmark = pytest.mark.django_db


def board(client, stage, slug, **query):
    return client.get(reverse("boards:board", args=[stage.cast.one.pk, slug]), query)


def test_notices_for_everybody_are_listed(stage, client):
    _opened, notice = stage.purchase()
    text = board(client, stage, "finance").content.decode()
    assert f"/n/{notice.code}/" in text
    assert "村里买小东西" in text


def test_what_hangs_stands_before_what_is_over(stage, client):
    _opened, over = stage.purchase(days_ago(40))
    _opened, hanging = stage.purchase()
    text = board(client, stage, "finance").content.decode()
    places = [text.index(said) for said in ("正在公示", hanging.code, "已经贴满，还可以查", over.code)]
    assert places == sorted(places)


def test_an_outsider_hears_how_many_hang_on_the_wall_only(stage, client):
    _opened, notice = stage.relief()
    answer = board(client, stage, "village-affairs")
    text = answer.content.decode()
    assert "另有1份公示只贴在村公开栏" in text
    assert notice.code not in text
    assert NAME not in text


@pytest.mark.parametrize(("who", "listed"), [("representative", True), ("clerk", True), ("clerk_two", False)])
def test_the_village_reads_its_own(stage, who, listed):
    _opened, notice = stage.relief()
    answer = board(client_for(stage.cast[who]), stage, "village-affairs")
    assert (notice.code in answer.content.decode()) is listed
    assert ("no-store" in answer.get("Cache-Control", "")) is listed


def test_the_village_page_shows_its_boards(stage, client):
    _opened, notice = stage.purchase()
    text = client.get(reverse("boards:village", args=[stage.cast.one.pk])).content.decode()
    assert "财务公开栏" in text
    assert notice.code in text


def test_a_village_that_has_not_joined_owes_nothing(stage, client):
    village = stage.cast.two
    type(village).objects.filter(pk=village.pk).update(state="not-joined", joined_on=None, adopted_by=None)
    text = client.get(reverse("boards:village", args=[village.pk])).content.decode()
    assert "示例二村还没有开始用这份清单" in text


@pytest.mark.parametrize("path", ["/boards/999999/", "/boards/999999/finance/", "/boards/0/", f"/boards/{10**20}/"])
def test_no_such_village(stage, client, path):
    assert client.get(path).status_code == 404


def test_no_such_board(stage, client):
    assert board(client, stage, "gossip").status_code == 404


def test_pages_by_key_and_at_one_cost(stage, client, django_assert_max_num_queries):
    _opened, notice = stage.purchase()
    board(client, stage, "finance")
    with django_assert_max_num_queries(8) as few:
        board(client, stage, "finance")
    cost = len(few)
    for n in range(30):
        Notice.objects.create(**{f.attname: getattr(notice, f.attname) for f in Notice._meta.concrete_fields
                                 if f.name != "id"} | {"code": f"copy{n}", "seq": 100 + n})  # fmt: skip
    with django_assert_max_num_queries(cost):
        first = board(client, stage, "finance").content.decode()
    key = first.split("?before=")[1].split('"')[0]
    second = board(client, stage, "finance", before=key).content.decode()
    shown = [{part.split("/")[0] for part in text.split('href="/n/')[1:]} for text in (first, second)]
    assert len(shown[0]) == 20
    assert len(shown[1]) == 11
    assert not shown[0] & shown[1]


@pytest.mark.parametrize("before", ["x", "-1", "9" * 40, "١"])
def test_a_key_that_is_none_begins_at_the_top(stage, client, before):
    stage.purchase()
    assert board(client, stage, "finance", before=before).status_code == 200
