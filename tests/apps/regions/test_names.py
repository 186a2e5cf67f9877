"""What people call a place, and the letters that find it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.records.regions.names import INITIALS_LENGTH, initials, short_town_name, short_village_name


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("毛岭村民委员会", "毛岭村"),
        ("康村村民委员会", "康村"),
        ("勋掌新村村民委员会", "勋掌新村"),
        ("南关社区村委会", "南关社区"),
        ("东留村居民委员会", "东留村"),
        ("马庄居民委员会", "马庄"),
        ("沁园社区居民委会", "沁园社区"),
        ("万泉社区居民委会会", "万泉社区"),
        ("中原特殊钢厂社区", "中原特殊钢厂社区"),
        ("赵各庄村委会", "赵各庄村"),
        ("八连生活区", "八连生活区"),
        ("村民委员会", "村民委员会"),
        ("居委会", "居委会"),
    ],
)
def test_short_names_of_villages(name: str, short: str) -> None:
    assert short_village_name(name) == short


@pytest.mark.parametrize(
    ("name", "city", "short"),
    [
        ("济源市沁园街道", "济源市", "沁园街道"),
        ("坡头镇", "济源市", "坡头镇"),
        ("东华门街道办事处", None, "东华门街道"),
        ("济源市镇", "济源市", "济源市镇"),
    ],
)
def test_short_names_of_towns(name: str, city: str | None, short: str) -> None:
    assert short_town_name(name, city) == short


@pytest.mark.parametrize(
    ("name", "letters"), [("毛岭村", "mlc"), ("重庆路社区", "cqlsq"), ("第3社区A", "d3sqa"), ("（）·", ""), ("", "")]
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


@given(st.text(max_size=120))
def test_initials_are_letters_and_digits_that_sort_alike_everywhere(name: str) -> None:
    found = initials(name)
    assert len(found) <= INITIALS_LENGTH
    assert all(sign in "abcdefghijklmnopqrstuvwxyz0123456789" for sign in found)


@given(st.text(min_size=1, max_size=40))
def test_a_name_is_never_shortened_to_nothing(name: str) -> None:
    assert short_village_name(name)
    assert short_town_name(name, name)
