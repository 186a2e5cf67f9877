"""What the pages of ledgers show, put into words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qingdan.domain.catalogue.model import Edition
from qingdan.domain.flow.conform.judging import Kind
from qingdan.domain.flow.conform.sentences import KINDS
from qingdan.features.ledgers.judging import UNKNOWN
from qingdan.features.ledgers.models import JudgedCase, Ledger
from qingdan.records.editions.queries import edition_of
from qingdan.records.people.wording import said

ORDER = {str(kind): number for number, kind in enumerate(Kind)}


def kind_words(kind: str) -> str:
    """What a kind of deviation is called."""
    return said(KINDS[Kind(kind)])


def step_words(names: Mapping[str, str], step: str) -> str:
    """What a step is called; the case as a whole where there is none."""
    if step == UNKNOWN:
        return _("没认出的步骤")
    return names.get(step, step) or _("整件事")


def names_of(edition: Edition, power: str) -> dict[str, str]:
    """What each step of a power is called, in the order of the power."""
    entry = edition.powers.get(power)
    if entry is None:
        return {}
    flow = entry.flow
    names = {step.id: said(step.name) for step in flow.steps().values()}
    return names | {rule.id: said(rule.name) for rule in flow.any_time.values()}


def title_of(edition: Edition, power: str) -> str:
    """What a power is called; its short name where the edition has it no longer."""
    entry = edition.powers.get(power)
    return said(entry.title) if entry else power


@dataclass(frozen=True, slots=True)
class Matrix:
    """Steps down, kinds across; ``rows`` are (step in words, a number or "" for each kind, sum)."""

    kinds: list[str]
    rows: list[tuple[str, list[int | str], int]]
    by_kind: list[tuple[str, int]]


def matrix(found: Iterable[tuple[str, str, int]], names: Mapping[str, str]) -> Matrix:
    """A table of (step, kind, number), steps in the order of the power."""
    cells: dict[str, dict[str, int]] = {}
    kinds: Counter[str] = Counter()
    for step, kind, number in found:
        cells.setdefault(step, {})[kind] = number
        kinds[kind] += number
    order = {step: number for number, step in enumerate(names)}
    across = sorted(kinds, key=lambda kind: ORDER.get(kind, 99))
    rows = [
        (step_words(names, step), [cells[step].get(kind, "") for kind in across], sum(cells[step].values()))
        for step in sorted(cells, key=lambda step: (order.get(step, len(order)), step))
    ]
    by_kind = [(kind_words(kind), number) for kind, number in kinds.most_common()]
    return Matrix([kind_words(kind) for kind in across], rows, by_kind)


def percent(share: float) -> str:
    """``66.7%``."""
    return f"{share:.1%}"


def headline(ledger: Ledger) -> str:
    """The result in a sentence."""
    share = ledger.fitting / ledger.cases if ledger.cases else 1.0
    words = {"cases": ledger.cases, "fitting": ledger.fitting, "share": percent(share), "n": ledger.deviations}
    return (
        ngettext(
            "%(cases)d件里有%(fitting)d件完全照流程办（%(share)s），找到%(n)d处不合。",
            "%(cases)d件里有%(fitting)d件完全照流程办（%(share)s），找到%(n)d处不合。",
            ledger.deviations,
        )
        % words
    )


def case_words(case: JudgedCase) -> str:
    """How a case is called: its number and name as the file has them, or its line."""
    return " ".join(filter(None, (case.number, case.name))) or _("第%(line)d行的一件") % {"line": case.line}


def case_rows(cases: Iterable[JudgedCase], english: bool) -> list[dict[str, Any]]:
    """Cases with what is said of each."""
    return [
        {
            "case": case,
            "name": case_words(case),
            "says": [((f.en if english else f.zh), f.line) for f in sorted(case.findings.all(), key=lambda f: f.pk)],
        }
        for case in cases
    ]


def standard_words(ledger: Ledger) -> dict[str, Any]:
    """By what a ledger was judged: the edition, the numbers that differ from it, and steps that nobody looked for."""
    edition = edition_of(ledger.edition)
    names = names_of(edition, ledger.power)
    own = [
        {"name": said(limit.title), "value": value, "edition": limit.value, "money": limit.type == "money"}
        for name, value in ledger.limits.items()
        if (limit := edition.head.limits.get(name)) and limit.value != value
    ]
    return {
        "edition": said(edition.title),
        "version": edition.head.version,
        "digest": edition.digest[:12],
        "own_limits": own,
        "unrecorded": _("、").join(step_words(names, step) for step in ledger.unrecorded),
    }
