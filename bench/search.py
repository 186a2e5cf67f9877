"""A villager's question to the lists, warm: ours beside SQLite's full-text index over the same words; in turn."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

from ruamel.yaml import YAML

from bench.measure import Section, Size, percentile
from bench.shipped import shipped
from qingdan.domain.catalogue.model import Edition
from qingdan.domain.search.finding import Finder

HOUSE = Path(__file__).resolve().parents[1]
QUESTIONS = HOUSE / "tests" / "domain" / "search" / "questions.yaml"
PROMISED = 5  # ms
Search = Callable[[str], object]


def run(size: Size) -> list[Section]:
    """Milliseconds a question, of all everyday questions of the tests, several times over."""
    edition = shipped()
    asked = [entry["ask"] for entry in YAML(typ="safe").load(QUESTIONS.read_text(encoding="utf-8"))]
    works: dict[str, Search] = {"qingdan": Finder(edition).find, "SQLite FTS5, trigrams": full_text(edition)}
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(1 if size is Size.TINY else 10):
        for text in asked:
            for name, search in works.items():
                times[name].append(_ms(search, text))
    cells = [
        [name, *(f"{ms:.2f}" for ms in (percentile(t, 0.5), percentile(t, 0.99), max(t)))] for name, t in times.items()
    ]
    worst = percentile(times["qingdan"], 0.99)
    kept = "kept" if worst <= PROMISED else "MISSED"
    notes = [
        f"{len(asked)} everyday questions over {len(edition.powers)} powers, the duties and the prohibitions",
        f"99 of 100 questions: {worst:.2f} ms where {PROMISED} ms are promised: {kept}",
        "the peer knows no sayings and no pinyin, and finds nothing for words of two characters",
    ]
    return [Section("Search", ["who", "ms, median", "ms, 99 of 100", "ms, longest"], cells, notes)]


def _ms(search: Search, text: str) -> float:
    began = time.process_time()  # it waits for nothing but the processor
    search(text)
    return (time.process_time() - began) * 1000


def full_text(edition: Edition) -> Search:
    """The same entries in a table of SQLite's, asked for any three characters of the question."""
    table = sqlite3.connect(":memory:")
    table.execute("CREATE VIRTUAL TABLE entries USING fts5(key UNINDEXED, words, tokenize = 'trigram')")
    powers = ((p.slug, p.plain.zh + p.title.zh + p.summary.zh + " ".join(p.keywords)) for p in edition.powers.values())
    others = ((one.slug, one.title.zh) for one in (*edition.duties.values(), *edition.prohibitions.values()))
    rows = [*powers, *others]
    table.executemany("INSERT INTO entries VALUES (?, ?)", rows)

    def search(text: str) -> object:
        pieces = {text[n : n + 3] for n in range(len(text) - 2)}
        wanted = " OR ".join('"' + piece.replace('"', '""') + '"' for piece in pieces)
        if not wanted:
            return []
        return table.execute(
            "SELECT key FROM entries WHERE entries MATCH ? ORDER BY rank LIMIT 12", [wanted]
        ).fetchall()

    return search
