"""A whole log, read and recomputed: every entry, every tile, the root, the signatures, and an older checkpoint.

Memory is bounded by log(size): one bundle, and one row of 256 hashes for each level.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from qingdan.domain.transparency import checkpoints, leaves, tiles
from qingdan.domain.transparency.faults import FETCH, KEEP, Broken, CannotRead, Fault, Read
from qingdan.domain.transparency.merkle import EMPTY_ROOT, Frontier, leaf_hash
from qingdan.domain.transparency.policies import Policy
from qingdan.domain.transparency.tiles import ENTRIES, WIDTH, Tile
from qingdan.domain.words import Words

MOST_FAULTS = 100

# The widths of the partial tiles of a tile that are there, by its path: a folder can say so, a web server can not.
Partials = Callable[[str], Iterable[int]]


@dataclass
class Report:
    """What verifying found. The log is sound when there is no fault."""

    opened: checkpoints.Opened | None = None
    faults: list[Fault] = field(default_factory=list)
    entries: int = 0  # read whole
    of_later_version: int = 0  # among them: in the tree as they stand, and not understood by this program
    kinds: Counter[str] = field(default_factory=Counter)
    first: datetime | None = None
    last: datetime | None = None
    is_cut: bool = False  # more faults than MOST_FAULTS: reading stopped there

    @property
    def is_sound(self) -> bool:
        """Is everything as its checkpoint says?"""
        return not self.faults


class _Enough(Exception):
    """So many faults that reading on tells nobody more."""


def verify_log(
    read: Read,
    policy: Policy,
    *,
    against: bytes | None = None,
    partials: Partials | None = None,
    progress: Callable[[int], None] = lambda entries: None,
) -> Report:
    """Read the whole log and recompute it.

    ``policy``: whose signatures are known, how many witnesses are demanded. ``against``: an older signed checkpoint
    with which the log must still agree.

    :raises CannotRead: there is no log to read, or a file of it could not be read.
    """
    data = read(checkpoints.PATH)
    if data is None:
        raise CannotRead(
            Words("这里没有 checkpoint 文件，不是公开日志", "there is no file 'checkpoint' here: this is not a log"),
            Words("请核对目录或网址。", "Check the folder or address."),
        )
    report = Report()
    try:
        report.opened = checkpoints.open_checkpoint(data, policy.logs, list(policy.witnesses.values()))
    except Broken as error:
        report.faults.append(Fault.of(checkpoints.PATH, error))
        return report
    if not policy.is_met_by(cosigned.key for cosigned in report.opened.witnesses):
        report.faults.append(Fault(checkpoints.PATH, _TOO_FEW, _ASK_WITNESS))
    reading = _Reading(read, report, report.opened.checkpoint, partials, progress)
    try:
        reading.compare_with(against, policy)
        reading.run()
    except _Enough:
        report.is_cut = True
    return report


_TOO_FEW = Words("见证方的联签不够", "too few witnesses have cosigned it")
_ASK_WITNESS = Words("请稍后再核对，或询问见证方。", "Check again later, or ask the witness.")


class _Reading:
    """One pass over a log from its first entry to its last."""

    def __init__(
        self,
        read: Read,
        report: Report,
        checkpoint: checkpoints.Checkpoint,
        partials: Partials | None,
        progress: Callable[[int], None],
    ) -> None:
        self.read, self.report, self.checkpoint, self.partials = read, report, checkpoint, partials
        self.progress = progress
        self.tree = tiles.Tree(checkpoint.size, read)
        self.frontier = Frontier()
        self.rows: list[list[bytes]] = []  # for each level, the hashes of the tile that is filling
        self.older: checkpoints.Checkpoint | None = None

    def fault(self, where: str, what: Words, remedy: Words = KEEP) -> None:
        """Note a fault. :raises _Enough: those are enough."""
        self.report.faults.append(Fault(where, what, remedy))
        if len(self.report.faults) >= MOST_FAULTS:
            raise _Enough

    def compare_with(self, against: bytes | None, policy: Policy) -> None:
        """Take an older checkpoint to compare with; what is wrong with it by itself is a fault."""
        if against is None:
            return
        try:
            self.older = checkpoints.open_checkpoint(against, policy.logs).checkpoint
        except Broken as error:
            self.fault(_AGAINST, error.what, error.remedy)
            return
        if self.older.origin != self.checkpoint.origin:
            self.fault(_AGAINST, Words("它属于另一份日志", "it belongs to another log"), FETCH)
            self.older = None
        elif self.older.size > self.checkpoint.size:
            self.fault(checkpoints.PATH, _shrunk(self.older.size, self.checkpoint.size))
            self.older = None

    def run(self) -> None:
        """Every bundle with its tile, then the borders and the root."""
        self._compare_roots()
        size = self.checkpoint.size
        for index in range((size + WIDTH - 1) // WIDTH):
            hashes = self._bundle(index, min(WIDTH, size - index * WIDTH))
            if hashes is None:  # neither entries nor hashes: nothing after it can be recomputed
                return
            for one in hashes:
                self.frontier.append(one)
                self._compare_roots()
            self._rise(0, hashes)
            self.progress(self.frontier.size)
        for level, row in enumerate(self.rows):
            if row:
                self._tile(level, (size >> (8 * level)) // WIDTH, row)
        if (self.frontier.root() if size else EMPTY_ROOT) != self.checkpoint.root:
            self.fault(checkpoints.PATH, _OTHER_ROOT)

    def _bundle(self, index: int, width: int) -> list[bytes] | None:
        """Check a bundle against its tile of level 0; the hashes of its entries, or the tile's where it has none."""
        tile = Tile(ENTRIES, index, width)
        try:
            entries = self.tree.bundle(index)
        except Broken as error:
            self.fault(tile.path, error.what, error.remedy)
            try:
                return self.tree.tile(0, index)
            except Broken as worse:
                self.fault(Tile(0, index, width).path, worse.what, worse.remedy)
                return None
        for nth, entry in enumerate(entries, index * WIDTH):
            self._entry(f"{tile.path} #{nth}", entry)
        self._older_partials(tile, lambda part: tiles.encode_bundle(entries[:part]))
        return [leaf_hash(entry) for entry in entries]

    def _entry(self, where: str, entry: bytes) -> None:
        report = self.report
        report.entries += 1
        try:
            leaf = leaves.decode(entry)
        except leaves.OfLaterVersion:
            report.of_later_version += 1
        except Broken as error:
            self.fault(where, error.what, error.remedy)
        else:
            report.kinds[leaf.kind] += 1
            report.first = min(report.first or leaf.at, leaf.at)
            report.last = max(report.last or leaf.at, leaf.at)

    def _rise(self, level: int, hashes: Sequence[bytes]) -> None:
        """Put hashes into the filling tile of their level; a full one is compared, and its root rises a level."""
        if level == len(self.rows):
            self.rows.append([])
        row = self.rows[level]
        row.extend(hashes)
        if len(row) == WIDTH:
            self._tile(level, (self.frontier.size >> (8 * (level + 1))) - 1, row)
            root = tiles.tile_root(row)
            row.clear()
            self._rise(level + 1, [root])

    def _tile(self, level: int, index: int, row: list[bytes]) -> None:
        """Compare a tile with what its entries make it."""
        tile = Tile(level, index, len(row))
        try:
            stored = self.tree.tile(level, index)
        except Broken as error:
            self.fault(tile.path, error.what, error.remedy)
        else:
            wrong = [nth for nth, (here, there) in enumerate(zip(row, stored, strict=True)) if here != there]
            if wrong and level == 0:  # one of the two files was changed; the root below tells which only when one was
                bundle = Tile(ENTRIES, index, len(row))
                self.fault(f"{bundle.path} #{index * WIDTH + wrong[0]}", _other_hash(tile.path, len(wrong)))
            elif wrong:
                self.fault(tile.path, _differs(wrong[0], len(wrong)))
        self._older_partials(tile, lambda part: tiles.encode_tile(row[:part]))

    def _older_partials(self, tile: Tile, begins: Callable[[int], bytes]) -> None:
        """Whatever else lies there of this tile, narrower or wider, must begin or go on with the same."""
        for width in sorted(self.partials(tile.full.path)) if self.partials else ():
            if width == tile.width:
                continue
            other = Tile(tile.level, tile.index, width)
            data = self.read(other.path)
            if data is not None and not _agrees(data, begins(min(width, tile.width)), width <= tile.width):
                self.fault(other.path, _OTHER_CONTENT)

    def _compare_roots(self) -> None:
        older = self.older
        if older and older.size == self.frontier.size and older.root != self.frontier.root():
            self.fault(_AGAINST, _rewritten(older.size))


