"""Keys and messages of a small invented house; the receipt's stretching is made cheap, so that many can be tried."""

from __future__ import annotations

import hashlib
from functools import cache

from qingdan.domain.sealing import boxes, codes
from qingdan.domain.sealing.contents import Content, File
from qingdan.domain.sealing.passphrases import LEAST, Cost

HOUSE = b"a salt of 16 byt"
CHEAP = Cost(*LEAST)
TOLD = "示例一村的账上少了三万元，我看见过白条。"
NAME = "示例王五"
PHOTO = b"\xff\xd8 the photo of the slip " * 400
REPORT = Content({"what": TOLD, "who": NAME}, (File("附件1.jpg", "image/jpeg", PHOTO),))


def private(name: str) -> bytes:
    """The same key for a name each time."""
    return hashlib.sha256(name.encode()).digest()


def public(name: str) -> bytes:
    return boxes.public_of(private(name))


@cache
def keys(digits: str = "") -> codes.Keys:
    """The keys of a receipt, stretched once."""
    return codes.keys_of(digits or codes.make(), HOUSE)
