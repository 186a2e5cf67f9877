"""Asking the house as somebody without a name: no session, no account, only the language.

What may lie in a copy is what may lie in any cache that many share, said as HTTP says it. A page that carries a form's
token, sets a cookie or is not to be kept is for one reader, and stays with the live house.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished
from django.db import close_old_connections, connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.test import RequestFactory
from django.utils.http import parse_header_parameters

from qingdan.web.publishing.addresses import HOUSE_LANGUAGE, Address

PRIVATE = {"private", "no-store", "no-cache"}
MOST_MOVES = 3
_TABLES = re.compile(r'(?:FROM|JOIN|UPDATE|INTO) "(\w+)"')


class State(StrEnum):
    """What the house said of an address."""

    KEPT = "kept"  # it is for everybody: into the copy
    SAME = "same"  # as it was when its mark was given
    MOVED = "moved"  # another address has it
    LIVE = "live"  # it is for one reader: the live house has it
    GONE = "gone"  # there is no such page, or not any more
    FAULT = "fault"  # the house failed


@dataclass
class Answer:
    """What the house said, and what it read for that. ``why``: in a word, for what is not kept."""

    state: State
    body: bytes = b""
    kind: str = ""
    name: str = ""  # of the file, when it is to be saved
    mark: str = ""  # ETag
    to: str = ""
    why: str = ""
    village: str = ""  # the path of the village whose page it is
    apps: frozenset[str] = field(default_factory=frozenset)  # the parts of the house whose tables were read


@dataclass(frozen=True)
class Copying:
    """What a page knows of being copied (``house.copy`` in templates)."""

    live: str  # where forms lead: https://…

    @property
    def host(self) -> str:
        """As people name it."""
        return urlsplit(self.live).netloc


class Asker:
    """``Asker(live).ask(address)``."""

    def __init__(self, live: str) -> None:
        self.copying = Copying(live)
        self._handler = WSGIHandler()
        hosts = [host for host in settings.ALLOWED_HOSTS if host and host != "*"]
        secure = settings.BASE_URL.startswith("https://")
        scheme = {"wsgi.url_scheme": "https" if secure else "http"}
        self._factory = RequestFactory(SERVER_NAME=hosts[0].lstrip(".") if hosts else "localhost", **scheme)
        self.asked = 0

    def ask(self, address: Address, mark: str = "") -> Answer:
        """The answer; with ``mark``, that of last time, SAME when nothing changed. Redirects that only set a cookie
        are followed with it, as a browser would: what stands at their end is this address's page."""
        cookies = {settings.LANGUAGE_COOKIE_NAME: address.language or HOUSE_LANGUAGE}
        asked, apps = address.asked, frozenset[str]()
        for _move in range(MOST_MOVES):
            request, response, read = self._get(asked, cookies, mark)
            apps |= read
            set_here = {name: morsel.value for name, morsel in response.cookies.items()}
            if response.status_code not in (301, 302, 303, 307, 308):
                break
            to = urljoin(asked, response["Location"])
            if not set_here:
                return Answer(State.MOVED, to=to, apps=apps)
            if urlsplit(to).netloc:
                return Answer(State.LIVE, why="leads away", apps=apps)
            cookies, asked = cookies | set_here, to
        else:
            return Answer(State.LIVE, why="moves on and on", apps=apps)
        answer = _judged(request, response)
        answer.apps = apps
        village = getattr(request, "village", None)
        answer.village = village.path if village is not None else ""
        return answer

    def _get(
        self, asked: str, cookies: Mapping[str, str], mark: str
    ) -> tuple[HttpRequest, HttpResponseBase, frozenset[str]]:
        path, _mark, query = asked.partition("?")
        given: dict[str, Any] = {"QUERY_STRING": query.partition("#")[0], "HTTP_COOKIE": _as_header(cookies)}
        request = self._factory.get(path.partition("#")[0], **given)
        request.copy = self.copying  # type: ignore[attr-defined]  # what house.copy says
        if mark:
            request.META["HTTP_IF_NONE_MATCH"] = mark
        read: set[str] = set()
        with connection.execute_wrapper(_spy(read)):
            response = self._handler.get_response(request)
        self.asked += 1
        return request, response, frozenset(read)


def _as_header(cookies: Mapping[str, str]) -> str:
    jar: SimpleCookie = SimpleCookie(dict(cookies))
    return "; ".join(f"{name}={morsel.coded_value}" for name, morsel in jar.items())


def _spy(read: set[str]) -> Any:
    """Notes whose tables are read: the part of a table's name before ``_`` is the app that it belongs to."""

    def execute(run: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        read.update(table.partition("_")[0] for table in _TABLES.findall(sql))
        return run(sql, params, many, context)

    return execute


def _judged(request: HttpRequest, response: HttpResponseBase) -> Answer:
    status = response.status_code
    try:
        if status == 304:
            return Answer(State.SAME)
        if status in (404, 410):
            return Answer(State.GONE)
        if status >= 500:
            return Answer(State.FAULT, why=str(status))
        if why := _for_one_reader(request, response):
            return Answer(State.LIVE, why=why)
        return _kept(response)
    finally:
        response.close()


def _for_one_reader(request: HttpRequest, response: HttpResponseBase) -> str:
    """Why an answer belongs to one reader only; "" when it is for everybody."""
    if response.status_code != 200:
        return f"answers {response.status_code}"
    said = {part.strip().partition("=")[0].lower() for part in response.headers.get("Cache-Control", "").split(",")}
    if said & PRIVATE:
        return "not for a cache"
    if "noarchive" in response.headers.get("X-Robots-Tag", ""):
        return "not to be archived"
    if "CSRF_COOKIE_NEEDS_UPDATE" in request.META:
        return "carries a form's token"
    if response.cookies or request.session.modified:
        return "sets a cookie"
    return ""


def _kept(response: HttpResponseBase) -> Answer:
    kind = parse_header_parameters(response.headers.get("Content-Type", ""))[0]
    disposition, said = parse_header_parameters(response.headers.get("Content-Disposition", ""))
    body = b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined, call-overload]
    name = said.get("filename", "") if disposition == "attachment" and kind == "text/html" else ""
    return Answer(State.KEPT, body=body, kind=kind, name=name, mark=response.headers.get("ETag", ""))


@contextmanager
def unheard() -> Iterator[None]:
    """Inside, the house writes no line of its log for each page that is asked for, only for what fails; and keeps its
    connection to the database from one page to the next, for they are all of one moment."""
    logger = logging.getLogger("qingdan.web.requests")
    before = logger.level
    logger.setLevel(logging.ERROR)
    request_finished.disconnect(close_old_connections)
    try:
        yield
    finally:
        request_finished.connect(close_old_connections)
        logger.setLevel(before)
