"""An outsider who reads a copy with a reader of his own: the standard library's parser, not what wrote the links."""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

HOLD_ADDRESSES = {"href", "src", "action", "formaction", "poster", "data", "xlink:href"}


@dataclass(frozen=True)
class Link:
    """One address on a page of the copy."""

    page: str
    tag: str
    name: str
    value: str


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [(tag, name, value or "") for name, value in attrs if name in HOLD_ADDRESSES]


def links_of(copy: Path, page: str) -> list[Link]:
    """Every address on a page."""
    parser = _Links()
    parser.feed((copy / page).read_text(encoding="utf-8"))
    return [Link(page, *one) for one in parser.found]


def file_behind(page: str, link: str) -> str | None:
    """The file that a plain web server hands out for a link; None when it leads to another host or nowhere."""
    whole = urlsplit(urljoin(f"http://copy.example/{page}", link))
    if whole.netloc != "copy.example" or whole.scheme != "http":
        return None
    path = unquote(whole.path).lstrip("/")
    return f"{path}index.html" if not path or path.endswith("/") else path


def walked(copy: Path, begin: str = "index.html") -> tuple[set[str], list[Link]]:
    """(files that can be reached, links that lead to nothing)."""
    seen, waiting, broken = {begin}, [begin], []
    while waiting:
        page = waiting.pop()
        if not page.endswith(".html"):
            continue
        for link in links_of(copy, page):
            file = file_behind(page, link.value)
            if file is None or link.name in ("action", "formaction"):
                continue
            if not (copy / file).is_file():
                broken.append(link)
            elif file not in seen:
                seen.add(file)
                waiting.append(file)
    return seen, broken


def files_of(copy: Path) -> dict[str, tuple[int, bytes]]:
    """Every file with its time and content, hidden ones included."""
    return {
        file.relative_to(copy).as_posix(): (file.stat().st_mtime_ns, file.read_bytes())
        for file in sorted(copy.rglob("*")) if file.is_file()
    }  # fmt: skip
