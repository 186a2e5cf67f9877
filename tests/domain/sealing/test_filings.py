"""The leaf that proves a report was filed: nothing of it shows, nobody forges it, it outlives the report."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.domain.sealing import codes, filings
from qingdan.domain.sealing.contents import Content
from qingdan.domain.sealing.conversations import file
from qingdan.domain.sealing.faults import NotSealed
from qingdan.domain.transparency import leaves
from tests.domain.sealing.cast import REPORT, keys, public

DAY, CITY = date(2026, 11, 30), "419001"
OFFICE = [public("town")]


def filed(content: Content = REPORT) -> filings.Filing:
    return filings.filing(file(content, keys(), OFFICE), DAY)


def test_it_proves_that_this_report_was_filed_that_day() -> None:
    one = filed()
    leaf = leaves.decode(one.leaf(DAY, CITY).encode())
    assert filings.proves(leaf, one.statement, one.salt)
    assert json.loads(one.statement)["filed"] == "2026-11-30"
    assert leaf.at == datetime(2026, 11, 30, 15, 59, 59, tzinfo=UTC)


@given(st.binary(max_size=100), st.binary(min_size=32, max_size=32))
def test_nobody_forges_it(statement: bytes, salt: bytes) -> None:
    one = filed()
    leaf = one.leaf(DAY, CITY)
    assert not filings.proves(leaf, statement, one.salt)
    assert not filings.proves(leaf, one.statement, salt)
    assert not filings.proves(filed().leaf(DAY, CITY), one.statement, one.salt)


def shape(entry: bytes) -> dict:
    """An entry with what is chance taken out."""
    value = json.loads(entry)
    return value | {"subject": len(value["subject"]), "digests": {k: len(v) for k, v in value["digests"].items()}}


@given(st.text(max_size=200))
def test_no_leaf_differs_by_what_was_reported_nor_from_one_that_stands_for_nothing(text: str) -> None:
    some = filings.of_the_day([filed(Content({"what": text})), filed()], DAY, CITY)
    none = filings.of_the_day([], DAY, CITY)
    shapes = [shape(leaf.encode()) for leaf in (*some, *none)]
    assert len(some) == len(none) == filings.AT_LEAST
    assert all(s == shapes[0] for s in shapes)
    assert len({len(leaf.encode()) for leaf in (*some, *none)}) == 1


def test_two_filings_of_one_receipt_cannot_be_linked() -> None:
    receipt = keys(codes.make())
    envelope = file(REPORT, receipt, OFFICE)
    one, other = (filings.filing(envelope, DAY) for _ in range(2))
    told = [leaf.encode() for leaf in (one.leaf(DAY, CITY), other.leaf(DAY, CITY))]
    assert one.number != other.number and one.salt != other.salt
    assert json.loads(told[0])["digests"] != json.loads(told[1])["digests"]
    for secret in (receipt.locator, receipt.thread, receipt.public, envelope.place.thread):
        assert not any(secret.hex().encode() in entry for entry in told)


def test_the_order_of_a_day_is_chance_and_nothing_is_lost() -> None:
    day = [filed() for _ in range(8)]
    numbers = {f"filing/{one.number}" for one in day}
    orders = {tuple(leaf.subject for leaf in filings.of_the_day(day, DAY, CITY)) for _ in range(5)}
    assert len(orders) > 1 and all(set(order) == numbers for order in orders)


@pytest.mark.parametrize("place", ["419001105", "419001105901", "", "济源"])
def test_a_village_or_town_is_never_named(place: str) -> None:
    with pytest.raises(NotSealed):
        filed().leaf(DAY, place)


def test_it_outlives_the_report() -> None:
    """Thread and salt deleted at the house: the leaf stays, and whoever kept statement and salt still shows it."""
    kept = filed()
    leaf = leaves.decode(kept.leaf(DAY, CITY).encode())
    statement, salt = bytes(kept.statement), bytes(kept.salt)
    del kept
    assert filings.proves(leaf, statement, salt)
