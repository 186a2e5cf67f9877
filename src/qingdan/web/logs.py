"""Logs: one JSON line for each thing that happened, and nothing personal in any of them.

What may carry personal words is left out: paths and query strings (they hold numbers and codes), addresses of readers,
the words of exceptions (a database quotes the row that it refused), and the parameters of other packages' messages.
``QINGDAN_DEBUG=1`` adds the words of exceptions.
"""

from __future__ import annotations

import json
import logging
import re
import time
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

OURS = "qingdan"
ADDRESS = re.compile(r"\b(\d{1,3}\.\d{1,3})\.\d{1,3}\.\d{1,3}\b|\b[0-9a-fA-F]{1,4}(?::[0-9a-fA-F]{0,4}){3,7}\b")
_OWN_FIELDS = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
log = logging.getLogger("qingdan.web.requests")


class JsonLines(logging.Formatter):
    """A record as one line: at, level, logger, event, then what our own code gave as ``extra``."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, Any] = {"at": at, "level": record.levelname.lower(), "logger": record.name}
        if record.name.partition(".")[0] == OURS:
            line["event"] = record.getMessage()
            line |= {k: v for k, v in vars(record).items() if k not in _OWN_FIELDS}
        else:
            line["event"] = without_addresses(str(record.msg))  # as written by its author, before anything is filled in
        if record.exc_info and record.exc_info[0] is not None:
            line["fault"] = fault_of(*record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def without_addresses(text: str) -> str:
    """The text with the second half of each network address left out."""
    return ADDRESS.sub(lambda m: f"{m[1]}.…" if m[1] else "…", text)


def fault_of(kind: type[BaseException], fault: BaseException | None, trace: TracebackType | None) -> dict[str, Any]:
    """What kind of exception, and where: file, line and function of each frame, nothing of what they held."""
    frames = [f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(trace)]
    found: dict[str, Any] = {"kind": f"{kind.__module__}.{kind.__qualname__}", "frames": frames}
    if settings.DEBUG:
        found["words"] = str(fault)
    return found


class RequestLog:
    """Middleware, outermost: method, name of the page, status and time of every request but those for static files."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.monotonic()
        response = self.get_response(request)
        match = request.resolver_match
        if match is not None or response.status_code >= 400:
            said = {
                "method": request.method,
                "page": match.view_name if match else None,
                "status": response.status_code,
                "ms": round((time.monotonic() - began) * 1000, 1),
            }
            log.log(_level(said), "request", extra=said)
        return response


def _level(said: dict[str, Any]) -> int:
    if said["status"] >= 500:
        return logging.ERROR
    return logging.DEBUG if said["page"] == "healthz" else logging.INFO


LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": JsonLines}},
    "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["lines"], "level": "WARNING"},
    "loggers": {
        "qingdan": {"level": "INFO"},
        # Django gives these two their own handlers; here they speak like everything else.
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"level": "ERROR"},  # what RequestLog does not say: where a page broke
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        "gunicorn.error": {"handlers": [], "propagate": True},
        "axes": {"level": "ERROR"},  # names and addresses of those who sign in; the register keeps what is needed
    },
}
