"""Notes, keys, checkpoints and cosignatures: others' vectors, and everything that is not one."""

from __future__ import annotations

import pytest

from qingdan.domain.transparency import checkpoints, cosignatures, notes, policies
from qingdan.domain.transparency.checkpoints import Checkpoint, open_checkpoint
from qingdan.domain.transparency.faults import Broken
from qingdan.domain.transparency.keys import KeyMiswritten, Scheme, SigningKey, VerifierKey
from qingdan.domain.transparency.merkle import EMPTY_ROOT
from tests.domain.transparency.logs import LOG, ORIGIN, SEEN, WITNESS, log_of

# golang.org/x/mod/sumdb/note (note_test.go), BSD-3-Clause.
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETERS_SECRET = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
ENOCH = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
PETER_SIGNED = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
ENOCH_SIGNED = (
    "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n"
)
# c2sp.org/signed-note
FOO = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
FOO_NOTE = (
    "This is an example message.\n\n"
    "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)


def test_the_vectors_of_the_specification_and_of_go() -> None:
    foo, peter, enoch = map(VerifierKey.parse, (FOO, PETER, ENOCH))
    assert [key for key, _ in notes.parse(FOO_NOTE.encode()).verified_by([foo])] == [foo]
    note = notes.parse((TEXT + "\n" + PETER_SIGNED + ENOCH_SIGNED).encode())
    assert [key for key, _ in note.verified_by([peter])] == [peter]
    assert [key for key, _ in note.verified_by([enoch, peter])] == [peter, enoch]
    assert note.verified_by([]) == []
    signer = SigningKey.parse(PETERS_SECRET)
    assert str(signer.verifier) == PETER and signer.secret == PETERS_SECRET
    assert "YEKFALV" not in repr(signer)
    assert notes.signed(TEXT, [signer]).encode().decode() == TEXT + "\n" + PETER_SIGNED
    again = notes.parse((TEXT + "\n" + PETER_SIGNED).encode()).signed(signer)
    assert again.encode().decode() == TEXT + "\n" + PETER_SIGNED


def test_no_part_or_mangling_of_a_key_is_a_key() -> None:
    for whole, parse in ((PETER, VerifierKey.parse), (PETERS_SECRET, SigningKey.parse)):
        parts = {whole[i:j] for i in range(len(whole) + 1) for j in range(i, len(whole) + 1)} - {whole}
        mangled = {whole[:i] + chr(ord(whole[i]) + 1) + whole[i + 1 :] for i in range(len(whole))}
        for text in parts | mangled | {"PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"}:
            with pytest.raises(KeyMiswritten) as caught:
                parse(text)
            assert "YEKFALV" not in caught.value.to("en")


@pytest.mark.parametrize(
    "data",
    [
        TEXT + "\n",
        TEXT + "\n" + PETER_SIGNED[:-1],
        "\x01" + TEXT + "\n" + PETER_SIGNED,
        TEXT + "\n" + PETER_SIGNED.replace("PeterNeumann", "Bad Name"),
        TEXT + "\n" + PETER_SIGNED.replace("PeterNeumann", "Bad+Name"),
        TEXT + "\n" + PETER_SIGNED + "Unexpected line.\n",
        TEXT + "\n" + PETER_SIGNED * 101,
        TEXT + "\n— PeterNeumann x08go\n",
        TEXT + "\n— PeterNeumann BADH\n",
        TEXT.replace("\n", "\r\n") + "\n" + PETER_SIGNED,
        "",
        "x" * 70_000,
    ],
)
def test_what_is_no_note(data: str) -> None:
    with pytest.raises(Broken, match="签名文本"):
        notes.parse(data.encode())


def test_bytes_that_are_no_text() -> None:
    with pytest.raises(Broken, match="UTF-8"):
        notes.parse(b"\xff" + TEXT.encode() + b"\n" + PETER_SIGNED.encode())


def test_a_known_keys_false_signature_spoils_the_note_and_an_unknown_ones_not() -> None:
    wrong = notes.parse((TEXT + "more\n\n" + PETER_SIGNED + ENOCH_SIGNED).encode())
    with pytest.raises(Broken, match="PeterNeumann"):
        wrong.verified_by([VerifierKey.parse(PETER)])
    assert wrong.verified_by([VerifierKey.parse(FOO)]) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("log.example\n3\n", "少于三行"),
        ("log.example\n03\nAAAA\n", "第二行"),
        ("log.example\n-3\nAAAA\n", "第二行"),
        ("log.example\n9999999999999999999999\nAAAA\n", "第二行"),
        ("log.example\n9223372036854775808\nAAAA\n", "第二行"),
        ("log.example\n3\nAAAA\n", "第三行"),
        ("log.example\n3\n" + "?" * 44 + "\n", "第三行"),
        ("log.example\n0\n" + "A" * 43 + "=\n", "空日志"),
        ("log.example\n\n3\n", "空行"),
    ],
)
def test_what_is_no_checkpoint(text: str, said: str) -> None:
    with pytest.raises(Broken, match=said):
        checkpoints.parse_text(text)


