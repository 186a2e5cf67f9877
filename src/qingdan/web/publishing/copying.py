"""The copy made: walk, compare, take down, write, remember. In this order, so that a crash shows nothing twice wrong.

What was withdrawn goes first; then what is new; the manifest last. A run that was cut off is taken up by the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from qingdan.web.keeping.snapshot import snapshot
from qingdan.web.publishing import assets, extras, news, plan
from qingdan.web.publishing.addresses import HOUSE_LANGUAGE, PAGE, Address, file_of, way
from qingdan.web.publishing.asking import Asker, State, unheard
from qingdan.web.publishing.folder import Folder, digest_of
from qingdan.web.publishing.leading import Leading
from qingdan.web.publishing.pages import Manifest, Moment, Page, Written
from qingdan.web.publishing.targets import Reader
from qingdan.web.publishing.walking import Last, Spool, Walk

Step = Callable[[int], None]


@dataclass(frozen=True)
class Wanted:
    """How a copy is to be: ``live`` has the forms, ``at`` is where the copy will stand."""

    live: str
    at: str
    papers: bool = True
    afresh: bool = False  # ask for every page, whatever the register says

    def as_settings(self) -> tuple[str, ...]:
        """What every page depends on beside the house."""
        return self.live, self.at, str(self.papers), settings.BASE_URL


@dataclass
class Report:
    """What a run did."""

    pages: int = 0
    asked: int = 0
    written: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    taken_down: list[str] = field(default_factory=list)  # files that say so now
    faults: list[tuple[Address, Address, str]] = field(default_factory=list)
    broken: list[tuple[Address, Address]] = field(default_factory=list)
    endless: list[str] = field(default_factory=list)


class AnotherHouse(Exception):
    """The folder holds the copy of a house that is not this one."""


def publish(folder: Folder, wanted: Wanted, step: Step = lambda done: None) -> Report:
    """Make the copy as the house is now. The folder is held by this run alone.

    :raises AnotherHouse: when the folder holds the copy of another. :raises Unfit: when the disk refuses.
    """
    at = timezone.now()
    with Spool() as spool, unheard():
        with snapshot():
            now, walk = _walked(folder, wanted, at, spool, step)
        report = Report(len(walk.pages), walk.asker.asked, faults=walk.faults, broken=walk.broken(),
                        endless=sorted(walk.endless))  # fmt: skip
        made = Making(walk, wanted)
        after = _written(folder, made, report)
    after.moment, after.at = _when(folder.before, now, at)
    after.live = wanted.live
    folder.finish(after)
    return report


def _walked(folder: Folder, wanted: Wanted, at: datetime, spool: Spool, step: Step) -> tuple[Moment, Walk]:
    before, now = folder.before, news.moment(at, *wanted.as_settings())
    if before.moment.house and before.moment.house != now.house:
        raise AnotherHouse
    nothing_new = news.fresh(before.moment, now, datetime.fromisoformat(before.at)) if before.at else _never

    def holds(page: Page) -> bool:
        return not wanted.afresh and (page.state is not State.KEPT or not _is_lost(folder, page.file))

    reader = Reader((settings.BASE_URL, wanted.live, wanted.at), wanted.papers)
    walk = Walk(Asker(wanted.live), reader, before.pages, Last(nothing_new, holds), spool, step)
    walk.go()
    return now, walk


def _never(page: Page) -> bool:
    return False


def _when(before: Manifest, now: Moment, at: datetime) -> tuple[Moment, str]:
    """From when the next run counts: as before while nothing came, so that a run without news writes nothing."""
    same = replace(now, recent=()) == replace(before.moment, recent=())
    if same and before.at and set(now.recent) <= set(before.moment.recent):
        return before.moment, before.at
    return now, at.isoformat()


class Making:
    """The files of a copy, from what a walk found."""

    def __init__(self, walk: Walk, wanted: Wanted) -> None:
        self.walk, self.leading = walk, Leading(walk, wanted.live, wanted.at)
        self._others: dict[str, bytes | Path] = {**assets.with_what_they_need(self._static_files()), **_of_folders()}
        self._others |= {**extras.files(wanted.live), **dict(self._signposts())}

    def _kept(self) -> Iterator[tuple[Address, Page]]:
        return ((a, p) for a, p in self.walk.pages.items() if p.state is State.KEPT)

    def _static_files(self) -> list[str]:
        return list(dict.fromkeys(file for _address, page in self._kept() for file in page.files))

    def _signposts(self) -> Iterator[tuple[str, bytes]]:
        """A page for each address that has moved, for whoever kept it."""
        own = {page.file for _address, page in self._kept()}
        for address, page in self.walk.pages.items():
            end = self.walk.end_of(address)
            file = file_of(address, PAGE)
            if page.state is State.MOVED and not address.query and end is not None and file not in own:
                yield file, extras.moved(way(file, end.file), address.language or HOUSE_LANGUAGE)

    def names(self) -> set[str]:
        """Every file that belongs to the copy."""
        return {page.file for _address, page in self._kept()} | self._others.keys()

    def contents(self) -> Iterator[tuple[str, bytes]]:
        """(file, content) of all that was made anew. What says that others are there comes after them."""
        last = [name for name in self._others if name.rpartition("/")[2] in _comes_last()]
        for name, content in self._others.items():
            if name not in last:
                yield name, _read(content)
        for address in self.walk.spool:
            page = self.walk.pages[address]
            yield page.file, self.leading.page(address, page, self.walk.spool.body(address))
        for name in last:
            yield name, _read(self._others[name])


def _read(content: bytes | Path) -> bytes:
    return content.read_bytes() if isinstance(content, Path) else content


def _comes_last() -> set[str]:
    return {name for _begins, _path, last in plan.folders() for name in last}


def _of_folders() -> dict[str, Path]:
    found = {}
    for begins, path, _last in plan.folders():
        for file in sorted(path.rglob("*")) if path.is_dir() else ():
            if file.is_file() and not any(part.startswith(".") for part in file.relative_to(path).parts):
                found[f"{begins}/{file.relative_to(path).as_posix()}"] = file
    return found


def _written(folder: Folder, made: Making, report: Report) -> Manifest:
    """Take down, write, and say what lies there then."""
    before, walk = folder.before, made.walk
    names = made.names()
    taken_down = _taken_down(before, names)
    gone = {*before.files, *folder.interrupted} - names - set(taken_down)
    new = [(n, digest_of(c)) for n, c in made.contents() if not folder.holds(n, c)]
    notices = {file: extras.taken_down(_language(file)) for file in taken_down}
    if new or gone or any(not folder.holds(*one) for one in notices.items()):
        folder.begin([name for name, _digest in new])
    files = {name: kept for name, kept in before.files.items() if name in names or name in notices}
    for file, content in notices.items():
        if not folder.holds(file, content):
            files[file] = folder.write(file, content)
            report.taken_down.append(file)
    report.removed = [name for name in sorted(gone) if folder.remove(name)]
    wanted = {name for name, _digest in new}
    for name, content in made.contents():
        if name in wanted:
            files[name] = folder.write(name, content)
            report.written.append(name)
    return Manifest(pages=walk.pages, files=files, taken_down=sorted(taken_down))


def _is_lost(folder: Folder, file: str) -> bool:
    kept = folder.before.files.get(file)
    return kept is None or folder.size_of(file) != kept.size or file in folder.interrupted


def _taken_down(before: Manifest, names: set[str]) -> list[str]:
    """Files of pages that the house does not show any more and whose address somebody may have kept."""
    were = [p.file for a, p in before.pages.items() if p.state is State.KEPT and p.kind == PAGE and not a.query]
    return sorted({*were, *before.taken_down} - names)


def _language(file: str) -> str:
    first = file.partition("/")[0]
    return first if first in dict(settings.LANGUAGES) else HOUSE_LANGUAGE


# -- comparing -----------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Difference:
    """A file of the copy that is not as the house would write it: ``missing``, ``old``, ``altered`` or ``left``."""

    file: str
    what: str


def compare(folder: Folder, wanted: Wanted, step: Step = lambda done: None) -> list[Difference]:
    """Every difference between the copy and the house as it is now; nothing is written."""
    with Spool() as spool, unheard():
        with snapshot():
            _now, walk = _walked(folder, replace(wanted, afresh=True), timezone.now(), spool, step)
        made = Making(walk, wanted)
        found = {}
        for name, content in made.contents():
            found[name] = _difference(folder, name, digest_of(content))
    notices = _taken_down(folder.before, made.names())
    found |= {file: _difference(folder, file, digest_of(extras.taken_down(_language(file)))) for file in notices}
    for name in {*folder.before.files, *folder.interrupted} - made.names() - set(notices):
        found[name] = "left" if folder.size_of(name) >= 0 else ""
    return [Difference(file, what) for file, what in sorted(found.items()) if what]


def _difference(folder: Folder, name: str, digest: str) -> str:
    kept: Written | None = folder.before.files.get(name)
    if folder.size_of(name) < 0:
        return "missing"
    lies_there = digest_of((folder.path / name).read_bytes())
    if lies_there == digest:
        return ""
    return "old" if kept is not None and kept.digest == lies_there else "altered"
