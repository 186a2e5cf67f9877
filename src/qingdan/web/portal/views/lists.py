"""The three lists: powers by norm, duties by post, prohibitions by field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from qingdan.domain.catalogue.model import Duty, Edition, Power, Prohibition
from qingdan.domain.flow.model import Basis
from qingdan.features.cases.messages import local
from qingdan.records.regions.days import local_date
from qingdan.watch.boards.citing import citations
from qingdan.web.portal.enforcement import unenforced_duties, unenforced_prohibitions
from qingdan.web.portal.queries import edition_today
from qingdan.web.portal.search import LONGEST, find
from qingdan.web.portal.village import chosen_village, page


@login_not_required
@require_safe
def powers(request: HttpRequest) -> HttpResponse:
    """Every power by norm; ``?norm=`` keeps one norm, ``?q=`` those that the words speak of."""
    edition, text = edition_today(), request.GET.get("q", "").strip()[:LONGEST]
    norm = request.GET.get("norm", "")
    context: dict[str, object] = {"section": "powers", "tab": "powers", "edition": edition, "q": text}
    if edition:
        norm = norm if norm in edition.norms else ""
        context["norm"], context["here"] = norm, edition.norms.get(norm) if not text else None
        context["norms"] = list(edition.norms.values())
        context["found"] = find(edition, text) if text else None
        context["groups"] = [] if text else _by_norm(edition, norm)
    return page(request, "portal/powers.html", chosen_village(request), **context)


def _by_norm(edition: Edition, only: str) -> list[tuple[object, tuple[Power, ...]]]:
    return [(norm, edition.powers_of(slug)) for slug, norm in edition.norms.items() if only in ("", slug)]


@login_not_required
@require_safe
def duties(request: HttpRequest) -> HttpResponse:
    """Every duty by post, with the powers by which it is done."""
    edition = edition_today()
    groups = []
    if edition:
        for post in dict.fromkeys(duty.post for duty in edition.duties.values()):
            rows = [_duty(edition, duty) for duty in edition.duties_of(post)]
            groups.append((post, local(edition.role_words(post)), rows))
    context = {"section": "powers", "tab": "duties", "edition": edition, "groups": groups}
    left = unenforced_duties(edition) if edition else []
    context["unenforced"] = [(local(duty.title), reverse("portal:duty", args=[duty.id])) for duty in left]
    return page(request, "portal/duties.html", chosen_village(request), **context)


def _duty(edition: Edition, duty: Duty) -> dict[str, object]:
    powers = {d.power: edition.powers[d.power] for d in duty.discharged_by if d.power in edition.powers}
    return {"duty": duty, "powers": list(powers.values()), **_bases(edition, duty.basis)}


def _bases(edition: Edition, basis: Sequence[Basis]) -> dict[str, object]:
    bases = citations(edition, basis, _today())
    return {"bases": bases, "doubtful": any(base.state != "ok" for base in bases)}


@login_not_required
@require_safe
def prohibitions(request: HttpRequest) -> HttpResponse:
    """Every prohibition by field, with whom it binds and which steps guard it."""
    edition = edition_today()
    usual = _usual(edition)
    groups: dict[str, list[dict[str, object]]] = {}
    for prohibition in edition.prohibitions.values() if edition else ():
        groups.setdefault(local(prohibition.field), []).append(_prohibition(edition, prohibition, usual))  # type: ignore[arg-type]
    context = {"section": "powers", "tab": "prohibitions", "edition": edition, "groups": list(groups.items())}
    left = unenforced_prohibitions(edition) if edition else []
    context["unenforced"] = [(local(one.title), reverse("portal:prohibition", args=[one.id])) for one in left]
    context["usual"] = [local(edition.role_words(role)) for role in usual] if edition else []
    return page(request, "portal/prohibitions.html", chosen_village(request), **context)


def _usual(edition: Edition | None) -> tuple[str, ...]:
    """Whom more than half of the prohibitions bind: said once above the list and not thirty times; else empty."""
    found = Counter(tuple(p.binds) for p in edition.prohibitions.values() if p.binds) if edition else Counter()
    roles, count = found.most_common(1)[0] if found else ((), 0)
    return roles if edition and count * 2 > len(edition.prohibitions) else ()


def _prohibition(edition: Edition, prohibition: Prohibition, usual: tuple[str, ...]) -> dict[str, object]:
    guarded = {power.slug: power for power, _step in edition.guarded_in(prohibition.slug)}
    return {
        "prohibition": prohibition,
        "binds": [local(edition.role_words(role)) for role in prohibition.binds],
        "is_usual": bool(usual) and tuple(prohibition.binds) == usual,
        "powers": list(guarded.values()),
        **_bases(edition, prohibition.basis),
    }


def _today() -> date:
    return local_date(timezone.now())
