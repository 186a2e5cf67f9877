"""What stands between a fresh checkout and a served page, each step done only when what it reads has changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from qingdan.web.translating import compile_stale

SOURCE = Path(__file__).resolve().parents[1]
REGIONS = "regions/jiyuan.csv"
Say = Callable[[str], None]


@dataclass(frozen=True)
class Step:
    """One step: what it does in a word, the files that it depends on, and how it is done. Every step is idempotent."""

    name: str
    reads: Callable[[], Iterable[Path]]
    do: Callable[[], None]


def prepare(say: Say, *, with_demonstration: bool) -> list[str]:
    """Do the steps whose files changed since last time, in order; returns their names. What a later step stands on
    includes what the earlier ones read, so that a new migration also loads again.
    """
    compile_stale(map(Path, settings.LOCALE_PATHS))
    remembered = Path(settings.VAR) / "prepared.json"
    before = json.loads(remembered.read_text(encoding="utf-8")) if remembered.exists() else {}
    database = settings.DATABASES["default"]
    digest = hashlib.sha256(repr([database.get(k) for k in ("ENGINE", "NAME", "HOST", "PORT")]).encode())
    done = []
    for step in _steps(with_demonstration):
        for file in sorted(step.reads()):
            digest.update(file.as_posix().encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
        if before.get(step.name) != digest.hexdigest():
            say(f"{step.name} …")
            step.do()
            before[step.name] = digest.hexdigest()
            # Remembered one by one: a step that fails is the first to be done next time.
            remembered.write_text(json.dumps(before, indent=1), encoding="utf-8")
            done.append(step.name)
    return done


def _steps(with_demonstration: bool) -> list[Step]:
    catalogue = Path(settings.CATALOGUE)
    steps = [
        Step("static files", _files(SOURCE, "**/static/**/*"), _collect),
        Step("tables", _files(SOURCE, "**/migrations/*.py"), lambda: _quietly("migrate")),
        Step("regions", _files(catalogue, REGIONS), lambda: _quietly("load", "divisions", str(catalogue / REGIONS))),
        Step("catalogue", _files(catalogue, "**/*.yaml"), lambda: _quietly("catalogue", "load")),
    ]
    demonstration = Step("demonstration", tuple, lambda: _quietly("demo", "load"))
    return [*steps, demonstration] if with_demonstration else steps


def _files(folder: Path, pattern: str) -> Callable[[], list[Path]]:
    return lambda: [file for file in folder.glob(pattern) if file.is_file()]


def _collect() -> None:
    _quietly("collectstatic", interactive=False, clear=True)


def _quietly(*words: str, **options: object) -> None:
    call_command(*words, verbosity=0, **options)
