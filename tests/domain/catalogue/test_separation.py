"""``separation.yaml``: what is read of it, and what is said of slips in it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qingdan.domain.catalogue.references.separation import check_separation
from qingdan.domain.catalogue.separation import read_separation
from qingdan.domain.complaints import DefinitionError
from qingdan.domain.reading import read_yaml
from tests.loaded import shipped

GOOD = """seats: 2
deputies: {village-clerk: [village-committee-member]}
remedies: {town: {name: {zh: 镇, en: town}, how: {zh: 报镇, en: to the town}, by: [town-leader]}}
rules: [{loses: [step, check], remedy: town}]
"""


def test_what_stands_there_is_read():
    rule = read_separation(read_yaml("x/separation.yaml", GOOD))
    assert rule.remedies["town"].by == ("town-leader",) and rule.rules[0].loses == ("step", "check")
    assert list(check_separation(replace(shipped(), separation=rule))) == []


@pytest.mark.parametrize(
    ("slip", "message"),
    [
        (("seats: 2\n", ""), "Write a number of persons, as seats: 2."),
        (("loses: [step, check], ", ""), "Write loses: [step], [check] or both."),
        (("loses: [step, check]", "loses: [all]"), "all"),
        (("how:", "hwo:"), "'hwo'"),
        (("remedy: town}", "}"), "Name one of the remedies."),
    ],
)
def test_a_slip_is_named_with_its_remedy(slip, message):
    with pytest.raises(DefinitionError) as refused:
        read_separation(read_yaml("x/separation.yaml", GOOD.replace(*slip)))
    assert any(message in f"{c.what.en} {c.remedy.en}" for c in refused.value.complaints)


@pytest.mark.parametrize(
    ("slip", "message"),
    [
        (("[village-committee-member]", "[village-comittee-member]"), "post 'village-comittee-member'"),
        (("by: [town-leader]", "by: [town-lader]"), "post 'town-lader'"),
        (("remedy: town", "remedy: twon"), "remedy 'twon'"),
    ],
)
def test_a_name_that_nothing_has_is_named(slip, message):
    rule = read_separation(read_yaml("x/separation.yaml", GOOD.replace(*slip)))
    (found,) = check_separation(replace(shipped(), separation=rule))
    assert message in found.what.en or slip[1].strip("[]by: ") in found.what.en