def test_a_checkpoint_is_opened_only_under_the_logs_own_key() -> None:
    signed = checkpoints.sign(Checkpoint(ORIGIN, 0, EMPTY_ROOT), [LOG])
    assert open_checkpoint(signed, [LOG.verifier]).checkpoint == Checkpoint(ORIGIN, 0, EMPTY_ROOT)
    other = SigningKey("other.example", Scheme.ED25519, LOG.seed)
    with pytest.raises(Broken, match="没有它的公钥"):
        open_checkpoint(signed, [other.verifier])
    later = SigningKey(ORIGIN, Scheme.ED25519, b"n" * 32)
    with pytest.raises(Broken, match="没有这份日志的签名"):
        open_checkpoint(signed, [later.verifier])
    rotating = checkpoints.sign(Checkpoint(ORIGIN, 0, EMPTY_ROOT), [LOG, later])
    for known in ([LOG.verifier], [later.verifier], [later.verifier, LOG.verifier]):
        assert len(open_checkpoint(rotating, known).logs) == len(known)


def test_a_cosignature_says_when_and_of_what() -> None:
    """Its message as c2sp.org/tlog-cosignature prints it."""
    body = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    assert cosignatures.signed_message(body, 1679315147).decode() == f"cosignature/v1\ntime 1679315147\n{body}"
    opened = open_checkpoint(log_of(3)["checkpoint"], [LOG.verifier], [WITNESS.verifier])
    assert [(seen.key, seen.time) for seen in opened.witnesses] == [(WITNESS.verifier, SEEN)]
    assert cosignatures.unpack(b"\x00" * 72) is None and cosignatures.unpack(b"\xff" * 72) is None
    with pytest.raises(ValueError, match="time"):
        cosignatures.pack(0, b"")


def test_cosignatures_are_picked_up_and_nothing_else() -> None:
    ours = log_of(3, cosigned=False)["checkpoint"]
    opened = open_checkpoint(ours, [LOG.verifier])
    theirs, known = checkpoints.cosign(opened, WITNESS, SEEN), [WITNESS.verifier]
    got = checkpoints.add_cosignatures(ours, theirs, known)
    assert [seen.time for seen in open_checkpoint(got, [LOG.verifier], known).witnesses] == [SEEN]
    assert checkpoints.add_cosignatures(got, checkpoints.cosign(opened, WITNESS, SEEN - 9), known) == got
    younger = checkpoints.add_cosignatures(got, checkpoints.cosign(opened, WITNESS, SEEN + 9), known)
    assert [seen.time for seen in open_checkpoint(younger, [LOG.verifier], known).witnesses] == [SEEN + 9]
    spoilt = bytearray(theirs)
    spoilt[-20] ^= 1
    for useless in (b"", b"<html>", log_of(2)["checkpoint"], bytes(spoilt)):
        assert checkpoints.add_cosignatures(ours, useless, known) == ours
    assert checkpoints.add_cosignatures(ours, theirs, []) == ours


def test_a_policy_says_whom_one_trusts() -> None:
    two = SigningKey("w2.example", Scheme.COSIGNATURE, b"2" * 32)
    text = (
        f"# 见证\nlog {LOG.verifier} https://log.example/\n\n\twitness one {WITNESS.verifier}\n"
        f"witness two {two.verifier}\ngroup both all one two\nquorum both\n"
    )
    policy = policies.parse(text.encode())
    assert policy.logs == [LOG.verifier]
    assert [policy.is_met_by(keys) for keys in ([], [WITNESS.verifier], [two.verifier, WITNESS.verifier])] == [
        False,
        False,
        True,
    ]
    own = policies.parse(policies.written(LOG.verifier, [WITNESS.verifier, two.verifier]))
    assert own.is_met_by([two.verifier]) and not own.is_met_by([])
    assert policies.parse(policies.written(LOG.verifier)).is_met_by([])
    for wrong, line in (
        (text + "quorum one\n", 8),
        (text.replace("both all", "both 3"), 6),
        (text.replace("all one two", "all one one"), 6),
        (text.replace("all one two", "all one three"), 6),
        (text.replace(str(two.verifier), str(WITNESS.verifier)), 5),
        (text.replace(str(two.verifier), str(LOG.verifier)), 5),
        (text.replace("quorum both", "quorum all"), 7),
        ("log x\n", 1),
        ("# x\n<html>\n", 2),
    ):
        with pytest.raises(Broken, match=f"第 {line} 行"):
            policies.parse(wrong.encode())
    with pytest.raises(Broken, match="quorum"):
        policies.parse(b"")
