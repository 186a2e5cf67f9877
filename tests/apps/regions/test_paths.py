"""The subtree of a division is one range of paths, whatever the tree looks like."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qingdan.records.regions.models import Division
from qingdan.records.regions.paths import LARGEST_ID, LEVELS, ids_of, path_after, path_at, path_of

NUMBERS = st.integers(1, LARGEST_ID)
PATHS = st.lists(NUMBERS, min_size=1, max_size=len(LEVELS))


def as_path(numbers: list[int]) -> str:
    path = ""
    for number in numbers:
        path = path_of(number, path)
    return path


@given(PATHS, PATHS)
def test_a_path_lies_in_the_range_of_another_when_it_begins_with_it(one: list[int], other: list[int]) -> None:
    above, path = as_path(one), as_path(other)
    assert (above <= path < path_after(above)) == (other[: len(one)] == one)


@given(PATHS, st.lists(NUMBERS, max_size=2))
def test_everything_below_a_division_lies_in_its_range(one: list[int], below: list[int]) -> None:
    above, path = as_path(one), as_path([*one, *below])
    assert above <= path < path_after(above)
    assert ids_of(path) == [*one, *below]
    assert path_after(above).isdigit() and len(path_after(above)) == len(above)


@given(PATHS)
def test_the_path_at_a_level_is_a_beginning_of_the_path(numbers: list[int]) -> None:
    path = as_path(numbers)
    for depth, level in enumerate(LEVELS, start=1):
        assert path_at(path, level) == (as_path(numbers[:depth]) if depth <= len(numbers) else None)


@pytest.mark.django_db
@pytest.mark.both_databases
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, 12), min_size=1, max_size=12))
def test_below_agrees_with_walking_the_tree(db: None, choices: list[int]) -> None:
    """Plant divisions under whatever stands there already and compare every subtree with a walk over the parents."""
    planted = [Division.objects.plant(parent=None, level="city", name="甲市", short_name="甲市")]
    for choice in choices:
        open_to = [d for d in planted if d.level != "group"]
        parent = open_to[choice % len(open_to)]
        level = LEVELS[LEVELS.index(parent.level) + 1]
        name = f"{level}{len(planted)}"
        planted.append(Division.objects.plant(parent=parent, level=level, name=name, short_name=name))
    for division in planted:
        walked = {d.pk for d in planted if division in above(d)}
        assert set(Division.objects.below(division).values_list("pk", flat=True)) == walked


def above(division: Division | None) -> list[Division]:
    found = []
    while division is not None:
        found.append(division)
        division = division.parent
    return found


@pytest.mark.django_db
def test_a_level_cannot_be_left_out() -> None:
    city = Division.objects.plant(parent=None, level="city", name="甲市", short_name="甲市")
    with pytest.raises(ValueError, match="village does not stand directly below city"):
        Division.objects.plant(parent=city, level="village", name="甲村", short_name="甲村")
