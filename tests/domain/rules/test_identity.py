"""Identity numbers, credit codes, mobile numbers, division codes, and how they look when masked."""

from __future__ import annotations

import csv
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.domain.rules import identity
from qingdan.domain.rules.reasons import Unusable
from tests.domain.rules.files import CATALOGUE

STANDARD_ID = "11010519491231002X"  # the example of GB 11643 itself
STANDARD_CODE = "91350100M000100Y43"  # the example of GB 32100


@pytest.mark.parametrize(
    "text",
    [
        STANDARD_ID,
        STANDARD_ID.lower(),
        "１１０１０５１９４９１２３１００２Ｘ",
        " 110105 19491231 002X ",
        "110105-19491231-002x",
    ],
)
def test_an_identity_number_is_read_however_it_is_typed(text: str) -> None:
    assert identity.parse_id_number(text) == identity.IdNumber(STANDARD_ID, date(1949, 12, 31))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "id-shape"),
        ("1101051949123100", "id-shape"),
        ("01010519491231002X", "id-shape"),
        ("X1010519491231002X", "id-shape"),
        ("110105491231002", "id-old"),
        ("110105194913310021", "id-birthday"),
        ("110105194902300021", "id-birthday"),
        ("110105000012310021", "id-birthday"),
        ("110105194912310021", "id-check"),
        ("11010519491213002X", "id-check"),
    ],
)
def test_a_wrong_identity_number_is_answered_without_repeating_it(text: str, code: str) -> None:
    with pytest.raises(Unusable) as caught:
        identity.parse_id_number(text)
    assert caught.value.reason.code == code
    assert not text or text not in str(caught.value)


@given(st.integers(0, 16), st.integers(1, 9))
def test_any_one_mistyped_digit_is_found(place: int, change: int) -> None:
    wrong = str((int(STANDARD_ID[place]) + change) % 10)
    with pytest.raises(Unusable):
        identity.parse_id_number(STANDARD_ID[:place] + wrong + STANDARD_ID[place + 1 :])


@pytest.mark.parametrize(
    "text", [STANDARD_CODE, STANDARD_CODE.lower(), "91350100 M000100Y 43", "９１３５０１００Ｍ０００１００Ｙ４３"]
)
def test_a_credit_code_is_read_however_it_is_typed(text: str) -> None:
    assert identity.parse_credit_code(text) == STANDARD_CODE


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "code-shape"),
        ("91350100M000100Y4", "code-shape"),
        ("91350100I000100Y43", "code-shape"),
        ("91350100M000100Y44", "code-check"),
        ("91350100M000010Y43", "code-check"),
    ],
)
def test_a_wrong_credit_code_is_answered(text: str, code: str) -> None:
    with pytest.raises(Unusable) as caught:
        identity.parse_credit_code(text)
    assert caught.value.reason.code == code


@pytest.mark.parametrize(
    "text", ["13812345678", "138 1234 5678", "+86 138-1234-5678", "008613812345678", "１３８１２３４５６７８"]
)
def test_a_mobile_number_is_read_however_it_is_typed(text: str) -> None:
    assert identity.parse_mobile(text) == "13812345678"


@pytest.mark.parametrize("text", ["", "1381234567", "12812345678", "03916633333", "138123456789", "电话"])
def test_a_wrong_mobile_number_is_answered(text: str) -> None:
    with pytest.raises(Unusable, match="手机号应为11位数字"):
        identity.parse_mobile(text)


@pytest.mark.parametrize(
    ("code", "level", "parent"),
    [
        ("410000000000", "province", None),
        ("419000000000", "prefecture", "410000000000"),
        ("419001000000", "county", "419000000000"),
        ("419001105000", "town", "419001000000"),
        ("419001105213", "village", "419001105000"),
        ("441900003000", "town", "441900000000"),  # a city with towns and no counties
        ("100000000000", "province", None),
    ],
)
def test_a_division_code_says_its_level_and_its_parent(code: str, level: str, parent: str | None) -> None:
    assert identity.parse_division_code(code) == code
    assert identity.division_level(code) == level
    assert identity.division_parent(code) == parent


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "division-shape"),
        ("419001105", "division-shape"),
        ("019001105213", "division-shape"),
        ("41900110521x", "division-shape"),
        ("419001000213", "division-gap"),
        ("410001105213", "division-gap"),
    ],
)
def test_a_wrong_division_code_is_answered(text: str, code: str) -> None:
    with pytest.raises(Unusable) as caught:
        identity.parse_division_code(text)
    assert caught.value.reason.code == code


def test_every_committed_division_code_is_well_formed() -> None:
    for path in (CATALOGUE / "regions").glob("*.csv"):
        with path.open(encoding="utf-8") as file:
            for row in csv.DictReader(line for line in file if not line.startswith("#")):
                code = next(v for v in row.values() if v and v.isdigit())
                if len(code) == 12:
                    assert identity.parse_division_code(code) == code


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("李某英", "李*英"),
        ("李四", "李*"),
        ("欧阳小英", "欧**英"),
        ("李", "*"),
        ("", ""),
        ("李某英（示例）", "李*英（示例）"),
        ("李四(示例)", "李*(示例)"),
        (" 李某英 ", "李*英"),
    ],
)
def test_a_masked_name(name: str, masked: str) -> None:
    assert identity.mask_name(name) == masked


@pytest.mark.parametrize(
    ("mask", "text", "masked"),
    [
        (identity.mask_id, STANDARD_ID, "110*************2X"),
        (identity.mask_id, "１１０１０５１９４９１２３１００２Ｘ", "110*************2X"),
        (identity.mask_id, "1101", "****"),
        (identity.mask_phone, "138 1234 5678", "138****5678"),
        (identity.mask_phone, "6633333", "*******"),
        (identity.mask_account, "6222 0217 0301 2345 678", "***************5678"),
        (identity.mask_account, "12345", "*****"),
        (identity.mask_account, "", ""),
    ],
)
def test_a_masked_number(mask, text: str, masked: str) -> None:
    assert mask(text) == masked


@given(
    st.sampled_from([identity.mask_id, identity.mask_phone, identity.mask_account]), st.text("0123456789X", max_size=30)
)
def test_a_mask_keeps_the_length_and_hides_at_least_four(mask, number: str) -> None:
    masked = mask(number)
    assert len(masked) == len(number)
    assert masked.count("*") >= min(4, len(number))
