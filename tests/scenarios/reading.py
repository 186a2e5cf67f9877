"""Reads a scenario file: small flows in short notation, and who does what when, what is refused, what the board shows.

A flow says only what it is about; names, instructions and titles that a real definition needs are filled in, so that
these files stay as plain as the notation of the specification.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from qingdan.domain.flow.model import StepKind
from qingdan.records.editions.sources import read_sources

HERE = Path(__file__).parent
BOARDS = ("party-affairs", "village-affairs", "finance")


def files() -> list[Path]:
    """Every scenario file."""
    return sorted((HERE / "flows").glob("*.yaml"))


@cache
def read(path: Path) -> Mapping[str, Any]:
    """The file as plain values."""
    return dict(YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8")))


def edition_files(path: Path, catalogue: Path) -> dict[str, str]:
    """The sources of the real edition; where the file brings flows of its own, with these as the only powers."""
    sources = dict(read_sources(catalogue, "jiyuan"))
    head = "jiyuan/edition.yaml"  # in force early enough for a scenario of any month of the year
    sources[head] = re.sub(r"(?m)^in_force: \S+$", "in_force: 2026-01-01", sources[head])
    powers = read(path).get("powers")
    if not powers:
        return sources
    sources[head] = re.sub(r"(?m)^complete: true$", "complete: false", sources[head])  # these few are no whole list
    # Sayings, and what must be made public, lead to powers that are not there either.
    gone = ("/powers/", "/duties/", "/spoken.yaml", "/disclosure.yaml")
    kept = {p: t for p, t in sources.items() if not any(part in p for part in gone)}
    for number, (slug, flow) in enumerate(powers.items(), 1):
        kept[f"jiyuan/powers/procurement/{slug}.yaml"] = _definition(number, slug, flow)
    return kept


def _definition(number: int, slug: str, flow: Mapping[str, Any]) -> str:
    head: dict[str, Any] = {
        "number": number, "slug": slug, "title": _both(slug), "plain": _both(slug), "summary": _both(slug),
        "norm": "procurement", "area": "finance", "holder": "village-committee", "subjects": ["village-clerk"],
        "origin": {"source": "test"}, "basis": [{"law": "村民委员会组织法", "articles": ["35"]}], "red_lines": [],
        "materials": [], "keywords": [],
        "guide": {k: [_both("示例")] for k in ("who", "where", "how_long", "cost", "take_part", "watch")},
    }  # fmt: skip
    return json.dumps({**head, **_filled(flow)}, ensure_ascii=False, indent=1)  # JSON is YAML, in the order written


def _both(text: str) -> dict[str, str]:
    return {"zh": f"示例{text}" if text.isascii() else text, "en": text if text.isascii() else "Example"}


def _filled(flow: Mapping[str, Any]) -> dict[str, Any]:
    found = dict(flow)
    facts = found.get("facts", {})
    found["facts"] = {n: {"title": _both(n), "audience": "internet", **f} for n, f in facts.items()}
    found["outcomes"] = {o: _both(o) for o in found["outcomes"]}
    for part in ("any_time", "clocks"):
        if part in found:
            found[part] = {n: {"name": _both(n), **rule} for n, rule in found[part].items()}
    for part in ("flow", "finally"):
        if part in found:
            found[part] = [_block(block) for block in found[part]]
    return found


def _block(block: Mapping[str, Any]) -> dict[str, Any]:
    """A block with what a real definition would say too; those inside it likewise."""
    found = {key: _inside(value) for key, value in block.items()}
    head = next((k for k in ("owed", *StepKind) if isinstance(block.get(k), str)), None)
    if head is None or ("for_each" in block and head == "do"):
        return found
    return {"name": _both(str(block[head])), "how": _both(str(block[head])), **found}


def _inside(value: Any) -> Any:
    if isinstance(value, list):
        return [_block(v) if isinstance(v, Mapping) and _is_block(v) else _inside(v) for v in value]
    if isinstance(value, Mapping):
        return {k: _inside(v) for k, v in value.items()}
    return value


def _is_block(value: Mapping[str, Any]) -> bool:
    return any(k in value for k in (*StepKind, "choose", "together", "for_each", "repeat", "end", "owed"))


def scenarios() -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Every scenario with the file in which it stands."""
    for path in files():
        for scenario in read(path)["scenarios"]:
            yield path, scenario
