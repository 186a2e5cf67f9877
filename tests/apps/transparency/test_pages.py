"""The page of the log, its files for any client, and the receipt of a notice that proves without this house."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from qingdan.domain.transparency import policies, receipts, verifying
from qingdan.records.transparency import folder, policy, sequencing
from qingdan.watch.boards.models import Notice
from tests.apps.boards.stage import NAME, days_ago
from tests.apps.transparency.tampering import spoken

pytestmark = pytest.mark.django_db


def test_the_page_says_how_far_the_log_has_come_and_whose_key_signs(stage):
    assert "日志还没有开始" in Client().get(reverse("transparency:log")).content.decode()
    kinds = spoken(stage)
    sequencing.append()
    page = Client().get(reverse("transparency:log")).content.decode()
    assert f'<b class="qd-figure num">{len(kinds)}</b>' in page and escape(str(policy.log_keys()[0])) in page
    assert "还没有请见证方" in page and NAME not in page


def test_a_stranger_reads_the_whole_log_over_the_web_and_verifies_it(stage, django_assert_num_queries):
    spoken(stage)
    sequencing.append()
    client = Client()

    def read(path: str) -> bytes | None:
        answer = client.get(reverse("transparency:file", args=[path]))
        return answer.content if answer.status_code == 200 else None

    with django_assert_num_queries(0):
        found = verifying.verify_log(read, policies.parse(read("policy")))
    assert found.is_sound and found.entries == 8
    tile = client.get(reverse("transparency:file", args=["tile/0/000.p/8"]))
    assert "immutable" in tile["Cache-Control"]


@pytest.mark.parametrize(
    "path",
    ["../keys/0001.key", "tile/0/../../../keys/0001.key", "tile/0/x01/000", "keys", "lock", "tile/", "tile/0/999"],
)
def test_nothing_but_the_log_is_served(stage, path):
    sequencing.append()
    assert Client().get(f"/log/{path}").status_code == 404


def test_the_receipt_of_a_notice_proves_it_without_this_house(stage):
    _opened, notice = stage.purchase(days_ago(1))
    page = reverse("boards:notice", args=[notice.code])
    assert "已经记入公开日志" not in Client().get(page).content.decode()
    assert Client().get(reverse("boards:proof", args=[notice.code])).status_code == 404
    sequencing.append()
    assert "已经记入公开日志" in Client().get(page).content.decode()
    receipt = receipts.parse(Client().get(reverse("boards:proof", args=[notice.code])).content)
    content = Client().get(reverse("boards:content", args=[notice.code])).content
    leaf, opened = receipts.check(receipt, policy.log_keys())
    assert leaf.kind == "boards.put-up" and opened.checkpoint.size == 1
    assert receipt.parts_of(content) == ["sheet-internet"]
    assert json.loads(content)["title"] == notice.title
    assert receipt.parts_of(content.replace("采购".encode(), "捐赠".encode())) == []


def test_a_receipt_gives_each_reader_what_he_may_see_and_no_more(stage):
    """A notice for the village: its receipt is for whoever has its code while it hangs, and for nobody afterwards."""
    _opened, notice = stage.relief(days_ago(1))
    sequencing.append()
    receipt = receipts.parse(Client().get(reverse("boards:proof", args=[notice.code])).content)
    assert set(receipt.salts) == {"sheet-village"}
    Notice.objects.filter(pk=notice.pk).update(stands_until=days_ago(0))
    for name in ("boards:proof", "boards:content"):
        assert Client().get(reverse(name, args=[notice.code])).status_code == 404


def test_the_log_s_newest_checkpoint_is_on_the_sheet(stage):
    from qingdan.watch.boards.proof import lines

    _opened, notice = stage.purchase(days_ago(1))
    assert lines(notice) == []
    sequencing.append()
    (line,) = lines(notice)
    assert folder.published().origin in line and "第1条" in line
