"""Small readers that every file of the catalogue shares: dates, slugs, phrases, citations, lists without doubles."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeVar

from qingdan.domain.complaints import Complaint, DefinitionError, gather
from qingdan.domain.flow.model import Basis
from qingdan.domain.flow.parse_step import read_basis
from qingdan.domain.reading import Place
from qingdan.domain.words import Words

T = TypeVar("T")
_SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
BASIS = Words("请写依据：basis: [{law: …, articles: […]}]。", "Say what it rests on: basis: [{law: …, articles: […]}].")


def know(place: Place, *keys: str) -> None:
    """Say which keys belong here and refuse any other, before anything is read: so a slip is always reported."""
    for key in keys:
        place.get(key)
    place.no_more()


def is_slug(text: str) -> bool:
    """Whether a text is a short name: lower-case words joined by hyphens."""
    return _SLUG.fullmatch(text) is not None


def read_slug(place: Place) -> str:
    """A lasting short name: lower-case words joined by hyphens."""
    slug = place.text()
    if not is_slug(slug):
        place.fail(
            Words(f"“{slug}”不是代号", f"{slug!r} is not a short name"),
            Words(
                "请写小写英文单词，用连字符连接，例如 petty-goods。",
                "Write lower-case English words joined by hyphens, as petty-goods.",
            ),
        )
    return slug


def read_date(place: Place) -> date:
    """A day as ``2026-11-23``."""
    try:
        return date.fromisoformat(place.text())
    except ValueError:
        place.fail(
            Words(f"“{place.text()}”不是日期", f"{place.text()!r} is not a day"),
            Words("请写成 2026-11-23 的样子。", "Write it as 2026-11-23."),
        )


def text_or_none(place: Place | None) -> str | None:
    """The text, or None when nothing is given."""
    return place.text() if place else None


def words_or_none(place: Place | None) -> Words | None:
    """The phrase in both languages, or None when nothing is given."""
    return place.words() if place else None


def flag(place: Place | None, default: bool) -> bool:
    """True or false as written, or the default."""
    return place.flag() if place else default


def phrases(place: Place) -> tuple[Words, ...]:
    """One phrase or a list of phrases, each in both languages."""
    return tuple(gather(p.words for p in place.one_or_many()))


def phrases_or_none(place: Place | None) -> tuple[Words, ...]:
    """Like ``phrases``; () when nothing is given."""
    return phrases(place) if place else ()


def texts(place: Place | None) -> tuple[str, ...]:
    """One text or a list of texts; () when nothing is given."""
    return tuple(p.text() for p in place.one_or_many()) if place else ()


def basis_or_none(place: Place | None) -> tuple[Basis, ...]:
    """The citations, or () when nothing is given."""
    return read_basis(place) if place else ()


def each(place: Place, read: Callable[[Place], T]) -> list[T]:
    """Every item of a list through ``read``; the complaints of all items together."""
    return gather(_bound(read, item) for item in place.items())


def each_named(place: Place, read: Callable[[str, Place], T]) -> dict[str, T]:
    """Every value of a mapping through ``read``; the complaints of all together."""
    pairs = list(place.pairs())
    return dict(zip((k for k, _ in pairs), gather(_bound_named(read, k, p) for k, p in pairs), strict=True))


def _bound(read: Callable[[Place], T], place: Place) -> Callable[[], T]:
    return lambda: read(place)


def _bound_named(read: Callable[[str, Place], T], name: str, place: Place) -> Callable[[], T]:
    return lambda: read(name, place)


def without_doubles(kind: Words, found: Iterable[tuple[str, str, int, T]]) -> dict[str, T]:
    """A mapping from (key, file, line, value) rows. :raises DefinitionError: naming both places of a double."""
    first: dict[str, tuple[str, int]] = {}
    values: dict[str, T] = {}
    complaints = []
    for key, file, line, value in found:
        if key in first:
            where = "{}:{}".format(*first[key])
            what = Words(f"{kind.zh}“{key}”在 {where} 已经写过", f"the {kind.en} {key!r} is already written at {where}")
            remedy = Words("请给其中一个改名，或删掉一个。", "Give one of them another name or delete it.")
            complaints.append(Complaint(file, line, what, remedy))
        else:
            first[key], values[key] = (file, line), value
    if complaints:
        raise DefinitionError(complaints)
    return values
