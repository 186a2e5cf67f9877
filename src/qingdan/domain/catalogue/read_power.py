"""Reads ``powers/<norm>/<slug>.yaml``: one entry of the list of powers, and its flow."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any

from qingdan.domain.catalogue.canonical import digest
from qingdan.domain.catalogue.fields import BASIS, each, flag, know, phrases, read_slug, texts, words_or_none
from qingdan.domain.catalogue.model import Guide, Material, Origin, Power, RedLine, SameAs
from qingdan.domain.complaints import BOTH, Complaint, DefinitionError, gather
from qingdan.domain.flow.parse import read_flow
from qingdan.domain.flow.parse_step import read_basis
from qingdan.domain.reading import Place
from qingdan.domain.words import Words

KEYS = (
    "number", "slug", "title", "plain", "summary", "norm", "area", "holder", "subjects", "origin", "basis",
    "red_lines", "materials", "guide", "keywords", "facts", "outcomes", "any_time", "clocks", "process", "flow",
    "finally", "same_as", "major",
)  # fmt: skip
SUMMARY = 120  # Chinese characters: what fits under the title on a phone


def read_power(place: Place, known_digest: str | None = None) -> Power:
    """A power from its file. ``known_digest`` saves counting it again for a definition that was kept by it.

    :raises DefinitionError: with everything wrong in entry and flow.
    """
    slug = PurePosixPath(place.file).stem
    parts: dict[str, Any] = {}

    def part(name: str, read: Callable[[Place], Any], remedy: Words) -> Callable[[], None]:
        def task() -> None:
            parts[name] = read(place.need(name, remedy))

        return task

    def flow() -> None:
        parts["flow"] = read_flow(place, slug)

    def same_as() -> None:
        found = place.get("same_as")
        parts["same_as"] = _same_as(found) if found else None

    def major() -> None:
        found = place.get("major")
        parts["major"] = read_slug(found) if found else ""

    gather([lambda: know(place, *KEYS), *(part(*row) for row in _PARTS), flow, same_as, major])
    power = Power(
        **parts,
        digest=known_digest or digest(place),
        file=place.file,
        lines={name: found.line for name, found in place.pairs()},
    )
    return _where_it_belongs(power)


def _where_it_belongs(power: Power) -> Power:
    path = PurePosixPath(power.file)
    if (path.parent.name, path.stem) != (power.norm, power.slug):
        here, there = f"{path.parent.name}/{path.name}", f"powers/{power.norm}/{power.slug}.yaml"
        what = Words(
            f"slug“{power.slug}”、norm“{power.norm}”写在 {here} 里",
            f"slug {power.slug!r} of norm {power.norm!r} stands in {here}",
        )
        remedy = Words(
            f"请把文件移到 {there}，或改正 slug 和 norm。", f"Move the file to {there}, or correct slug and norm."
        )
        raise DefinitionError([Complaint(power.file, power.lines["slug"], what, remedy)])
    return power


def _summary(place: Place) -> Words:
    words = place.words()
    if len(words.zh) > SUMMARY:
        place.fail(
            Words(f"概括有 {len(words.zh)} 个字", f"the summary has {len(words.zh)} Chinese characters"),
            Words(f"请写在 {SUMMARY} 个字以内。", f"Say it in at most {SUMMARY}."),
        )
    return words


def _number(place: Place) -> int:
    if place.number() < 1:
        place.fail(
            Words("权力从 1 起编号", "powers are numbered from 1"),
            Words("请写它在清单里的编号。", "Write the number of the entry in the list."),
        )
    return place.number()


def _origin(place: Place) -> Origin:
    know(place, "source", "note")
    return Origin(
        place.need("source", Words("请写这一项的出处。", "Name the source of this entry.")).text(),
        words_or_none(place.get("note")),
    )


def _same_as(place: Place) -> SameAs:
    know(place, "power", "reason")
    power = place.need("power", Words("请写流程相同的那一项权力。", "Name the power whose flow it is.")).text()
    return SameAs(power, place.need("reason", BOTH).words(), place.line)


def _material(place: Place) -> Material:
    know(place, "name", "note", "verified")
    name = place.need("name", Words("请写要带什么：{zh: …, en: …}。", "Name what to bring: {zh: …, en: …}.")).words()
    return Material(name, words_or_none(place.get("note")), flag(place.get("verified"), True))


def _red_line(place: Place) -> RedLine:
    know(place, "prohibition", "note")
    slug = place.need("prohibition", Words("请写禁止事项的代号。", "Name the prohibition by its slug.")).text()
    return RedLine(slug, words_or_none(place.get("note")), place.line)


def _guide(place: Place) -> Guide:
    names = ("who", "where", "how_long", "cost", "take_part", "watch")
    know(place, *names)
    remedy = Words(
        "请回答村民的问题：{zh: …, en: …}，或写成这样的列表。",
        "Answer the villager's question: {zh: …, en: …}, or a list of such phrases.",
    )
    return Guide(**{name: phrases(place.need(name, remedy)) for name in names})


_PARTS: tuple[tuple[str, Callable[[Place], Any], Words], ...] = (
    ("number", _number, Words("请写它在权力清单里的编号。", "Write its number in the list of powers.")),
    ("slug", read_slug, Words("请写代号，和文件名一样。", "Write the short name, the same as the file's.")),
    ("title", Place.words, BOTH),
    ("plain", Place.words, Words("请用村民的话写它是办什么的。", "Say in a villager's words what this is for.") + BOTH),
    (
        "summary",
        _summary,
        Words(f"请用不超过 {SUMMARY} 个字概括。", f"Sum it up in at most {SUMMARY} Chinese characters.") + BOTH,
    ),
    (
        "norm",
        read_slug,
        Words("请写属于哪条规范，和文件夹名一样。", "Name the norm it stands under, the same as the folder's."),
    ),
    ("area", read_slug, Words("请写 areas.yaml 里的重点领域。", "Name the key area of areas.yaml.")),
    (
        "holder",
        read_slug,
        Words("请写谁行使这项权力：职务、当事人或会议。", "Say who holds the power: a post, party or body."),
    ),
    ("subjects", texts, Words("请写涉及谁：职务、当事人或会议。", "List whom it concerns: posts, parties or bodies.")),
    (
        "origin",
        _origin,
        Words("请写这一项从哪里来：{source: …, note: …}。", "Say where the entry comes from: {source: …, note: …}."),
    ),
    ("basis", read_basis, BASIS),
    (
        "red_lines",
        lambda p: tuple(each(p, _red_line)),
        Words("请写相关的禁止事项；没有写 []。", "List the prohibitions close to it; [] when there is none."),
    ),
    (
        "materials",
        lambda p: tuple(each(p, _material)),
        Words("请写村民要带的材料；没有写 []。", "List what the villager brings; [] when nothing."),
    ),
    (
        "guide",
        _guide,
        Words(
            "请回答 who、where、how_long、cost、take_part 和 watch。",
            "Answer who, where, how_long, cost, take_part and watch.",
        ),
    ),
    ("keywords", texts, Words("请写人们会搜的词；没有写 []。", "List words that people search for; [] when none.")),
)
