"""Secrets at rest: sealed with a key made from the house's signing key, which does not lie in the database."""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.crypto import salted_hmac

_PURPOSE = b"qingdan reach v1"


class Unreadable(Exception):
    """What was sealed cannot be opened: the house's signing key is another one than then."""


def sealed(text: str) -> str:
    """The text so that nobody reads it without the house's key."""
    return _box().encrypt(text.encode()).decode()


def opened(text: str) -> str:
    """:raises Unreadable: when the key has changed, or there is nothing."""
    try:
        return _box().decrypt(text.encode()).decode()
    except InvalidToken as fault:
        raise Unreadable from fault


def known_by(channel: str, receiver: str) -> str:
    """By what a receiver is known again: a keyed digest, so that a stolen database gives nobody's address."""
    return salted_hmac("qingdan.reach", f"{channel}:{receiver}", algorithm="sha256").hexdigest()


def _box() -> MultiFernet:
    return MultiFernet([Fernet(_key(secret)) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str) -> bytes:
    made = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=_PURPOSE).derive(secret.encode())
    return base64.urlsafe_b64encode(made)
