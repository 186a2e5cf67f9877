"""Keys of notes (C2SP signed-note): their names, their short ids, their text, signing and verifying."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from enum import IntEnum

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from qingdan.domain.transparency import cosignatures
from qingdan.domain.transparency.faults import Broken
from qingdan.domain.words import Words

KEY_SIZE = 32
_PRIVATE = "PRIVATE+KEY+"  # the form in which Go's note package keeps a signing key, so that its tools read ours


class Scheme(IntEnum):
    """The signature types that we know, by their byte in key ids and keys."""

    ED25519 = 0x01  # a log's own signature
    COSIGNATURE = 0x04  # a witness's, with the time


class KeyMiswritten(Broken):
    """A text that should be a key is none."""


def is_name(name: str) -> bool:
    """May a key be called so? Not empty, no Unicode space, no plus sign, no control character."""
    return bool(name) and not re.search(r"[\s+\x00-\x1f\x7f-\x9f]", name)


def key_id(name: str, scheme: int, public: bytes) -> bytes:
    """The four bytes by which a signature line names its key."""
    return hashlib.sha256(name.encode() + b"\n" + bytes([scheme]) + public).digest()[:4]


def decoded(text: str) -> bytes:
    """Standard base64, in its one canonical spelling. :raises ValueError: anything else."""
    data = base64.b64decode(text.encode("ascii"), validate=True)
    if base64.b64encode(data).decode() != text:
        raise binascii.Error("not the canonical spelling")
    return data


def encoded(data: bytes) -> str:
    """Standard base64."""
    return base64.b64encode(data).decode()


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key under its name; ``str()`` is its vkey, ``NAME+ID+KEY``."""

    name: str
    scheme: Scheme
    public: bytes

    @property
    def id(self) -> bytes:
        """Its four-byte id."""
        return key_id(self.name, self.scheme, self.public)

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{encoded(bytes([self.scheme]) + self.public)}"

    @classmethod
    def parse(cls, text: str) -> VerifierKey:
        """Read a vkey. :raises KeyMiswritten: it is none, or of a type that we do not know."""
        name, scheme, public = _parts(text.strip(), "", _REMEDY)
        return cls(name, scheme, public)

    def verifies(self, text: str, signature: bytes) -> bool:
        """Was ``text`` signed with this key? ``signature`` is what follows the id in a signature line."""
        message: bytes = text.encode()
        if self.scheme is Scheme.COSIGNATURE:
            parts = cosignatures.unpack(signature)
            if parts is None:
                return False
            message, signature = cosignatures.signed_message(text, parts[0]), parts[1]
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key (an Ed25519 seed of 32 bytes) under its name. ``secret`` is its text; ``repr()`` hides it."""

    name: str
    scheme: Scheme
    seed: bytes

    def __post_init__(self) -> None:
        if not is_name(self.name) or len(self.seed) != KEY_SIZE:
            raise ValueError("a key needs a name without spaces and plus signs, and a seed of 32 bytes")

    def __repr__(self) -> str:
        return f"SigningKey({self.name!r}, {self.scheme!r})"

    @property
    def verifier(self) -> VerifierKey:
        """The public key."""
        return VerifierKey(self.name, self.scheme, self._private().public_key().public_bytes_raw())

    @property
    def secret(self) -> str:
        """``PRIVATE+KEY+NAME+ID+SEED``: for a file that only its owner may read."""
        return f"{_PRIVATE}{self.name}+{self.verifier.id.hex()}+{encoded(bytes([self.scheme]) + self.seed)}"

    @classmethod
    def parse(cls, secret: str) -> SigningKey:
        """Read what :attr:`secret` wrote. :raises KeyMiswritten: it is none; the text itself is never repeated."""
        name, scheme, seed = _parts(secret.strip(), _PRIVATE, _KEPT)
        return cls(name, scheme, seed)

    def sign(self, text: str, time: int | None = None) -> bytes:
        """The signature of a note text; a witness's key needs the ``time`` (POSIX seconds)."""
        if self.scheme is Scheme.COSIGNATURE:
            if time is None:
                raise ValueError("a cosignature says when")
            return cosignatures.pack(time, self._private().sign(cosignatures.signed_message(text, time)))
        return self._private().sign(text.encode())

    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


_REMEDY = Words(
    "请写成“名称+编号+密钥”这一整行，从纸质公告或见证方处抄来。",
    "Write the whole line NAME+ID+KEY as it stands on the paper notice or with the witness.",
)
_KEPT = Words("请从备份中恢复密钥文件。", "Restore the key file from its backup.")
_NO_KEY = Words("这不是一把完整的密钥", "this is not a whole key")


def _parts(text: str, before: str, remedy: Words) -> tuple[str, Scheme, bytes]:
    """(name, scheme, 32 bytes) of a key's text. A wrong id is as bad as a wrong key: somebody mistyped it."""
    name, _, rest = text.removeprefix(before).partition("+")
    shown, _, key = rest.partition("+")
    if not text.startswith(before) or not is_name(name) or not re.fullmatch("[0-9a-f]{8}", shown):
        raise KeyMiswritten(_NO_KEY, remedy)
    try:
        data = decoded(key)
    except ValueError:
        raise KeyMiswritten(_NO_KEY, remedy) from None
    if len(data) != 1 + KEY_SIZE or data[0] not in list(Scheme):
        raise KeyMiswritten(
            Words("这把密钥的种类本程序不认识", "this key is of a type that this program does not know"), remedy
        )
    scheme, material = Scheme(data[0]), data[1:]
    public = SigningKey(name, scheme, material).verifier.public if before else material
    if key_id(name, scheme, public).hex() != shown:
        raise KeyMiswritten(Words("密钥与其编号不符", "the key does not match its id"), remedy)
    return name, scheme, material
