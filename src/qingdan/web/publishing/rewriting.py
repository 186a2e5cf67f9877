"""The links of a page: found, and written anew. Everything else of the page stays as it is, byte for byte."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterator
from html import escape, unescape

# What holds an address. Values are always quoted in what we write.
NAMES = ("href", "src", "action", "formaction", "poster", "data", "xlink:href")
FORMS = ("action", "formaction")
_TAG = r"""<([a-zA-Z][\w:-]*)((?:"[^"]*"|'[^']*'|[^"'>])*)>"""
_PIECES = re.compile(rf"<!--.*?-->|{_TAG}", re.S)
_INSIDE = {name: re.compile(rf"</{name}\s*>", re.I) for name in ("script", "style", "textarea", "title")}
_NAMED = re.compile(rf"""(\s(?:{"|".join(NAMES)})\s*=\s*)("[^"]*"|'[^']*')""", re.I)
_ACTION = re.compile(r"\saction\s*=", re.I)
_INLINE = re.compile(r"<script(?![^>]*\ssrc\s*=)[^>]*>(.*?)</script\s*>", re.S | re.I)
_REFERRER = '<meta name="referrer" content="same-origin">'
_HEAD = re.compile(r"<meta\s+charset\s*=[^>]*>", re.I)
# Of one address: the tag, the attribute, the value; gives what to write instead, and more to write into the tag.
Lead = Callable[[str, str, str], tuple[str, str]]


def _tags(page: str) -> Iterator[re.Match[str]]:
    """Every start tag; what stands in comments, scripts and styles is none."""
    at = 0
    while found := _PIECES.search(page, at):
        at = found.end()
        if found[1] is None:
            continue
        yield found
        if (inside := _INSIDE.get(found[1].lower())) and (end := inside.search(page, at)):
            at = end.end()


def links_in(page: str) -> Iterator[tuple[str, str, str]]:
    """(tag, attribute, value) of everything in a page that holds an address."""
    for tag in _tags(page):
        for named in _NAMED.finditer(tag[2]):
            yield tag[1].lower(), _attribute(named), unescape(named[2][1:-1])


def _attribute(named: re.Match[str]) -> str:
    return named[1].strip().rstrip("=").strip().lower()


def rewritten(page: str, lead: Lead) -> str:
    """The page with each address as ``lead`` says."""
    parts, at = [], 0
    for tag in _tags(page):
        if not _NAMED.search(tag[2]) and tag[1].lower() != "form":
            continue
        parts += [page[at : tag.start(2)], _led(tag, lead)]
        at = tag.end(2)
    return "".join([*parts, page[at:]])


def _led(tag: re.Match[str], lead: Lead) -> str:
    more = []

    def write(named: re.Match[str]) -> str:
        value, extra = lead(tag[1].lower(), _attribute(named), unescape(named[2][1:-1]))
        more.append(extra)
        return f'{named[1]}"{escape(value, quote=True)}"'

    written = _NAMED.sub(write, tag[2])
    if tag[1].lower() == "form" and not _ACTION.search(tag[2]):  # it goes where it stands
        where, extra = lead("form", "action", "")
        more.append(f' action="{escape(where, quote=True)}"{extra}')
    extra = "".join(more)
    if not extra:
        return written
    return f"{written[:-1]}{extra}/" if written.endswith("/") else written + extra


def guarded(page: str, form_host: str) -> str:
    """The page with its own rules of content, for servers that send no headers; left alone when it has some."""
    if 'http-equiv="content-security-policy"' in page.lower():
        return page
    rules = policy(form_host, [_digest(found) for found in _INLINE.findall(page)])
    meta = f'<meta http-equiv="Content-Security-Policy" content="{escape(rules)}">{_REFERRER}'
    return _HEAD.sub(lambda found: found[0] + meta, page, count=1)


def policy(form_host: str, digests: list[str]) -> str:
    """What a page of the copy may load and run: what lies beside it, and its own scripts by their digests."""
    scripts = " ".join(["'self'", *(f"'sha256-{one}'" for one in dict.fromkeys(digests))])
    return (
        f"default-src 'self'; script-src {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        f"object-src 'none'; base-uri 'none'; form-action {form_host}"
    )


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def addresses_in(text: str, base: str) -> list[str]:
    """Every address of the house in a text that is no page: a sitemap, a feed."""
    return [unescape(found) for found in re.findall(_address(base), text)]


def with_addresses(text: str, base: str, lead: Callable[[str], str]) -> str:
    """The text with each of them as ``lead`` says."""
    return re.sub(_address(base), lambda found: escape(lead(unescape(found[0])), quote=False), text)


def _address(base: str) -> str:
    return re.escape(base) + r"""/[^\s<>"']*"""
