"""Reads the stories of a norm: what it demands and by which articles, and in each story who does what, and who sees
what. A line is one of a power's scenarios (``tests/scenarios/powers``) or one of MORE; README.md says how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from qingdan.domain.reading import Place, read_yaml
from qingdan.domain.words import Words
from tests.scenarios.powers.reading import Line, read_line

HERE = Path(__file__).parent
LOCAL = "本地设定"  # a demand that no law makes


@dataclass(frozen=True)
class Opening:
    """Somebody opens a case of a power, which the next lines are about. ``usual_to`` takes its main way so far first:
    up to a step, or ``到底``."""

    where: str
    power: str
    who: str
    called: str
    sum: int
    parties: Mapping[str, str]
    usual_to: str = ""


@dataclass(frozen=True)
class Usual:
    """The case goes on by the main way of its power, or of its sub-case's: from a step to before another, or to the
    end."""

    where: str
    since: str
    until: str = ""
    power: str = ""


@dataclass(frozen=True)
class Stake:
    """Somebody declares a stake in a business: he and his near kin stand aside wherever it is named."""

    where: str
    who: str
    business: str


@dataclass(frozen=True)
class Kin:
    """Somebody declares a brother or sister."""

    where: str
    who: str
    relative: str


@dataclass(frozen=True)
class BothPosts:
    """The secretary takes the director's post too (一肩挑); by the village's rule the deputy director signs where one
    person may not sign twice."""

    where: str
    who: str


@dataclass(frozen=True)
class Duty:
    """A duty owed: somebody says that it is done, or begins the power that does it; or he is refused, in words."""

    where: str
    name: str
    who: str
    begins: bool
    forbidden: str = ""


@dataclass(frozen=True)
class Look:
    """Who looks for the notice of a step on the village's boards, and what is on it. ``scans``: with the code on the
    sheet, standing before the board; else from afar."""

    where: str
    notice: str
    readers: tuple[str, ...]
    has: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    hidden: bool = False
    scans: bool = False


@dataclass(frozen=True)
class Told:
    """A line, and the case that it is about: the one opened last, or the one that goes by this name. ``after`` says
    what must then be open, and which limits run."""

    line: Line | Opening | Usual | Stake | Kin | BothPosts | Duty | Look
    about: str = ""
    after: Line | None = None


@dataclass(frozen=True)
class Story:
    """``ends``: each case that is over by then, with its outcome in the definition's words."""

    where: str
    name: str
    lines: tuple[Told, ...]
    ends: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Demand:
    """What the norm asks, and the articles by law; none where no law asks it."""

    says: str
    rests_on: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Norm:
    slug: str
    title: str
    demands: tuple[Demand, ...]
    stories: tuple[Story, ...]


def norms() -> dict[str, Norm]:
    """Every file of stories, by the short name of its norm."""
    return {file.stem: read(file) for file in sorted(HERE.glob("*.yaml"))}


def read(file: Path) -> Norm:
    """One file. :raises DefinitionError: when a key is not known, or something is missing."""
    place = read_yaml(file.name, file.read_text(encoding="utf-8"))
    norm = Norm(
        slug=file.stem,
        title=_need(place, "规范").text(),
        demands=tuple(_demand(p) for p in _need(place, "要求").items()),
        stories=tuple(_story(p) for p in _need(place, "故事").items()),
    )
    place.no_more()
    return norm


def _need(place: Place, key: str) -> Place:
    return place.need(key, Words(f"请写“{key}”，写法见 README.md。", f"Write {key}; README.md says how."))


def _text(place: Place, key: str, other: str = "") -> str:
    found = place.get(key)
    return found.text() if found else other


def _many(place: Place, key: str) -> tuple[str, ...]:
    found = place.get(key)
    return tuple(p.text() for p in found.one_or_many()) if found else ()


def _demand(place: Place) -> Demand:
    basis = _need(place, "凭")
    laws = {} if not basis.is_mapping() and basis.choice([LOCAL]) else dict(basis.pairs())
    demand = Demand(
        _need(place, "说").text(), {law: tuple(a.text() for a in p.one_or_many()) for law, p in laws.items()}
    )
    place.no_more()
    return demand


def _story(place: Place) -> Story:
    ends = place.get("结局")
    single = ends is not None and not ends.is_mapping()
    story = Story(
        where=f"{place.file}:{place.line}",
        name=_need(place, "名").text(),
        lines=tuple(_told(p) for p in _need(place, "经过").items()),
        ends={"": ends.text()} if ends and single else {k: p.text() for k, p in ends.pairs()} if ends else {},
    )
    place.no_more()
    return story


def _told(place: Place) -> Told:
    about, where = _text(place, "在"), f"{place.file}:{place.line}"
    make = next((make for key, make in MORE.items() if place.get(key)), None)
    if make is None:
        return Told(read_line(place), about)
    told = Told(make(place, where), about, _after(place, where))
    place.no_more()
    return told


def _after(place: Place, where: str) -> Line | None:
    open_, limits = place.get("应当"), place.get("时限")
    if not open_ and not limits:
        return None
    return Line(where, "", "", expects=_many(place, "应当") if open_ else None, limits=limits.plain() if limits else {})


def _opening(place: Place, where: str) -> Opening:
    power, parties = _text(place, "立项"), place.get("当事人")
    return Opening(
        where, power, _text(place, "谁"), _text(place, "称", power), int(_text(place, "金额", "0")) * 100,
        parties.plain() if parties else {}, _text(place, "照主路到"),
    )  # fmt: skip


def _usual(place: Place, where: str) -> Usual:
    return Usual(where, _text(place, "照主路从"), _text(place, "到"), _text(place, "照"))


def _stake(place: Place, where: str) -> Stake:
    return Stake(where, _text(place, "谁"), _text(place, "申报"))


def _kin(place: Place, where: str) -> Kin:
    return Kin(where, _text(place, "谁"), _text(place, "申报亲属"))


def _both(place: Place, where: str) -> BothPosts:
    return BothPosts(where, _text(place, "一肩挑"))


def _duty(place: Place, where: str) -> Duty:
    name, begins = _text(place, "了结") or _text(place, "开办"), place.get("开办") is not None
    return Duty(where, name, _text(place, "谁"), begins, _text(place, "不准"))


def _look(place: Place, where: str) -> Look:
    def yes(key: str) -> bool:
        found = place.get(key)
        return found is not None and found.text() == "是"

    return Look(
        where, _text(place, "看"), _many(place, "谁"), _many(place, "有"), _many(place, "没有"), yes("看不到"),
        yes("扫码"),
    )  # fmt: skip


# What a line of a story may be beside a line of a scenario, by its key.
MORE = {
    "立项": _opening, "照主路从": _usual, "申报": _stake, "申报亲属": _kin, "一肩挑": _both, "了结": _duty,
    "开办": _duty, "看": _look,
}  # fmt: skip
