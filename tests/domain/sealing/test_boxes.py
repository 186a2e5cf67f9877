"""One key, one box: the published vectors, and what must not open."""

from __future__ import annotations

import hashlib

import pytest
from cryptography.hazmat.bindings._rust import openssl
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from qingdan.domain.sealing import boxes
from qingdan.domain.sealing.faults import DoesNotOpen, NotSealed
from tests.domain.sealing.cast import private, public


def test_the_suite_is_that_of_rfc_9180_a_2_1() -> None:
    """Appendix A.2.1 with its associated data, which we leave empty: the package's own door to it is used."""
    receiver = X25519PrivateKey.from_private_bytes(
        bytes.fromhex("8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb")
    )
    box = bytes.fromhex(
        "1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a"
        "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28"
    )
    found = openssl.hpke._decrypt_with_aad(boxes.SUITE, box, receiver, b"Ode on a Grecian Urn", b"Count-0")
    assert found == b"Beauty is truth, truth beauty"


@given(st.binary(max_size=300), st.binary(max_size=40))
def test_a_box_opens_for_its_key_and_purpose_and_says_nothing_of_its_content(content: bytes, info: bytes) -> None:
    box = boxes.seal(content, public("a"), info)
    assert boxes.unseal(box, private("a"), info) == content
    assert len(box) == len(content) + boxes.OVERHEAD
    assert boxes.seal(content, public("a"), info) != box
    for key, purpose in ((private("b"), info), (private("a"), info + b"x")):
        with pytest.raises(DoesNotOpen):
            boxes.unseal(box, key, purpose)


@given(st.data())
def test_no_altered_or_shortened_box_opens(data: st.DataObject) -> None:
    box = bytearray(boxes.seal(b"content", public("a"), b""))
    at = data.draw(st.integers(0, len(box) - 1))
    box[at] ^= 1 << data.draw(st.integers(0, 6 if at == 31 else 7))  # X25519 ignores the last bit of a point
    for wrong in (bytes(box), bytes(box)[:at]):
        with pytest.raises(DoesNotOpen):
            boxes.unseal(wrong, private("a"), b"")


@pytest.mark.parametrize("point", [bytes(32), b"\x01" + bytes(31), b"short", b""])
def test_nothing_is_sealed_for_what_is_no_key(point: bytes) -> None:
    with pytest.raises(NotSealed):
        boxes.seal(b"content", point, b"")


def test_a_key_has_one_name() -> None:
    assert boxes.id_of(public("a")) == hashlib.sha256(b"qingdan sealing key v1\n" + public("a")).hexdigest()[:32]
    assert boxes.id_of(boxes.public_of(boxes.new_private())) != boxes.id_of(boxes.public_of(boxes.new_private()))
