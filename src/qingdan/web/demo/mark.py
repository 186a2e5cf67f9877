"""Is this database a demonstration, and may it be one here? Anybody signs in as anybody, so only on this machine."""

from __future__ import annotations

from ipaddress import ip_address

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError
from django.http import HttpRequest

from qingdan.web.models import DemoMark

NAMES = ("localhost", "127.0.0.1", "[::1]", "::1")
_known = {"is_demonstration": False}


def is_demonstration() -> bool:
    """Whether the database bears the mark, as this process has it from :func:`remember`. Asks nobody."""
    return _known["is_demonstration"]


def remember() -> bool:
    """Ask the database once for this process: when a server starts, and when the mark is made."""
    try:
        _known["is_demonstration"] = DemoMark.objects.exists()
    except DatabaseError:  # no tables yet, or no database: there is nothing to sign in to
        _known["is_demonstration"] = False
    return is_demonstration()


def other_hosts() -> list[str]:
    """The names in QINGDAN_HOSTS by which others could reach us."""
    return [host for host in settings.ALLOWED_HOSTS if host not in NAMES]


def complaint() -> str | None:
    """Why this database must not be served with these settings; None when it may, or cannot be asked."""
    hosts = other_hosts()
    if not hosts or not remember():
        return None
    names = ", ".join(hosts)
    return f"this database is a demonstration, where anybody signs in as anybody, and QINGDAN_HOSTS names {names}"


REMEDY = "Serve it on 127.0.0.1 only, or begin with an empty database and `qingdan serve --no-demo`."


def refuse_to_start() -> None:
    """For a server's first step. :raises ImproperlyConfigured: when the demonstration could be reached by others."""
    remember()
    if said := complaint():
        raise ImproperlyConfigured(f"{said}. {REMEDY}")


def may_sign_in_as_anybody(request: HttpRequest) -> bool:
    """The database is marked, the settings know this machine only, and so does this request: no proxy before us."""
    if other_hosts() or request.get_host().rsplit(":", 1)[0] not in NAMES or "HTTP_X_FORWARDED_FOR" in request.META:
        return False
    return _is_loopback(request.META.get("REMOTE_ADDR", "")) and is_demonstration()


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
