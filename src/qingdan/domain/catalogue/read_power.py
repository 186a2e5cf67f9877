"""Reads ``powers/<norm>/<slug>.yaml``: one entry of the list of powers, and its flow."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any

from qingdan.domain.catalogue.canonical import digest
from qingdan.domain.catalogue.fields import each, flag, know, phrases, read_slug, texts, words_or_none
from qingdan.domain.catalogue.model import Guide, Material, Origin, Power, RedLine
from qingdan.domain.flow.parse import read_flow
from qingdan.domain.flow.parse_step import read_basis
from qingdan.domain.reading import Complaint, DefinitionError, Place, gather
from qingdan.domain.words import Words

KEYS = (
    "number", "slug", "title", "plain", "summary", "norm", "area", "holder", "subjects", "origin", "basis",
    "red_lines", "materials", "guide", "keywords", "facts", "outcomes", "any_time", "clocks", "flow", "finally",
)  # fmt: skip
SUMMARY = 120  # Chinese characters: what fits under the title on a phone


def read_power(place: Place, known_digest: str | None = None) -> Power:
    """A power from its file. ``known_digest`` saves counting it again for a definition that was kept by it.

    :raises DefinitionError: with everything wrong in entry and flow.
    """
    slug = PurePosixPath(place.file).stem
    parts: dict[str, Any] = {}

    def part(name: str, read: Callable[[Place], Any], remedy: str) -> Callable[[], None]:
        def task() -> None:
            parts[name] = read(place.need(name, remedy))

        return task

    def flow() -> None:
        parts["flow"] = read_flow(place, slug)

    gather([lambda: know(place, *KEYS), *(part(*row) for row in _PARTS), flow])
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
        what = f"slug {power.slug!r} of norm {power.norm!r} stands in {path.parent.name}/{path.name}"
        remedy = f"Move the file to powers/{power.norm}/{power.slug}.yaml, or correct slug and norm."
        raise DefinitionError([Complaint(power.file, power.lines["slug"], what, remedy)])
    return power


def _summary(place: Place) -> Words:
    words = place.words()
    if len(words.zh) > SUMMARY:
        place.fail(f"the summary has {len(words.zh)} Chinese characters", f"Say it in at most {SUMMARY}.")
    return words


def _number(place: Place) -> int:
    if place.number() < 1:
        place.fail("powers are numbered from 1", "Write the number of the entry in the list.")
    return place.number()


def _origin(place: Place) -> Origin:
    know(place, "source", "note")
    return Origin(place.need("source", "Name the source of this entry.").text(), words_or_none(place.get("note")))


def _material(place: Place) -> Material:
    know(place, "name", "note", "verified")
    name = place.need("name", "Name what to bring: {zh: …, en: …}.").words()
    return Material(name, words_or_none(place.get("note")), flag(place.get("verified"), True))


def _red_line(place: Place) -> RedLine:
    know(place, "prohibition", "note")
    slug = place.need("prohibition", "Name the prohibition by its slug.").text()
    return RedLine(slug, words_or_none(place.get("note")), place.line)


def _guide(place: Place) -> Guide:
    names = ("who", "where", "how_long", "cost", "take_part", "watch")
    know(place, *names)
    remedy = "Answer the villager's question: {zh: …, en: …}, or a list of such phrases."
    return Guide(**{name: phrases(place.need(name, remedy)) for name in names})


_NAME = "Write {zh: 中文, en: English}."
_PARTS: tuple[tuple[str, Callable[[Place], Any], str], ...] = (
    ("number", _number, "Write its number in the list of powers."),
    ("slug", read_slug, "Write the short name, the same as the file's."),
    ("title", Place.words, _NAME),
    ("plain", Place.words, "Say in a villager's words what this is for. " + _NAME),
    ("summary", _summary, f"Sum it up in at most {SUMMARY} Chinese characters. " + _NAME),
    ("norm", read_slug, "Name the norm it stands under, the same as the folder's."),
    ("area", read_slug, "Name the key area of areas.yaml."),
    ("holder", read_slug, "Say who holds the power: a post, party or body."),
    ("subjects", texts, "List whom it concerns: posts, parties or bodies."),
    ("origin", _origin, "Say where the entry comes from: {source: …, note: …}."),
    ("basis", read_basis, "Say what it rests on: [{law: …, articles: […]}]."),
    ("red_lines", lambda p: tuple(each(p, _red_line)), "List the prohibitions close to it; [] when there is none."),
    ("materials", lambda p: tuple(each(p, _material)), "List what the villager brings; [] when nothing."),
    ("guide", _guide, "Answer who, where, how_long, cost, take_part and watch."),
    ("keywords", texts, "List words that people search for; [] when none."),
)
