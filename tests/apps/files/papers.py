"""Word, Excel and PDF files as real programs write them, with a telephone number in every corner."""

from __future__ import annotations

import datetime
import io
import itertools
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pypdfium2
import typst
from django.conf import settings
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from PIL import Image

from qingdan.web.printing.fonts import loaded

W = nsdecls("w")
BOX = f"""<w:r {W} xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><w:drawing><wp:inline>
<wp:extent cx="99" cy="99"/><wp:docPr id="9" name="框" descr="图的说明 ALT"/><a:graphic><a:graphicData uri="x"><wps:wsp>
<wps:txbx><w:txbxContent><w:p><w:r><w:t>文本框 BOX</w:t></w:r></w:p></w:txbxContent></wps:txbx></wps:wsp>
</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"""


def numbers() -> Iterator[str]:
    """Telephone numbers, each another."""
    return (f"138{n:08}" for n in itertools.count(10_000_001))


def saved(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def word() -> tuple[bytes, dict[str, str]]:
    """A Word file, and the numbers in it by where they are."""
    give, there = numbers(), {}

    def one(where: str) -> str:
        there[where] = next(give)
        return there[where]

    document = Document()
    broken = one("runs of one paragraph")
    paragraph = document.add_paragraph("联系人" + broken[:3])
    paragraph.add_run(broken[3:7]).bold = True
    paragraph.add_run(broken[7:])
    table = document.add_table(rows=2, cols=14)
    table.cell(0, 0).text, table.cell(0, 1).text = "姓名", "电话"
    table.cell(1, 0).text, table.cell(1, 1).text = "张某", one("table")
    for n, digit in enumerate(one("a box for each digit")):
        table.cell(1, 2 + n).text = digit
    table.cell(0, 13).add_table(1, 1).cell(0, 0).text = one("table in a table")
    section = document.sections[0]
    section.header.paragraphs[0].text, section.footer.paragraphs[0].text = one("header"), one("footer")
    document.add_comment(paragraph.runs[0], text=one("comment"), author="李某")
    document.core_properties.comments = one("properties")
    box = BOX.replace("BOX", one("text box")).replace("ALT", one("what is read out of a picture"))
    paragraph._p.append(parse_xml(box))
    deleted = f'<w:del {W} w:id="1" w:author="x"><w:r><w:delText>{one("deleted, tracked")}</w:delText></w:r></w:del>'
    document.add_paragraph("修订")._p.append(parse_xml(deleted))
    hidden = document.add_paragraph().add_run(one("hidden letters"))
    hidden.font.hidden = True
    document.part.relate_to(f"tel:{one('link')}", "http://x/hyperlink", is_external=True)
    note = f'<w:footnote w:id="2"><w:p><w:r><w:t>{one("footnote")}</w:t></w:r></w:p></w:footnote>'
    notes = f"<w:footnotes {W}>{note}</w:footnotes>"
    inner = workbook_of([["电话", one("workbook of a chart")]])
    return added(saved(document), {"word/footnotes.xml": notes.encode(), "word/embeddings/表.xlsx": inner}), there


def added(content: bytes, parts: dict[str, bytes]) -> bytes:
    """The file with more parts in it."""
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def workbook_of(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return saved(book)


def excel() -> tuple[bytes, dict[str, str]]:
    """An Excel file, and the numbers in it by where they are."""
    give, there = numbers(), {}

    def one(where: str) -> str:
        there[where] = next(give)
        return there[where]

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["示例村困难户名单（2026年）"])
    sheet.append(["序号", "姓名", "手机号", "账号", "身份证号", "出生日期"])
    sheet.append([1, "张某", int(one("a number")), "1234567890123", 4.10881196503121e17, datetime.date(1965, 3, 12)])
    sheet.append([2, "李某", float(one("a float")), None, None, None])
    sheet["B3"].comment = Comment(f"打{one('comment')}", "赵文书")
    sheet.oddFooter.center.text = one("footer")
    hidden = book.create_sheet("往年")
    hidden.sheet_state = "hidden"
    hidden["Z99"] = one("hidden sheet")
    sheet.row_dimensions[6].hidden = True
    sheet["A6"] = one("hidden row")
    formula = one("formula")
    sheet["A7"] = f'="{formula[:3]}"&"{formula[3:]}"'
    book.properties.keywords = one("properties")
    chart = BarChart()
    chart.title = one("title of a chart")
    chart.add_data(Reference(sheet, min_col=1, min_row=3, max_row=4))
    sheet.add_chart(chart, "H1")
    pivot = f'<pivotCacheRecords><r><s v="{one("cache of a pivot table")}"/></r></pivotCacheRecords>'
    return added(saved(book), {"xl/pivotCache/pivotCacheRecords1.xml": pivot.encode()}), there


def paper() -> tuple[bytes, dict[str, str]]:
    """A PDF of two pages, and the numbers in it by where they are."""
    give, there = numbers(), {}

    def one(where: str) -> str:
        there[where] = next(give)
        return there[where]

    second = one("second page")
    text = (
        f'#set document(title: "{one("properties")}")\n#set text(font: "Noto Sans SC", lang: "zh")\n'
        f"= 公示 {one('heading')}\n#table(columns: 2)[姓名][电话][张某][{one('table')}]\n"
        f"#text(fill: white)[{one('white on white')}]\n"
        f'#link("tel:{one("link")}")[打电话]\n#pagebreak()\n{second[:3]} {second[3:7]} {second[7:]}'
    )
    return set_by_typst(text), there


def set_by_typst(text: str) -> bytes:
    return typst.compile(text.encode(), font_paths=loaded(Path(settings.QINGDAN_FONTS)))


def scanned(pages: int = 2) -> bytes:
    """A PDF of photographs, as a scanner makes it, and one page with words."""
    out = io.BytesIO()
    picture = Image.new("RGB", (400, 300), "white")
    picture.save(out, "PDF", save_all=True, append_images=[picture] * (pages - 1))
    with pypdfium2.PdfDocument(out.getvalue()) as document, pypdfium2.PdfDocument(set_by_typst("words")) as more:
        document.import_pages(more)
        kept = io.BytesIO()
        document.save(kept)
    return kept.getvalue()
