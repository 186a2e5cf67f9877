"""Files of divisions made for a test, and loading them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

from qingdan.records.regions.acts import LoadReport, load_divisions
from qingdan.records.regions.models import Division, DivisionCode
from qingdan.records.register.acts import Acting

HOUSE = Path(__file__).resolve().parents[3]
JIYUAN = HOUSE / "catalogue" / "regions" / "jiyuan.csv"
AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
CITY = "419001000000,济源市,city,,"
TOWN = "419001105000,济源市坡头镇,town,419001000000,"
VILLAGE = "419001105213,毛岭村民委员会,village,419001105000,"
OTHER = "419001105215,清涧村民委员会,village,419001105000,"


def acting() -> Acting:
    return Acting.system("命令行", AT)


def load(path: Path, since: date | None = None) -> LoadReport:
    return load_divisions(acting=acting(), path=path, since=since)


def load_rows(folder: Path, *rows: str, since: date | None = None) -> LoadReport:
    """Load a file with these rows (five columns, the last is the former code)."""
    path = folder / "divisions.csv"
    path.write_text("\n".join(("code,name,level,parent_code,former_code", *rows)) + "\n", encoding="utf-8")
    return load(path, since)


def everything() -> list[object]:
    """All that the two tables hold, to compare before and after."""
    return [*Division.objects.order_by("pk").values(), *DivisionCode.objects.order_by("pk").values()]


def codes_of(name: str) -> list[tuple[str, str, str | None]]:
    """Code, official name and end of every dated row of the division that is called ``name`` in short today."""
    rows: Iterable[DivisionCode] = DivisionCode.objects.filter(division__short_name=name).order_by("pk")
    return [(r.code, r.name, r.valid_to.isoformat() if r.valid_to else None) for r in rows]


NATIONAL = {
    "provinces.csv": 'code,name\n41,"河南省"\n35,"福建省"\n',
    "cities.csv": 'code,name,provinceCode\n4190,"省直辖县级行政区划",41\n3505,"泉州市",35\n',
    "areas.csv": 'code,name,cityCode,provinceCode\n419001,"济源市",4190,41\n350527,"金门县",3505,35\n',
    "streets.csv": "code,name,areaCode,provinceCode,cityCode\n"
    '419001105,"济源市坡头镇",419001,41,4190\n350527000,"金门县",350527,35,3505\n',
    "villages.csv": "code,name,streetCode,provinceCode,cityCode,areaCode\n"
    '419001105213,"毛岭村民委员会",419001105,41,4190,419001\n350527000000,"金门县",350527000,35,3505,350527\n',
}


def national(folder: Path, **changed: str | None) -> Path:
    """A small folder of national tables; ``changed`` replaces a table's text (None leaves the file out)."""
    for name, text in NATIONAL.items():
        said = changed.get(name.removesuffix(".csv"), text)
        if said is not None:
            (folder / name).write_text(said, encoding="utf-8")
    return folder
