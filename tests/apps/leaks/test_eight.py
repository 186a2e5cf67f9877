"""Four kinds in eight forms, in the table of a notice and in attachments of three types: each of them is found."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterable, Sequence

import openpyxl
import pytest
from docx import Document

from qingdan.domain.leaks import Leak, LeakKind
from qingdan.domain.rules.audience import Audience
from qingdan.records.files.allowed import DOCX, PDF, XLSX, FileType
from qingdan.records.leaks.attachments import check_file
from qingdan.records.leaks.guarding import Guard
from qingdan.watch.boards.leaking import look_through
from tests.apps.boards.hand import parts, write
from tests.apps.boards.stage import Stage
from tests.apps.boards.stage import stage as stage  # the fixture
from tests.apps.files.papers import saved, set_by_typst
from tests.domain.leaks.eight import FORMS, KINDS, SEED, Cell, cells, in_words, plain_of
from tests.editions import adopt_shipped

HEADS = {
    LeakKind.ID_NUMBER: "身份证号",
    LeakKind.PHONE: "电话",
    LeakKind.BANK_ACCOUNT: "一折通账号",
    LeakKind.ADDRESS: "住址",
}


def missed(planted: Iterable[Cell], found: Sequence[Leak]) -> list[Cell]:
    """What of the planted was not found whole: a number, or a home down to its door."""
    plains = {(leak.kind, plain_of(leak.plain)) for leak in found}
    return [c for c in planted if not any(kind is c.kind and c.plain in plain for kind, plain in plains)]


def rows_of(planted: Sequence[Cell]) -> list[list[str]]:
    """A table with a column for each kind, with nothing but its head to say what stands in it."""
    columns = [[cell.typed for cell in planted if cell.kind is kind] for kind in KINDS]
    lines = [["姓名", *HEADS.values()], *(["李某", *cells] for cells in zip(*columns, strict=True))]
    return [[str(cell) for cell in line] for line in lines]


def test_in_the_table_of_a_notice(stage: Stage) -> None:
    planted = list(cells(2))
    out = io.StringIO()
    csv.writer(out, delimiter="\t").writerows(rows_of(planted))
    draft = write(stage, **parts("table", [("", "发放名单", out.getvalue(), "")], "text"))
    found = look_through(draft).findings
    assert len(planted) == 2 * len(FORMS) * len(KINDS)
    assert missed(planted, [one.leak for one in found]) == []
    assert "表格第2行第2列" in found[0].spot.label  # the head is the first line


def word(planted: Sequence[Cell]) -> bytes:
    """Half in paragraphs, half in a table."""
    luck, document = random.Random(SEED), Document()
    for cell in planted[::2]:
        document.add_paragraph(in_words(luck, cell)[0])
    rows = [["内容"], *([cell.called + cell.typed] for cell in planted[1::2])]
    table = document.add_table(rows=len(rows), cols=1)
    for n, row in enumerate(rows):
        table.cell(n, 0).text = row[0]
    return saved(document)


def excel(planted: Sequence[Cell]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows_of(planted):
        book.active.append(row)
    return saved(book)


def pdf(planted: Sequence[Cell]) -> bytes:
    luck = random.Random(SEED)
    texts = [in_words(luck, cell)[0].replace("\n", " \\ ") for cell in planted]
    return set_by_typst('#set text(font: "Noto Sans SC", lang: "zh")\n' + "\n\n".join(texts))


@pytest.mark.django_db
@pytest.mark.parametrize(("make", "kind"), [(word, DOCX), (excel, XLSX), (pdf, PDF)], ids=("word", "excel", "pdf"))
def test_in_attachments(make: object, kind: FileType, settings: object) -> None:
    adopt_shipped()
    planted = list(cells(1))
    found = check_file(Guard(None), "附件", make(planted), kind, Audience.INTERNET).findings  # type: ignore[operator]
    assert len(planted) == len(FORMS) * len(KINDS)
    assert missed(planted, [one.leak for one in found]) == []
