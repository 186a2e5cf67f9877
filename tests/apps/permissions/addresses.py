"""The addresses that the table of permissions asks: a label of the table → (arguments, query or form)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from qingdan.domain.rules.rhythm import Rhythm, period_of
from tests.apps.permissions.by_hand import FORM
from tests.apps.permissions.scene import Scene
from tests.cast import today

NOTHING: Mapping[str, str] = {}
Asked = tuple[tuple[Any, ...], Mapping[str, Any]]

# A label is the name of an address; what follows "@" says which one of several things is asked for.
ASKED: Mapping[str, Callable[[Scene], Asked]] = {
    "boards:answer": lambda s: (
        (s.objection.number,),
        {"upheld": "no", "answer": "查了登记，他家没有车。", "gist": "对车"},
    ),
    "boards:wall": lambda s: ((s.cast.one.pk,), NOTHING),
    "boards:file": lambda s: ((s.hand.shown.code, s.hand.shown.files.get().pk), NOTHING),
    "boards:picture": lambda s: ((s.hand.shown.code, s.hand.photo.pk), NOTHING),
    "boards:notice@hand": lambda s: ((s.hand.shown.code,), NOTHING),
    "boards:write": lambda s: ((s.cast.one.pk,), FORM),
    "boards:draft": lambda s: ((s.hand.written.pk,), NOTHING),
    "boards:draft-file": lambda s: ((s.hand.written.pk, s.hand.written.files.get().pk), NOTHING),
    "boards:edit": lambda s: ((s.hand.written.pk,), {**FORM, "version": "1"}),
    "boards:submit": lambda s: ((s.hand.written.pk,), {"version": "1"}),
    "boards:pass": lambda s: ((s.hand.written.pk,), {"version": "1"}),
    "boards:return": lambda s: ((s.hand.written.pk,), {"version": "1", "reason": "合计不对"}),
    "boards:post": lambda s: ((s.hand.written.pk,), {"version": "1"}),
    "boards:drop": lambda s: ((s.hand.written.pk,), {"version": "1"}),
    "boards:correct": lambda s: ((s.hand.shown.code,), NOTHING),
    "boards:photo": lambda s: ((s.hand.shown.code,), {"where": "村口"}),
    "boards:check": lambda s: ((s.hand.answered.number,), {"release": "yes"}),
    "boards:word": lambda s: ((s.hand.answered.number,), {"gist": "对数目", "public_answer": "核对过了。"}),
    "boards:board": lambda s: ((s.cast.one.pk, "finance"), NOTHING),
    "boards:down": lambda s: ((s.open.code,), NOTHING),
    "boards:notice@hanging": lambda s: ((s.hanging.code,), NOTHING),
    "boards:notice@gone": lambda s: ((s.gone.code,), NOTHING),
    "boards:notice@everybody": lambda s: ((s.open.code,), NOTHING),
    "boards:content": lambda s: ((s.hanging.code,), NOTHING),
    "boards:content@gone": lambda s: ((s.gone.code,), NOTHING),
    "boards:proof": lambda s: ((s.hanging.code,), NOTHING),
    "boards:proof@gone": lambda s: ((s.gone.code,), NOTHING),
    "transparency:file": lambda s: (("checkpoint",), NOTHING),
    "boards:object": lambda s: ((s.hanging.code,), {"words": "他家有车"}),
    "boards:object@gone": lambda s: ((s.gone.code,), {"words": "他家有车"}),
    "boards:objection": lambda s: ((), {"code": s.receipt}),
    "boards:receipt": lambda s: ((s.hanging.code,), NOTHING),
    "boards:village": lambda s: ((s.cast.one.pk,), NOTHING),
    "progress:case@everybody": lambda s: ((s.begun.public_code,), NOTHING),
    "progress:case@village": lambda s: ((s.talk.public_code,), NOTHING),
    "progress:case@own": lambda s: ((s.lodged.public_code,), NOTHING),
    "progress:drawing": lambda s: ((s.talk.public_code,), NOTHING),
    "progress:posted": lambda s: ((s.open.code,), NOTHING),
    "progress:village": lambda s: ((s.cast.one.pk,), NOTHING),
    "progress:coming": lambda s: ((s.cast.one.pk,), NOTHING),
    "progress:ics": lambda s: ((s.cast.one.pk,), NOTHING),
    "hearings:ask": lambda s: ((s.talk.public_code, "hear"), {"words": "水从哪里来"}),
    "hearings:ask@own": lambda s: ((s.lodged.public_code, "first"), {"words": "水从哪里来"}),
    "hearings:receipt": lambda s: ((s.talk.public_code, "hear"), NOTHING),
    "hearings:answer": lambda s: ((), {"code": s.question_receipt}),
    "hearings:sign": lambda s: ((s.sheet.code,), {"name": "示例·来的人"}),
    "hearings:signed": lambda s: ((s.sheet.code,), NOTHING),
    "hearings:question": lambda s: ((s.question.number,), {"answer": "从二组接"}),
    "hearings:check": lambda s: ((s.answered.number,), {"says": "public"}),
    "hearings:hall": lambda s: ((s.talk.pk, "hear"), NOTHING),
    "hearings:sheet": lambda s: ((s.talk.pk, "hear"), NOTHING),
    "hearings:came": lambda s: ((s.talk.pk, "hear"), {"name": "示例·来的人"}),
    "hearings:opinion": lambda s: ((s.talk.pk, "hear"), {"words": "少花钱"}),
    "hearings:view": lambda s: ((s.talk.pk, "hear", 1), {"v1-adopted": "yes", "v1-why": "有理"}),
    "forms:attendance": lambda s: ((s.talk.pk, "hear"), NOTHING),
    "forms:minutes": lambda s: ((s.talk.pk, "hear"), NOTHING),
    "forms:minutes-word": lambda s: ((s.talk.pk, "hear"), NOTHING),
    "intake:sheet": lambda s: ((s.begun.pk, "request"), NOTHING),
    "cases:case": lambda s: ((s.begun.pk,), NOTHING),
    "cases:drawing": lambda s: ((s.begun.pk,), NOTHING),
    "cases:case@meeting": lambda s: ((s.asked.pk,), NOTHING),
    "cases:code": lambda s: ((s.begun.pk,), NOTHING),
    "cases:discharge": lambda s: ((s.owing.pk, "look-again"), NOTHING),
    "cases:dispute": lambda s: ((s.begun.pk, "request"), {"reason": "数目不对"}),
    "cases:do": lambda s: ((s.begun.pk, "request"), {"f-budget": "3,000", "f-account": "6222000000000000"}),
    "cases:do@meeting": lambda s: ((s.asked.pk, "decide"), MEETING),
    "cases:call": lambda s: (
        (s.asked.pk, "decide"),
        {
            "noticed_on": timezone.localdate().isoformat(),
            "held_at": f"{timezone.localdate() + timedelta(days=12)}T09:00",
            "place": "示例村委会",
            "agenda": "修一修",
        },
    ),
    "cases:try": lambda s: ((s.asked.pk, "decide"), MEETING),
    "cases:meeting": lambda s: ((s.owing.pk, 1), NOTHING),
    "cases:draft": lambda s: ((s.begun.pk, "request"), {"f-budget": "12"}),
    "cases:file": lambda s: ((s.begun.pk, s.paper.pk), NOTHING),
    "cases:hand-over": lambda s: ((s.begun.pk, "request"), {"to": s.cast["director"].person.pk}),
    "cases:open": lambda s: (("small-buy",), {"title": "买一台打印机"}),
    "cases:open@relief": lambda s: (
        ("help",),
        {"channel": "counter", "name": "示例·陶村民", "mobile": "13800000000", "f-family": "2", "f-monthly": "900"},
    ),
    "cases:extend": lambda s: ((s.lodged.pk, "answer"), {"reason": "要到外县核实", "approved_by": "示例·许镇长"}),
    "cases:verify": lambda s: ((s.lodged.pk,), {"how": "当面看了身份证"}),
    "cases:stop": lambda s: ((s.begun.pk, "withdraw"), {"reason": "不买了"}),
    "cases:urge": lambda s: ((s.begun.pk, "request"), NOTHING),
    "demo:as": lambda s: ((), {"person": s.cast["clerk"].account.pk}),
    "duties:village": lambda s: ((s.cast.one.pk,), NOTHING),
    "duties:occasion": lambda s: (_owed(s), NOTHING),
    "duties:photo": lambda s: ((s.on_paper.pk,), NOTHING),
    "duties:desk": lambda s: ((s.cast.one.pk,), NOTHING),
    "duties:explain": lambda s: (_owed(s), {"words": "会计生病，下周补"}),
    "duties:paper": lambda s: (_owed(s), {"day": today().isoformat(), "words": "贴在村口"}),
    "duties:name": lambda s: (_owed(s), {"notice": s.open.pk}),
    "duties:order": lambda s: (_owed(s), {"until": today().isoformat(), "words": "查了，没有贴"}),
    "duties:settle": lambda s: (
        (s.cast.one.pk, "money"),
        {
            "rhythm": "quarterly",
            "since": (period_of(Rhythm.QUARTERLY, today()).last + timedelta(days=1)).isoformat(),
            "decided_by": "示例村民代表会议",
            "document": "示例第12号",
        },
    ),
    "reach:feed-village": lambda s: ((s.cast.one.pk,), NOTHING),
    "reach:feed-board": lambda s: ((s.cast.one.pk, "finance"), NOTHING),
    "reach:feed-area": lambda s: ((s.cast.one.pk, "finance"), NOTHING),
    "reach:feed-town": lambda s: ((s.cast.town.pk,), NOTHING),
    "reach:subscribe": lambda s: ((s.cast.one.pk,), {"receiver": "zhang@example.com"}),
    "reach:asked": lambda s: ((s.cast.one.pk,), NOTHING),
    **{f"reach:{name}": lambda s: ((s.reader.code,), NOTHING) for name in ("mine", "confirm", "stop")},
    "reach:share": lambda s: ((s.open.code,), NOTHING),
    "reach:share@hanging": lambda s: ((s.hanging.code,), NOTHING),
    "publicity:notice": lambda s: ((s.open.code,), NOTHING),
    "publicity:notice@hanging": lambda s: ((s.hanging.code,), NOTHING),
    "reach:robot": lambda s: (
        (s.cast.one.pk,),
        {"kind": "dingtalk", "name": "示例群", "address": "http://127.0.0.1:9/robot/send?access_token=1"},
    ),
    "reach:again": lambda s: ((s.cast.one.pk,), NOTHING),
    **{f"reach:{name}": lambda s: ((s.robot.pk,), NOTHING) for name in ("robot-again", "remove")},
    "handbook:norm": lambda s: (("buying",), NOTHING),
    "handbook:norm-pdf": lambda s: (("buying",), NOTHING),
    "handbook:power": lambda s: (("buying", "small-buy"), NOTHING),
    "handbook:drawing": lambda s: (("small-buy",), NOTHING),
    "handbook:list": lambda s: (("duties",), NOTHING),
    "forms:blank-word": lambda s: (("small-buy", "request"), NOTHING),
    "forms:filled-word": lambda s: ((s.begun.pk, "request"), NOTHING),
    "forms:blank": lambda s: (("small-buy", "request"), NOTHING),
    "forms:case": lambda s: ((s.begun.pk,), NOTHING),
    "forms:filled": lambda s: ((s.begun.pk, "request"), NOTHING),
    "forms:notice@hanging": lambda s: ((s.hanging.code,), NOTHING),
    "forms:notice-a3": lambda s: ((s.hanging.code,), NOTHING),
    "forms:notice@gone": lambda s: ((s.gone.code,), NOTHING),
    "forms:norm-forms": lambda s: ((s.cast.one.pk, "buying"), NOTHING),
    "forms:deputies": lambda s: ((s.cast.one.pk,), NOTHING),
    "forms:handover": lambda s: ((s.handover.pk,), NOTHING),
    "handovers:handover": lambda s: ((s.handover.pk,), NOTHING),
    "handovers:items": lambda s: ((s.handover.pk,), _lines(s)),
    "handovers:missing": lambda s: ((s.handover.pk,), {"why": "通知两次没有来"}),
    "handovers:not-needed": lambda s: ((s.handover.pk,), {"why": "没有东西"}),
    "handovers:reopen": lambda s: ((s.handover.pk,), {"why": "数目写错了"}),
    "handovers:sign": lambda s: ((s.handover.pk,), {"part": "taker"}),
    "ledgers:power": lambda s: (("small-buy",), NOTHING),
    "ledgers:import": lambda s: ((), {"village": s.cast.one.pk, "power": "small-buy"}),
    "ledgers:preview": lambda s: ((s.draft.pk,), NOTHING),
    "ledgers:columns": lambda s: ((s.draft.pk,), {"c0": "case"}),
    "ledgers:confirm": lambda s: ((s.draft.pk,), {"expected": "0" * 64}),
    "ledgers:cancel": lambda s: ((s.draft.pk,), NOTHING),
    "ledgers:ledger": lambda s: ((s.ledger.pk,), NOTHING),
    "ledgers:download": lambda s: ((s.ledger.pk,), NOTHING),
    "ledgers:remove": lambda s: ((s.ledger.pk,), {"why": "导错了村"}),
    "limits:place": lambda s: (
        (s.cast.town.pk,),
        {
            "step": "confirm",
            "name": "petty",
            "value": "3000",
            "starts": today().isoformat(),
            "basis": "示例〔2026〕1号",
        },
    ),
    "limits:place@city": lambda s: ((s.cast.town.parent_id,), NOTHING),
    "limits:end": lambda s: ((s.cast.town.pk, s.limit.pk), {"ends": today().isoformat()}),
    "people:declare-absence": lambda s: ((), {"starts": today().isoformat(), "ends": ""}),
    "people:end-absence": lambda s: ((s.absence.pk,), NOTHING),
    "people:choose-post": lambda s: ((), {"holding": s.cast["clerk"].holding.pk}),
    "people:declare-interest": lambda s: ((), {"organisation": "示例商店二", "role": "owner"}),
    "people:declare-kin": lambda s: ((), {"relation": "child", "relative_name": "示例·小孩"}),
    "people:end-interest": lambda s: ((s.interest.pk,), NOTHING),
    "people:end-kin": lambda s: ((s.tie.pk,), NOTHING),
    "people:kin-lookup": lambda s: (
        (),
        {"village": s.cast.one.pk, "name": s.cast["member"].person.name, "purpose": "核查路灯采购的回避情况"},
    ),
    "people:recovery": lambda s: ((), {"username": "director", "what": "password", "why": "本人到场"}),
    "places:add-deputy": lambda s: (
        (s.cast.one.pk,),
        {"post": "village-clerk", "by": "group-leader", "order": 2, "reasons": ["absent"], "why": "示例会议"},
    ),
    "places:change": lambda s: (
        (s.cast.one.pk,),
        {"what": "rename", "name": "示例新村村民委员会", "on": today().isoformat(), "document": "示例〔2026〕1号"},
    ),
    "places:end-deputy": lambda s: ((s.cast.one.pk, s.rule.pk), NOTHING),
    "places:join": lambda s: ((s.cast.one.pk,), JOINING),
    "places:leave": lambda s: ((s.cast.one.pk,), {"last_day": today().isoformat(), "why": "到期", "document": "1号"}),
    "places:merge": lambda s: ((), NOTHING),
    "places:say-away": lambda s: (
        (s.cast.one.pk,),
        {"person": s.cast["group_leader"].person.pk, "starts": today().isoformat(), "why": "家属打来电话"},
    ),
    "places:say-back": lambda s: ((s.cast.one.pk, s.absence.pk), NOTHING),
    "places:split": lambda s: ((s.cast.one.pk,), NOTHING),
    "simulation:power": lambda s: (("small-buy",), {"cases": "5"}),
    "simulation:report": lambda s: (("small-buy",), {"cases": "5"}),
    "simulation:separation": lambda s: ((s.cast.one.pk,), NOTHING),
    "places:village": lambda s: ((s.cast.one.pk,), NOTHING),
    "portal:about": lambda s: ((s.cast.one.pk,), NOTHING),
    "portal:duty": lambda s: (("DIR-01",), NOTHING),
    "portal:prohibition": lambda s: (("NEG-01",), NOTHING),
    "portal:guide": lambda s: (("small-buy",), NOTHING),
    "portal:drawing": lambda s: (("small-buy",), NOTHING),
    "portal:drawing-svg": lambda s: (("small-buy",), NOTHING),
    "portal:process-bpmn": lambda s: (("small-buy",), NOTHING),
    "publicity:kit": lambda s: (("small-buy",), NOTHING),
    "publicity:file": lambda s: (("small-buy", "strip.svg"), NOTHING),
    "publicity:short": lambda s: ((1,), NOTHING),
    "portal:village": lambda s: ((s.cast.one.pk,), NOTHING),
    "portal:village-qr": lambda s: ((s.cast.one.pk,), NOTHING),
    "portal:ask": lambda s: (
        ("help",),
        {
            "village": s.cast.one.pk,
            "go": "look",
            "name": "示例·陶村民",
            "mobile": "13800000000",
            "f-family": "2",
            "f-monthly": "900",
        },
    ),
    "portal:receipt": lambda s: ((s.lodged.pk,), NOTHING),
    "portal:do": lambda s: ((s.lodged.pk, "first"), NOTHING),
    "portal:stop": lambda s: ((s.lodged.pk, "withdraw"), NOTHING),
    "portal:track": lambda s: ((), {"number": s.begun.number, "code": "2345678923"}),
    "rolls:add-household": lambda s: (
        (s.cast.one.pk,),
        {"number": "2", "name": "示例·林甲", "born_on": "1980-01-05", "since": "2026-01-01", "why": "first-count"},
    ),
    "rolls:add-member": lambda s: (
        (s.rolls.household.pk,),
        {"name": "示例·林乙", "born_on": "1999-01-05", "relation": "child", "since": "2026-01-01", "why": "born"},
    ),
    "rolls:blank": lambda s: ((s.cast.one.pk, "villagers"), NOTHING),
    "rolls:cancel": lambda s: ((s.rolls.draft.pk,), NOTHING),
    "rolls:capacity": lambda s: (
        (s.cast.one.pk, s.rolls.member.person_id),
        {"full": "yes", "starts": "2026-02-01", "basis": "示例判决"},
    ),
    "rolls:change-household": lambda s: ((s.rolls.household.pk,), {"number": "1-1", "reason": "抄错了"}),
    "rolls:close": lambda s: ((s.cast.one.pk, "villagers"), {"as_of": "2026-01-01", "purpose": "示例张榜"}),
    "rolls:closed": lambda s: ((s.rolls.closed.pk,), NOTHING),
    "rolls:correct": lambda s: (
        (s.rolls.entry.pk,),
        {"since": "2021-01-01", "why_on": "first-count", "reason": "看错了"},
    ),
    "rolls:correct-member": lambda s: (
        (s.rolls.member.pk,),
        {"relation": "head", "starts": "2021-01-01", "reason": "看错了"},
    ),
    "rolls:correct-person": lambda s: (
        (s.cast.one.pk, s.rolls.member.person_id),
        {"name": "示例·周三", "reason": "改名了"},
    ),
    "rolls:end-capacity": lambda s: ((s.cast.one.pk, s.rolls.finding.pk), {"last_day": "2026-01-31"}),
    "rolls:enter": lambda s: (
        (s.cast.one.pk, "villagers"),
        {"name": "示例·林丙", "born_on": "1980-01-05", "since": "2026-01-01", "why": "first-count"},
    ),
    "rolls:entry": lambda s: ((s.rolls.entry.pk,), NOTHING),
    "rolls:export": lambda s: ((s.cast.one.pk, "villagers"), {"purpose": "核对医保参保名单"}),
    "rolls:household": lambda s: ((s.rolls.household.pk,), NOTHING),
    "rolls:households": lambda s: ((s.cast.one.pk,), NOTHING),
    "rolls:import": lambda s: ((s.cast.one.pk, "villagers"), NOTHING),
    "rolls:leave": lambda s: ((s.rolls.member.pk,), {"last_day": "2026-01-01", "why": "died", "also": "on"}),
    "rolls:number": lambda s: ((s.cast.one.pk, s.rolls.member.person_id), {"purpose": "核对医保参保名单"}),
    "rolls:person": lambda s: ((s.cast.one.pk, s.rolls.member.person_id), NOTHING),
    "rolls:preview": lambda s: ((s.rolls.draft.pk,), {"expected": "0" * 64}),
    "rolls:roll": lambda s: ((s.cast.one.pk, "villagers"), NOTHING),
    "rolls:strike": lambda s: ((s.rolls.entry.pk,), {"last_day": "2026-01-01", "why": "died"}),
    "rolls:village": lambda s: ((s.cast.one.pk,), NOTHING),
    "rolls:void": lambda s: ((s.rolls.entry.pk,), {"reason": "认错了人"}),
    "web:gallery-page": lambda s: (("desk",), NOTHING),
    "web:language": lambda s: ((), {"to": "en"}),
    "web:mode": lambda s: ((), {"to": "large"}),
}
MEETING = {
    "noticed_on": "2026-01-05",
    "n-representatives": 10,
    "p-representatives": 8,
    "for": 8,
    "against": 0,
    "abstain": 0,
}

JOINING = {
    "state": "joined", "joined_on": today().isoformat(), "body": "representatives", "decided_on": today().isoformat(),
    "minutes": "示例第9号",
}  # fmt: skip


def _owed(scene: Scene) -> tuple[Any, ...]:
    """What the village did not put up."""
    return scene.cast.one.pk, scene.lapse.duty, scene.lapse.occasion


def _lines(scene: Scene) -> dict[str, Any]:
    """Every line of the sheet, handed over."""
    return {f"i{item.pk}-state": "handed" for item in scene.handover.items.all()}


def address_of(label: str, scene: Scene) -> tuple[str, Mapping[str, Any]]:
    """The address that a label means, and what is handed in there."""
    args, given = ASKED.get(label, lambda s: ((), NOTHING))(scene)
    return reverse(label.partition("@")[0], args=args), given


def every_name() -> list[str]:
    """The name of every address of the house, with its namespace."""
    return sorted(set(_names(get_resolver().url_patterns)))


def _names(patterns: list[URLPattern | URLResolver], space: str = "") -> list[str]:
    found = []
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            found += _names(pattern.url_patterns, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        else:
            found.append(f"{space}{pattern.name}")
    return found
