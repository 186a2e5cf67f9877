"""Names and codes change, places stay: the old dated row is closed and a new one opened."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from qingdan.records.regions import queries
from qingdan.records.regions.loading.faults import DivisionFileError
from qingdan.records.regions.models import Division
from tests.apps.regions.files import CITY, OTHER, TOWN, VILLAGE, codes_of, everything, load_rows

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
FIRST, LATER = date(2024, 1, 1), date(2026, 1, 1)


@pytest.fixture
def before(tmp_path: Path) -> dict[str, int]:
    """Two villages loaded on FIRST; their lasting ids by short name."""
    load_rows(tmp_path, CITY, TOWN, VILLAGE, OTHER, since=FIRST)
    return dict(Division.objects.values_list("short_name", "pk"))


def test_a_new_name_keeps_id_and_code(tmp_path: Path, before: dict[str, int]) -> None:
    report = load_rows(tmp_path, CITY, TOWN, VILLAGE.replace("毛岭村民", "毛岭社区居民"), since=LATER)
    assert (report.added, report.changed) == (0, 1)
    assert codes_of("毛岭社区") == [
        ("419001105213", "毛岭村民委员会", "2026-01-01"),
        ("419001105213", "毛岭社区居民委员会", None),
    ]
    assert Division.objects.get(short_name="毛岭社区").pk == before["毛岭村"]
    assert Division.objects.get(short_name="毛岭社区").initials == "mlsq"


@pytest.mark.parametrize("former", ["", "419001105213"])
def test_a_new_code_keeps_the_place_said_outright_or_known_by_its_name(
    tmp_path: Path, before: dict[str, int], former: str
) -> None:
    row = VILLAGE.replace("105213", "105313") + former
    assert load_rows(tmp_path, CITY, TOWN, row, OTHER, since=LATER).changed == 1
    assert codes_of("毛岭村") == [
        ("419001105213", "毛岭村民委员会", "2026-01-01"),
        ("419001105313", "毛岭村民委员会", None),
    ]
    village = queries.village_by_code("419001105313")
    assert village is not None and village.pk == before["毛岭村"]
    assert queries.village_by_code("419001105213") is None
    assert queries.village_by_code("419001105213", date(2025, 6, 1)) == village
    assert queries.village_by_code("419001105313", date(2025, 12, 31)) is None
    unchanged = everything()
    assert load_rows(tmp_path, CITY, TOWN, row, OTHER, since=LATER).changed == 0
    assert everything() == unchanged


def test_a_whole_city_may_be_recoded_at_once(tmp_path: Path, before: dict[str, int]) -> None:
    def recoded(row: str) -> str:
        return row.replace("419001", "419009") + row[:12]

    report = load_rows(tmp_path, *map(recoded, (CITY, TOWN, VILLAGE, OTHER)), since=LATER)
    assert (report.added, report.changed) == (0, 4)
    assert dict(Division.objects.values_list("short_name", "pk")) == before


def test_two_villages_may_exchange_their_codes_once(tmp_path: Path, before: dict[str, int]) -> None:
    rows = (VILLAGE.replace("105213", "105215") + "419001105213", OTHER.replace("105215", "105213") + "419001105215")
    assert load_rows(tmp_path, CITY, TOWN, *rows, since=LATER).changed == 2
    assert queries.village_by_code("419001105215").pk == before["毛岭村"]
    unchanged = everything()
    assert load_rows(tmp_path, CITY, TOWN, *rows, since=LATER).changed == 0
    assert everything() == unchanged


@pytest.mark.parametrize(
    ("rows", "since", "words"),
    [
        ((VILLAGE + "419001105215",), LATER, "419001105213 现在是“毛岭村民委员会”的"),
        ((VILLAGE.replace("213", "313") + "419001105213", VILLAGE), LATER, "是同一个地方"),
        ((VILLAGE.replace("毛岭", "新岭"),), date(2023, 1, 1), "--since"),
        (
            (
                "419001103000,济源市承留镇,town,419001000000,",
                "419001103213,毛岭村民委员会,village,419001103000,419001105213",
            ),
            LATER,
            "现在归“济源市坡头镇”管",
        ),
    ],
)
def test_what_cannot_be_understood_is_refused(
    tmp_path: Path, before: dict[str, int], rows: tuple[str, ...], since: date, words: str
) -> None:
    unchanged = everything()
    with pytest.raises(DivisionFileError) as refused:
        load_rows(tmp_path, CITY, TOWN, *rows, since=since)
    assert words in str(refused.value)
    assert everything() == unchanged


def test_places_that_a_file_does_not_name_stay(tmp_path: Path, before: dict[str, int]) -> None:
    assert load_rows(tmp_path, CITY, TOWN, since=LATER).changed == 0
    assert Division.objects.count() == 4
