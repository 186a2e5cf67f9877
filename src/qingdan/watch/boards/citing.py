"""Legal bases as a page shows them: the law, the articles, and how far the citation may be trusted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from qingdan.domain.catalogue.model import Edition
from qingdan.domain.flow.model import Basis
from qingdan.features.cases.messages import local
from qingdan.features.cases.presenting import law_title


@dataclass(frozen=True, slots=True)
class Citation:
    """``state``: ok (articles read in the text, on ``checked``), open (to be verified) or dead (no longer law)."""

    law: str
    articles: str
    note: str
    state: str
    checked: date | None
    gists: tuple[tuple[str, str], ...] = ()  # article in words, what it demands
    in_force: str = ""


def citations(edition: Edition, bases: Iterable[Basis], day: date) -> list[Citation]:
    """Each basis as a citation; of two to one law, the articles stand in one line each. ``day``: today."""
    return [_citation(edition, basis, day) for basis in bases]


def _citation(edition: Edition, basis: Basis, day: date) -> Citation:
    law = edition.laws.get(basis.law)
    read = [law.articles[number] for number in basis.articles if number in law.articles] if law else []
    days = [article.checked for article in read if article.checked]
    state = "ok" if edition.verified(basis) else "open"
    if law and law.until and law.until <= day.isoformat():
        state = "dead"
    return Citation(
        law=law_title(edition, basis.law),
        articles=articles_text(basis.articles),
        note=local(basis.note) if basis.note else "",
        state=state,
        checked=min(days) if days and state == "ok" else None,
        gists=tuple((articles_text((a.number,)), local(a.gist)) for a in read),
        in_force=law.in_force if law else "",
    )


def articles_text(numbers: Iterable[str]) -> str:
    """``["35", "133-1"]`` as 第35条、第133条之1; "" for a law cited as a whole."""
    return _("、").join(_article(number) for number in numbers)


def _article(number: str) -> str:
    main, _dash, inserted = number.partition("-")
    if inserted:
        return _("第%(main)s条之%(inserted)s") % {"main": main, "inserted": inserted}
    return _("第%(number)s条") % {"number": main}
