"""A thief takes everything that a house keeps of reports, and its public log, and has no reader's key."""

from __future__ import annotations

import base64
from datetime import date

import pytest

from qingdan.domain.sealing import boxes, codes, custody, filings, passphrases
from qingdan.domain.sealing.contents import Content
from qingdan.domain.sealing.conversations import file, hear, open_filed, say
from qingdan.domain.sealing.envelopes import Side, decode, encode, unseal
from qingdan.domain.sealing.faults import DoesNotOpen
from tests.domain.sealing.cast import CHEAP, HOUSE, NAME, PHOTO, REPORT, TOLD, private, public

PHRASE = "红薯地边上三只白鹅过河去"
RECEIPT = codes.make()
KEYS = codes.keys_of(RECEIPT, HOUSE)
OFFICE = [public("town-1"), public("town-2")]
HOLDERS = [public(f"h{n}") for n in range(3)]
ANSWER, NOTE = "县里已经派人去核查账本", "内部：找示例李四谈话"


def everything_kept() -> list[bytes]:
    """What stands in the database and on the disk: envelopes, locator, locked keys, custody, filing, the log's leaf."""
    filed = file(REPORT, KEYS, OFFICE)
    _, thread = open_filed(filed, private("town-1"))
    answer = say(Content({"text": ANSWER}), thread, Side.OFFICE, 0, OFFICE)
    note = say(Content({"text": NOTE}), thread, Side.INSIDE, 0, OFFICE)
    locked = [passphrases.lock(private(name), PHRASE, CHEAP) for name in ("town-1", "town-2")]
    kept = custody.entrust(private("town-1"), HOLDERS)
    filing = filings.filing(filed, date(2026, 11, 30))
    leaf = filing.leaf(date(2026, 11, 30), "419001").encode()
    pieces = [piece for halves in kept.pieces.values() for piece in halves.values()]
    return [*map(encode, (filed, answer, note)), KEYS.locator, *locked, *pieces, filing.statement, filing.salt, leaf]


KEPT = everything_kept()


@pytest.mark.parametrize("word", [TOLD, NAME, ANSWER, NOTE, PHRASE, "附件1", "image/jpeg", "what"])
def test_no_word_of_it_is_found_in_any_form(word: str) -> None:
    whole = b"\0".join(KEPT)
    for code in ("utf-8", "utf-16-le", "gb18030"):
        plain = word.encode(code)
        for form in (plain, plain.hex().encode(), base64.b64encode(plain).rstrip(b"=")[:-1]):
            assert form not in whole


def test_no_key_receipt_or_photo_is_found() -> None:
    whole = b"\0".join(KEPT)
    secrets = [KEYS.private, KEYS.thread, *(private(name) for name in ("town-1", "town-2", "h0", "h1", "h2"))]
    for secret in (*secrets, PHOTO[:24], RECEIPT.encode(), codes.read(RECEIPT).encode()):
        assert secret not in whole and secret.hex().encode() not in whole


def test_nothing_that_was_stolen_is_a_key_to_anything_else() -> None:
    """Every run of 32 bytes that stands in the open is tried as a key, on every envelope."""
    envelopes = [decode(kept) for kept in KEPT[:3]]
    open_to_see = {KEYS.locator, *OFFICE, *HOLDERS, bytes(32), KEPT[-2]}
    open_to_see |= {part for e in envelopes for slot in e.slots.values() for part in (slot[:32], slot[-32:])}
    for key in open_to_see:
        for envelope in envelopes:
            with pytest.raises(DoesNotOpen):
                unseal(envelope, key, KEYS.locator)


def test_a_locator_is_no_way_back_to_the_keys() -> None:
    labels = [b"qingdan receipt %s v1\n" % name for name in (b"locator", b"box", b"thread")]
    derived = {boxes.derive(KEYS.locator, label) for label in labels}
    assert not derived & {KEYS.private, KEYS.thread, KEYS.locator}


def test_one_holder_of_three_opens_nothing() -> None:
    for n in range(3):
        with pytest.raises(DoesNotOpen):
            open_filed(decode(KEPT[0]), private(f"h{n}"))


def test_two_of_three_read_it_again_after_the_pass_phrase_was_lost() -> None:
    kept = custody.entrust(private("town-1"), HOLDERS)
    new = boxes.new_private()
    ids = [boxes.id_of(public) for public in HOLDERS]
    handed = (
        custody.hand_over(kept, private("h0"), ids[2], boxes.public_of(new)),
        custody.hand_over(kept, private("h2"), ids[0], boxes.public_of(new)),
    )
    recovered = custody.recover(kept, handed, new)
    content, thread = open_filed(decode(KEPT[0]), recovered)
    assert content == REPORT
    assert hear(decode(KEPT[2]), recovered, thread).texts == {"text": NOTE}
