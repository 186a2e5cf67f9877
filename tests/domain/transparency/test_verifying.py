"""A whole log: sound as it grew, and whatever single byte somebody changes in it is found."""

from __future__ import annotations

import random

import pytest

from qingdan.domain.transparency import checkpoints, policies, proofs, receipts
from qingdan.domain.transparency.checkpoints import Checkpoint
from qingdan.domain.transparency.faults import Broken, CannotRead
from qingdan.domain.transparency.keys import SigningKey
from qingdan.domain.transparency.verifying import MOST_FAULTS, Report, verify_log
from qingdan.domain.transparency.witnessing import Refused, judge
from tests.budget import rounds
from tests.domain.transparency.logs import (
    LOG,
    ORIGIN,
    POLICY,
    SEEN,
    WITNESS,
    content_of,
    entry,
    grown,
    log_of,
    salt_of,
)

TRUSTED = policies.parse(POLICY)
SIZES = (1, 200, 256, 300, 600)


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """A log of 600 entries that grew in five steps, older partial tiles still there."""
    return log_of(*SIZES)


def partials_of(files: dict[str, bytes]):
    def widths(path: str) -> list[int]:
        return [int(f.rpartition("/")[2]) for f in files if f.startswith(f"{path}.p/")] + [256] * (path in files)

    return widths


def verified(files: dict[str, bytes], against: bytes | None = None) -> Report:
    return verify_log(files.get, TRUSTED, against=against, partials=partials_of(files))


def test_a_log_is_sound_at_every_size_that_it_had(files: dict[str, bytes]) -> None:
    for size in (0, *SIZES):
        report = verified(log_of(*(s for s in SIZES if s <= size)) if size else grown({}, 0, []))
        assert report.is_sound and report.entries == size, report.faults
    assert report.kinds == {"boards.put-up": 600} and report.of_later_version == 0
    assert str(report.first) == "2026-11-23 08:00:00+00:00" and str(report.last) == "2026-11-23 17:59:00+00:00"
    for size in SIZES:
        assert verified(files, against=log_of(size)["checkpoint"]).is_sound


def test_any_single_byte_is_missed_by_nobody(files: dict[str, bytes]) -> None:
    """Random edits of one byte in any tile, bundle or checkpoint, older partial ones included."""
    chance = random.Random(2026)
    paths = [path for path in sorted(files) if path != policies.PATH]
    for path in [*paths, *chance.choices(paths, k=rounds(100))]:
        content = bytearray(files[path])
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        report = verified({**files, path: bytes(content)})
        assert not report.is_sound, path
        assert any(path.partition(".p/")[0] in fault.to("en") for fault in report.faults), (path, report.faults)


def test_what_is_missing_cut_off_or_too_long_is_named(files: dict[str, bytes]) -> None:
    for path in ("tile/0/000", "tile/0/002.p/88", "tile/1/000.p/2", "tile/entries/001", "tile/entries/002.p/88"):
        for content in (None, b"", files[path][:-1], files[path][:-32], files[path] + bytes(32)):
            report = verified({**files, path: content} if content is not None else without(files, path))
            assert [fault for fault in report.faults if fault.where.startswith(path)], (path, report.faults)


def without(files: dict[str, bytes], path: str) -> dict[str, bytes]:
    return {name: content for name, content in files.items() if name != path}


def test_a_checkpoint_of_an_impossible_size_ends_soon() -> None:
    for size in (2**63 - 1, 5_000_000):
        signed = checkpoints.sign(Checkpoint(ORIGIN, size, bytes(32)), [LOG])
        asked: list[str] = []

        def read(path: str, signed: bytes = signed, asked: list[str] = asked) -> bytes | None:
            asked.append(path)
            return signed if path == "checkpoint" else None

        report = verify_log(read, TRUSTED)
        assert not report.is_sound and len(asked) < 3 * MOST_FAULTS


def test_not_a_log_at_all() -> None:
    with pytest.raises(CannotRead, match="不是公开日志"):
        verify_log({}.get, TRUSTED)
    report = verify_log({"checkpoint": b"<html>"}.get, TRUSTED)
    assert [fault.where for fault in report.faults] == ["checkpoint"] and report.opened is None


def test_no_witness_no_trust() -> None:
    report = verified(log_of(3, cosigned=False))
    assert [str(fault.what) for fault in report.faults] == ["见证方的联签不够"]


def rewritten(files: dict[str, bytes], nth: int) -> dict[str, bytes]:
    """What an administrator who holds the log's key can do: other entries from ``nth`` on, tiles and signature anew."""
    return {**files, **grown({}, 0, [entry(n if n < nth else n + 1000) for n in range(300)], cosigned=False)}


