"""The public log: entries published with fsync against plain row inserts, and a million leaves appended and proven."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from django.db import connection
from django.utils import timezone

from bench.house import durable
from bench.measure import Section, Size, filesystem, flushes, percentile
from qingdan.records.register.acts import Acting
from qingdan.records.transparency import folder, sequencing
from qingdan.records.transparency.models import Fact
from qingdan.watch.boards.acts import lodge_objection
from qingdan.watch.boards.models import Notice

HEAD = ["who", "entries per second", "ms, median", "ms, 99 of 100"]
LEAVES = {Size.TINY: 3_000, Size.NORMAL: 1_000_000, Size.FULL: 1_000_000}
PROOFS = {Size.TINY: 20, Size.NORMAL: 2_000, Size.FULL: 10_000}
MEGABYTES = 200  # the bound of the process that appends and proves
Times = list[float]  # seconds


def run(size: Size = Size.NORMAL) -> list[Section]:
    """Both tables."""
    return [appends(size), many(LEAVES[size], PROOFS[size])]


def appends(size: Size) -> Section:
    """Objections stand for every kind of act: each is staged with its entry, and then published by the worker."""
    each, turns = {Size.TINY: (3, 1), Size.NORMAL: (50, 3), Size.FULL: (200, 3)}[size]
    server = durable()
    sequencing.append()  # what the demonstration left waiting
    notice = _notice()
    singly: Times = []
    plain: Times = []
    together = []
    leaf = Fact.objects.latest("pk").leaf
    _make_table()
    for _ in range(turns):  # in turn, so that a busy moment of the machine hits all
        for _one in range(each):
            _object(notice)
            singly += _timed([sequencing.append])
        plain += _timed([lambda: _insert(leaf)] * each)
        for _one in range(each):
            _object(notice)
        together.append(each / _timed([sequencing.append])[0])
    cells = [
        ["a plain row, inserted and committed", *_figures(plain)],
        ["an entry, published by itself", *_figures(singly)],
        [f"{each} entries that waited, published at once", f"{statistics.median(together):,.0f}", "", ""],
    ]
    notes = [
        f"PostgreSQL {server['server_version']}, fsync {server['fsync']}, synchronous_commit "
        f"{server['synchronous_commit']}; the log's files on {filesystem(Path(folder.home()))}, "
        f"{flushes(Path(tempfile.gettempdir())):,.0f} flushed writes of 8 KB a second",
        "published: numbered in a transaction; tiles, entries and checkpoint written whole, each file and its folder "
        "flushed; checkpoint signed. The act itself waits for none of it: its entry is staged in its own transaction",
        f"the log had {sequencing.size():,} entries at the end",
    ]
    return Section("Publishing entries of the log against plain row inserts", HEAD, cells, notes)


def _notice() -> Notice:
    found = Notice.objects.filter(objections_until__gt=timezone.now(), taken_down_at=None).first()
    if found is None:
        raise RuntimeError("the demonstration has no notice that can be objected to today")
    return found


def _object(notice: Notice) -> None:
    lodge_objection(acting=Acting.system("bench", timezone.now()), notice=notice, words="示例")


def _make_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS bench_leaf (id bigserial PRIMARY KEY, leaf text NOT NULL)")


def _insert(leaf: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO bench_leaf (leaf) VALUES (%s)", [leaf])


def _timed(deeds: list[Callable[[], object]]) -> Times:
    times = []
    for deed in deeds:
        start = time.perf_counter()
        deed()
        times.append(time.perf_counter() - start)
    return times


def _figures(times: Times) -> list[str]:
    middle = statistics.median(times)
    return [f"{1 / middle:,.0f}", f"{middle * 1000:.1f}", f"{percentile(times, 0.99) * 1000:.1f}"]


MANY = """
import json, random, re, sys, time
from pathlib import Path
from qingdan.domain.transparency import checkpoints, proofs
from qingdan.domain.transparency.checkpoints import Checkpoint
from qingdan.domain.transparency.keys import Scheme, SigningKey
from qingdan.domain.transparency.tiles import WIDTH, grow
folder, leaves, count = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
key = SigningKey("bench.example/log", Scheme.ED25519, bytes(range(32)))
def read(path):
    file = folder / path
    return file.read_bytes() if file.is_file() else None
def entry(n):
    return b'{"at":"2026-01-01T00:00:00.000000Z","digests":{"content":"%064x"},"kind":"boards.put-up","n":%d}' % (n, n)
start = time.perf_counter()
files = size = 0
while size < leaves:
    grown = grow(size, [entry(n) for n in range(size, min(leaves, size + 4 * WIDTH))], read)
    for path, data in grown.files:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    files, size = files + len(grown.files), grown.size
took = time.perf_counter() - start
signed = checkpoints.sign(Checkpoint(key.name, size, grown.root), [key])
times, luck = [], random.Random(7)
for _ in range(count):
    n = luck.randrange(size)
    begin = time.perf_counter()
    proofs.check(proofs.make(n, signed, read), entry(n), [key.verifier])
    times.append(time.perf_counter() - begin)
times.sort()
# Linux counts what this process was before it became Python in with ru_maxrss, but not in with VmHWM.
peak = int(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1])
print(json.dumps({"took": took, "files": files, "peak": peak, "middle": times[len(times) // 2], "most": times[-1]}))
"""


def many(leaves: int, proofs: int) -> Section:
    """A process of its own appends piece by piece as the house does, and then proves and verifies some at random."""
    with tempfile.TemporaryDirectory(prefix="qingdan-bench-") as name:
        asked = [sys.executable, "-c", MANY, name, str(leaves), str(proofs)]
        ran = subprocess.run(asked, capture_output=True, text=True, check=True)
        megabytes = sum(file.stat().st_size for file in Path(name).rglob("*") if file.is_file()) / 1e6
    found = json.loads(ran.stdout)
    peak = found["peak"] / 1024
    notes = [
        f"{found['files']:,} files, {megabytes:,.0f} MB; appended 1,024 at a time, not flushed, so that the tree is "
        "measured and not the disk",
        f"{proofs:,} entries proven at random and the proofs verified, signature included",
        f"{peak:.0f} MB of memory where {MEGABYTES} are the bound: {'kept' if peak < MEGABYTES else 'MISSED'}",
    ]
    head = ["leaves", "s", "leaves per second", "ms for a proof made and verified, median", "at most"]
    cells = [
        [
            f"{leaves:,}",
            f"{found['took']:.1f}",
            f"{leaves / found['took']:,.0f}",
            f"{found['middle'] * 1000:.1f}",
            f"{found['most'] * 1000:.1f}",
        ]
    ]
    return Section("A million leaves appended and proven", head, cells, notes)
