"""Whatever a Word, Excel or PDF file says is read, wherever it says it; what cannot be read is said."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from qingdan.domain.leaks import LeakKind
from qingdan.domain.rules.audience import Audience
from qingdan.records.files import words
from qingdan.records.files.allowed import DOCX, JPEG, PDF, XLSX, FileType
from qingdan.records.files.checking import checked
from qingdan.records.files.texts import passages
from qingdan.records.files.texts.pages import cut_lines
from qingdan.records.files.words import words_of
from qingdan.records.leaks.attachments import FileChecked, check_file
from qingdan.records.leaks.guarding import Guard
from tests.apps.files import papers
from tests.apps.files.samples import picture, upload
from tests.editions import adopt_shipped

Made = Callable[[], tuple[bytes, dict[str, str]]]


def check(content: bytes, kind: FileType, audience: Audience = Audience.INTERNET) -> FileChecked:
    return check_file(Guard(None), "附件", content, kind, audience)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("make", "kind", "name"),
    [
        pytest.param(papers.word, DOCX, "名单.docx", id="word"),
        pytest.param(papers.excel, XLSX, "名单.xlsx", id="excel"),
        pytest.param(papers.paper, PDF, "名单.pdf", id="pdf"),
    ],
)
def test_a_number_in_every_corner_is_found(make: Made, kind: FileType, name: str, settings: object) -> None:
    adopt_shipped()
    content, there = make()
    assert checked(upload(content, name)) == (content, kind)  # it is a file that may come in
    found = check(content, kind).findings
    phones = {one.leak.plain: one for one in found if one.leak.kind is LeakKind.PHONE}
    missed = [where for where, number in there.items() if number not in phones]
    assert not missed, missed
    assert len(phones) == len(there) and len(there) >= 6
    assert all(one.leak.may_stand and one.spot.label and "138****" in one.sentence for one in phones.values())
    if kind is XLSX:
        others = {one.leak.kind: one.spot.label for one in found if one.leak.kind is not LeakKind.PHONE}
        assert others == {
            LeakKind.BANK_ACCOUNT: "表“Sheet”的D3格",  # known by the head of its column alone
            LeakKind.ID_NUMBER: "表“Sheet”的E3格",  # kept as a number, its last digits lost
            LeakKind.BIRTHDAY: "表“Sheet”的F3格",
        }


@pytest.mark.parametrize(
    ("content", "kind", "said"),
    [
        pytest.param(picture(), JPEG, "图片", id="a picture"),
        pytest.param(papers.scanned(), PDF, "有2页是扫描的", id="a scanned PDF"),
        pytest.param(papers.saved(papers.Document()), DOCX, None, id="an empty Word file"),
        pytest.param(b"%PDF-1.7 broken", PDF, "没有查完", id="a broken PDF"),
        pytest.param(
            papers.added(papers.workbook_of([["x"]]), {"xl/bad.xml": b"<a><b>"}), XLSX, "读不出来", id="a broken part"
        ),
        pytest.param(
            papers.added(papers.workbook_of([["x"]]), {"xl/x.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
            XLSX, "读不出来", id="entities",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said(content: bytes, kind: FileType, said: str | None) -> None:
    unread = words_of(content, kind).unread
    assert (unread == ()) if said is None else (said in "".join(unread))


def test_more_than_anybody_reads_is_said_and_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    from qingdan.records.files.texts.reading import read

    monkeypatch.setattr(passages, "MOST_CHARACTERS", 1000)
    found = read(papers.workbook_of([[f"第{n}行的字"] for n in range(1000)]), XLSX.mime)
    assert found["unread"] == {"long": 1} and 0 < len(found["passages"]) < 1000


def test_reading_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "SECONDS", 0.01)
    assert "没有查完" in words_of(papers.workbook_of([["x"]]), XLSX).unread[0]


@pytest.mark.django_db
def test_a_clean_list_passes(settings: object) -> None:
    adopt_shipped()
    rows = [
        ["序号", "户主", "金额（元）", "凭证号"],
        *([n, f"李*{n}", 320.5 * n, f"2026-{n:04}"] for n in range(1, 40)),
    ]
    assert check(papers.workbook_of(rows), XLSX) == FileChecked()


def test_a_number_that_the_edge_of_a_page_cut_is_whole() -> None:
    wrapped = "领取人李某，补助打到６２５８ ５４７８ ６９４\n６ ７９８９ ６７５，请核对"
    assert list(cut_lines(wrapped)) == [wrapped.replace("\n", "")]
    assert list(cut_lines("1 李某 320\n2 王某 410，说明见后面一页的附表")) == []


def test_a_bare_number_is_read_with_the_head_of_its_column() -> None:
    rows = [
        ["姓名", "账号", "住址"], ["张某", "无", "同上"], ["李某", "农商行", "三组"],
        ["王某", "七二二六一三四四七一七七九八五九四", "示例村"], ["赵某", "0000001234", "三组15号"],
    ]  # fmt: skip
    found = {(r, c): text for r, c, text in passages.table_lines(rows)}
    assert found[4, 2].startswith("账号 农商行：七二二六") and found[5, 2] == "账号 农商行：0000001234"
    assert found[3, 3] == "三组" and found[5, 1] == "赵某"
