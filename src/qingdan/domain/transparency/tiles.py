"""Tiles and entry bundles as C2SP tlog-tiles lays them out: their paths, their bytes, and what an append writes.

A tile of level ``l`` holds up to 256 hashes of complete subtrees over 256^l leaves; a bundle holds up to 256 entries.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from qingdan.domain.transparency.faults import FETCH, Broken, Read
from qingdan.domain.transparency.merkle import HASH_SIZE, Frontier, Node, leaf_hash, node_hash
from qingdan.domain.words import Words

WIDTH, HEIGHT = 256, 8
ENTRIES = -1  # the level by which a bundle is named
LONGEST_ENTRY = 2**16 - 1  # bytes
LONGEST_BUNDLE = WIDTH * (2 + LONGEST_ENTRY)  # bytes
_CACHED = 64  # tiles that a reader keeps: 512 KiB


@dataclass(frozen=True, slots=True, order=True)
class Tile:
    """The name of a tile (``level`` 0…63) or bundle (``level`` ENTRIES), and how many hashes or entries it holds."""

    level: int
    index: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """Its path under the log's prefix: ``tile/0/x001/234.p/17``."""
        level = "entries" if self.level == ENTRIES else str(self.level)
        groups = [f"{self.index % 1000:03d}"]
        rest = self.index // 1000
        while rest:
            groups.insert(0, f"x{rest % 1000:03d}")
            rest //= 1000
        partial = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{level}/{'/'.join(groups)}{partial}"

    @property
    def full(self) -> Tile:
        """The tile that this one becomes."""
        return Tile(self.level, self.index)


