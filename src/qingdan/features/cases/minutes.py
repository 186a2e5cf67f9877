"""The record of a meeting or a count as it is read: numbers, reasons, flaws; names for those who handle the case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qingdan.domain.flow.vocabulary import result_words
from qingdan.domain.rules.audience import may_see
from qingdan.domain.rules.bodies import Body
from qingdan.domain.rules.reasons import day_words
from qingdan.features.cases.gates import SeenCase
from qingdan.features.cases.meetings import Called, called_by
from qingdan.features.cases.messages import local
from qingdan.features.cases.models import CaseEvent
from qingdan.features.cases.running import edition_of
from qingdan.features.cases.slates import Row, kept, names_fact, slate_names

Pair = dict[str, str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One line of a count: number, name (a dash where the reader may not know it), votes, and whether elected."""

    number: str
    name: str
    for_: int
    against: int
    abstain: int
    elected: bool
    tied: bool


@dataclass(frozen=True, slots=True)
class OfficeCount:
    """The count of one office."""

    name: str
    seats: int
    numbers: Sequence[Pair]
    candidates: Sequence[Candidate]
    reasons: Sequence[str]
    open: int


@dataclass(frozen=True)
class Minutes:
    """A record as a page shows it. ``state``: done, over (it decided nothing), or due (something was wrong with it)."""

    title: str
    state: str
    body: str
    held_at: datetime
    facts: Sequence[Pair]
    reasons: Sequence[str]
    flaws: Sequence[str]
    offices: Sequence[OfficeCount]
    people: Sequence[str]
    called: Called | None


def minutes_of(seen: SeenCase, event: CaseEvent) -> Minutes | None:
    """The minutes of an event; None when it is no meeting. At most four queries."""
    record = event.payload.get("record")
    if not record or event.type not in ("meet", "call") or not record.get("body"):
        return None
    body = edition_of(seen.case).bodies[record["body"]]
    if event.type == "call":
        return _notice(seen, event, record, body)
    verdict = str(event.payload.get("verdict", ""))
    offices = _offices(seen, event, record)
    facts = [*_attendance(body, record.get("attendance", {})), *_votes(record.get("attendance", {}))]
    if record.get("mobile"):
        facts.append(_pair(_("流动票箱"), _("%(n)d人") % {"n": record["mobile"]}))
    return Minutes(
        title=_title(seen, event.key, verdict),
        state="done" if verdict in ("passed", "elected") else "over",
        body=local(body.name),
        held_at=event.happened_at,
        facts=facts,
        reasons=_lines(record.get("reasons", ())),
        flaws=_lines(record.get("flaws", ())),
        offices=offices,
        people=_people(seen, event),
        called=_called(seen, event),
    )


def _notice(seen: SeenCase, event: CaseEvent, record: Mapping[str, Any], body: Body) -> Minutes:
    called = called_by(seen.case, event)
    facts = [_pair(_("通知日期"), local(day_words(called.noticed_on)))]
    facts += [_pair(name, value) for name, value in ((_("地点"), called.place), (_("通知方式"), called.way)) if value]
    return Minutes(
        title=_("会议通知"), state="done", body=local(body.name), held_at=called.held_at, facts=facts,
        reasons=_lines(record.get("reasons", ())), flaws=_lines(record.get("flaws", ())), offices=(), people=(),
        called=called,
    )  # fmt: skip


def _called(seen: SeenCase, event: CaseEvent) -> Called | None:
    """The notice that this meeting followed: the last before it at its step, if no other meeting lies between."""
    before = (
        seen.case.events.filter(key=event.key, seq__lt=event.seq, type__in=("call", "meet")).order_by("-seq").first()
    )
    return called_by(seen.case, before) if before is not None and before.type == "call" else None


def _title(seen: SeenCase, key: str, verdict: str) -> str:
    word = {"inquorate": _("人数不够，没有开成"), "void": _("选举无效")}.get(verdict)
    return word or local(result_words(verdict, seen.running.step(key).kind))


