"""The map finds everything, decisions have one number each, links lead somewhere, every dependency has its reason."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from pathlib import Path

from tests.guards.house import HOUSE, SOURCE, name_of, our_files

DECISIONS = HOUSE / "docs" / "decisions"
MAP = HOUSE / "docs" / "map.md"
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")


def unnamed(names: set[str], text: str) -> list[str]:
    """Names that a text does not hold in backticks or as a link's target."""
    said = {s.strip("/") for s in re.findall(r"`([^`\n]+)`|\]\(([^)\s]+)\)", text) for s in s if s}
    return sorted(n for n in names if n not in said)


def test_the_map_names_every_package_and_document() -> None:
    packages = {
        f.parent.relative_to(SOURCE).as_posix() for f in our_files() if f.name == "__init__.py" and SOURCE in f.parents
    }
    packages = {p for p in packages if p != "." and not re.search(r"migrations|management|templatetags", p)}
    documents = {f.relative_to(MAP.parent).as_posix() for f in our_files() if MAP.parent in f.parents} - {"map.md"}
    documents = {d for d in documents if d.endswith(".md") and not d.startswith("decisions/")}
    missing = unnamed(packages | documents, MAP.read_text(encoding="utf-8"))
    assert not missing, "say in docs/map.md what it is for:\n" + "\n".join(missing)


def test_decisions_are_numbered_once() -> None:
    names = [f.name for f in our_files() if f.parent == DECISIONS and f.name != "README.md"]
    odd = [n for n in names if not re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", n)]
    twice = [number for number, n in Counter(n[:4] for n in names).items() if n > 1]
    assert not odd, f"name it NNNN-what-was-decided.md: {odd}"
    assert not twice, f"take the next free number: {twice}"


def test_links_lead_somewhere() -> None:
    pages = [f for f in our_files() if f.suffix == ".md"]
    broken = [
        f"{name_of(f)} → {to}"
        for f in pages
        for to in LINK.findall(f.read_text("utf-8"))
        if not (f.parent / to).exists()
    ]
    assert not broken, "\n".join(broken)


def dependencies() -> set[str]:
    """The names of everything that we ask for by name: Python and front-end packages."""
    asked = {line for f in HOUSE.glob("requirements/*.in") for line in f.read_text("utf-8").split("\n")}
    python = {re.split(r"[\[=~<>; ]", line)[0] for line in asked if line and not line.startswith(("-", "#"))}
    package = json.loads((HOUSE / "package.json").read_text("utf-8"))
    return python | set(package["dependencies"]) | set(package["devDependencies"])


def test_every_dependency_has_its_reason() -> None:
    missing = unnamed(dependencies(), (DECISIONS / "0001-dependencies.md").read_text("utf-8"))
    assert not missing, f"add its reason and licence to docs/decisions/0001-dependencies.md: {missing}"


def test_the_changelog_has_this_version() -> None:
    version = tomllib.loads((HOUSE / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert f"## {version}" in (HOUSE / "CHANGELOG.md").read_text("utf-8")


def test_the_guard_sees_what_is_not_named(tmp_path: Path) -> None:
    assert unnamed({"web", "watch/boards", "spec/flow.md"}, "`web/` and [flow](spec/flow.md)") == ["watch/boards"]
    assert LINK.findall("[a](b.md) [c](https://x) [d](#e) [f](g.md#h)") == ["b.md", "g.md"]