def test_an_administrator_who_rewrites_history_is_caught() -> None:
    before = log_of(200)
    changed = rewritten(before, 150)
    plain = policies.parse(policies.written(LOG.verifier))
    report = verify_log(changed.get, plain, against=before["checkpoint"])
    assert any("历史被改写" in str(fault.what) for fault in report.faults)
    with pytest.raises(Refused, match="历史被改写") as caught:
        judge(changed["checkpoint"], before["checkpoint"], changed.get, [LOG.verifier])
    evidence = caught.value.evidence
    assert caught.value.kind == "rewritten" and set(evidence) == {"last", "newest", "add-checkpoint", "root-it-shows"}
    assert evidence["add-checkpoint"].startswith(b"old 200\n")


def test_a_witness_cosigns_what_goes_on_and_nothing_else() -> None:
    known = [LOG.verifier]
    steps = [log_of(*SIZES[:n]) for n in range(1, 6)]
    last = None
    for files in steps:
        opened = judge(files["checkpoint"], last, files.get, known)
        last = checkpoints.cosign(opened, WITNESS, SEEN)
    with pytest.raises(Refused, match="退回") as caught:
        judge(steps[1]["checkpoint"], last, steps[1].get, known)
    assert caught.value.kind == "went-back"
    forked = grown({}, 0, [entry(n + 1) for n in range(600)], cosigned=False)
    with pytest.raises(Refused, match="两个不同的根散列"):
        judge(forked["checkpoint"], last, forked.get, known)
    lying = {**steps[4], "tile/0/002.p/88": bytes(88 * 32)}
    with pytest.raises(Broken, match="散列文件与检查点不符") as lied:
        judge(lying["checkpoint"], steps[0]["checkpoint"], lying.get, known)
    assert not isinstance(lied.value, Refused)
    other = SigningKey("other.example", LOG.scheme, LOG.seed)
    elsewhere = checkpoints.sign(Checkpoint("other.example", 0, checkpoints.EMPTY_ROOT), [other])
    with pytest.raises(Broken, match="另一份日志"):
        judge(elsewhere, last, {}.get, [*known, other.verifier])


def test_a_receipt_proves_what_was_published_and_an_edited_one_nothing(files: dict[str, bytes]) -> None:
    made = receipts.make(417, entry(417), {"content": salt_of(417)}, files["checkpoint"], files.get)
    receipt = receipts.parse(made)
    assert receipt.proof.encode() == made
    leaf, opened = receipts.check(receipt, [LOG.verifier], [WITNESS.verifier])
    assert leaf.subject == "notice/417" and opened.checkpoint.size == 600 and len(opened.witnesses) == 1
    assert receipt.parts_of(content_of(417)) == ["content"]
    assert receipt.parts_of(content_of(418)) == [] == receipt.parts_of(b"")
    chance = random.Random(7)
    for at in chance.choices(range(len(made)), k=rounds(150)):
        edited = bytearray(made)
        edited[at] ^= 1 << chance.randrange(8)
        assert not proves(bytes(edited)), at
    for cut in chance.sample(range(len(made) - 1), 40):
        assert not proves(made[:cut]), cut


def proves(data: bytes) -> bool:
    """Does it still prove the same, witness and content included?"""
    try:
        receipt = receipts.parse(data)
        _, opened = receipts.check(receipt, [LOG.verifier], [WITNESS.verifier])
    except Broken:
        return False
    return TRUSTED.is_met_by(w.key for w in opened.witnesses) and receipt.parts_of(content_of(417)) == ["content"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("c2sp.org/tlog-proof@v1", "c2sp.org/tlog-proof@v2"), "开头不对"),
        (("index 2", "index 02"), "没有序号"),
        (("index 2", "index -2"), "没有序号"),
        (("index 2\n", ""), "没有序号"),
        (("index 2\n", "index 2\n" + "A" * 43 + "\n"), "base64"),
        (("index 2\n", "index 2\nQUJD\n"), "不是散列值"),
        (("index 2\n", "index 2\n" + ("A" * 43 + "=\n") * 64), "过长"),
        (("extra ", "extra !"), "base64"),
        (("index", "索引"), "字符"),
    ],
)
def test_what_is_no_proof(change: tuple[str, str], said: str) -> None:
    files = log_of(3)
    made = receipts.make(2, entry(2), {}, files["checkpoint"], files.get).decode()
    with pytest.raises(Broken, match=said):
        proofs.parse(made.replace(*change, 1).encode())
    with pytest.raises(Broken, match="太长"):
        proofs.parse(made.encode() + bytes(300_000))
    for extra in (None, b"", b"[]", b'{"entry":1,"salts":{}}', b'{"entry":"x","salts":{"a":"zz"}}', b'{"entry":"x"}'):
        with pytest.raises(Broken, match="没有记录本身"):
            receipts.parse(proofs.make(2, files["checkpoint"], files.get, extra).encode())