def _lines(reasons: Sequence[Mapping[str, str]]) -> list[str]:
    side = "en" if (get_language() or "zh").startswith("en") else "zh"
    return list(dict.fromkeys(r[side] for r in reasons))


def _pair(term: str, value: str) -> Pair:
    return {"term": term, "value": value}


def _attendance(body: Body, attendance: Mapping[str, Any]) -> list[Pair]:
    found = []
    for name, count in body.counts.items():
        entitled, present = attendance.get("entitled", {}).get(name), attendance.get("present", {}).get(name)
        if entitled is None:
            continue
        words = {"entitled": entitled, "present": present, "unit": local(count.unit)}
        came = _("共%(entitled)d%(unit)s，投票%(present)d%(unit)s") if body.ballot else None
        came = came or _("应到%(entitled)d%(unit)s，实到%(present)d%(unit)s")
        found.append(_pair(local(count.name), came % {**words, "present": present or 0}))
    for key, term in (("online", _("在线参加")), ("proxies", _("委托参加")), ("recused", _("回避"))):
        if attendance.get(key):
            found.append(_pair(term, _("%(n)d人") % {"n": attendance[key]}))
    if attendance.get("issued") is not None:
        found.append(_pair(_("发出选票"), _("%(n)d张") % {"n": attendance["issued"]}))
    return found


def _votes(attendance: Mapping[str, Any]) -> list[Pair]:
    votes = attendance.get("votes")
    if not votes:
        return []
    said = _("同意%(for_)d，不同意%(against)d，弃权%(abstain)d，废票%(invalid)d")
    found = [_pair(_("表决"), said % votes)]
    for channel, term in (("room", _("其中现场票")), ("online", _("其中网上票"))):
        if channel in attendance.get("channels", {}):
            found.append(_pair(term, said % attendance["channels"][channel]))
    return found


def _people(seen: SeenCase, event: CaseEvent) -> list[str]:
    """Who was there, for those who handle the case."""
    if not seen.handles:
        return []
    rows = seen.case.personal_facts.filter(name=f"people:{event.seq}").values_list("value", flat=True).first() or []
    said = {"online": _("%(name)s（在线）"), "proxy": _("%(name)s（委托%(by)s）")}
    return [said.get(came, "%(name)s") % {"name": name, "by": by} for name, came, by in rows]


def _offices(seen: SeenCase, event: CaseEvent, record: Mapping[str, Any]) -> list[OfficeCount]:
    counted = record.get("offices") or {}
    if not counted:
        return []
    fact = names_fact(seen.running, event.key)
    rows: list[Row] = kept(seen.case, fact, event.key) if _may_read(seen, fact) else []
    names = {r["n"]: r["name"] for r in rows}
    titles = slate_names(edition_of(seen.case), seen.running)
    return [_office(titles.get(office, office), one, names) for office, one in counted.items()]


def _may_read(seen: SeenCase, fact: str) -> bool:
    found = seen.running.flow.facts.get(fact.partition("#")[0])
    viewer = seen.viewer.seen_as(seen.case.place, party=seen.handles)
    return found is not None and may_see(found.audience, viewer)


def _office(title: str, one: Mapping[str, Any], names: Mapping[str, str]) -> OfficeCount:
    votes = sorted(one["votes"].items(), key=lambda pair: -(pair[1]["for_"] + one.get("carried", {}).get(pair[0], 0)))
    candidates = [
        Candidate(
            number=n, name=names.get(n, "—"), for_=v["for_"] + one.get("carried", {}).get(n, 0), against=v["against"],
            abstain=v["abstain"], elected=n in one["elected"], tied=n in one["tied"],
        )
        for n, v in votes
    ]  # fmt: skip
    numbers = [
        _pair(_("发出"), str(one["issued"])),
        _pair(_("收回"), str(one["returned"])),
        _pair(_("废票"), str(one["invalid"])),
    ]
    return OfficeCount(title, one["seats"], numbers, candidates, _lines(one["reasons"]), one["open"])
