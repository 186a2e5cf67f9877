"""A norm as a chapter: what it governs, and the table of its powers."""

from __future__ import annotations

from collections import Counter

from django.utils.translation import gettext as _

from qingdan.domain.catalogue.parts import Norm
from qingdan.domain.flow.model import Owed, StepKind
from qingdan.features.cases.messages import local
from qingdan.web.handbook.content import Chapter
from qingdan.web.handbook.order import Order
from qingdan.web.handbook.powers import entry
from qingdan.web.printing.listing import forms_of


def chapter(order: Order, slug: str) -> Chapter:
    """The chapter of a norm without the sections of its powers."""
    norm, edition = order.edition.norms[slug], order.edition
    entries = [entry(order, power) for power in edition.powers_of(slug)]
    about = _about(order, norm) if entries else [_("这一项规范的权力还在编写。")]
    return Chapter(slug, norm.number, local(norm.title), local(norm.plain), about, entries)


def chapters(order: Order) -> list[Chapter]:
    """Every chapter that is in the handbook."""
    return [chapter(order, slug) for slug in order.norms]


def _about(order: Order, norm: Norm) -> list[str]:
    """What a norm governs, counted from the definitions of its powers."""
    edition, powers = order.edition, order.edition.powers_of(norm.slug)
    holders = Counter(local(edition.role_words(power.holder)) for power in powers)
    areas = Counter(local(edition.areas[power.area].title) for power in powers if power.area in edition.areas)
    steps = [step for power in powers for step in power.flow.steps().values()]
    kinds = Counter(step.kind for step in steps)
    owed = sum(isinstance(block, Owed) for power in powers for block in power.flow.blocks())
    numbers = {
        "powers": len(powers),
        "forms": sum(len(forms_of(edition, power)) for power in powers),
        "steps": len(steps),
        "meet": kinds[StepKind.MEET] + kinds[StepKind.ELECT],
        "disclose": kinds[StepKind.DISCLOSE],
        "review": kinds[StepKind.REVIEW],
        "asked": sum(power.slug in edition.askings for power in powers),
        "owed": owed,
    }
    return [
        _("管%(powers)d项权力，一共%(steps)d个步骤、%(forms)d张表。") % numbers,
        _("由谁行使：%(list)s。") % {"list": _listed(holders)},
        _("涉及的重点领域：%(list)s。") % {"list": _listed(areas)},
        _("其中开会表决%(meet)d处，公示%(disclose)d处，监督审核%(review)d处；村民自己申请的%(asked)d项。") % numbers,
    ]


def _listed(counted: Counter[str]) -> str:
    return _("、").join(_("%(name)s（%(n)d项）") % {"name": name, "n": n} for name, n in counted.most_common())
