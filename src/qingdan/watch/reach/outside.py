"""The one door through which robots are called: to known hosts alone, no redirects, little time, a short answer.

Staff type the addresses, so an address must not make the house ask its own network (server-side request forgery). A
host beyond the known ones is opened by the operator, never by a page (``QINGDAN_ROBOT_HOSTS``).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

import requests
import urllib3
from django.conf import settings

from qingdan.watch.reach.faults import Fault, NotSent
from qingdan.watch.reach.models import Robot

CONNECT, READ = 4, 8  # seconds
LONGEST_ANSWER = 64 * 1024
USER_AGENT = "Qingdan"


@dataclass(frozen=True, slots=True)
class Service:
    """Where robots of a kind are called: host, path, and the one parameter that names the robot."""

    host: str
    path: str
    names: str


SERVICES: Mapping[str, Service] = {
    Robot.Kind.WECOM: Service("qyapi.weixin.qq.com", "/cgi-bin/webhook/send", "key"),
    Robot.Kind.DINGTALK: Service("oapi.dingtalk.com", "/robot/send", "access_token"),
}


def checked(kind: str, address: str) -> str:
    """The address of a robot, put together anew from the parts that count.

    :raises NotSent: when it is not one of its service.
    """
    service = SERVICES[kind]
    try:
        parts = urlsplit(address.strip())
        named = parse_qs(parts.query).get(service.names, [])
    except ValueError:
        raise NotSent(Fault.HOST) from None
    where = parts.netloc.lower()
    known = parts.scheme == "https" and where in (service.host, f"{service.host}:443")
    is_open = parts.scheme in ("http", "https") and not {where, parts.hostname}.isdisjoint(settings.ROBOT_HOSTS)
    if not (known or is_open) or parts.path != service.path or len(named) != 1:
        raise NotSent(Fault.HOST)
    return urlunsplit((parts.scheme, where, service.path, urlencode({service.names: named[0]}), ""))


def post(address: str, more: Mapping[str, str], said: Mapping[str, Any]) -> Mapping[str, Any]:
    """Post JSON to a checked address, with ``more`` parameters, and give back the answer's JSON.

    :raises NotSent: when nobody answers, or the answer is anything but a 200 with an object in it.
    """
    url = f"{address}&{urlencode(more)}" if more else address
    try:
        with requests.post(
            url, json=dict(said), headers={"User-Agent": USER_AGENT}, timeout=(CONNECT, READ), allow_redirects=False,
            stream=True,
        ) as answer:  # fmt: skip
            status, content = answer.status_code, answer.raw.read(LONGEST_ANSWER, decode_content=True)
    except (requests.RequestException, urllib3.exceptions.HTTPError, OSError):
        raise NotSent(Fault.UNREACHABLE) from None  # the words of the fault hold the address, which is a secret
    return _read(status, content)


def _read(status: int, content: bytes) -> Mapping[str, Any]:
    if status == requests.codes.too_many_requests:
        raise NotSent(Fault.BUSY, str(status))
    if status >= requests.codes.server_error:
        raise NotSent(Fault.BROKEN, str(status))
    if status != requests.codes.ok:
        raise NotSent(Fault.REFUSED, str(status))
    try:
        said = json.loads(content)
    except ValueError:
        raise NotSent(Fault.BROKEN, "no JSON") from None
    if not isinstance(said, dict):
        raise NotSent(Fault.BROKEN, "no object")
    return said
