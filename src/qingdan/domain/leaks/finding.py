"""Everything in a text that its audience may not have."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from qingdan.domain.leaks.addresses import find_addresses
from qingdan.domain.leaks.folding import fold, readings
from qingdan.domain.leaks.found import Found
from qingdan.domain.leaks.model import Leak, LeakKind, LeakRules, leak
from qingdan.domain.leaks.numbers import find_numbers
from qingdan.domain.leaks.reaching import find_reaching
from qingdan.domain.rules.audience import Audience, wider

STRICT = LeakRules()
_ORDER = {kind: n for n, kind in enumerate(LeakKind)}  # of two readings of the same place, the graver one counts
_CALLABLE = (LeakKind.PHONE, LeakKind.LANDLINE, LeakKind.CONTACT)


def find_leaks(
    text: str, audience: Audience, rules: LeakRules = STRICT, known: Collection[str] = frozenset()
) -> list[Leak]:
    """Personal details in ``text`` that may not have so wide an ``audience``, in the order of the text, none within
    another. Linear in the length of the text.

    :param rules: how wide each kind may go; without them everything is for the parties alone.
    :param known: numbers and addresses that the house itself publishes (:func:`known_numbers`); these are no leaks.
    """
    folded = fold(text)
    found = []
    for one in _apart(_everything(folded.plain)):
        rule = rules.of(one.kind)
        if wider(audience, rule.widest) and not _is_known(one, known):
            start, end = folded.span(one.start, one.end)
            found.append(leak(one.kind, start, end, one.plain, one.shown, audience, rule))
    return found


def _everything(words: str) -> Iterator[Found]:
    for plain in readings(words):
        yield from find_numbers(plain, words)
        yield from find_reaching(plain, words)
    yield from find_addresses(words)


def _apart(found: Iterable[Found]) -> list[Found]:
    """One finding for each place: the graver kind, and of one kind the longer stretch."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda f: (f.start, _ORDER[f.kind], -f.end)):
        if kept and one.start < kept[-1].end:
            last = kept[-1]
            if (_ORDER[one.kind], last.end - last.start) < (_ORDER[last.kind], one.end - one.start):
                kept[-1] = one
            continue
        kept.append(one)
    return kept


def _is_known(one: Found, known: Collection[str]) -> bool:
    if one.plain in known:
        return True
    # A landline is known with and without its area code.
    return one.kind is LeakKind.LANDLINE and any(
        len(k) >= 7 and (one.plain.endswith(k) or k.endswith(one.plain)) for k in known
    )


def known_numbers(texts: Iterable[str]) -> frozenset[str]:
    """What the house itself publishes, as ``known`` wants it: the telephone numbers, accounts and e-mail addresses in
    these texts (the contacts of towns and villages)."""
    kinds = {*_CALLABLE, LeakKind.BANK_ACCOUNT}
    found: set[str] = set()
    for text in texts:
        words = fold(text).plain
        found.update(one.plain for one in _everything(words) if one.kind in kinds)
        found.update(n for n in (re.sub("[^0-9]", "", part) for part in re.split(r"[,;、/\n\s]", words)) if len(n) >= 5)
    return frozenset(found)


def masked(text: str, leaks: Sequence[Leak]) -> str:
    """The text with each leak as it may be shown: 138****5678."""
    parts, done = [], 0
    for one in leaks:
        parts += [text[done : one.start], one.masked]
        done = one.end
    return "".join([*parts, text[done:]])
