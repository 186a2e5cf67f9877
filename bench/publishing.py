"""The static copy: made from nothing, with nothing new, after news from one village, and all asked for anew."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from unittest.mock import patch

from django.utils import timezone

from bench.house import Desk
from bench.measure import Section, Size
from qingdan.records.regions.acts.contacts import set_contact
from qingdan.records.regions.models import Division
from qingdan.records.register.acts import Acting
from qingdan.watch.boards.acts import lodge_objection
from qingdan.watch.boards.models import Notice
from qingdan.web.publishing import plan
from qingdan.web.publishing.copying import Report, Wanted, publish
from qingdan.web.publishing.folder import Folder

LIVE = "https://live.example"
TITLE = "The static copy: from nothing, and again"
HEAD = ["run", "addresses", "asked for", "files written", "s", "ms for each asked"]
# Left out but for the full size: what is drawn for each power, and the villages that have not joined.
DRAWN = ("publicity:*", "handbook:*", "portal:guide", "portal:drawing*", "portal:process-bpmn", "portal:villages")
# For the smallest size also everything but the front page and the boards.
MOST = (
    "portal:[!rs]*", "duties:*", "progress:*", "hearings:*", "reach:*", "limits:*", "verifying:*", "transparency:*",
    "forms:*", "boards:[!bv]*",
)  # fmt: skip


def run(size: Size = Size.NORMAL) -> list[Section]:
    """A row for each run, one after the other on the same folder."""
    wanted = Wanted(LIVE, LIVE, papers=False)
    with tempfile.TemporaryDirectory(prefix="qingdan-bench-") as name, part_of_it(size):
        folder = Path(name) / "copy"
        runs: list[tuple[str, Callable[[], object], Wanted]] = [
            ("from nothing", lambda: None, wanted),
            ("nothing new", lambda: None, wanted),
            ("something happened in one village", _something_in_a_village, wanted),
            ("a telephone of a village changed", _a_telephone, wanted),
            ("all asked for anew (each morning)", lambda: None, Wanted(LIVE, LIVE, papers=False, afresh=True)),
        ]
        cells = []
        for said, before, how in runs[: 2 if size is Size.TINY else None]:
            before()
            began = time.perf_counter()
            report = once(folder, how)
            cells.append(_row(said, report, time.perf_counter() - began))
        files = [file.stat().st_size for file in folder.rglob("*") if file.is_file()]
    whole = (
        "the whole copy without papers"
        if size is Size.FULL
        else "boards, notices, lists and the pages of the joined villages"
    )
    notes = [
        f"{whole}, in both languages: {len(files):,} files, {sum(files) / 1e6:.0f} MB; each written whole, with fsync",
        f"{Division.objects.villages().count()} villages in the house, {len(plan.joined_villages())} joined",
    ]
    return [Section(TITLE, HEAD, cells, notes)]


def part_of_it(size: Size) -> AbstractContextManager[object]:
    """Only what differs from village to village, unless the size is full; of that the boards alone, if it is tiny."""
    names = {Size.FULL: (), Size.NORMAL: DRAWN, Size.TINY: (*DRAWN, *MOST)}[size]
    left_out = dict.fromkeys(names, "not measured")
    return patch.dict(plan.LIVE, left_out)


def once(folder: Path, wanted: Wanted) -> Report:
    """One run. :raises RuntimeError: when a page fails."""
    with Folder(folder).alone() as held:
        report = publish(held, wanted)
    if report.faults:
        raise RuntimeError(f"pages failed: {report.faults[:3]}")
    return report


def _something_in_a_village() -> None:
    notice = Notice.objects.filter(audience="internet", objections_until__gt=timezone.now()).first()
    if notice is not None:
        lodge_objection(acting=Acting.system("bench", timezone.now()), notice=notice, words="示例")


def _a_telephone() -> None:
    now = timezone.now()
    set_contact(
        acting=Acting.system("bench", now), division=Desk.find().village, name="示例", phone="0391-0000000",
        verified_on=now.date(),
    )  # fmt: skip


def _row(said: str, report: Report, took: float) -> list[str]:
    each = f"{took / report.asked * 1000:.1f}" if report.asked else "-"
    return [said, f"{report.pages:,}", f"{report.asked:,}", f"{len(report.written):,}", f"{took:.1f}", each]
