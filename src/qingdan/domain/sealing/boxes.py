"""Sealing some bytes for one key: HPKE (RFC 9180, base mode) as the crypto package has it, and HKDF labels.

Suite: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305. ``info`` binds what is sealed to its purpose, so that
a box taken from one place opens in no other.
"""

from __future__ import annotations

import hashlib
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from qingdan.domain.sealing.faults import DoesNotOpen, NotSealed

KEY = 32  # bytes of every key, public or private
OVERHEAD = 32 + 16  # bytes that a box is longer than its content: the sender's passing key and the tag
SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
_ID = b"qingdan sealing key v1\n"
_ONCE = bytes(12)  # a key that ever seals one message needs no nonce


def new_private() -> bytes:
    """A new private key."""
    return X25519PrivateKey.generate().private_bytes_raw()


def new_secret() -> bytes:
    """32 bytes that nobody can guess."""
    return secrets.token_bytes(KEY)


def public_of(private: bytes) -> bytes:
    """The public key of a private one."""
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def id_of(public: bytes) -> str:
    """The name by which a sealed message knows a key: 32 hex digits of its SHA-256."""
    return hashlib.sha256(_ID + public).hexdigest()[:32]


def seal(content: bytes, public: bytes, info: bytes) -> bytes:
    """``content`` for the holder of one key. :raises NotSealed: that is no public key."""
    try:
        return SUITE.encrypt(content, X25519PublicKey.from_public_bytes(public), info=info)
    except ValueError:
        raise NotSealed("公钥不对", "not a public key") from None


def unseal(box: bytes, private: bytes, info: bytes) -> bytes:
    """The content of a box. :raises DoesNotOpen: another key, another purpose, or altered."""
    try:
        return SUITE.decrypt(box, X25519PrivateKey.from_private_bytes(private), info=info)
    except (InvalidTag, ValueError):
        raise DoesNotOpen from None


def derive(secret: bytes, label: bytes, salt: bytes | None = None) -> bytes:
    """A key for one purpose from a secret that is already uniform (HKDF-SHA256)."""
    return HKDF(algorithm=SHA256(), length=KEY, salt=salt, info=label).derive(secret)


def lock(content: bytes, key: bytes, bound: bytes) -> bytes:
    """``content`` under a key that locks nothing else, ever; ``bound`` must be the same to open it."""
    return ChaCha20Poly1305(key).encrypt(_ONCE, content, bound)


def unlock(locked: bytes, key: bytes, bound: bytes) -> bytes:
    """:raises DoesNotOpen: another key, another binding, or altered."""
    try:
        return ChaCha20Poly1305(key).decrypt(_ONCE, locked, bound)
    except InvalidTag:
        raise DoesNotOpen from None
