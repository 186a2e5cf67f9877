"""Robots in group chats of WeCom and DingTalk. Both answer 200 to everything and say in ``errcode`` what happened."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from collections.abc import Mapping

from qingdan.watch.reach.faults import Fault, NotSent
from qingdan.watch.reach.models import Robot
from qingdan.watch.reach.outside import checked, post
from qingdan.watch.reach.sealing import Unreadable, opened

MOST_BYTES = 2000  # WeCom takes 2048 in a text

# What the services say that has an answer of its own; whatever else they say is a refusal.
_CODES: Mapping[str, Mapping[int, Fault]] = {
    Robot.Kind.WECOM: {
        -1: Fault.BROKEN,
        45009: Fault.BUSY,
        45033: Fault.BUSY,
        93000: Fault.KEY,
        93004: Fault.KEY,
        93008: Fault.KEY,
    },
    Robot.Kind.DINGTALK: {
        -1: Fault.BROKEN,
        130101: Fault.BUSY,
        410100: Fault.BUSY,
        300001: Fault.KEY,
        300005: Fault.KEY,
        400013: Fault.KEY,
        400101: Fault.KEY,
        400106: Fault.KEY,
        310000: Fault.SIGNATURE,
    },
}


def measure(text: str) -> int:
    """How long a robot's text is, as the services count it."""
    return len(text.encode())


def say(robot: Robot, text: str) -> None:
    """Let a robot say something in its group. :raises NotSent: when it did not."""
    try:
        address = checked(robot.kind, opened(robot.address))
        secret = opened(robot.secret) if robot.secret else ""
    except Unreadable:
        raise NotSent(Fault.SEALED) from None
    more = signature(secret, round(time.time() * 1000)) if secret else {}
    answer = post(address, more, {"msgtype": "text", "text": {"content": text}})
    code = answer.get("errcode")
    if code != 0:
        known = _CODES[robot.kind].get(code) if isinstance(code, int) else None
        raise NotSent(known or Fault.REFUSED, str(code)[:20])


def signature(secret: str, at: int) -> Mapping[str, str]:
    """With what DingTalk wants a message signed: the moment (ms), and its HMAC-SHA256 with the secret."""
    signed = hmac.new(secret.encode(), f"{at}\n{secret}".encode(), hashlib.sha256).digest()
    return {"timestamp": str(at), "sign": base64.b64encode(signed).decode()}
