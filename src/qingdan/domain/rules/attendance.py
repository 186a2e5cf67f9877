"""Who came to a meeting and how they voted, in numbers; and what in such a record cannot be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from qingdan.domain.rules.bodies import Body, Of, Threshold, cite
from qingdan.domain.rules.reasons import Reason, day_words
from qingdan.domain.words import Words

ROOM, ONLINE = "room", "online"  # the channels by which votes come in


@dataclass(frozen=True, slots=True)
class Votes:
    """The votes on one question. ``for_`` carries an underscore because ``for`` is a word of the language."""

    for_: int
    against: int = 0
    abstain: int = 0
    invalid: int = 0

    @property
    def cast(self) -> int:
        return self.for_ + self.against + self.abstain + self.invalid

    def __add__(self, other: Votes) -> Votes:
        return Votes(*(mine + theirs for mine, theirs in zip(self.numbers, other.numbers, strict=True)))

    @property
    def numbers(self) -> tuple[int, int, int, int]:
        return self.for_, self.against, self.abstain, self.invalid


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who ought to come and who came, by the counts of the body; ``votes`` None before the vote.

    ``present`` are people in the room, ``online`` or represented by proxy (``proxies``); ``recused`` of them may not
    vote on the question. A household is present by one person, so the number of people is the largest count.
    ``channels`` are the same votes as they came in: by hand or on paper in the room, and online; ``votes`` is the sum.
    """

    entitled: Mapping[str, int]
    present: Mapping[str, int]
    votes: Votes | None = None
    recused: int = 0
    proxies: int = 0
    online: int = 0
    issued: int | None = None  # in a ballot: the ballots handed out; those returned are the number present
    channels: Mapping[str, Votes] = field(default_factory=dict)

    @property
    def people(self) -> int:
        """How many people attend."""
        return max(self.present.values(), default=0)


def unlike_register(body: Body, entitled: Mapping[str, int], known: Mapping[str, int], day: date) -> Iterator[Reason]:
    """Where a record counts another number of people as those who ought to come than the village's own rolls and posts
    had on ``day``. It changes no count: a roll may be behind, and whoever watches should know either way."""
    on = day_words(day)
    for name in (n for n in body.counts if n in known and n in entitled and known[n] != entitled[n]):
        count, there, said = body.counts[name], known[name], entitled[name]
        unit = count.unit.zh
        zh = f"{on.zh}名册和任职登记上，{count.name.zh}是{there}{unit}，记录写的应到是{said}{unit}，请核对"
        en = f"On {on.en} rolls and posts count {there} ({count.name.en}); the record says {said}: to be checked"
        yield Reason("unlike-register", Words(zh, en), {"count": name, "known": there, "said": said})


def answers(record: Attendance, threshold: Threshold) -> bool:
    """Whether the record has the numbers that a quorum asks for."""
    return threshold.of in record.entitled and threshold.of in record.present


# -- what cannot be ----------------------------------------------------------------------------------------------
def faults(body: Body, record: Attendance) -> Iterator[Reason]:
    """What in a record cannot be, each with the number to look at again."""
    yield from _negative(record)
    yield from _counts(body, record)
    yield from ballot_faults(body, record)
    yield from _proxies(body, record)
    yield from _channels(body, record)
    if record.recused > record.people:
        zh = f"回避{record.recused}人，多于到会的{record.people}人"
        yield _fault("recused-too-many", zh, f"{record.recused} recused, but only {record.people} attend")
    voters, votes = record.people - record.recused, record.votes
    if votes and votes.cast > voters >= 0:
        zh = f"收到{votes.cast}张票，多于可以投票的{voters}人。请核对签到和计票"
        en = f"{votes.cast} ballots, but only {voters} people who may vote. Check the attendance sheet and the count"
        yield _fault("too-many-ballots", zh, en, ballots=votes.cast, voters=voters)


def _negative(record: Attendance) -> Iterator[Reason]:
    votes = record.votes or Votes(0)
    numbers = [*record.entitled.values(), *record.present.values(), record.recused, record.proxies, record.online]
    numbers.append(record.issued or 0)
    by_channel = [n for one in record.channels.values() for n in one.numbers]
    if min(*numbers, *votes.numbers, *by_channel) < 0:
        yield _fault("negative", "人数和票数不能是负数", "Numbers of people and votes cannot be negative")


