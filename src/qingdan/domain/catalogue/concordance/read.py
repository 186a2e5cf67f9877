"""Reads ``concordances/<law key>/<year>-<year>.yaml``."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import PurePosixPath

from qingdan.domain.catalogue.concordance.complete import check_complete
from qingdan.domain.catalogue.concordance.model import ROW_CHANGES, Change, Concordance, Row, Version
from qingdan.domain.catalogue.fields import (
    basis_or_none,
    each,
    each_named,
    know,
    read_date,
    texts,
    words_or_none,
)  # fmt: skip
from qingdan.domain.catalogue.read_law import read_digest, read_number
from qingdan.domain.complaints import Complaint, DefinitionError, gather, one_of
from qingdan.domain.reading import Place
from qingdan.domain.words import Words

# How many old and new articles a row of each kind has: None is any number above one.
_SHAPES: dict[Change, tuple[int | None, int | None]] = {
    Change.SAME: (1, 1),
    Change.RENUMBERED: (1, 1),
    Change.REWORDED: (1, 1),
    Change.MERGED: (None, 1),
    Change.SPLIT: (1, None),
    Change.NEW: (0, 1),
    Change.DROPPED: (1, 0),
}
_TOLD = frozenset(_SHAPES) - {Change.SAME, Change.RENUMBERED}  # what changed is not said by the kind alone
_FROM = Words(
    "请写旧文本：from: {version: …, articles: …}。", "Describe the older text: from: {version: …, articles: …}."
)
_TO = Words("请写新文本：to: {version: …, articles: …}。", "Describe the newer text: to: {version: …, articles: …}.")
_ROWS = Words(
    "请每一条写一行：rows: [{old: …, new: …, change: …}]。",
    "Write a row for each article: rows: [{old: …, new: …, change: …}].",
)
_NAME = Words(
    "请写版本，和法律文件里的 version 一样，例如 2018年12月29日修正。",
    "Name the version as the law's file does.",
)
_PASSED = Words("请写通过或修正的日期。", "Write the day on which it was passed or amended.")
_IN_FORCE = Words("请写从哪一天起施行。", "Write the day since when it is in force.")
_UNTIL = Words("请写从哪一天起不再施行。", "Write the first day on which it was no longer in force.")
_TEXT = Words("请写核对时所用条文的文件名，不带后缀。", "Name the file of the text that was read, without its ending.")
_CHECKED = Words("请写哪一天读过条文。", "Write the day on which the text was read.")
_ARTICLES = Words(
    "请写每一条的摘要（用 qingdan catalogue law-digest 打印）：articles: {1: …}。",
    "Write the digest of every article (`qingdan catalogue law-digest` prints it): articles: {1: …}.",
)
_GIST = Words("请用自己的话写改了什么：{zh: …, en: …}。", "Say in your own words what changed: {zh: …, en: …}.")
_FILE = Words("请按两个文本通过的年份给文件命名。", "Name the file by the years in which the two texts were passed.")


def read_concordances(places: Iterable[Place]) -> list[Concordance]:
    """Every one of these files. :raises DefinitionError: with what is wrong in any of them."""
    return gather(partial(read_concordance, place) for place in places)


def read_concordance(place: Place) -> Concordance:
    """:raises DefinitionError: with what is missing or wrong; an article in no row or in two is wrong."""
    know(place, "from", "to", "rows", "note")
    older, newer = gather(
        (
            lambda: _version(place.need("from", _FROM), until=True),
            lambda: _version(place.need("to", _TO), until=False),
        )
    )
    rows = each(place.need("rows", _ROWS), _row)
    found = Concordance(PurePosixPath(place.file).parent.name, older, newer, tuple(rows), place.file)
    complaints = [*_name(found), *check_complete(found)]
    if complaints:
        raise DefinitionError(complaints)
    return found


def _name(found: Concordance) -> Iterable[Complaint]:
    """The file is called as people will ask for it."""
    due = f"{found.older.year}-{found.newer.year}"
    if PurePosixPath(found.file).stem != due:
        what = Words(f"这份对照表应当叫 {due}.yaml", f"this concordance should be called {due}.yaml")
        yield Complaint(found.file, 1, what, _FILE)


def _version(place: Place, *, until: bool) -> Version:
    know(place, "version", "passed", "in_force", "until", "text", "checked", "articles")
    end = place.need("until", _UNTIL) if until else place.get("until")
    return Version(
        name=place.need("version", _NAME).text(),
        passed=read_date(place.need("passed", _PASSED)),
        in_force=read_date(place.need("in_force", _IN_FORCE)),
        until=read_date(end) if end else None,
        text=place.need("text", _TEXT).text(),
        checked=read_date(place.need("checked", _CHECKED)),
        articles=each_named(place.need("articles", _ARTICLES), _digest),
        line=place.line,
    )


def _digest(number: str, place: Place) -> str:
    read_number(number, place)
    return read_digest(place)


def _row(place: Place) -> Row:
    know(place, "old", "new", "change", "gist", "part_in", "moved_to")
    change = Change(place.need("change", one_of(ROW_CHANGES)).choice(ROW_CHANGES))
    if change in _TOLD:
        place.need("gist", _GIST)
    row = Row(
        old=texts(place.get("old")),
        new=texts(place.get("new")),
        change=change,
        gist=words_or_none(place.get("gist")),
        part_in=texts(place.get("part_in")),
        moved_to=basis_or_none(place.get("moved_to")),
        line=place.line,
    )
    _check_shape(place, row)
    return row


def _check_shape(place: Place, row: Row) -> None:
    sides = zip(_SHAPES[row.change], (row.old, row.new), strict=True)
    if any(len(side) < 2 if due is None else len(side) != due for due, side in sides):
        old, new = (("两条以上", "two or more") if n is None else (f"{n} 条", str(n)) for n in _SHAPES[row.change])
        place.fail(
            Words(
                f"{row.change}（{row.change.words.zh}）应当写旧条文{old[0]}、新条文{new[0]}",
                f"{row.change} is for {old[1]} of the older and {new[1]} of the newer articles",
            ),
            Words("请改 old、new 或 change。", "Correct old, new or change."),
        )
    if row.change is Change.NEW and (row.part_in or row.moved_to):
        place.fail(
            Words("新增的条文没有什么可以移走", "nothing of a new article can have moved"),
            Words(
                "请把 part_in、moved_to 写在旧条文那一行。",
                "Write part_in and moved_to in the row of an older article.",
            ),
        )
