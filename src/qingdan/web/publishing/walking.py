"""The walk: from where the house begins to publish along every link, each address asked once in each language.

What cannot have changed since last time is not asked again; its links are known. Bodies wait in a file until it is
known which of their links hold in the copy.
"""

from __future__ import annotations

import tempfile
import zlib
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from types import TracebackType

from django.conf import settings

from qingdan.web.publishing import plan
from qingdan.web.publishing.addresses import PAGE, Address, file_of
from qingdan.web.publishing.asking import Answer, Asker, State
from qingdan.web.publishing.pages import Page
from qingdan.web.publishing.rewriting import FORMS, addresses_in, links_in
from qingdan.web.publishing.targets import Reader, To

MOST_VARIANTS = 500  # of one path by what follows "?": a calendar that can be turned for ever is not copied for ever
MOST_MOVES = 5


@dataclass(frozen=True)
class Last:
    """Of a page as it was last time: can nothing of it have changed, and does its file lie there as it was written?"""

    nothing_new: Callable[[Page], bool]
    holds: Callable[[Page], bool]


class Spool:
    """Bodies on disk until they are written, packed."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(prefix="qingdan-copy-")  # noqa: SIM115 closed by __exit__
        self._at: dict[Address, tuple[int, int]] = {}

    def __enter__(self) -> Spool:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()

    def __contains__(self, address: Address) -> bool:
        return address in self._at

    def __iter__(self) -> Iterator[Address]:
        return iter(self._at)

    def keep(self, address: Address, body: bytes) -> None:
        """Lay a body down."""
        packed = zlib.compress(body, 1)
        self._at[address] = (self._file.seek(0, 2), len(packed))
        self._file.write(packed)

    def body(self, address: Address) -> bytes:
        """Take it up again."""
        begins, length = self._at[address]
        self._file.seek(begins)
        return zlib.decompress(self._file.read(length))


class Walk:
    """``Walk(…).go()``; then ``pages`` says what was found and ``spool`` holds what was read anew."""

    def __init__(
        self, asker: Asker, reader: Reader, before: dict[Address, Page], last: Last, spool: Spool,
        step: Callable[[int], None] = lambda done: None,
    ) -> None:  # fmt: skip
        self.asker, self.reader, self.before, self.last = asker, reader, before, last
        self.spool, self.step = spool, step
        self.pages: dict[Address, Page] = {}
        self.found_on: dict[Address, Address] = {}  # a page that led there
        self.faults: list[tuple[Address, Address, str]] = []  # address, a page that leads there, why
        self._waiting: deque[Address] = deque()
        self._variants: Counter[tuple[str, str]] = Counter()
        self.endless: set[str] = set()  # paths with more variants than are followed

    def go(self) -> None:
        """Every page that can be reached; until nothing that is kept as it was leads where it should not."""
        for path in plan.for_machines():
            self._add(Address(path))
        for language in dict(settings.LANGUAGES):
            for path in plan.beginnings():
                self._add(Address(path).in_language(language))
        self._rest()
        for address, page in self.before.items():  # whoever kept an address still finds what it had
            if page.state in (State.KEPT, State.MOVED) and not address.query and self.reader.takes(address):
                self._add(address)
        self._rest()
        while turned := self._turned():
            for address in turned:
                self.again(address)

    def again(self, address: Address) -> None:
        """Ask for a page once more, whatever is known of it, and for what it leads to."""
        self._visit(address, anew=True)
        self._rest()

    def _add(self, address: Address, here: Address | None = None) -> None:
        if address in self.pages or address in self.found_on:
            return
        if address.query:
            self._variants[address.path, address.language] += 1
            if self._variants[address.path, address.language] > MOST_VARIANTS:
                self.endless.add(address.path)
                return
        self.found_on[address] = here or address
        self._waiting.append(address)

    def _rest(self) -> None:
        while self._waiting:
            self._visit(self._waiting.popleft())

    def _visit(self, address: Address, anew: bool = False) -> None:
        known = self.before.get(address)
        holds = known is not None and not anew and self.last.holds(known)
        if known is not None and holds and self.last.nothing_new(known):
            page = known
        else:
            # A page's links are written anew with it; what has none is as it was when the house says so.
            mark = known.mark if known is not None and holds and known.kind != PAGE and not known.links else ""
            page = self._page(address, self.asker.ask(address, mark), known)
        self.pages[address] = page
        for link in page.links:
            self._add(Address.read(link), address)
        self.step(len(self.pages))

    def _page(self, address: Address, answer: Answer, known: Page | None) -> Page:
        if answer.state is State.SAME and known is not None:
            return known
        if answer.state is State.FAULT:
            self.faults.append((address, self.found_on.get(address, address), answer.why))
            if known is not None and known.state is State.KEPT:  # what lies there is better than nothing
                return replace(known, why=answer.why)
        page = Page(answer.state, why=answer.why, village=answer.village, apps=tuple(sorted(answer.apps)))
        if answer.state is State.MOVED:
            target = self.reader.read(address, answer.to)
            if target.to is not To.PAGE or target.address is None:
                return Page(State.LIVE, why="leads to the live house", apps=page.apps)
            page.to, page.links = str(target.address), (str(target.address),)
        elif answer.state is State.KEPT:
            page.kind, page.saved, page.mark = answer.kind, bool(answer.name), answer.mark
            page.file = file_of(address, answer.kind, answer.name)
            self._read_links(address, answer, page)
            self.spool.keep(address, answer.body)
        return page

    def _read_links(self, address: Address, answer: Answer, page: Page) -> None:
        links, files = {}, {}
        for link in _links(answer):
            target = self.reader.read(address, link)
            if target.to is To.PAGE:
                links[str(target.address)] = None
            elif target.to is To.STATIC:
                files[target.file] = None
        page.links, page.files = tuple(links), tuple(files)

    def end_of(self, address: Address) -> Page | None:
        """The page that an address comes to in the copy; None when the live house has it."""
        return _end(self.pages, address)

    def _turned(self) -> list[Address]:
        """Pages kept as they were, of whose links one leads elsewhere now than when they were written."""
        files: dict[str, bool] = {}

        def differs(link: str) -> bool:
            if link not in files:
                one = Address.read(link)
                now, then = _end(self.pages, one), _end(self.before, one)
                files[link] = (now.file if now else "") != (then.file if then else "")
            return files[link]

        return [
            address for address, page in self.pages.items()
            if page.state is State.KEPT and address not in self.spool and any(differs(link) for link in page.links)
        ]  # fmt: skip

    def broken(self) -> list[tuple[Address, Address]]:
        """(address, a page that leads there): links of the house to what is not there."""
        return [
            (a, self.found_on[a]) for a, p in self.pages.items()
            if p.state is State.GONE and self.found_on.get(a, a) != a and a not in self.before
        ]  # fmt: skip


def _end(pages: dict[Address, Page], address: Address) -> Page | None:
    for _move in range(MOST_MOVES):
        page = pages.get(address)
        if page is None or page.state not in (State.KEPT, State.MOVED):
            return None
        if page.state is State.KEPT:
            return page
        address = Address.read(page.to)
    return None


def is_listing(kind: str) -> bool:
    """Whether a file that is no page names addresses of the house in full: a sitemap, a feed, robots.txt."""
    return (kind.endswith("xml") and "svg" not in kind) or kind == "text/plain"


def _links(answer: Answer) -> list[str]:
    if answer.kind == PAGE:
        return [value for tag, name, value in links_in(answer.body.decode()) if name not in FORMS]
    if is_listing(answer.kind):
        return addresses_in(answer.body.decode(errors="replace"), settings.BASE_URL.rstrip("/"))
    return []
