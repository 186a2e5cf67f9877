"""Whether a concordance is whole: every article of either text in exactly one row, and nothing claimed that digests or
dates belie."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from qingdan.domain.catalogue.concordance.model import Change, Concordance, Row, Version
from qingdan.domain.complaints import Complaint
from qingdan.domain.words import Words

_OLD, _NEW = Words("旧文本", "older"), Words("新文本", "newer")
_ROW_FOR = Words(
    "请给它写一行：从哪一条来、到哪一条去、改了什么。", "Give it a row: whence, whither, and what changed."
)


def check_complete(found: Concordance) -> list[Complaint]:
    """Everything that makes it less than whole, by line."""
    rows = [(row, row.old) for row in found.rows], [(row, row.new) for row in found.rows]
    complaints = [
        *_dates(found),
        *_side(found.file, _OLD, found.older, rows[0]),
        *_side(found.file, _NEW, found.newer, rows[1]),
        *(complaint for row in found.rows for complaint in _row(found, row)),
    ]
    return sorted(complaints, key=lambda complaint: complaint.line)


def _dates(found: Concordance) -> Iterator[Complaint]:
    for version in found.versions:
        if version.until is not None and version.until <= version.in_force:
            yield Complaint(
                found.file,
                version.line,
                Words(
                    f"{version.in_force} 起施行的文本，不会在 {version.until} 就不再施行",
                    f"a text in force since {version.in_force} does not end on {version.until}",
                ),
                Words("请改 in_force 或 until。", "Correct in_force or until."),
            )
    if found.older.until != found.newer.in_force:
        yield Complaint(
            found.file,
            found.newer.line,
            Words(
                f"旧文本施行到 {found.older.until}，新文本却从 {found.newer.in_force} 起施行",
                f"the older text ends on {found.older.until}, and the newer is in force since {found.newer.in_force}",
            ),
            Words("请让 from.until 和 to.in_force 是同一天。", "Let from.until and to.in_force be the same day."),
        )


def _side(file: str, side: Words, version: Version, rows: list[tuple[Row, tuple[str, ...]]]) -> Iterator[Complaint]:
    """Each article of one text once, and none that it does not have."""
    yield from _gaps(file, side, version)
    first: dict[str, int] = {}
    for row, numbers in rows:
        for number in numbers:
            if number not in version.articles:
                yield _unknown(file, side, row, number)
            elif number in first:
                yield Complaint(
                    file,
                    row.line,
                    Words(
                        f"{side.zh}第 {number} 条在第 {first[number]} 行已经写过",
                        f"article {number} of the {side.en} text is already in the row of line {first[number]}",
                    ),
                    Words(
                        "每一条只写一行；一部分到了别处的，请写 part_in。",
                        "Write each article in one row; where a part went elsewhere, write part_in.",
                    ),
                )
            first.setdefault(number, row.line)
    for number in version.articles:
        if number not in first:
            what = Words(f"没有写{side.zh}第 {number} 条", f"article {number} of the {side.en} text is in no row")
            yield Complaint(file, version.line, what, _ROW_FOR)


def _gaps(file: str, side: Words, version: Version) -> Iterator[Complaint]:
    """A law's articles run from 1 without a gap, so one that was left out shows even without the text."""
    there = {int(number.split("-")[0]) for number in version.articles}
    for number in sorted(set(range(1, max(there, default=1) + 1)) - there):
        yield Complaint(
            file,
            version.line,
            Words(f"{side.zh}没有列出第 {number} 条", f"article {number} of the {side.en} text is not listed"),
            Words("请读过以后把它的摘要写进 articles。", "Read it and write its digest under articles."),
        )


def _unknown(file: str, side: Words, row: Row, number: str) -> Complaint:
    what = Words(f"{side.zh}没有第 {number} 条", f"the {side.en} text has no article {number}")
    return Complaint(
        file, row.line, what, Words("请改条号，或把它写进 articles。", "Correct the number, or list it under articles.")
    )


def _row(found: Concordance, row: Row) -> Iterator[Complaint]:
    for number in row.part_in:
        if number not in found.newer.articles:
            yield _unknown(found.file, _NEW, row, number)
        elif number in row.new:
            what = Words(f"第 {number} 条已经写在 new 里", f"article {number} is already under new")
            yield Complaint(found.file, row.line, what, Words("请从 part_in 里删掉。", "Take it out of part_in."))
    due = _due(row, found.older.articles, found.newer.articles)
    if due:
        what = Words(
            f"旧第 {row.old[0]} 条、新第 {row.new[0]} 条不是 {row.change}（{row.change.words.zh}）",
            f"article {row.old[0]} and its newer {row.new[0]} are not {row.change.value!r}",
        )
        yield Complaint(found.file, row.line, what, due)


def _due(row: Row, older: Mapping[str, str], newer: Mapping[str, str]) -> Words | None:
    """What to write instead, where number or digest alone show that the change is another one."""
    if row.change not in (Change.SAME, Change.RENUMBERED, Change.REWORDED):
        return None
    old, new = row.old[0], row.new[0]
    alike = old == new and older.get(old) == newer.get(new)
    if (row.change is Change.SAME) == alike and not (row.change is Change.RENUMBERED and old == new):
        return None
    if alike:
        return Words("条号和摘要都一样，请写 same。", "Number and digest are the same: write same.")
    if old == new:
        return Words(
            "条号一样，文字不一样，请写 reworded。", "The number is the same and the words are not: write reworded."
        )
    return Words("条号不一样，请写 renumbered 或 reworded。", "The numbers differ: write renumbered or reworded.")