def _counts(body: Body, record: Attendance) -> Iterator[Reason]:
    for of in sorted({*record.entitled, *record.present} - body.counts.keys()):
        zh, en = f"{body.name.zh}不按“{of}”计人数", f"{body.name.en} does not count {of!r}"
        yield _fault("unknown-count", zh, en, of=of)
    needed = {t.of for t in body.quorum}
    if needed and not any(answers(record, t) for t in body.quorum):
        names = [body.counts[of].name for of in body.counts if of in needed]
        zh = f"请填写应到和实到人数：{'，或者'.join(n.zh for n in names)}"
        yield _fault("count-missing", zh, f"Give entitled and present numbers of {' or '.join(n.en for n in names)}")
    rule = body.pass_rule.threshold
    if rule and rule.of != Of.PRESENT and body.voters not in record.entitled:
        name = body.counts[body.voters].name
        yield _fault("count-missing", f"请填写{name.zh}的总数", f"Give the whole number of {name.en}")
    for of, entitled in record.entitled.items():
        count, present = body.counts.get(of), record.present.get(of, 0)
        if count and not entitled:
            yield _fault("nobody-entitled", f"{count.name.zh}的应到数是0，请核对", f"No {count.name.en} are entitled")
        elif count and present > entitled:
            zh = f"{count.name.zh}实到{present}{count.unit.zh}，多于应到的{entitled}{count.unit.zh}"
            yield _fault(
                "too-many-present", zh, f"{present} {count.name.en} present, but only {entitled} entitled", of=of
            )


def ballot_faults(body: Body, record: Attendance) -> Iterator[Reason]:
    """What in the numbers of ballots handed out and returned cannot be; ``void`` says what makes a ballot void."""
    if record.issued is None:
        return
    roll, returned = record.entitled.get(body.voters, 0), record.people
    if record.issued > roll:
        zh = f"发出{record.issued}张票，多于可以投票的{roll}人"
        yield _fault("too-many-issued", zh, f"{record.issued} ballots issued to {roll} people who may vote")
    if returned > record.issued and not body.void_ballots:
        zh = f"收回{returned}张票，多于发出的{record.issued}张。请核对"
        yield _fault("too-many-returned", zh, f"{returned} ballots came back of {record.issued} issued. Check them")


def void(body: Body, issued: int | None, returned: int) -> Reason | None:
    """Why a ballot is void: more ballots came back than were handed out, where a law says so; else None."""
    if issued is None or returned <= issued or not body.void_ballots:
        return None
    law = cite(body.void_ballots)
    zh = f"收回{returned}张票，多于发出的{issued}张，选举无效（{law.zh}）"
    en = f"{returned} ballots came back of {issued} issued: the vote is void ({law.en})"
    return Reason("void", Words(zh, en), {"issued": issued, "returned": returned, "law": law.zh})


def _proxies(body: Body, record: Attendance) -> Iterator[Reason]:
    if not record.proxies:
        return
    if body.proxy is None:
        zh, en = f"{body.name.zh}不能委托他人代为投票", f"Nobody may vote by proxy in: {body.name.en}"
        yield _fault("proxies-not-allowed", zh, en, proxies=record.proxies)
        return
    carriers = record.people - record.proxies
    if carriers < 1 or (body.proxy.most is not None and record.proxies > body.proxy.most * carriers):
        most = "" if body.proxy.most is None else f"，每人最多接受{body.proxy.most}人委托"
        zh = f"委托{record.proxies}人，本人到场{max(carriers, 0)}人{most}，请核对"
        en = f"{record.proxies} proxies are more than {max(carriers, 0)} people who came themselves can carry"
        yield _fault("too-many-proxies", zh, en, proxies=record.proxies)


def _channels(body: Body, record: Attendance) -> Iterator[Reason]:
    """Attendance and ballots online, where the law allows them, and one sum over every way in which votes came in."""
    online = record.channels.get(ONLINE, Votes(0))
    if not body.online and (record.online or online.cast):
        zh = f"{body.name.zh}没有可以在线参加的规定"
        yield _fault("online-not-allowed", zh, f"No rule allows to take part online in: {body.name.en}")
    elif online.cast > record.online:
        zh = f"网上收到{online.cast}张票，多于在线参加的{record.online}人"
        yield _fault("too-many-online", zh, f"{online.cast} ballots online, but only {record.online} people online")
    if record.online + record.proxies > record.people:
        zh = f"在线{record.online}人、委托{record.proxies}人，合起来多于到会的{record.people}人"
        yield _fault("too-many-absent", zh, "Those online and those by proxy are more than those who attend")
    if record.channels and record.votes and sum(record.channels.values(), Votes(0)) != record.votes:
        yield _fault("sum-differs", "现场票和网上票相加，与总票数不符", "The ballots by channel do not add up")


def _fault(code: str, zh: str, en: str, **data: int | str) -> Reason:
    return Reason(code, Words(zh, en), dict(data))
