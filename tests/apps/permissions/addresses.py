"""The addresses that the table of permissions asks: a label of the table → (arguments, query or form)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.apps.permissions.scene import Scene
from tests.cast import today

NOTHING: Mapping[str, str] = {}
Asked = tuple[tuple[Any, ...], Mapping[str, Any]]

# A label is the name of an address; what follows "@" says which one of several things is asked for.
ASKED: Mapping[str, Callable[[Scene], Asked]] = {
    "boards:answer": lambda s: ((s.objection.number,), {"upheld": "no", "answer": "查了登记，他家没有车。"}),
    "boards:board": lambda s: ((s.cast.one.pk, "finance"), NOTHING),
    "boards:down": lambda s: ((s.open.code,), NOTHING),
    "boards:notice@hanging": lambda s: ((s.hanging.code,), NOTHING),
    "boards:notice@gone": lambda s: ((s.gone.code,), NOTHING),
    "boards:notice@everybody": lambda s: ((s.open.code,), NOTHING),
    "boards:object": lambda s: ((s.hanging.code,), {"words": "他家有车"}),
    "boards:object@gone": lambda s: ((s.gone.code,), {"words": "他家有车"}),
    "boards:objection": lambda s: ((), {"code": s.receipt}),
    "boards:receipt": lambda s: ((s.hanging.code,), NOTHING),
    "boards:village": lambda s: ((s.cast.one.pk,), NOTHING),
    "intake:sheet": lambda s: ((s.begun.pk, "request"), NOTHING),
    "cases:case": lambda s: ((s.begun.pk,), NOTHING),
    "cases:drawing": lambda s: ((s.begun.pk,), NOTHING),
    "cases:case@meeting": lambda s: ((s.asked.pk,), NOTHING),
    "cases:code": lambda s: ((s.begun.pk,), NOTHING),
    "cases:discharge": lambda s: ((s.owing.pk, "look-again"), NOTHING),
    "cases:dispute": lambda s: ((s.begun.pk, "request"), {"reason": "数目不对"}),
    "cases:do": lambda s: ((s.begun.pk, "request"), {"f-budget": "3,000", "f-account": "6222000000000000"}),
    "cases:do@meeting": lambda s: ((s.asked.pk, "decide"), MEETING),
    "cases:draft": lambda s: ((s.begun.pk, "request"), {"f-budget": "12"}),
    "cases:file": lambda s: ((s.begun.pk, s.paper.pk), NOTHING),
    "cases:hand-over": lambda s: ((s.begun.pk, "request"), {"to": s.cast["director"].person.pk}),
    "cases:open": lambda s: (("small-buy",), {"title": "买一台打印机"}),
    "cases:open@relief": lambda s: (
        ("help",),
        {"title": "困难救助", "applicant": "示例·陶村民", "mobile": "13800000000"},
    ),
    "cases:stop": lambda s: ((s.begun.pk, "withdraw"), {"reason": "不买了"}),
    "cases:urge": lambda s: ((s.begun.pk, "request"), NOTHING),
    "demo:as": lambda s: ((), {"person": s.cast["clerk"].account.pk}),
    "forms:blank": lambda s: (("small-buy", "request"), NOTHING),
    "forms:case": lambda s: ((s.begun.pk,), NOTHING),
    "forms:filled": lambda s: ((s.begun.pk, "request"), NOTHING),
    "forms:notice@hanging": lambda s: ((s.hanging.code,), NOTHING),
    "forms:notice@gone": lambda s: ((s.gone.code,), NOTHING),
    "forms:deputies": lambda s: ((s.cast.one.pk,), NOTHING),
    "forms:handover": lambda s: ((s.handover.pk,), NOTHING),
    "handovers:handover": lambda s: ((s.handover.pk,), NOTHING),
    "handovers:items": lambda s: ((s.handover.pk,), _lines(s)),
    "handovers:missing": lambda s: ((s.handover.pk,), {"why": "通知两次没有来"}),
    "handovers:not-needed": lambda s: ((s.handover.pk,), {"why": "没有东西"}),
    "handovers:reopen": lambda s: ((s.handover.pk,), {"why": "数目写错了"}),
    "handovers:sign": lambda s: ((s.handover.pk,), {"part": "taker"}),
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
    "places:village": lambda s: ((s.cast.one.pk,), NOTHING),
    "portal:about": lambda s: ((s.cast.one.pk,), NOTHING),
    "portal:guide": lambda s: (("small-buy",), NOTHING),
    "portal:village": lambda s: ((s.cast.one.pk,), NOTHING),
    "portal:village-qr": lambda s: ((s.cast.one.pk,), NOTHING),
    "portal:track": lambda s: ((), {"number": s.begun.number, "code": "2345678923"}),
    "web:gallery-page": lambda s: (("desk",), NOTHING),
    "web:language": lambda s: ((), {"to": "en"}),
    "web:mode": lambda s: ((), {"to": "large"}),
}
MEETING = {"n-representatives": 10, "p-representatives": 8, "for": 8, "against": 0, "abstain": 0}

JOINING = {
    "state": "joined", "joined_on": today().isoformat(), "body": "representatives", "decided_on": today().isoformat(),
    "minutes": "示例第9号",
}  # fmt: skip


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
