"""Reads what the law adds to some bodies: notice, chair, meetings on demand, barred matters, rolls, candidates."""

from __future__ import annotations

from qingdan.domain.complaints import BOTH, one_of
from qingdan.domain.flow.values import Basis
from qingdan.domain.rules.at_key import At, each, flag, optional, texts
from qingdan.domain.rules.bodies import (
    Ban,
    Barred,
    Candidates,
    Chair,
    Notice,
    OnDemand,
    Part,
    VoterRoll,
)
from qingdan.domain.rules.read_parts import basis_of, limit_of, threshold_of
from qingdan.domain.words import Words

SAYS = ("time", "place", "agenda")
Rests = tuple[Basis, ...]
_NOTICE = Words(
    "请写提前多久通知：{limit: 10 days, says: [time, place, agenda]}。",
    "Say how long before: {limit: 10 days, says: [time, place, agenda]}.",
)
_CHAIR = Words("请写谁主持：{by: {zh: …, en: …}}。", "Say who presides: {by: {zh: …, en: …}}.")
_ON_DEMAND = Words(
    "请写提出后多久内开：{within: 30 days, else_by: town-leader}。",
    "Say how soon after it was asked for: {within: 30 days, else_by: town-leader}.",
)
_BARRED = Words(
    "请写哪部法律哪一条的哪几项：{law: 农村集体经济组织法, article: 26, items: [1, 3]}。",
    "Name law, article and items: {law: the law's key, article: 26, items: [1, 3]}.",
)
_PART = Words(
    "请写哪部分人至少占多少：{part: {zh: …, en: …}, at_least: 4/5}。",
    "Say which part has which share: {part: {zh: …, en: …}, at_least: 4/5}.",
)
_ROLL = Words(
    "请写名单的三个期限：{before: 20 days, objections: 5 days, ruling: 3 days}。",
    "Write {before: 20 days, objections: 5 days, ruling: 3 days}.",
)
_CANDIDATES = Words(
    "请写候选人的规则：{more: true, bans: [{who: {zh: …, en: …}}]}。",
    "Write {more: true, bans: [{who: {zh: …, en: …}}]}.",
)
_BAN = Words("请写谁不能做候选人：{who: {zh: …, en: …}}。", "Say who may not stand: {who: {zh: …, en: …}}.")


def notice_of(at: At, whole: Rests) -> Notice:
    """``10 days``, or ``{limit: 10 days, says: [time, place, agenda], urgent: true}``."""
    if not isinstance(at.value, dict):
        return Notice(limit_of(at), basis=whole)
    at.mapping(("limit", "says", "urgent", "basis"), _NOTICE)
    said = at.get("says")
    for item in said.items() if said else ():
        if item.text() not in SAYS:
            what = Words(f"“{item.text()}”不是这里可以写的词", f"{item.text()!r} is not known")
            item.fail(what, one_of(SAYS))
    return Notice(
        limit=limit_of(at.need("limit", _NOTICE)),
        says=texts(said),
        urgent=flag(at.get("urgent")),
        basis=_rests(at, whole),
    )


def chair_of(at: At, whole: Rests) -> Chair:
    """Who presides."""
    at.mapping(("by", "basis", "setting"), _CHAIR)
    return Chair(at.need("by", BOTH).words(), _rests(at, whole), flag(at.get("setting")))


def on_demand_of(at: At, whole: Rests) -> OnDemand:
    """How soon a meeting that was asked for is held, and who calls it otherwise."""
    at.mapping(("within", "else_by", "else_within", "basis"), _ON_DEMAND)
    return OnDemand(
        within=limit_of(at.need("within", _ON_DEMAND)),
        else_by=texts(at.get("else_by")),
        else_within=optional(at.get("else_within"), limit_of),
        basis=_rests(at, whole),
    )


def barred_of(at: At, whole: Rests) -> Barred:
    """Items of an article that the body may not decide."""
    at.mapping(("law", "article", "items", "basis"), _BARRED)
    return Barred(
        law=at.need("law", _BARRED).text(),
        article=at.need("article", _BARRED).text(),
        items=each(at.get("items"), At.number),
        basis=_rests(at, whole),
    )


def part_of(at: At, whole: Rests) -> Part:
    """A part of the body with the least share that it must have."""
    at.mapping(("part", "at_least", "more_than", "basis", "setting"), _PART)
    name = at.need("part", BOTH).words()
    plain = At(at.key, {**{k: v for k, v in at.value.items() if k != "part"}, "of": "all"})
    return Part(name, threshold_of(plain, ("all",), whole))


def roll_of(at: At, whole: Rests) -> VoterRoll:
    """When the roll of voters is posted, disputed and ruled on."""
    at.mapping(("before", "objections", "ruling", "basis"), _ROLL)
    before, objections, ruling = (limit_of(at.need(k, _ROLL)) for k in ("before", "objections", "ruling"))
    return VoterRoll(before, objections, ruling, _rests(at, whole))


def candidates_of(at: At, whole: Rests) -> Candidates:
    """Whether there are more candidates than seats, and who may not stand."""
    at.mapping(("more", "bans", "basis"), _CANDIDATES)
    basis = _rests(at, whole)
    return Candidates(flag(at.get("more")), each(at.get("bans"), lambda item: _ban(item, basis)), basis)


def _ban(at: At, whole: Rests) -> Ban:
    at.mapping(("who", "basis", "setting"), _BAN)
    return Ban(at.need("who", BOTH).words(), _rests(at, whole), flag(at.get("setting")))


def _rests(at: At, whole: Rests) -> Rests:
    own = at.get("basis")
    return basis_of(own) if own else whole
