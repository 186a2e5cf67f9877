"""The tree: others' vectors, a second implementation, and proofs that an edit breaks."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qingdan.domain.transparency import merkle, tiles
from qingdan.domain.transparency.merkle import Frontier, includes, is_consistent
from tests.budget import rounds
from tests.domain.transparency import from_the_rfc

VECTORS = json.loads((Path(__file__).parent / "merkle_vectors.json").read_text())


def raw(text: str | None) -> bytes:
    return base64.b64decode(text or "")


def test_the_vectors_of_transparency_dev() -> None:
    for one in VECTORS["inclusion"]:
        proof = [raw(h) for h in one["proof"] or []]
        found = includes(one["leafIdx"], one["treeSize"], raw(one["leafHash"]), proof, raw(one["root"]))
        assert found is not one["wantErr"], one["file"]
    for one in VECTORS["consistency"]:
        proof = [raw(h) for h in one["proof"] or []]
        found = is_consistent(one["size1"], one["size2"], proof, raw(one["root1"]), raw(one["root2"]))
        assert found is not one["wantErr"], one["file"]
    assert (len(VECTORS["inclusion"]), len(VECTORS["consistency"])) == (98, 98)


@pytest.mark.parametrize(
    ("found", "wanted"),
    [  # rfc6962_test.go of the same repository
        (merkle.EMPTY_ROOT, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        (merkle.leaf_hash(b""), "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
        (merkle.leaf_hash(b"L123456"), "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56"),
        (merkle.node_hash(b"N123", b"N456"), "aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb"),
    ],
)
def test_hashes(found: bytes, wanted: str) -> None:
    assert found.hex() == wanted


def test_every_tree_up_to_600_leaves_grows_one_by_one_as_the_rfc_says() -> None:
    """Across tile borders; each append's files are those that the definition gives, and no other changes."""
    entries = [b"%d" % n for n in range(600)]
    frontier, files = Frontier(), {}
    assert frontier.root() == from_the_rfc.mth([])
    looked_at = {0, 1, 2, 3, 255, 256, 257, 258, 511, 512, 513, 599}
    for size, entry in enumerate(entries):
        growth = tiles.grow(size, [entry], files.get)
        assert {tile.path for tile in tiles.changed_tiles(size, size + 1)} == {path for path, _ in growth.files}
        files |= dict(growth.files)
        frontier.append(merkle.leaf_hash(entry))
        assert growth.root == frontier.root() and growth.size == frontier.size == size + 1
        if size in looked_at:
            wanted = from_the_rfc.tiles(entries[: size + 1])
            assert growth.root == from_the_rfc.mth(entries[: size + 1])
            assert {path: files[path] for path in wanted} == wanted
            assert {tile.path for tile in tiles.tiles_of(size + 1)} == set(wanted)


@settings(max_examples=rounds(40), deadline=None)
@given(
    entries=st.lists(st.binary(max_size=8), min_size=1, max_size=700),
    parts=st.lists(st.integers(0, 400), max_size=4),
    data=st.data(),
)
def test_random_trees_and_proofs_agree_with_the_rfc(
    entries: list[bytes], parts: list[int], data: st.DataObject
) -> None:
    """However the entries came in, files, roots and proofs are those of the recursive definitions, and verify."""
    files: dict[str, bytes] = {}
    at = 0
    for part in [*parts, len(entries)]:
        growth = tiles.grow(at, entries[at : at + part], files.get)
        files |= dict(growth.files)
        at = growth.size
    assert {p: files[p] for p in from_the_rfc.tiles(entries)} == from_the_rfc.tiles(entries)
    tree = tiles.Tree(at, files.get)
    index = data.draw(st.integers(0, at - 1))
    root, leaf = from_the_rfc.mth(entries), merkle.leaf_hash(entries[index])
    proof = merkle.inclusion_proof(index, at, tree.node)
    assert proof == from_the_rfc.path(index, entries) and tree.entry(index) == entries[index]
    assert includes(index, at, leaf, proof, root)
    old = index + 1
    links, old_root = merkle.consistency_proof(old, at, tree.node), from_the_rfc.mth(entries[:old])
    assert links == from_the_rfc.proof(old, entries)
    assert is_consistent(old, at, links, old_root, root)
    if old < at:
        assert not is_consistent(old, at, links, root, root)
        flipped = data.draw(st.integers(0, 256 * len(links) - 1))
        assert not is_consistent(old, at, flip(links, flipped), old_root, root)
    if proof:
        assert not includes(index, at, leaf, flip(proof, data.draw(st.integers(0, 256 * len(proof) - 1))), root)


def flip(hashes: list[bytes], bit: int) -> list[bytes]:
    changed = [bytearray(one) for one in hashes]
    changed[bit // 256][bit % 256 // 8] ^= 1 << bit % 8
    return [bytes(one) for one in changed]


def test_what_cannot_be_proven_says_so() -> None:
    node = tiles.node_reader(3, dict(tiles.grow(0, [b"a", b"b", b"c"], {}.get).files).get)
    for index, size in ((3, 3), (-1, 3), (0, 0)):
        with pytest.raises(IndexError):
            merkle.inclusion_proof(index, size, node)
    for old, new in ((0, 3), (4, 3)):
        with pytest.raises(IndexError):
            merkle.consistency_proof(old, new, node)
    with pytest.raises(ValueError, match="2 subtrees"):
        Frontier(3, [b""])


def test_a_partial_tile_that_was_put_away_is_read_from_the_full_one() -> None:
    entries = [b"%d" % n for n in range(300)]
    files = dict(tiles.grow(0, entries, {}.get).files)
    tree = tiles.Tree(200, files.get)  # a checkpoint of before: its partial tiles are gone
    assert merkle.root_between(0, 200, tree.node) == from_the_rfc.mth(entries[:200])
    assert tree.entry(199) == b"199"


def test_the_paths_of_tiles() -> None:
    """The specification's own examples."""
    assert tiles.Tile(0, 1234067).path == "tile/0/x001/x234/067"
    assert tiles.Tile(tiles.ENTRIES, 5, 17).path == "tile/entries/005.p/17"
    found = [(t.level, t.width) for t in tiles.tiles_of(70_000) if t.level >= 0]
    assert {one: found.count(one) for one in found} == {(0, 256): 273, (0, 112): 1, (1, 256): 1, (1, 17): 1, (2, 1): 1}
    assert [t.path for t in tiles.tiles_of(256)] == ["tile/entries/000", "tile/0/000", "tile/1/000.p/1"]
