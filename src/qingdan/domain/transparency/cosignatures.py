"""What a witness signs (C2SP tlog-cosignature, cosignature/v1): that it saw this checkpoint at this time, and no other.

Only Ed25519: the specification prefers ML-DSA-44 for new deployments, which no browser of a villager can verify yet.
"""

from __future__ import annotations

SIZE = 8 + 64  # timestamp and Ed25519 signature
LATEST = 2**63 - 1


def signed_message(text: str, time: int) -> bytes:
    """The bytes under an Ed25519 cosignature of the note text at ``time`` (POSIX seconds)."""
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def pack(time: int, signature: bytes) -> bytes:
    """``timestamped_signature``: time as big-endian uint64, then the signature. :raises ValueError: no such time."""
    if not 0 < time <= LATEST:
        raise ValueError(f"{time} is no time of a cosignature")
    return time.to_bytes(8, "big") + signature


def unpack(payload: bytes) -> tuple[int, bytes] | None:
    """(time, signature), or None when the bytes have another length or no possible time."""
    time = int.from_bytes(payload[:8], "big")
    return (time, payload[8:]) if len(payload) == SIZE and 0 < time <= LATEST else None
