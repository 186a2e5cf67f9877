"""A second implementation, from RFC 6962 §2.1 and tlog-tiles alone: recursive, word for word, slow."""

from __future__ import annotations

import hashlib


def k_of(n: int) -> int:
    """The largest power of two smaller than n."""
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def mth(d: list[bytes]) -> bytes:
    """Merkle Tree Hash."""
    if not d:
        return hashlib.sha256().digest()
    if len(d) == 1:
        return hashlib.sha256(b"\x00" + d[0]).digest()
    k = k_of(len(d))
    return hashlib.sha256(b"\x01" + mth(d[:k]) + mth(d[k:])).digest()


def path(m: int, d: list[bytes]) -> list[bytes]:
    """PATH(m, D[n])."""
    if len(d) == 1:
        return []
    k = k_of(len(d))
    return [*path(m, d[:k]), mth(d[k:])] if m < k else [*path(m - k, d[k:]), mth(d[:k])]


def proof(m: int, d: list[bytes]) -> list[bytes]:
    """PROOF(m, D[n])."""
    return subproof(m, d, True)


def subproof(m: int, d: list[bytes], b: bool) -> list[bytes]:
    if m == len(d):
        return [] if b else [mth(d)]
    k = k_of(len(d))
    if m <= k:
        return [*subproof(m, d[:k], b), mth(d[k:])]
    return [*subproof(m - k, d[k:], False), mth(d[:k])]


def tiles(d: list[bytes]) -> dict[str, bytes]:
    """All tiles and bundles of a log: MTH(D[(n * 256 + i) * 256**l : (n * 256 + i + 1) * 256**l]); n below 10^6."""
    files = {}
    level = 0
    while 256**level <= len(d):
        step = 256**level
        hashes = [mth(d[at : at + step]) for at in range(0, len(d) - step + 1, step)]
        files |= _named(str(level), [b"".join(hashes[at : at + 256]) for at in range(0, len(hashes), 256)], 32)
        level += 1
    bundles = [b"".join(len(e).to_bytes(2, "big") + e for e in d[at : at + 256]) for at in range(0, len(d), 256)]
    widths = [min(256, len(d) - at) for at in range(0, len(d), 256)]
    return files | {_path("entries", n, w): b for n, (b, w) in enumerate(zip(bundles, widths, strict=True))}


def _named(level: str, tiles: list[bytes], each: int) -> dict[str, bytes]:
    return {_path(level, n, len(tile) // each): tile for n, tile in enumerate(tiles)}


def _path(level: str, n: int, width: int) -> str:
    name = f"{n:03d}" if n < 1000 else f"x{n // 1000:03d}/{n % 1000:03d}"
    return f"tile/{level}/{name}" + ("" if width == 256 else f".p/{width}")
