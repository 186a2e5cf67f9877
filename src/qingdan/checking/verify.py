"""``verify``: a whole log, a receipt, or a receipt against the log."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from qingdan.checking.reading import Folder, read_file, reader_of
from qingdan.checking.strangers import strangers
from qingdan.domain.transparency import notes, policies, proofs, receipts
from qingdan.domain.transparency.checkpoints import Opened
from qingdan.domain.transparency.faults import Broken, CannotRead, Read
from qingdan.domain.transparency.keys import KeyMiswritten, Scheme, VerifierKey, encoded
from qingdan.domain.transparency.leaves import Leaf
from qingdan.domain.transparency.policies import Policy
from qingdan.domain.transparency.verifying import MOST_FAULTS, Report, verify_log
from qingdan.domain.words import Words

if TYPE_CHECKING:
    from qingdan.checking.commands import Saying

BEIJING = timezone(timedelta(hours=8))
_FAR = 2**37  # seconds: the year 6325, before datetime ends
LONGEST_CONTENT = 64 * 1024 * 1024  # bytes


class GivenWrongly(Broken):
    """The command was given wrongly: nothing was read yet."""

    is_of_log = False


def run(options: argparse.Namespace, say: Saying) -> int:
    """The exit code (see commands.py)."""
    if not options.log and not options.proof:
        raise GivenWrongly(
            Words("没有说核对什么", "nothing was named to verify"),
            Words(
                "请给出日志的目录或网址，或用 --proof 给出凭据。",
                "Give a log's folder or address, or a receipt with --proof.",
            ),
        )
    if options.content and not options.proof:
        raise GivenWrongly(
            Words("--content 要与 --proof 同用", "--content goes with --proof"),
            Words("请用 --proof 给出凭据。", "Give the receipt with --proof."),
        )
    read = reader_of(options.log) if options.log else None
    policy = trusted(options, read, say)
    sound = True
    against = given(options.against, notes.LONGEST) if options.against else None
    if options.proof:
        receipt = receipts.parse(given(options.proof, proofs.LONGEST))
        sound = _tell_receipt(receipt, policy, options.content, say)
        against = against or receipt.proof.checkpoint
    if read:
        sound = _tell_log(read, policy, against, say) and sound
    return 0 if sound else 1


def trusted(options: argparse.Namespace, read: Read | None, say: Saying) -> Policy:
    """Whom to trust: the policy file, the keys, or, said plainly, what the log says of itself."""
    if options.policy:
        try:
            return policies.parse(given(options.policy, policies.LONGEST))
        except Broken as error:
            raise GivenWrongly(error.what, error.remedy) from None
    logs = [_key(text, Scheme.ED25519) for text in options.key]
    witnesses = {f"w{n}": _key(text, Scheme.COSIGNATURE) for n, text in enumerate(options.witness)}
    if not logs:
        own = own_policy(read)
        say.line(_ITS_OWN_KEY)
        for key in own.logs:
            say.line(Words(str(key), str(key)))
        if not witnesses:
            return own
        logs = own.logs
    groups = {"all": (len(witnesses), tuple(witnesses))} if witnesses else {}
    return Policy(logs, witnesses, groups, "all" if witnesses else "none")


def own_policy(read: Read | None) -> Policy:
    """What the log says of itself. :raises GivenWrongly: it says nothing, so a key must be given."""
    data = read(policies.PATH) if read else None
    if data is None:
        raise GivenWrongly(
            Words("不知道日志的公钥", "the log's public key is not known"),
            Words("请用 --key 给出，它印在纸质公告上。", "Give it with --key; it is printed on paper notices."),
        )
    return policies.parse(data)


_ITS_OWN_KEY = Words(
    "没有给出公钥，用的是日志自己公布的这一把；请与纸质公告上的核对：",
    "No key was given. This one is what the log says of itself; compare it with a paper notice:",
)


def _key(text: str, scheme: Scheme) -> VerifierKey:
    """A key as text, or in a file."""
    try:
        if "+" not in text:
            text = given(text, policies.LONGEST).decode("utf-8", "replace")
        key = VerifierKey.parse(text)
    except KeyMiswritten as error:
        raise GivenWrongly(error.what, error.remedy) from None
    if key.scheme is not scheme:
        raise GivenWrongly(
            Words("这里要的是另一种密钥", "a key of the other type is needed here"),
            Words("--key 给日志的公钥，--witness 给见证方的。", "--key takes the log's key, --witness a witness's."),
        )
    return key


def given(name: str, most: int) -> bytes:
    """A file named on the command line. :raises CannotRead: :raises Broken: too long."""
    try:
        return read_file(Path(name), most)
    except (FileNotFoundError, NotADirectoryError):
        raise CannotRead(
            Words(f"没有文件 {name}", f"there is no file {name}"), Words("请核对文件名。", "Check its name.")
        ) from None


def _tell_log(read: Folder | Read, policy: Policy, against: bytes | None, say: Saying) -> bool:
    partials = read.partials if isinstance(read, Folder) else None
    report = verify_log(read, policy, against=against, partials=partials, progress=say.progress)
    say.progress(None)
    if isinstance(read, Folder) and report.opened and not report.is_cut:
        report.faults += strangers(read.root)
    for fault in report.faults:
        say.line(Words(fault.to("zh"), fault.to("en")))
    if report.is_cut:
        say.line(Words(f"问题已有 {MOST_FAULTS} 处，不再往下查。", f"{MOST_FAULTS} faults; it was read no further."))
    for words in _summary(report):
        say.line(words)
    return report.is_sound


def _summary(report: Report) -> Iterator[Words]:
    count = len(report.faults)
    if report.opened:
        tree = report.opened.checkpoint
        root = encoded(tree.root)
        yield Words(
            f"{tree.origin}：{tree.size} 条记录，根散列 {root}", f"{tree.origin}: {tree.size} entries, root hash {root}"
        )
        yield from _signatures(report.opened)
    if report.first and report.last:
        begin, end = _time(report.first), _time(report.last)
        yield Words(f"记录时间：{begin} 至 {end}", f"Recorded from {begin} to {end}")
    if report.of_later_version:
        n = report.of_later_version
        yield Words(f"其中 {n} 条由新版写成，内容未读", f"{n} of them are of a newer version, not understood")
    if count:
        yield Words(f"不对：{count} 处问题。", f"Not sound: {count} faults.")
    else:
        yield Words("完好：每条记录都与签名相符。", "Sound: every entry is what was signed.")


def _signatures(opened: Opened) -> Iterator[Words]:
    for key in opened.logs:
        yield Words(f"签名：{key.name} {key.id.hex()}", f"Signed: {key.name} {key.id.hex()}")
    for seen in opened.witnesses:
        at = _time(datetime.fromtimestamp(min(seen.time, _FAR), UTC))
        yield Words(f"见证：{seen.key.name}，{at}", f"Witnessed: {seen.key.name}, {at}")
    if not opened.witnesses:
        yield Words("没有已知的见证方联签", "No known witness has cosigned it")


def _time(at: datetime) -> str:
    return at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S%z")


def _tell_receipt(receipt: receipts.Receipt, policy: Policy, content: str | None, say: Saying) -> bool:
    leaf, opened = receipts.check(receipt, policy.logs, list(policy.witnesses.values()))
    for words in (*_published(leaf, receipt, opened), *_signatures(opened)):
        say.line(words)
    sound = policy.is_met_by(seen.key for seen in opened.witnesses)
    if not sound:
        say.line(Words("不对：见证方的联签不够。", "Not proven: too few witnesses have cosigned."))
    if content:
        parts = receipt.parts_of(given(content, LONGEST_CONTENT))
        sound = sound and bool(parts)
        say.line(_same("、".join(parts), ", ".join(parts)) if parts else _OTHER)
    return sound


def _same(zh: str, en: str) -> Words:
    return Words(f"内容相符（{zh}）：与公布时一字不差。", f"The content ({en}) is exactly what was published.")


_OTHER = Words("内容不符：这份文件不是当时公布的那一份。", "The content is not what was published then.")


def _published(leaf: Leaf, receipt: receipts.Receipt, opened: Opened) -> Iterator[Words]:
    at, tree, nth = _time(leaf.at), opened.checkpoint, receipt.proof.index + 1
    about = f"{at} {leaf.place} {leaf.kind} {leaf.subject}" + (f" ← {leaf.refers}" if leaf.refers else "")
    yield Words(f"凭据有效：{about}", f"The receipt holds: {about}")
    yield Words(f"{tree.origin} 的第 {nth} 条记录（共 {tree.size} 条）", f"entry {nth} of {tree.size} in {tree.origin}")
