"""The record of a meeting or an election: who was called, who came, how they voted, what was decided and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qingdan.domain.flow.election import Office
from qingdan.domain.flow.model import StepKind
from qingdan.domain.flow.vocabulary import result_words
from qingdan.domain.rules.bodies import Body
from qingdan.domain.rules.limits import parse_limit
from qingdan.domain.rules.reasons import day_words
from qingdan.features.cases.messages import local
from qingdan.features.cases.said import pass_words, threshold_words
from qingdan.features.cases.slates import office_name
from qingdan.web.printing.making import common
from qingdan.web.printing.paper import Paper, time_words
from qingdan.web.printing.pens import day_boxes
from qingdan.web.printing.sheet import Block, Cell, Run, boxes, gap, lattice, mixed, next_page, pen, rows, tick, words

SIGN_IN_LINES = 22  # two people to a line; a larger body adds copies of the page
DISCUSSION_LINES = 6
MANY = 4  # digits of a number of people


def meeting(paper: Paper) -> list[Block]:
    """The record of one meeting on one question."""
    assert paper.step.body is not None
    body = paper.edition.bodies[paper.step.body]
    record = paper.known.record if paper.known else {}
    return common.whole(
        common.how(paper),
        common.table(
            [common.matter(paper), Cell(_("会议"), [words(local(body.name), bold=True)]), _time(paper)],
            _people(paper), [_called(paper, body)], [_present(body, record)], common.facts(paper),
        ),
        common.table([Cell(_("讨论情况"), [], sub=_("不同意见也要记"), lines=DISCUSSION_LINES)]),
        common.table(_votes(paper, body, record), [_decision(paper, body, record)], common.evidence(paper)),
        _candidates(paper),
        common.signing(paper),
        common.red_and_law(paper),
        _sign_in(paper, body),
        common.notes(paper),
    )  # fmt: skip


def _time(paper: Paper) -> Cell:
    if paper.known and paper.known.event:
        return Cell(_("时间"), [words(time_words(paper.known.event.happened_at), bold=True)])
    if paper.known and paper.known.called:
        return Cell(_("时间"), [words(time_words(paper.known.called.held_at), bold=True)])
    hours = mixed(_("{hour} 时 {minute} 分"), hour=boxes(2), minute=boxes(2))
    return Cell(_("时间"), [*day_boxes(), gap(3), *hours])


def _people(paper: Paper) -> list[Cell]:
    called = paper.known.called if paper.known else None
    place = Cell(_("地点"), [words(called.place, bold=True)] if called and called.place else [], short=True, room=True)
    watch = Cell(_("监督列席"), [words(_("（签字）"), small=True)], short=True)
    return [place, *(Cell(label, short=True, room=True) for label in (_("主持人"), _("记录人"))), watch]


def _called(paper: Paper, body: Body) -> Cell:
    by = _("／").join(local(paper.edition.role_words(r)) for r in body.called_by)
    rule = []
    if by:
        rule.append(_("由%(names)s召集") % {"names": by})
    notice = local(parse_limit(paper.step.notice).words) if paper.step.notice else None
    notice = notice or (local(body.notice.limit.words) if body.notice else None)
    if notice:
        rule.append(_("提前%(limit)s通知") % {"limit": notice})
    called = paper.known.called if paper.known else None
    day, way = pen(38), pen(34)
    if called:
        day = words(local(day_words(called.noticed_on)), bold=True)
        way = words(called.way, bold=True) if called.way else way
    runs = mixed(_("通知日期 {day}，方式 {way}"), day=day, way=way)
    return Cell(_("召集通知"), [*runs, words(("\n" if rule else "") + _("；").join(rule), small=True)])


def _present(body: Body, record: Mapping[str, Any]) -> Cell:
    attendance = record.get("attendance", {})
    runs: list[Run] = []
    for name, count in body.counts.items():
        if runs:
            runs.append(words("\n"))
        runs.append(words(local(count.name), small=True))
        runs.append(gap(2))
        runs += mixed(
            _("应到 {entitled} {unit}，实到 {present} {again}"),
            entitled=boxes(MANY, attendance.get("entitled", {}).get(name, "")),
            present=boxes(MANY, attendance.get("present", {}).get(name, "")),
            unit=words(local(count.unit)), again=words(local(count.unit)),
        )  # fmt: skip
    recused = boxes(2, attendance.get("recused", ""))
    runs += mixed("\n" + _("回避 {count} 人，姓名和理由 {who}"), count=recused, who=pen(70))
    if body.quorum:
        rule = _("或").join(threshold_words(body, t) for t in body.quorum)
        runs.append(words("\n" + _("%(rule)s到会，会才有效") % {"rule": rule}, small=True))
    return Cell(_("到会"), runs)


def _votes(paper: Paper, body: Body, record: Mapping[str, Any]) -> list[Cell]:
    if paper.step.kind is StepKind.ELECT:
        return [
            Cell(
                _("投票"),
                [
                    words(_("方式")),
                    gap(2),
                    *_ways(body),
                    words("\n" + _("每种职务的票分开数，见下面的计票。"), small=True),
                ],
            )
        ]
    votes = record.get("attendance", {}).get("votes") or {}
    counted = mixed(
        _("同意 {yes} 票　不同意 {no} 票　弃权 {abstain} 票　废票 {invalid} 张"),
        yes=boxes(3, votes.get("for_", "")), no=boxes(3, votes.get("against", "")),
        abstain=boxes(3, votes.get("abstain", "")), invalid=boxes(3, votes.get("invalid", "")),
    )  # fmt: skip
    return [Cell(_("表决"), [words(_("方式")), gap(2), *_ways(body), words("\n"), *counted])]


def _ways(body: Body) -> list[Run]:
    ways = [tick(_("无记名投票"))] if body.secret else [tick(_("举手")), tick(_("投票"))]
    return [*ways, tick(_("网上"))] if body.online else ways


def _decision(paper: Paper, body: Body, record: Mapping[str, Any]) -> Cell:
    given = paper.known.result if paper.known else ""
    runs = [tick(local(result_words(r, paper.step.kind)), r == given) for r in common.results(paper)]
    runs.append(words("\n" + pass_words(body), small=True))
    english = (get_language() or "zh").startswith("en")
    reasons = [r["en" if english else "zh"] for r in (*record.get("reasons", ()), *record.get("flaws", ()))]
    if reasons:
        runs.append(words("\n" + "\n".join(reasons)))
    return Cell(_("决定"), runs, lines=0 if reasons else 2)


def _candidates(paper: Paper) -> list[Block]:
    """The count of each office: its ballots, and a line for each candidate; what was recorded stands there."""
    election = paper.step.election
    if election is None:
        return []
    steps = paper.power.flow.steps()
    first = steps[election.again].election if election.again else election
    counted = paper.known.record.get("offices", {}) if paper.known else {}
    names = _names(paper)
    return [
        _office(paper, office, counted.get(office.id), names)
        for office in (first.offices if first else ())
        if not counted or office.id in counted
    ]


def _names(paper: Paper) -> dict[str, str]:
    """The names of candidates that the reader may see, by number."""
    return paper.reading.candidates(paper.known.key) if paper.reading and paper.known else {}


def _office(paper: Paper, office: Office, counted: Mapping[str, Any] | None, names: Mapping[str, str]) -> Block:
    seats = counted["seats"] if counted else office.seats if isinstance(office.seats, int) else "____"
    ballots = counted or dict.fromkeys(("issued", "returned", "invalid"), "____")
    said = {"n": seats, **{key: ballots[key] for key in ("issued", "returned", "invalid")}}
    note = _("应选 %(n)s 人　发出 %(issued)s 张　收回 %(returned)s 张　废票 %(invalid)s 张") % said
    lines = [["", "", "", ""]] * (max(office.seats * 2, 4) if isinstance(office.seats, int) else 5)
    if counted:
        votes = sorted(counted["votes"].items(), key=lambda pair: -int(pair[1]["for_"]))
        mark = {True: _("当选"), False: ""}
        lines = [[n, names.get(n, "—"), str(v["for_"]), mark[n in counted["elected"]]] for n, v in votes]
    head = [_("序号"), _("候选人"), _("得票"), _("是否当选")]
    title = _("计票：%(office)s") % {"office": office_name(paper.edition, office)}
    return lattice(head, lines, title=title, note=note, widths=[14, 0, 34, 34], height=5)


def _sign_in(paper: Paper, body: Body) -> list[Block]:
    """A page of its own: it lies at the door, and its photo is a piece of evidence by itself."""
    head = [_("姓名"), _("职务"), _("本人签字或手印")] * 2
    note = _("本人签，不能代签；一人兼两职的，只算一人一票。")
    title = _("%(body)s到会签字") % {"body": local(body.name)}
    blank = [[""] * 6] * SIGN_IN_LINES
    seats = lattice(head, blank, title=title, note=note, widths=[24, 24, 0, 24, 24, 0], height=5.5)
    return [next_page(), rows([common.matter(paper), _time(paper)]), seats]
