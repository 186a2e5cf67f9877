"""An audit: the log by itself, the facts against the log, and every covered row against what the log says of it.

It reads everything, a piece at a time, and changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.apps import apps
from django.db.models import Model

from qingdan.domain.transparency import leaves, policies, verifying
from qingdan.domain.transparency.faults import KEEP, CannotRead, Fault
from qingdan.domain.transparency.tiles import ENTRIES, WIDTH, Tile, decode_bundle
from qingdan.domain.words import Words
from qingdan.records.register.models import Entry
from qingdan.records.transparency import folder, policy
from qingdan.records.transparency.covers import COVERS, Cover, Telling
from qingdan.records.transparency.models import Fact

PIECE = 500  # rows read at once
Step = Callable[[int], None]


@dataclass
class Audit:
    """What an audit looked at and what it found. Sound when there is no fault."""

    faults: list[Fault] = field(default_factory=list)
    entries: int = 0  # of the log
    waiting: int = 0  # staged, not yet in the log
    rows: dict[str, int] = field(default_factory=dict)  # table → rows compared
    erased: int = 0  # parts whose salt was erased: nothing can be said of them any more
    columns_left_out: dict[str, dict[str, str]] = field(default_factory=dict)  # table → column → why
    tables_not_covered: tuple[str, ...] = ()

    def fault(self, where: str, zh: str, en: str, remedy: Words = KEEP) -> None:
        """Note what is wrong."""
        self.faults.append(Fault(where, Words(zh, en), remedy))


def audit(step: Step = lambda done: None) -> Audit:
    """Compare files and database with the log, and say which tables this covers and which not.

    ``step`` is told of every piece, by the number of rows in it.
    """
    found = Audit()
    _the_log_itself(found)
    _facts_against_the_log(found, step)
    _entries_without_a_fact(found)
    for cover in COVERS.values():
        _rows_against_facts(found, cover, step)
    covered = {cover.table for cover in COVERS.values()}
    tables = (model._meta.db_table for model in apps.get_models())
    found.tables_not_covered = tuple(sorted(set(tables) - covered))
    found.columns_left_out = {cover.table: dict(cover.left_out) for cover in COVERS.values()}
    return found


def rows_to_read() -> int:
    """How many rows ``step`` will be told of."""
    return Fact.objects.count() + sum(c.model._base_manager.filter(c.only).count() for c in COVERS.values())


def _the_log_itself(found: Audit) -> None:
    keys, witnesses = policy.log_keys(), policy.witnesses()
    known = policies.Policy(logs=keys, witnesses={str(number): key for number, key in enumerate(witnesses)})
    try:
        report = verifying.verify_log(folder.read, known, partials=_partials)
    except CannotRead as fault:
        found.faults.append(Fault.of("checkpoint", fault))
        return
    found.faults += report.faults
    found.entries = report.entries


def _partials(path: str) -> list[int]:
    beside = folder.public() / f"{path}.p"
    return [int(file.name) for file in beside.iterdir() if file.name.isdigit()] if beside.is_dir() else []


# -- facts ------------------------------------------------------------------------------------------------------------
def _facts_against_the_log(found: Audit, step: Step) -> None:
    """Every numbered fact is the entry with that number, and every entry a fact."""
    now = folder.published()
    published = now.size if now else 0
    expected = 0
    facts = Fact.objects.select_related("entry").exclude(number=None).order_by("number").iterator(chunk_size=PIECE)
    bundle: tuple[int, list[bytes]] = (-1, [])
    for fact in facts:
        number = fact.number
        assert number is not None
        for missing in range(expected, min(number, expected + 1)):
            found.fault(f"entry {missing}", "数据库里没有这一条", "the database has no such entry")
        expected = number + 1
        _fact_by_itself(found, fact)
        if number < published:
            if bundle[0] != number // WIDTH:
                bundle = (number // WIDTH, _bundle(number // WIDTH, published))
            if bundle[1][number % WIDTH : number % WIDTH + 1] != [fact.leaf.encode()]:
                found.fault(f"entry {number}", "数据库里的和日志里的不一样", "the database says otherwise than the log")
        if number % PIECE == 0:
            step(PIECE)
    if expected < published:
        found.fault(
            f"entry {expected}",
            f"数据库里只有{expected}条，日志里有{published}条",
            f"the database has {expected} entries and the log {published}",
        )
    found.waiting = Fact.objects.filter(number=None).count()


def _bundle(index: int, size: int) -> list[bytes]:
    tile = Tile(ENTRIES, index, min(WIDTH, size - index * WIDTH))
    data = folder.read(tile.path)
    try:
        return decode_bundle(data, tile.width) if data is not None else []
    except leaves.Broken:
        return []  # said already, where the log was read by itself


def _fact_by_itself(found: Audit, fact: Fact) -> None:
    """Its columns say what its leaf says, and the leaf what the register's entry says."""
    where = f"entry {fact.number}"
    try:
        leaf = leaves.decode(fact.leaf.encode())
    except leaves.Broken as fault:
        found.faults.append(Fault.of(where, fault))
        return
    if (leaf.kind, leaf.subject) != (fact.kind, f"{fact.noun}/{fact.row}"):
        found.fault(where, "库里的索引和这一条不一致", "its columns do not say what it says")
    if (leaf.kind, leaf.at) != (fact.entry.kind, fact.entry.at):
        found.fault(where, "和登记簿里的那一笔不一致", "the register’s entry says otherwise")


