"""Attendance by name: one person, one vote, however it came in; who carried another's vote, and whether that one may.

The sentences name persons: they are shown to whoever types the list, and are kept nowhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from qingdan.domain.rules.bodies import Body, Proxy, cite
from qingdan.domain.rules.reasons import Reason, Unusable
from qingdan.domain.words import Words


class Came(StrEnum):
    """How somebody took part."""

    ROOM = "room"
    ONLINE = "online"
    PROXY = "proxy"


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody who took part; ``by`` is the one who carried the vote of somebody absent."""

    name: str
    came: Came = Came.ROOM
    by: str = ""


_ONLINE = ("在线", "网上", "online")
_PROXY = ("委托", "proxy")


def read_names(text: str) -> tuple[Attendee, ...]:
    """Read a list of names, one a line: ``张三``, ``李四 在线``, ``王五 委托 赵六``.

    Two of the same name are told apart in brackets: ``张三（二组）``. :raises Unusable: naming the line.
    """
    return tuple(_line(n, line.split()) for n, line in enumerate(text.splitlines(), 1) if line.strip())


def _line(number: int, words: Sequence[str]) -> Attendee:
    match words:
        case [name]:
            return Attendee(name)
        case [name, how] if how in _ONLINE:
            return Attendee(name, Came.ONLINE)
        case [name, how, by] if how in _PROXY:
            return Attendee(name, Came.PROXY, by)
        case _:
            zh = f"第{number}行没看懂。请一行写一个人：“张三”“李四 在线”或“王五 委托 赵六”。"
            en = f"Line {number} is not understood. One person a line: “A”, “B online” or “C proxy D”."
            raise Unusable("line-not-understood", zh, en, line=number)


def name_faults(body: Body, people: Sequence[Attendee], present: int) -> Iterator[Reason]:
    """What in a list of names cannot be: a person twice, too few or too many names, a proxy or an online attendance
    that the law does not know, a proxy carried by somebody absent or by one who carries too many."""
    yield from _twice(p.name for p in people)
    if len(people) != present:
        zh = f"名单上{len(people)}人，实到填的是{present}人，请核对"
        yield _fault("names-differ", zh, f"{len(people)} names, but {present} present. Check both")
    if not body.online:
        yield from _not_online(body, people)
    carried = [(p.name, p.by) for p in people if p.came is Came.PROXY]
    if carried and body.proxy is None:
        zh = f"{body.name.zh}不能委托他人参加：{'、'.join(name for name, _ in carried)}"
        yield _fault("proxies-not-allowed", zh, f"Nobody may be represented in: {body.name.en}")
    elif body.proxy is not None:
        yield from proxy_faults(body.proxy, carried)
        there = {p.name for p in people if p.came is not Came.PROXY}
        for name in dict.fromkeys(by for _, by in carried if by not in there):
            yield _fault("carrier-absent", f"{name}受人委托，本人却没有到会", f"{name} carries a vote but did not come")


def _not_online(body: Body, people: Sequence[Attendee]) -> Iterator[Reason]:
    names = [p.name for p in people if p.came is Came.ONLINE]
    if names:
        zh = f"{body.name.zh}没有可以在线参加的规定：{'、'.join(names)}"
        yield _fault("online-not-allowed", zh, f"No rule allows to take part online in: {body.name.en}")


def proxy_faults(proxy: Proxy, pairs: Sequence[tuple[str, str]], candidates: Iterable[str] = ()) -> Iterator[Reason]:
    """What in a list of (who is away, who votes for them) cannot be."""
    law = cite(proxy.basis)
    away, carriers = [name for name, _ in pairs], Counter(by for _, by in pairs)
    yield from _twice(away)
    for name, count in carriers.items():
        if proxy.most is not None and count > proxy.most:
            zh = f"{name}接受了{count}人委托，最多只能{proxy.most}人（{law.zh}）"
            en = f"{name} carries {count} votes, at most {proxy.most} are allowed ({law.en})"
            yield _fault("carries-too-many", zh, en)
        if name in away:
            zh = f"{name}自己委托了别人，不能再受人委托"
            yield _fault("carrier-away", zh, f"{name} is represented and cannot represent others")
        if not proxy.candidates and name in set(candidates):
            zh = f"{name}是候选人，不得接受委托投票（{law.zh}）"
            yield _fault("carrier-is-candidate", zh, f"{name} stands for election and carries no votes ({law.en})")


def _twice(names: Iterable[str]) -> Iterator[Reason]:
    for name, count in Counter(names).items():
        if count > 1:
            zh = f"{name}出现了{count}次。一人只能投一次票；同名的两个人，请在名字后面用括号注明"
            en = f"{name} is there {count} times. One person, one vote; tell two of the same name apart in brackets"
            yield _fault("twice", zh, en)


def _fault(code: str, zh: str, en: str) -> Reason:
    return Reason(code, Words(zh, en))
