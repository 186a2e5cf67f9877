"""Who signs and who bears witness: what the house says of its log, served beside it."""

from __future__ import annotations

from pathlib import Path

from qingdan.domain.transparency import checkpoints, policies
from qingdan.domain.transparency.keys import VerifierKey
from qingdan.domain.transparency.witnessing import published_path
from qingdan.records.files.disk import write_whole
from qingdan.records.transparency import folder
from qingdan.records.transparency.keys import retired_keys, signing_keys

LONGEST = 64 * 1024  # bytes of a copy that a witness lays there; ours are far shorter


def log_keys() -> list[VerifierKey]:
    """The log's public keys: those that sign, the newest first, then those that did."""
    keys = [*reversed(signing_keys()), *reversed(retired_keys())]
    return [key.verifier for key in keys]


def witnesses_file() -> Path:
    """The witnesses that the house has asked: a line each, its public key and, after a space, its public folder."""
    return folder.home() / "witnesses"


def _asked() -> list[tuple[VerifierKey, str]]:
    file = witnesses_file()
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    said = [line.strip().partition(" ") for line in lines if line.strip() and not line.startswith("#")]
    return [(VerifierKey.parse(key), where.strip()) for key, _space, where in said]


def witnesses() -> list[VerifierKey]:
    """Their keys. :raises KeyMiswritten: a line is none."""
    return [key for key, _where in _asked()]


def trust(key: VerifierKey, public: str) -> None:
    """Ask one witness more, or find an old one in another folder."""
    asked = {**dict(_asked()), key: str(Path(public).resolve()) if public else ""}
    lines = [f"{one} {where}".strip() + "\n" for one, where in asked.items()]
    folder.home().mkdir(parents=True, exist_ok=True)
    write_whole(witnesses_file(), "".join(lines).encode(), folder.READABLE)


def cosigned_copies() -> list[bytes]:
    """What witnesses have laid down in their own folders: checkpoints with cosignatures, not looked at yet."""
    name = published_path(signing_keys()[0].name)
    files = [Path(where) / name for _key, where in _asked() if where]
    return [file.read_bytes() for file in files if file.is_file() and file.stat().st_size <= LONGEST]


def text() -> bytes:
    """The policy file: the log's keys, its witnesses, how many are enough."""
    newest, *older = log_keys()
    return policies.written(newest, witnesses(), older=older)


def publish() -> None:
    """Write it beside the log when it has changed."""
    if folder.read(policies.PATH) != text():
        folder.write(policies.PATH, text())


def newest() -> checkpoints.Opened | None:
    """The checkpoint that stands published, verified; None before the first. :raises Broken: it does not verify."""
    data = folder.read(checkpoints.PATH)
    return checkpoints.open_checkpoint(data, log_keys(), witnesses()) if data is not None else None
