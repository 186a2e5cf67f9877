"""Example ledgers of invented villages, and a hand that takes them through the pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from qingdan.features.ledgers.models import Draft, Ledger
from tests.apps.boards.stage import Stage
from tests.apps.rolls.stage import commas, workbook
from tests.cast import client_for

# A title, a header in two lines, dates as people write them, two rounds in a cell, a merged number, a sum at the foot.
ROWS: tuple[Sequence[Any], ...] = (
    ["示例一村2023年零星采购台账"],
    ["编号", "事项", "经办人", "申请", "签批", None, "报账", "公示", None, "备注"],
    [None, None, None, "日期", "日期", "签字人", "日期", "开始", "结束", None],
    ["1", "示例丁一买打印机", "示例丁一", "2023-05-02", "2023.5.3", "示例丁二、示例丁三", "2023年5月8日", "2023-05-09",
     "2023-05-30", None],
    ["2", "买水泵", "示例丁一", "2023/5/2", "2023-05-04", None, "2023-05-08", None, None, "忘了公示"],
    [],
    ["3", "买灯泡", "示例丁四", "2023-06-05", "2023-06-03、2023-06-06", "示例丁二", "2023-06-08", "2023-06-09",
     "2023-06-30", None],
    ["合计", None, None, "3件"],
)  # fmt: skip
NAMES = ("示例丁一", "示例丁二", "示例丁三", "示例丁四")
LONG = (
    "编号,步骤,日期,经办人\nA-1,申请,2023-05-02,示例丁一\nA-1,示例丁四来过,2023-05-03,示例丁四\nA-2,申请,2023-05-02,\n"
)


def book(*rows: Sequence[Any], name: str = "2023台账.xlsx") -> SimpleUploadedFile:
    """A workbook of these lines, or of the example's."""
    return workbook(*(rows or ROWS), name=name)


def text(content: str, **more: Any) -> SimpleUploadedFile:
    """A CSV file."""
    return commas(content, name="台账.csv", **more)


class Hand:
    """Somebody's hand at the pages of ledgers."""

    def __init__(self, stage: Stage, who: str = "clerk", language: str = "") -> None:
        self.stage, self.client = stage, client_for(stage.cast[who])
        if language:
            self.client.cookies["qd-language"] = language

    def get(self, name: str, *args: Any, **query: Any) -> HttpResponse:
        return self.client.get(reverse(f"ledgers:{name}", args=args), query)

    def post(self, name: str, *args: Any, **form: Any) -> HttpResponse:
        return self.client.post(reverse(f"ledgers:{name}", args=args), {"once": f"{name}-{args}", **form})

    def upload(self, file: SimpleUploadedFile, power: str = "small-buy", village: Any = None) -> HttpResponse:
        where = village or self.stage.cast.one
        return self.post("import", village=where.pk, power=power, file=file)

    def draft(self, file: SimpleUploadedFile | None = None, **form: Any) -> Draft:
        """The draft that a file becomes."""
        answer = self.upload(file or book(), **form)
        assert answer.status_code == 302, answer.content.decode()
        return Draft.objects.latest("pk")

    def ledger(self, file: SimpleUploadedFile | None = None, **form: Any) -> Ledger:
        """The ledger that a file becomes."""
        draft = self.draft(file, **form)
        answer = self.post("confirm", draft.pk, expected=draft.digest)
        assert answer.status_code == 302, answer.content.decode()
        return Ledger.objects.latest("pk")


def browser(stage: Stage, who: str) -> Client:
    return client_for(stage.cast[who])