def _agrees(data: bytes, expected: bytes, is_whole: bool) -> bool:
    return data == expected if is_whole else data.startswith(expected)


_AGAINST = "--against"
_OTHER_ROOT = Words(
    "由全部记录重新算出的根散列与检查点所签的不同",
    "the root recomputed from all entries is not the one that the checkpoint signs",
)
_OTHER_CONTENT = Words("与完整文件的开头不一致", "it is not the beginning of the whole file")


def _other_hash(path: str, count: int) -> Words:
    return Words(
        f"与 {path} 里的散列值不符，自这条起共 {count} 条",
        f"does not hash to what {path} holds; {count} entries from this one on",
    )


def _differs(first: int, count: int) -> Words:
    return Words(
        f"与记录重新算出的散列值不同：第 {first + 1} 个起，共 {count} 个",
        f"differs from what the entries hash to: {count} of its hashes, number {first + 1} first",
    )


def _rewritten(size: int) -> Words:
    return Words(
        f"前 {size} 条记录已不是旧检查点所签的那些：历史被改写了",
        f"the first {size} entries are not those of the older checkpoint: history was rewritten",
    )


def _shrunk(before: int, now: int) -> Words:
    return Words(f"记录由 {before} 条变为 {now} 条：日志变短了", f"{before} entries became {now}: the log has shrunk")
