"""Sizes that tell little: Padmé (PURBs, Nikitin and others 2019), so that a length leaks a few bits and never more.

Whatever its length, a content below the floor looks like any other below it; above, at most 12 % are added and the
lengths that remain possible are few.
"""

from __future__ import annotations

from qingdan.domain.sealing.faults import NotSealed

FLOOR = 8 * 1024  # bytes: a long letter and a short one look the same
_HEAD = 8  # bytes that hold the true length


def padded_length(length: int) -> int:
    """The length under which a content of ``length`` bytes travels."""
    length = max(length, FLOOR)
    exponent = length.bit_length() - 1
    free = exponent - exponent.bit_length()  # so many last bits become zero
    mask = (1 << free) - 1
    return (length + mask) & ~mask


def pad(content: bytes) -> bytes:
    """The content after its length, and zeros to the padded length."""
    whole = len(content).to_bytes(_HEAD, "big") + content
    return whole.ljust(padded_length(len(whole)), b"\0")


def unpad(padded: bytes) -> bytes:
    """The content. :raises NotSealed: not padded as :func:`pad` does."""
    length = int.from_bytes(padded[:_HEAD], "big")
    content = padded[_HEAD : _HEAD + length]
    if len(content) != length or pad(content) != padded:
        raise NotSealed("长度不对", "its length is wrong")
    return content
