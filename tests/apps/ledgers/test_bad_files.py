"""What cannot be read is refused in words, in both languages; nothing of it is kept."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from qingdan.features.ledgers.models import Draft
from qingdan.records.files.allowed import XLSX
from tests.apps.boards.stage import Stage
from tests.apps.files.samples import docx
from tests.apps.ledgers.sheets import Hand, book, text

pytestmark = pytest.mark.django_db
HEADER = "编号,事项,申请日期,公示\n"


def bomb() -> SimpleUploadedFile:
    kept = io.BytesIO(book().read())
    with zipfile.ZipFile(kept, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/a.xml", b" " * (100 * 1024**2))
    return SimpleUploadedFile("台账.xlsx", kept.getvalue(), XLSX.mime)


def locked() -> SimpleUploadedFile:
    """A workbook with a password is a compound file, as the old format is."""
    return SimpleUploadedFile("台账.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), XLSX.mime)


def long_one(lines: int) -> Callable[[], SimpleUploadedFile]:
    return lambda: text(HEADER + "".join(f"{n},x,2023-05-02,\n" for n in range(lines)))


REFUSED: dict[str, tuple[Callable[[], SimpleUploadedFile], str, str]] = {
    "a letter": (
        lambda: SimpleUploadedFile("台账.docx", docx(), "application/octet-stream"), "不是表格", "no spreadsheet",
    ),
    "a picture": (
        lambda: SimpleUploadedFile("台账.csv", b"\x89PNG\r\n\x1a\n" + bytes(40)), "这不是表格文件", "spreadsheet",
    ),
    "a password": (locked, "加了密码", "password"),
    "a bomb": (bomb, "大得不正常", "台账.xlsx"),
    "100,000 lines": (long_one(100_000), "一张表最多收 20000 行", "at most 20000 lines"),
    "4,000 lines": (long_one(4_000), "一次最多收 3000 行。请按年份分成几份", "at most 3000 lines at once"),
    "nothing": (lambda: text(""), "文件是空的", "The file is empty"),
    "no header": (lambda: text("1\n2\n"), "没有找到表头", "no header was found"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_file_that_is_refused(stage: Stage, what: str, language: str) -> None:
    make, zh, en = REFUSED[what]
    hand = Hand(stage)
    hand.client.get("/show/language/", {"to": language})
    answer = hand.upload(make())
    assert answer.status_code == 422
    assert (zh if language == "zh-hans" else en) in answer.content.decode()
    assert not Draft.objects.exists()


FAULTS = {
    "a formula": (
        lambda: book(["编号", "申请", "公示"], ["1", "=TODAY()", "2023-05-03"]),
        "B2：这里是公式 — 请选中这一列复制",
        "B2: this is a formula — Copy the column",
    ),
    "no day": (lambda: text(HEADER + "1,x,2023-02-30,\n"), "C2：没有“2023-02-30”这一天", "C2: There is no day"),
    "no case": (lambda: text(HEADER), "表头下面一件事也没有", "there is no case below the header"),
    "a long one without day": (
        lambda: text("编号,步骤,日期\n1,申请,\n"), "C2：没有时间", "C2: the time is missing",
    ),
    "no step": (lambda: text("甲,乙\n1,2023-05-02\n"), "没有认出一个步骤的日期", "no column is known as the day"),
}  # fmt: skip


@pytest.mark.parametrize("what", FAULTS)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_fault_is_named_by_its_cell_and_nothing_is_imported(stage: Stage, what: str, language: str) -> None:
    make, zh, en = FAULTS[what]
    hand = Hand(stage)
    draft = hand.draft(make())
    hand.client.get("/show/language/", {"to": language})
    page = hand.get("preview", draft.pk)
    assert (zh if language == "zh-hans" else en) in page.content.decode()
    assert "/confirm/" not in page.content.decode()
    assert hand.post("confirm", draft.pk, expected=draft.digest).status_code == 409


def test_a_sum_in_a_formula_harms_nobody(stage: Stage) -> None:
    ledger = Hand(stage).ledger(book(["编号", "申请", "公示"], ["1", "2023-05-02", ""], ["合计", "=COUNTA(B2:B2)"]))
    assert ledger.cases == 1


def test_sheets_with_the_same_header_are_read_and_others_are_named(stage: Stage) -> None:
    from openpyxl import Workbook

    from tests.apps.rolls.stage import saved

    made = Workbook()
    made.remove(made.active)
    for name, rows in {
        "2022": [["编号", "申请", "公示"], ["1", "2022-05-02", "2022-06-02"]],
        "2023": [["编号", "申请", "公示"], ["1", "2023-05-02", "2023-06-02"]],
        "说明": [["怎么填"]],
    }.items():
        page = made.create_sheet(name)
        for row in rows:
            page.append(row)
    hand = Hand(stage)
    draft = hand.draft(saved(made, "台账.xlsx"))
    page = hand.get("preview", draft.pk)
    assert len(page.context["reading"].cases) == 2
    assert "表“说明”的表头不一样，没有读" in page.content.decode()
