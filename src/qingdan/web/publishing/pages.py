"""What is known of each address of a copy, and how it is remembered until next time."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from qingdan.web.publishing.addresses import Address
from qingdan.web.publishing.asking import State

VERSION = 1


@dataclass
class Page:
    """One address: what the house said of it, what it depends on, where it leads and what lies in the copy."""

    state: State
    kind: str = ""
    file: str = ""
    saved: bool = False  # a page that is to be saved and not opened
    mark: str = ""
    to: str = ""
    why: str = ""
    village: str = ""
    apps: tuple[str, ...] = ()
    links: tuple[str, ...] = ()  # addresses, as text
    files: tuple[str, ...] = ()  # static files that it needs


@dataclass
class Written:
    """A file of the copy as it was written."""

    digest: str
    size: int


@dataclass
class Moment:
    """Until when the house had been read: its newest entry, those of the last minutes, the day, and by what program."""

    house: str = ""
    entry: int = 0
    recent: tuple[int, ...] = ()
    day: str = ""
    program: str = ""


@dataclass
class Manifest:
    """The copy as the last run left it."""

    moment: Moment = field(default_factory=Moment)
    live: str = ""
    at: str = ""
    pages: dict[Address, Page] = field(default_factory=dict)
    files: dict[str, Written] = field(default_factory=dict)
    taken_down: list[str] = field(default_factory=list)  # files that say so

    def packed(self) -> bytes:
        """For the disk. Names stand once, for a page has fifty links and most pages have the same."""
        names: dict[str, int] = {}
        pages = [[str(address), _page_as_json(page, names)] for address, page in self.pages.items()]
        whole = {
            "version": VERSION, "moment": asdict(self.moment), "live": self.live, "at": self.at, "pages": pages,
            "files": {name: [one.digest, one.size] for name, one in self.files.items()},
            "taken_down": self.taken_down, "names": list(names),
        }  # fmt: skip
        return gzip.compress(json.dumps(whole, ensure_ascii=False).encode(), 5, mtime=0)

    @classmethod
    def unpacked(cls, data: bytes) -> Manifest:
        """:raises ValueError: for what we did not write."""
        try:
            whole = json.loads(gzip.decompress(data))
            if whole["version"] != VERSION:
                raise ValueError(f"version {whole['version']}")
            moment = Moment(**whole["moment"] | {"recent": tuple(whole["moment"]["recent"])})
            return cls(
                moment, whole["live"], whole["at"],
                {Address.read(name): _page(page, whole["names"]) for name, page in whole["pages"]},
                {name: Written(*one) for name, one in whole["files"].items()}, whole["taken_down"],
            )  # fmt: skip
        except (OSError, EOFError, KeyError, TypeError, IndexError) as fault:
            raise ValueError(str(fault)) from fault


def _page_as_json(page: Page, names: dict[str, int]) -> dict[str, Any]:
    numbered = {"links": [names.setdefault(link, len(names)) for link in page.links],
                "files": [names.setdefault(file, len(names)) for file in page.files]}  # fmt: skip
    return {name: value for name, value in (asdict(page) | numbered).items() if value}


def _page(kept: Mapping[str, Any], names: list[str]) -> Page:
    told = dict(kept) | {"state": State(kept["state"]), "apps": tuple(kept.get("apps", ()))}
    told |= {what: tuple(names[n] for n in kept.get(what, ())) for what in ("links", "files")}
    return Page(**told)