def tiles_of(size: int) -> Iterator[Tile]:
    """Every tile and bundle of a tree of ``size`` leaves, right border included, level by level."""
    for level, count in _counts(size):
        for index in range(count // WIDTH):
            yield Tile(level, index)
        if count % WIDTH:
            yield Tile(level, count // WIDTH, count % WIDTH)


def changed_tiles(old: int, new: int) -> Iterator[Tile]:
    """The tiles and bundles that a tree of ``new`` leaves has and one of ``old`` leaves has not."""
    before = dict(_counts(old))
    for level, count in _counts(new):
        if count == before.get(level, 0):
            continue
        for index in range(before.get(level, 0) // WIDTH, (count - 1) // WIDTH + 1):
            yield Tile(level, index, min(WIDTH, count - index * WIDTH))


def _counts(size: int) -> Iterator[tuple[int, int]]:
    """(level, how many entries or hashes it has) for a tree of ``size`` leaves."""
    if size:
        yield ENTRIES, size
    level = 0
    while size:
        yield level, size
        size, level = size // WIDTH, level + 1


def encode_tile(hashes: Sequence[bytes]) -> bytes:
    """The bytes of a tile."""
    return b"".join(hashes)


def decode_tile(data: bytes, width: int) -> list[bytes]:
    """The hashes of a tile that must hold ``width``. :raises Broken: when it has another length."""
    if len(data) != width * HASH_SIZE:
        raise Broken(
            Words(
                f"应有 {width} 个散列值（{width * HASH_SIZE} 字节），实有 {len(data)} 字节",
                f"must hold {width} hashes ({width * HASH_SIZE} bytes) and has {len(data)} bytes",
            ),
            FETCH,
        )
    return [data[at : at + HASH_SIZE] for at in range(0, len(data), HASH_SIZE)]


def encode_bundle(entries: Iterable[bytes]) -> bytes:
    """The bytes of a bundle: each entry after its length as big-endian uint16. :raises ValueError: entry too long."""
    written = bytearray()
    for entry in entries:
        if len(entry) > LONGEST_ENTRY:
            raise ValueError(f"an entry of {len(entry)} bytes; at most {LONGEST_ENTRY} fit")
        written += len(entry).to_bytes(2, "big") + entry
    return bytes(written)


def decode_bundle(data: bytes, width: int) -> list[bytes]:
    """The entries of a bundle that must hold ``width``. :raises Broken: cut off, or another number of entries."""
    entries: list[bytes] = []
    at = 0
    while at < len(data):
        end = at + 2 + int.from_bytes(data[at : at + 2], "big")
        if at + 2 > len(data) or end > len(data):
            raise Broken(
                Words(f"第 {len(entries) + 1} 条记录在文件末尾被截断", f"entry {len(entries) + 1} in it is cut off"),
                FETCH,
            )
        entries.append(data[at + 2 : end])
        at = end
    if len(entries) != width:
        raise Broken(
            Words(f"应有 {width} 条记录，实有 {len(entries)} 条", f"must hold {width} entries and has {len(entries)}"),
            FETCH,
        )
    return entries


def tile_root(hashes: Sequence[bytes]) -> bytes:
    """The root over a full tile's 256 hashes, or over any number of them that is a power of two."""
    row = list(hashes)
    while len(row) > 1:
        row = [node_hash(row[i], row[i + 1]) for i in range(0, len(row), 2)]
    return row[0]


class Tree:
    """The nodes of a tree of ``size`` leaves, read from its tiles as they are needed; the last used stay in memory."""

    def __init__(self, size: int, read: Read) -> None:
        self.size, self._read = size, read
        self._kept: OrderedDict[tuple[int, int], list[bytes]] = OrderedDict()

    def node(self, level: int, index: int) -> bytes:
        """The root of a complete subtree (see merkle.py). :raises Broken: a tile is missing or has a wrong length."""
        tile_level, above = divmod(level, HEIGHT)
        first = index << above
        hashes = self.tile(tile_level, first // WIDTH)
        return tile_root(hashes[first % WIDTH : first % WIDTH + (1 << above)])

    def tile(self, level: int, index: int) -> list[bytes]:
        """All hashes that the tile holds in this tree."""
        kept = self._kept.get((level, index))
        if kept is None:
            width = min(WIDTH, (self.size >> (HEIGHT * level)) - index * WIDTH)
            kept = decode_tile(self._bytes(Tile(level, index, width)), width)
            self._kept[level, index] = kept
        self._kept.move_to_end((level, index))
        while len(self._kept) > _CACHED:
            self._kept.popitem(last=False)
        return kept

    def entry(self, index: int) -> bytes:
        """Entry ``index``, from its bundle."""
        return self.bundle(index // WIDTH)[index % WIDTH]

    def bundle(self, index: int) -> list[bytes]:
        """All entries that bundle ``index`` holds in this tree."""
        tile = Tile(ENTRIES, index, min(WIDTH, self.size - index * WIDTH))
        data = self._read(tile.path)
        if data is None and tile.width < WIDTH:
            data = self._read(tile.full.path)
            if data is not None:  # the log has grown and put the partial bundle away
                return decode_bundle(data, WIDTH)[: tile.width]
        if data is None:
            raise missing(tile)
        return decode_bundle(data, tile.width)

    def _bytes(self, tile: Tile) -> bytes:
        """A tile's bytes; from the full one when the partial one was put away, as the specification allows."""
        data = self._read(tile.path)
        if data is None and tile.width < WIDTH:
            data = self._read(tile.full.path)
            if data is not None and len(data) == WIDTH * HASH_SIZE:
                return data[: tile.width * HASH_SIZE]
        if data is None:
            raise missing(tile)
        return data


def missing(tile: Tile) -> Broken:
    """The error for a tile or bundle that is not there."""
    return Broken(Words(f"缺少文件 {tile.path}", f"the file {tile.path} is missing"), FETCH)


def node_reader(size: int, read: Read) -> Node:
    """What makes proofs of a tree of ``size`` leaves out of its tiles."""
    return Tree(size, read).node


@dataclass(frozen=True, slots=True)
class Growth:
    """What an append makes: the new size and root, and every file to write, each exactly as it will always be."""

    size: int
    root: bytes
    files: tuple[tuple[str, bytes], ...]


def grow(size: int, entries: Sequence[bytes], read: Read) -> Growth:
    """Append ``entries`` to the tree of ``size`` leaves whose files ``read`` gives; reads only its right border.

    The same arguments always make the same files, so that a second try after a crash writes the same bytes over them.
    Memory grows with ``entries`` and log(size): hand a long list over in parts.

    :raises Broken: a file of the right border is missing or damaged.
    """
    before = Tree(size, read)
    bundles = _extend(before.bundle(size // WIDTH) if size % WIDTH else [], entries)
    files = [(tile.path, encode_bundle(held)) for tile, held in _named(ENTRIES, bundles, size)]
    leaves = [leaf_hash(entry) for entry in entries]
    frontier = frontier_of(before)
    for leaf in leaves:
        frontier.append(leaf)
    new, level, count = leaves, 0, size
    while new:
        old = before.tile(level, count // WIDTH) if count % WIDTH else []
        rows = _extend(old, new)
        files += [(tile.path, encode_tile(held)) for tile, held in _named(level, rows, count)]
        new, level, count = [tile_root(row) for row in rows if len(row) == WIDTH], level + 1, count // WIDTH
    return Growth(frontier.size, frontier.root(), tuple(files))


def _extend(old: Sequence[bytes], new: Sequence[bytes]) -> list[list[bytes]]:
    """The rows of up to 256 that change when ``new`` follow ``old``, which fill the last row so far."""
    row = [*old, *new]
    return [row[at : at + WIDTH] for at in range(0, len(row), WIDTH)] if new else []


def _named(level: int, rows: Sequence[list[bytes]], count: int) -> Iterator[tuple[Tile, list[bytes]]]:
    for index, row in enumerate(rows, count // WIDTH):
        yield Tile(level, index, len(row)), row


def frontier_of(tree: Tree) -> Frontier:
    """A tree's compact range, read from its right border."""
    levels = [level for level in range(tree.size.bit_length() - 1, -1, -1) if tree.size >> level & 1]
    return Frontier(tree.size, [tree.node(level, (tree.size >> level) - 1) for level in levels])
