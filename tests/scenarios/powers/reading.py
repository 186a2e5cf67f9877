"""Reads a file of scenarios: who does what, and what must come of it. The keys are Chinese, so that a jurist can read
and write them; README.md says what each means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from qingdan.domain.reading import Place, read_yaml
from qingdan.domain.words import Words

HERE = Path(__file__).parent
DEEDS = ("办", "通知", "随时", "异议", "答复", "过")  # each line has exactly one of them


@dataclass(frozen=True)
class Line:
    """One thing that happens, and what must then be open. ``where`` names file and line for whoever must look."""

    where: str
    deed: str
    what: str
    who: str = ""
    on_behalf: str = ""
    result: str = ""
    because: str = ""
    fills: Mapping[str, Any] = field(default_factory=dict)
    votes: Mapping[str, int] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    chosen: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    kin: tuple[str, ...] = ()
    held_in: str = ""
    leaves: str = ""
    follows: str = ""
    forbidden: str = ""
    expects: tuple[str, ...] | None = None
    limits: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Scenario:
    """A case from its first step to its ending. ``as_usual_to`` takes the lines of the main way up to a step first."""

    where: str
    name: str
    lines: tuple[Line, ...]
    ends: str
    opened_by: str
    sum: int
    parties: Mapping[str, str]
    as_usual_to: str = ""


@dataclass(frozen=True)
class Sheet:
    """All scenarios of one power; the first is its main way."""

    power: str
    scenarios: tuple[Scenario, ...]

    @property
    def main(self) -> Scenario:
        return self.scenarios[0]

    def whole(self, scenario: Scenario) -> tuple[Line, ...]:
        """The lines of a scenario, after those of the main way that it takes over: what they must lead to with the main
        way's sums is looked at there."""
        return (
            (*self.before(scenario.as_usual_to, scenario.where), *scenario.lines)
            if scenario.as_usual_to
            else scenario.lines
        )

    def before(self, step: str, where: str = "", since: str = "") -> tuple[Line, ...]:
        """The lines of the main way before a step, all of them without one: what happens, and nothing to be looked at.
        ``since`` leaves out what comes before that step."""
        names = [line.what for line in self.main.lines]
        for name in (step, since):
            assert not name or name in names, f"{where or self.power}: the main way has no {name}"
        first = names.index(since) if since else 0
        last = names.index(step, first) if step else len(names)
        return tuple(
            replace(line, expects=None, limits={}) for line in self.main.lines[first:last] if not line.forbidden
        )


def sheets() -> dict[str, Sheet]:
    """Every file of scenarios, by the short name of its power."""
    return {file.stem: read(file) for file in sorted(HERE.glob("*.yaml"))}


def read(file: Path) -> Sheet:
    """One file. :raises DefinitionError: when a key is not known, or something is missing."""
    place = read_yaml(file.name, file.read_text(encoding="utf-8"))
    power = place.need(
        "事项", Words("写权力的短名，例如 petty-goods。", "Name the power by its short name, as petty-goods.")
    ).text()
    common = place.get("平常")
    scenarios = [
        _scenario(p, common) for p in place.need("情形", Words("写各种情形。", "Write the scenarios.")).items()
    ]
    place.get("说明")
    place.no_more()
    return Sheet(power, tuple(scenarios))


def _scenario(place: Place, common: Place | None) -> Scenario:
    def said(key: str, other: str = "") -> str:
        own = place.get(key)
        found = own or (common.get(key) if common else None)
        return found.text() if found else other

    usual, parties = place.get("照主路到"), place.get("当事人") or (common.get("当事人") if common else None)
    scenario = Scenario(
        where=f"{place.file}:{place.line}",
        name=place.need("名", Words("给这个情形起个名。", "Give the scenario a name.")).text(),
        lines=tuple(
            read_line(p)
            for p in place.need("经过", Words("一行一件，写发生了什么。", "Write what happens, line by line.")).items()
        ),
        ends=place.need(
            "结局", Words("用定义里的原话写结局。", "Say how it ends, in the words of the definition.")
        ).text(),
        opened_by=said("立项", "赵文书"),
        sum=int(said("金额", "3000")) * 100,
        parties=parties.plain() if parties else {},
        as_usual_to=usual.text() if usual else "",
    )
    place.no_more()
    return scenario


def read_line(place: Place) -> Line:
    """One line: what happens, and what must be so then."""
    deeds = [deed for deed in DEEDS if place.get(deed)]
    if len(deeds) != 1:
        what = Words("一行只写一件事", "one thing happens on a line")
        place.fail(what, Words(f"{'、'.join(DEEDS)}里写一样。", f"Write exactly one of {'、'.join(DEEDS)}."))

    def said(key: str) -> str:
        found = place.get(key)
        return found.text() if found else ""

    def many(key: str) -> tuple[str, ...] | None:
        found = place.get(key)
        return tuple(p.text() for p in found.one_or_many()) if found else None

    def mapping(key: str) -> dict[str, Any]:
        found = place.get(key)
        return found.plain() if found else {}

    line = Line(
        where=f"{place.file}:{place.line}", deed=deeds[0], what=said(deeds[0]), who=said("谁"), on_behalf=said("替"),
        result=said("结果"), because=said("因为"), fills=mapping("填"), votes=mapping("票"), left_out=many("缺") or (),
        chosen=mapping("选"), kin=many("近亲属") or (), held_in=said("开会"), leaves=said("离任"), follows=said("递补"),
        forbidden=said("不准"), expects=many("应当"), limits=mapping("时限"),
    )  # fmt: skip
    place.no_more()
    return line
