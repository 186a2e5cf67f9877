"""What enforces a duty or a prohibition: the steps that do it or guard it, read from the definitions of the powers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from qingdan.domain.catalogue.model import Duty, Edition, Power, Prohibition
from qingdan.domain.flow.draw import Lexicon
from qingdan.domain.flow.draw.phrases import rule_text
from qingdan.domain.flow.model import Step
from qingdan.features.cases.messages import local


@dataclass(frozen=True, slots=True)
class Check:
    """One step: what is done, by whom, under which rule of time or number, and what proof it leaves."""

    name: str
    how: str
    who: str
    rule: str
    proof: str


@dataclass(frozen=True, slots=True)
class Guarding:
    """A power, why the entry is close to it (or ""), and its steps that hold the entry to be kept."""

    power: Power
    why: str
    checks: list[Check]


def of_prohibition(edition: Edition, prohibition: Prohibition, lexicon: Lexicon) -> list[Guarding]:
    """Every power that names the prohibition as a red line or guards it, by number."""
    steps: dict[str, list[str]] = {}
    for power, step in edition.guarded_in(prohibition.slug):
        steps.setdefault(power.slug, []).append(step)
    found = []
    for power in edition.powers.values():
        why = next((line.note for line in power.red_lines if line.prohibition == prohibition.slug), None)
        if power.slug in steps or any(line.prohibition == prohibition.slug for line in power.red_lines):
            found.append(_guarding(edition, power, local(why) if why else "", steps.get(power.slug, ()), lexicon))
    return found


def of_duty(edition: Edition, duty: Duty, lexicon: Lexicon) -> list[Guarding]:
    """Every power by which the duty is done, with the steps that do it."""
    steps: dict[str, list[str]] = {}
    for discharge in duty.discharged_by:
        steps.setdefault(discharge.power, []).extend([discharge.step] if discharge.step else [])
    return [_guarding(edition, edition.powers[slug], "", named, lexicon) for slug, named in steps.items()]


def unenforced_duties(edition: Edition) -> list[Duty]:
    """Duties that no step of any power does yet."""
    return [duty for duty in edition.duties.values() if not duty.discharged_by]


def unenforced_prohibitions(edition: Edition) -> list[Prohibition]:
    """Prohibitions that no step of any power guards yet."""
    return [one for one in edition.prohibitions.values() if not edition.guarded_in(one.slug)]


def _guarding(edition: Edition, power: Power, why: str, steps: Iterable[str], lexicon: Lexicon) -> Guarding:
    own = power.flow.steps()
    return Guarding(power, why, [_check(edition, own[step], lexicon) for step in dict.fromkeys(steps)])


def _check(edition: Edition, step: Step, lexicon: Lexicon) -> Check:
    comma = _("、")
    return Check(
        name=local(step.name),
        how=local(step.how),
        who=comma.join(local(edition.role_words(role)) for role in dict.fromkeys((*step.by, *step.witnesses))),
        rule=rule_text(step, lexicon),
        proof=comma.join(local(edition.head.evidence[kind]) for kind in step.evidence),
    )
