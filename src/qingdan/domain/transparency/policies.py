"""Whom one trusts (C2SP tlog-policy): keys of logs and witnesses, and how many witnesses are enough."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from qingdan.domain.transparency.faults import Broken
from qingdan.domain.transparency.keys import KeyMiswritten, Scheme, VerifierKey
from qingdan.domain.words import Words

PATH = "policy"  # where a log serves what it says of itself; whoever checks compares it with what paper or others say
LONGEST = 64 * 1024  # bytes
_MOST = 256  # lines that say something
_REMEDY = Words("写法见 docs/spec/transparency.md。", "docs/spec/transparency.md says how it is written.")


@dataclass
class Policy:
    """Known logs, known witnesses by their name in the file, groups (how many of which), and the quorum's name."""

    logs: list[VerifierKey] = field(default_factory=list)
    witnesses: dict[str, VerifierKey] = field(default_factory=dict)
    groups: dict[str, tuple[int, tuple[str, ...]]] = field(default_factory=dict)
    quorum: str | None = None

    def is_met_by(self, cosigners: Iterable[VerifierKey]) -> bool:
        """Have enough witnesses cosigned?"""
        keys = set(cosigners)
        return self.quorum in (None, "none") or self._has(str(self.quorum), keys)

    def _has(self, name: str, keys: set[VerifierKey]) -> bool:
        if name in self.witnesses:
            return self.witnesses[name] in keys
        enough, members = self.groups[name]
        return sum(self._has(member, keys) for member in members) >= enough


def written(log: VerifierKey, witnesses: Iterable[VerifierKey] = (), *, older: Iterable[VerifierKey] = ()) -> bytes:
    """The policy file of one log and its witnesses, any one of which is enough; ``older`` are retired keys of it."""
    named = [(f"w{number}", key) for number, key in enumerate(witnesses, 1)]
    lines = [f"log {key}" for key in (log, *older)] + [f"witness {name} {key}" for name, key in named]
    if named:
        lines.append("group witnesses any " + " ".join(name for name, _ in named))
    lines.append("quorum " + ("witnesses" if named else "none"))
    return "".join(f"{line}\n" for line in lines).encode()


def parse(data: bytes) -> Policy:
    """Read a policy file. :raises Broken: what is wrong, with its line."""
    policy = Policy()
    said = 0
    for number, raw in enumerate(data[: LONGEST + 1].split(b"\n"), 1):
        words = raw.decode("utf-8", "surrogateescape").strip(" \t")
        if not words or words.startswith("#"):
            continue
        said += 1
        try:
            if len(data) > LONGEST or said > _MOST or re.search(r"[\x00-\x08\x0a-\x1f\x7f]", words):
                raise _wrong()
            _line(policy, re.split(r"[ \t]+", words))
        except Broken as error:
            where = Words(f"第 {number} 行：{error.what.zh}", f"line {number}: {error.what.en}")
            raise Broken(where, error.remedy) from None
    if policy.quorum is None:
        raise Broken(Words("没有 quorum 一行", "it has no quorum line"), _REMEDY)
    return policy


def _line(policy: Policy, words: list[str]) -> None:
    match words:
        case ["log", key] | ["log", key, _]:
            policy.logs.append(_new(key, Scheme.ED25519, policy.logs))
        case ["witness", name, key] | ["witness", name, key, _]:
            _free(policy, name)
            policy.witnesses[name] = _new(key, Scheme.COSIGNATURE, policy.witnesses.values())
        case ["group", name, enough, *members] if members:
            _free(policy, name)
            policy.groups[name] = _group(policy, enough, members)
        case ["quorum", name] if policy.quorum is None and (name == "none" or _is_known(policy, name)):
            policy.quorum = name
        case _:
            raise _wrong()


def _new(text: str, scheme: Scheme, known: Iterable[VerifierKey]) -> VerifierKey:
    key = VerifierKey.parse(text)
    if key.scheme is not scheme:
        raise KeyMiswritten(Words("这里不能用这种密钥", "a key of this type cannot stand here"), _REMEDY)
    if any(key.public == other.public for other in known):
        raise Broken(Words("同一把密钥写了两次", "the same key stands here twice"), _REMEDY)
    return key


def _group(policy: Policy, enough: str, members: list[str]) -> tuple[int, tuple[str, ...]]:
    taken = {member for _, others in policy.groups.values() for member in others}
    if len(set(members)) < len(members) or any(m in taken or not _is_known(policy, m) for m in members):
        raise _wrong()
    needed = {"any": "1", "all": str(len(members))}.get(enough, enough)
    if not re.fullmatch("[1-9][0-9]{0,3}", needed) or int(needed) > len(members):
        raise _wrong()
    return int(needed), tuple(members)


def _is_known(policy: Policy, name: str) -> bool:
    return name in policy.witnesses or name in policy.groups


def _free(policy: Policy, name: str) -> None:
    if name == "none" or _is_known(policy, name):
        raise _wrong()


def _wrong() -> Broken:
    return Broken(Words("这一行写得不对", "this line is not one of a policy"), _REMEDY)
