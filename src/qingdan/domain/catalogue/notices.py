"""``notices.yaml``: who writes, reviews and answers for notices, how long they stand, what a correction does to
that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from qingdan.domain.catalogue.fields import basis_or_none, each_named, flag, know, texts, words_or_none
from qingdan.domain.complaints import NAME
from qingdan.domain.flow.model import Basis
from qingdan.domain.reading import Place
from qingdan.domain.words import Words

_MARKS = Words(
    "请写公示的标记，例如三重一大的四类。", "Name the marks of notices, such as the three majors and one large."
)
_WRITTEN = Words("请写每个公开栏由谁写、谁审、谁答复。", "Say for each board who writes, reviews and answers.")
_POSTS = Words("请写一个或几个职务。", "Name one post or several.")
_DAYS = Words("请写整数天数，例如 days: 15。", "Write a whole number of days, as days: 15.")
_PERIOD = Words("请写天数和依据：{days: 15, basis: […]}。", "Write days and their reason: {days: 15, basis: […]}.")
_RESTARTS = Words(
    "请写更正以后要不要重新计天数：restarts: true 或 false。",
    "Say whether the days begin anew: restarts: true or false.",
)
_CORRECTIONS = Words("请写更正两种情况的规矩：substance 和 slip。", "Give the rule for both: substance and slip.")
_REASON = Words(
    "请写 basis: [{law: …, articles: […]}]，或者 setting: true。",
    "Write basis: [{law: …, articles: […]}], or setting: true.",
)


@dataclass(frozen=True, slots=True)
class Mark:
    """What a notice is about besides its board, such as 重大项目安排. ``setting``: no law names it."""

    slug: str
    name: Words
    note: Words | None = None
    basis: tuple[Basis, ...] = ()
    setting: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True)
class Writers:
    """The posts that write notices by hand for a board, review them (and check answers), and answer objections.

    ``issuer``: whose notices they are, after the village's name; the villagers' committee's where it is not said.
    """

    writes: tuple[str, ...]
    reviews: tuple[str, ...]
    answers: tuple[str, ...]
    issuer: Words | None = None
    basis: tuple[Basis, ...] = ()
    setting: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True)
class Days:
    """A number of calendar days, with what it rests on."""

    days: int
    basis: tuple[Basis, ...] = ()
    setting: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True)
class Correction:
    """Whether the days of a notice begin anew with a correction of this kind."""

    restarts: bool
    basis: tuple[Basis, ...] = ()
    setting: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True)
class NoticeRule:
    """``stands``: the fewest days on the board; ``objections``: what is proposed where objections are taken."""

    marks: Mapping[str, Mark]
    written: Mapping[str, Writers]
    stands: Days
    objections: Days
    substance: Correction
    slip: Correction
    line: int = 0
    file: str = ""

    def bases(self) -> Iterator[tuple[tuple[Basis, ...], int]]:
        """Everything that the rules rest on, each with its line."""
        named: tuple[Mark | Writers, ...] = (*self.marks.values(), *self.written.values())
        counted: tuple[Days | Correction, ...] = (self.stands, self.objections, self.substance, self.slip)
        yield from ((part.basis, part.line) for part in named)
        yield from ((part.basis, part.line) for part in counted)

    def correction(self, slip: bool) -> Correction:
        """The rule for a slip of the pen, or for what the notice says."""
        return self.slip if slip else self.substance


def read_notices(place: Place) -> NoticeRule:
    """:raises DefinitionError: with everything that is missing or wrong."""
    know(place, "marks", "written", "stands", "objections", "corrections")
    corrections = place.need("corrections", _CORRECTIONS)
    know(corrections, "substance", "slip")
    return NoticeRule(
        marks=each_named(place.need("marks", _MARKS), _mark),
        written=each_named(place.need("written", _WRITTEN), lambda _board, p: _writers(p)),
        stands=_days(place.need("stands", _PERIOD)),
        objections=_days(place.need("objections", _PERIOD)),
        substance=_correction(corrections.need("substance", _CORRECTIONS)),
        slip=_correction(corrections.need("slip", _CORRECTIONS)),
        line=place.line,
        file=place.file,
    )


def _reasons(place: Place) -> dict[str, object]:
    """``basis`` or ``setting``: one of the two must be there."""
    basis, setting = basis_or_none(place.get("basis")), flag(place.get("setting"), False)
    if not basis and not setting:
        place.fail(Words("公示的规矩要写依据", "a rule of notices needs its reason"), _REASON)
    return {"basis": basis, "setting": setting, "line": place.line}


def _mark(slug: str, place: Place) -> Mark:
    know(place, "name", "note", "basis", "setting")
    name = place.need("name", NAME).words()
    return Mark(slug, name, words_or_none(place.get("note")), **_reasons(place))  # type: ignore[arg-type]


def _writers(place: Place) -> Writers:
    know(place, "writes", "reviews", "answers", "issuer", "basis", "setting")
    writes, reviews, answers = (texts(place.need(k, _POSTS)) for k in ("writes", "reviews", "answers"))
    return Writers(writes, reviews, answers, words_or_none(place.get("issuer")), **_reasons(place))  # type: ignore[arg-type]


def _days(place: Place) -> Days:
    know(place, "days", "basis", "setting")
    days = place.need("days", _DAYS)
    if days.number() < 1:
        days.fail(Words("天数至少是1", "there is at least one day"), _DAYS)
    return Days(days.number(), **_reasons(place))  # type: ignore[arg-type]


def _correction(place: Place) -> Correction:
    know(place, "restarts", "basis", "setting")
    return Correction(place.need("restarts", _RESTARTS).flag(), **_reasons(place))  # type: ignore[arg-type]
