"""The check as a form and a board ask it: the rules in force, the numbers that the house publishes, and what was found
where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qingdan.domain.leaks import Leak, LeakRules, find_leaks, known_numbers, masked
from qingdan.domain.rules.audience import Audience
from qingdan.domain.words import Words
from qingdan.records.editions.queries import NoEdition, current_edition
from qingdan.records.regions.days import local_date
from qingdan.records.regions.models import Division, SupervisionContact
from qingdan.records.regions.paths import ids_of

AROUND = 8  # characters shown before and after a detail, so that it is found again
AUDIENCES = {
    Audience.INTERNET: Words("网上所有人", "everybody on the internet"),
    Audience.VILLAGE: Words("全村的人", "the whole village"),
    Audience.MEMBERS: Words("集体经济组织成员", "the members of the collective"),
    Audience.PARTY_BRANCH: Words("本支部党员", "the Party branch"),
    Audience.OFFICIALS: Words("村镇干部", "officials"),
    Audience.PARTIES: Words("当事人和经办人", "the parties and those who handle it"),
}


@dataclass(frozen=True)
class Spot:
    """A text to look through: the form's field (or any name), what it is called, and who is to read it."""

    name: str
    label: str
    text: str
    audience: Audience


@dataclass(frozen=True)
class Finding:
    """A leak in a spot, with its line and the words around it; no other leak is among these."""

    spot: Spot
    leak: Leak
    line: int  # counted from 1; 0 where the text has one line only
    before: str
    after: str

    @property
    def place(self) -> str:
        """Where it is, to be found again: 第2行“…联系人张某【138****5678】上午…”."""
        words = {"line": self.line, "before": self.before, "shown": self.leak.masked, "after": self.after}
        said = _("“%(before)s【%(shown)s】%(after)s”") % words
        return _("第%(line)d行") % words + said if self.line else said

    @property
    def sentence(self) -> str:
        """What is wrong, where, and what to do."""
        remedy = (
            _("请删掉；确实要留，在下面写明理由。")
            if self.leak.may_stand
            else _("请删掉，或者只留头尾几位，中间写星号。")
        )
        words = {"place": self.place, "kind": said(self.leak.name), "audience": said(AUDIENCES[self.spot.audience])}
        return _("%(place)s像是%(kind)s，这里写的给%(audience)s看。") % words + remedy


def said(words: Words) -> str:
    """A phrase in the reader's language."""
    return words.to(get_language() or "zh")


class Guard:
    """The leak check for one place on one day. The rules cost one query when a text is first looked through, the known
    numbers another when something is found in it."""

    def __init__(self, place: Division | None) -> None:
        self.place = place

    @cached_property
    def rules(self) -> LeakRules:
        """The rules of the edition in force today; without one the strictest there are."""
        try:
            return current_edition(local_date(timezone.now())).leaks
        except NoEdition:
            return LeakRules()

    @cached_property
    def known(self) -> frozenset[str]:
        """The supervision numbers that the village, its town and its city publish here."""
        if self.place is None:
            return frozenset()
        rows = SupervisionContact.objects.filter(division__in=ids_of(self.place.path))
        return known_numbers(rows.values_list("phone", flat=True))

    def leaks(self, text: str, audience: Audience) -> list[Leak]:
        """What in a text its audience may not have."""
        found = find_leaks(text, audience, self.rules)
        return find_leaks(text, audience, self.rules, self.known) if found else []

    def findings(self, spots: Iterable[Spot]) -> list[Finding]:
        """Every leak in these texts, in their order."""
        return [finding for spot in spots for finding in self._in(spot)]

    def _in(self, spot: Spot) -> Iterator[Finding]:
        leaks = self.leaks(spot.text, spot.audience)
        several = "\n" in spot.text.strip()
        for n, leak in enumerate(leaks):
            line = spot.text.count("\n", 0, leak.start) + 1 if several else 0
            yield Finding(spot, leak, line, *_around(spot.text, leaks, n))


def _around(text: str, leaks: Sequence[Leak], n: int) -> tuple[str, str]:
    """The words before and after a leak on its line, as far as the next leak."""
    start = leaks[n - 1].end if n else 0
    end = leaks[n + 1].start if n + 1 < len(leaks) else len(text)
    before, after = text[start : leaks[n].start].rpartition("\n")[2], text[leaks[n].end : end].partition("\n")[0]
    return before[-AROUND:], after[:AROUND]


def texts_in(value: Any) -> Iterator[str]:
    """Every text within a value: of a list of rows, those of each row."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from texts_in(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from texts_in(part)


def covered(value: Any, leaks_of: Any) -> Any:
    """The value with each text masked where ``leaks_of(text)`` finds something."""
    if isinstance(value, str):
        return masked(value, leaks_of(value))
    if isinstance(value, dict):
        return {name: covered(part, leaks_of) for name, part in value.items()}
    if isinstance(value, list):
        return [covered(part, leaks_of) for part in value]
    return value