def _entries_without_a_fact(found: Audit) -> None:
    """Public acts that were never staged, but for those from before there was a log."""
    first = Fact.objects.order_by("pk").values_list("pk", flat=True).first()
    kinds = [name for cover in COVERS.values() for telling in cover.tellings for name in telling.names]
    lost = Entry.objects.filter(kind__in=kinds, public_fact=None, pk__gte=first or 0)
    for number in lost.values_list("pk", flat=True)[:PIECE]:
        found.fault(f"register {number}", "登记簿里有，日志里没有", "it is in the register and not in the log")


# -- rows -------------------------------------------------------------------------------------------------------------
def _rows_against_facts(found: Audit, cover: Cover, step: Step) -> None:
    """Every row says what its facts say, no row lacks one, and no fact lacks its row."""
    compared, first = 0, _first_row(cover)
    rows = cover.model._base_manager.filter(cover.only).order_by("pk").iterator(chunk_size=PIECE)
    for piece in _pieces(rows):
        facts = _facts_of(cover, [row.pk for row in piece])
        for row in piece:
            _row(found, cover, row, facts[row.pk], first)
        compared += len(piece)
        step(len(piece))
    found.rows[cover.table] = compared
    keys = Fact.objects.filter(noun=cover.noun).order_by("row").values_list("row", flat=True).distinct()
    for some in _pieces(keys.iterator(chunk_size=PIECE)):
        there = set(cover.model._base_manager.filter(cover.only, pk__in=some).values_list("pk", flat=True))
        for row in some:
            if row not in there:
                found.fault(f"{cover.table} {row}", "日志里有，表里没有了", "it is in the log and gone from the table")


def _first_row(cover: Cover) -> int | None:
    """The first row that was written when there was a log; None before any was."""
    return Fact.objects.filter(noun=cover.noun).order_by("row").values_list("row", flat=True).first()


def _facts_of(cover: Cover, keys: Sequence[int]) -> defaultdict[int, list[Fact]]:
    by_row: defaultdict[int, list[Fact]] = defaultdict(list)
    for fact in Fact.objects.filter(noun=cover.noun, row__in=keys).prefetch_related("salts"):
        by_row[fact.row].append(fact)
    return by_row


def _row(found: Audit, cover: Cover, row: Model, facts: Sequence[Fact], first: int | None) -> None:
    where = f"{cover.table} {row.pk}"
    for telling in cover.tellings:
        mine = [fact for fact in facts if fact.kind in telling.names]
        if not telling.has_happened(row):
            if mine:
                found.fault(where, "日志里记了，表里却是空的", "the log tells of it and the row is empty")
        elif not mine:
            if first is not None and row.pk >= first:
                found.fault(where, "表里有，日志里没有", "it is in the table and not in the log")
        else:
            _parts(found, where, telling, row, mine[-1])
    strangers = [f.kind for f in facts if not any(f.kind in telling.names for telling in cover.tellings)]
    for kind in strangers:
        found.fault(where, f"日志里的“{kind}”和这张表无关", f"the log’s {kind} is not of this table")


def _parts(found: Audit, where: str, telling: Telling, row: Model, fact: Fact) -> None:
    digests = leaves.decode(fact.leaf.encode()).digests
    salts = {salt.part: salt.salt for salt in fact.salts.all()}
    for part in salts.keys() - digests.keys():
        found.fault(where, f"有一份盐值，日志里没有“{part}”", f"there is a salt for {part!r}, which the log has not")
    try:
        contents = telling.contents(row)
    except (AttributeError, KeyError, TypeError, ValueError):  # whatever stands there, it is not what we wrote
        found.fault(where, "内容已经读不出来了", "it can no longer be read")
        return
    for part in digests.keys() ^ contents.keys():
        found.fault(where, f"日志和表里，只有一边有“{part}”", f"only one of log and table has {part!r}")
    for part in digests.keys() & contents.keys():
        if part not in salts:
            found.erased += 1
        elif not _opens(digests[part], salts[part], contents[part]):
            found.fault(where, f"“{part}”和公开时不一样了", f"{part!r} is not what was made public")


def _opens(digest: str, salt: str, data: bytes) -> bool:
    try:
        return leaves.opens(digest, bytes.fromhex(salt), data)
    except ValueError:
        return False


def _pieces(rows: Iterable[Any]) -> Iterator[list[Any]]:
    going = iter(rows)
    while piece := list(islice(going, PIECE)):
        yield piece
