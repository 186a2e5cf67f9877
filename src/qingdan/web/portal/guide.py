"""One power put before a villager: the answers, the papers, the red lines, the limits and the forms of its guide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qingdan.domain.catalogue.lexicon import lexicon
from qingdan.domain.catalogue.model import Duty, Edition, Power
from qingdan.domain.flow.draw import Lexicon
from qingdan.domain.flow.settle import limits_named
from qingdan.domain.words import Words
from qingdan.features.cases.messages import local
from qingdan.records.editions.acts.limits import shown

BLANKS = ("forms:blank", "forms:blank-word")


@dataclass(frozen=True, slots=True)
class LimitLine:
    """A number that decides which way the flow goes: its value here, and who set it."""

    title: str
    value: str
    setting: bool
    verified: bool
    note: str


@dataclass(frozen=True, slots=True)
class FormLine:
    """A form: its title, its step, who fills it, and the addresses of a blank as PDF and for Word (or "")."""

    title: str
    step: str
    who: str
    url: str
    word: str


def answers(power: Power) -> list[dict[str, Any]]:
    """The four short answers at the top: who, where, how long, what it costs."""
    guide = power.guide
    return [
        _answer(_("找谁办"), guide.who),
        _answer(_("去哪儿办"), guide.where),
        _answer(_("多久有结果"), guide.how_long),
        _answer(_("要花钱吗"), guide.cost),
    ]


def _answer(term: str, phrases: tuple[Words, ...]) -> dict[str, Any]:
    first, *rest = (local(phrase) for phrase in phrases)
    return {"term": term, "value": first, "note": _("；").join(rest)}


def phrases(words: tuple[Words, ...]) -> list[str]:
    """Several phrases in the reader's language."""
    return [local(phrase) for phrase in words]


def red_lines(edition: Edition, power: Power) -> list[dict[str, str]]:
    """The prohibitions close to a power, each with its number and why it stands here."""
    rows = []
    for line in power.red_lines:
        prohibition = edition.prohibitions[line.prohibition]
        note = local(line.note) if line.note else ""
        rows.append({"title": local(prohibition.title), "id": prohibition.id, "slug": prohibition.slug, "note": note})
    return rows


def duties_in(edition: Edition, power: Power) -> list[tuple[str, Duty]]:
    """The duties that are done by steps of a power, each with the name of its post."""
    done = [duty for duty in edition.duties.values() if any(d.power == power.slug for d in duty.discharged_by)]
    return [(local(edition.role_words(duty.post)), duty) for duty in done]


def drawing_words(edition: Edition, limits: Mapping[str, int]) -> Lexicon:
    """The words of the drawing, with the limits that hold in the reader's village."""
    return lexicon(edition, get_language() or "zh", limits)


def limits_used(edition: Edition, power: Power, limits: Mapping[str, int]) -> list[LimitLine]:
    """The limits that the flow compares with or waits for, in the edition's order, with the values of the reader's
    village."""
    named = limits_named(power.flow)
    return [_limit(edition, name, limits.get(name, 0)) for name in edition.head.limits if name in named]


def _limit(edition: Edition, name: str, value: int) -> LimitLine:
    limit = edition.head.limits[name]
    return LimitLine(
        title=local(limit.title),
        value=shown(limit, value),
        setting=limit.setting,
        verified=limit.verified,
        note=local(limit.note) if limit.note else "",
    )


def forms_of(edition: Edition, power: Power) -> list[FormLine]:
    """The forms of a power in the order of its steps, each once."""
    found: dict[str, FormLine] = {}
    for step in power.flow.steps().values():
        form = edition.forms.get(step.form or "")
        if form is None or form.slug in found:
            continue
        who = _("、").join(local(edition.role_words(role)) for role in step.by)
        found[form.slug] = FormLine(
            local(form.title), local(step.name), who, *(_blank(name, power.slug, step.id) for name in BLANKS)
        )
    return list(found.values())


def _blank(name: str, power: str, step: str) -> str:
    try:
        return reverse(name, args=[power, step])
    except NoReverseMatch:  # an installation without printing
        return ""
