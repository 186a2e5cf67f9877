"""What stands at the end of the whole: the duties by post, the prohibitions with what enforces them, laws, origins."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qingdan.features.cases.messages import local
from qingdan.web.formats import day_text
from qingdan.web.handbook.content import Group, Guarded, Law, Listed
from qingdan.web.handbook.order import Order
from qingdan.web.handbook.powers import bases, origin
from qingdan.web.portal import enforcement


def duties(order: Order) -> list[Group]:
    """Every duty under its post, with the steps by which it is done."""
    edition = order.edition
    return [
        Group(
            local(edition.role_words(post)),
            [
                Listed(duty.id, local(duty.title), local(duty.note) if duty.note else "", "",
                       bases(order, duty.basis), _guarded(enforcement.of_duty(edition, duty, order.words)))
                for duty in edition.duties_of(post)
            ],
        )
        for post in dict.fromkeys(duty.post for duty in edition.duties.values())
    ]  # fmt: skip


def prohibitions(order: Order) -> list[Group]:
    """Every prohibition under its field, with whom it binds and the steps that guard it."""
    edition, groups = order.edition, dict[str, list[Listed]]()
    for one in edition.prohibitions.values():
        binds = _("、").join(local(edition.role_words(role)) for role in one.binds) or _("所有村干部")
        guarded = _guarded(enforcement.of_prohibition(edition, one, order.words))
        note = local(one.note) if one.note else ""
        listed = Listed(one.id, local(one.title), note, binds, bases(order, one.basis), guarded)
        groups.setdefault(local(one.field), []).append(listed)
    return [Group(title, entries) for title, entries in groups.items()]


def _guarded(found: Iterable[enforcement.Guarding]) -> list[Guarded]:
    return [
        Guarded(one.power.number, one.power.slug, one.power.norm, local(one.power.title), one.why,
                _("、").join(dict.fromkeys(check.name for check in one.checks)))
        for one in found
    ]  # fmt: skip


def laws(order: Order) -> list[Law]:
    """Every law of the edition, and whether its text was read."""
    found, today = [], order.day.isoformat()
    english = (get_language() or "zh").startswith("en")
    for law in order.edition.laws.values():
        dead = law.until is not None and law.until <= today
        mark = "dead" if dead else "ok" if law.text else "open"
        words = {"dead": _("已不再适用"), "ok": _("读过原文"), "open": _("待核实")}[mark]
        title = local(law.title) if english else law.key
        found.append(Law(title, local(law.issuer), _day(law.in_force), mark, words))
    return found


def _day(text: str) -> str:
    try:
        return day_text(text, get_language())
    except ValueError:  # only a year is known
        return text


def origins(order: Order) -> list[tuple[int, str, str]]:
    """Of every power: its number, its title, and where its text comes from."""
    return [(power.number, local(power.title), origin(power)) for power in order.powers]
