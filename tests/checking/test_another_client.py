"""An independent client reads what we wrote, and we read what it wrote: tlog-scales (PyPI, Apache-2.0)."""

from __future__ import annotations

import io
from contextlib import redirect_stdout
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from tlog_scales import cli, signing, tlog
from tlog_scales import tiles as their_tiles
from tlog_scales.backend import LocalBackend
from tlog_scales.reader import TilesReader

from qingdan.domain.transparency import checkpoints, merkle, proofs, tiles
from qingdan.domain.transparency.checkpoints import Checkpoint
from tests.domain.transparency.logs import LOG, ORIGIN, WITNESS, entry, lay, log_of


@pytest.mark.parametrize("sizes", [(1,), (3, 255, 256), (200, 600), (257, 513)])
def test_it_reads_and_verifies_our_log(sizes: tuple[int, ...], tmp_path: Path) -> None:
    folder, size = lay(log_of(*sizes), tmp_path / "log"), sizes[-1]
    reader = TilesReader(LocalBackend(folder))
    checkpoint = reader.get_checkpoint()
    assert (checkpoint.origin, checkpoint.size) == (ORIGIN, size)
    for key in (LOG, WITNESS):
        vkey = signing.Vkey.from_string(str(key.verifier))
        checkpoint.verify(vkey)
        with pytest.raises(InvalidSignature):
            tlog.Checkpoint(ORIGIN, size + 1, checkpoint.root_hash, checkpoint.signatures).verify(vkey)
    assert reader.calculate_root_hash() == checkpoint.root_hash
    for index in {0, size // 2, size - 1}:
        assert reader.get_entry(index) == entry(index)
        theirs, node = reader.get_inclusion_proof(index, size), tiles.node_reader(size, lambda p: read(folder, p))
        assert theirs.node_hashes == merkle.inclusion_proof(index, size, node)
        theirs.check(their_tiles.leaf_hash(entry(index)), checkpoint.root_hash)
    for old in {1, sizes[0], max(1, size - 1)}:
        links = reader.get_consistency_proof(old, size)
        assert links.node_hashes == merkle.consistency_proof(old, size, node)
        links.check(reader.mth(0, old), checkpoint.root_hash)


def read(folder: Path, path: str) -> bytes | None:
    return (folder / path).read_bytes() if (folder / path).is_file() else None


def test_we_verify_its_proof_file_and_its_checkpoint(tmp_path: Path) -> None:
    folder, out = lay(log_of(200, 600), tmp_path / "log"), io.StringIO()
    with redirect_stdout(out):
        cli.cmd_gen_proof(cli.build_parser().parse_args(["gen-proof", str(folder), "417"]))
    proof = proofs.parse(out.getvalue().encode())
    ours = proofs.make(417, (folder / "checkpoint").read_bytes(), lambda path: read(folder, path))
    assert proof == ours
    opened = proofs.check(proof, entry(417), [LOG.verifier], [WITNESS.verifier])
    assert opened.checkpoint.size == 600 and len(opened.witnesses) == 1
    signer = signing.PlainEd25519Signer(ORIGIN, LOG.seed)
    theirs = tlog.Checkpoint.make_signed(ORIGIN, 9, b"r" * 32, [signer]).serialize().encode()
    assert theirs == checkpoints.sign(Checkpoint(ORIGIN, 9, b"r" * 32), [LOG])
