"""May this person? Gates answer with what a view needs, or with 404: what a person may not know does not exist.

The posts of the person who asks are read once for each request (one query), whatever the page asks of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from qingdan.domain.rules import audience
from qingdan.records.people import queries
from qingdan.records.people.models import Absence, Account, Holding, KinTie, OwnInterest, Person
from qingdan.records.people.posts import Post, all_posts, official_name, post_name
from qingdan.records.regions.days import local_date
from qingdan.records.regions.models import Division
from qingdan.records.regions.paths import path_at
from qingdan.records.register.acts import Acting, Refused

ACTING_POST = "people.acting-holding"  # session key: the holding in which a person of several posts acts
LONGEST_TOKEN = 64  # as many characters as the register keeps of it


@dataclass(frozen=True)
class Viewer:
    """A signed-in person with the posts held on ``day``. Answers without further queries."""

    account: Account
    person: Person
    day: date
    holdings: tuple[Holding, ...]

    @cached_property
    def posts(self) -> tuple[tuple[Post, Holding], ...]:
        """Each post of the edition that the person holds, with its term."""
        known = all_posts()
        return tuple((known[h.post], h) for h in self.holdings if h.post in known)

    def holdings_for(self, division: Division) -> tuple[Holding, ...]:
        """The terms that count for ``division``: its own, its town's, its city's."""
        return tuple(h for p, h in self.posts if queries.counts_for(p, h.division.path, division.path))

    def posts_for(self, division: Division) -> frozenset[str]:
        """The slugs of the posts that count for ``division``."""
        return frozenset(h.post for h in self.holdings_for(division))

    @cached_property
    def scopes(self) -> tuple[str, ...]:
        """The paths below which the person reads papers for officials; the city's comes first and covers the rest."""
        found = {path_at(h.division.path, p.sees) for p, h in self.posts if p.is_official}
        return tuple(sorted((path for path in found if path), key=lambda path: (len(path), path)))

    def sees_officials_papers(self, path: str) -> bool:
        """Whether papers for officials of the place at ``path`` are open to this person."""
        return any(path.startswith(scope) for scope in self.scopes)

    def seen_as(self, path: str, *, party: bool = False) -> audience.Viewer:
        """What this person is to the place at ``path``, for ``audience.may_see``. Who is a ``party`` the case knows."""
        groups: set[str] = set()
        for post, holding in self.posts:
            if queries.counts_for(post, holding.division.path, path):
                groups.update(post.audiences)
        return audience.Viewer(
            villager_here="village" in groups,
            member="members" in groups,
            party_member="party-branch" in groups,
            official_here=self.sees_officials_papers(path),
            is_party=party,
        )


def viewer_of(request: HttpRequest) -> Viewer:
    """The signed-in person of a request, with his posts today; 404 for an anonymous one."""
    kept: Viewer | None = getattr(request, "_qingdan_viewer", None)
    if kept is not None and kept.account == request.user:
        return kept
    account = request.user
    if not isinstance(account, Account) or not account.is_authenticated:
        raise Http404
    day = local_date(timezone.now())
    person = account.person
    viewer = Viewer(account, person, day, tuple(queries.holdings_on(person, day)))
    request._qingdan_viewer = viewer  # type: ignore[attr-defined]
    return viewer


def viewer_or_none(request: HttpRequest) -> Viewer | None:
    """The signed-in person, or None on an open page read by anybody. Reads no session that is not there."""
    return viewer_of(request) if request.user.is_authenticated else None


def acting_from(
    request: HttpRequest, post: str | None = None, *, roles: Iterable[str] = (), division: Division | None = None
) -> Acting:
    """Who acts in this request, and in which post.

    Of the posts that count for ``division`` (all, without one) and are among ``roles`` (all, without any) it is
    ``post`` if given, else the one chosen on my page, else the first held. With nothing that fits, and ``post`` and
    ``roles`` not given, the person acts without a post.
    The form's token (field ``once``) makes a repeat harmless.
    :raises Refused: when ``post`` or one of ``roles`` is asked for and not held today.
    """
    viewer = viewer_of(request)
    wanted = {post} if post else set(roles)
    held = viewer.holdings_for(division) if division else tuple(h for _p, h in viewer.posts)
    fitting = [h for h in held if not wanted or h.post in wanted]
    if wanted and not fitting:
        raise Refused(_not_held(wanted, division))
    chosen = request.session.get(ACTING_POST)
    holding = next((h for h in fitting if h.pk == chosen), fitting[0] if fitting else None)
    return Acting(
        person_id=viewer.person.pk,
        name=viewer.person.name,
        at=timezone.now(),
        post=holding.post if holding else None,
        post_name=official_name(holding.post) if holding else None,
        once=form_token(request),
    )


def form_token(request: HttpRequest) -> str | None:
    """The token by which a form handed in twice is known (field ``once``); None without one that a page could have
    given out."""
    given = request.POST.get("once", "")
    return given if given and given.isprintable() and len(given) <= LONGEST_TOKEN else None


def _not_held(wanted: set[str], division: Division | None) -> str:
    names = _("、").join(post_name(slug) for slug in sorted(wanted))
    where = division.short_name if division else ""
    return _(
        "这一步要%(where)s的%(posts)s来办，您今天没有任这个职务（可能任期已满）。请找现任的人办，或请镇里核对任期。"
    ) % {
        "where": where,
        "posts": names,
    }


def village_official_gate(request: HttpRequest, village: Division) -> Viewer:
    """A person who reads the officials' papers of ``village``; others get 404."""
    viewer = viewer_of(request)
    if not viewer.sees_officials_papers(village.path):
        raise Http404
    return viewer


def post_gate(request: HttpRequest, *slugs: str, division: Division | None = None) -> tuple[Viewer, Holding]:
    """A person who holds one of the posts today (for ``division``, if given), with that term; others get 404."""
    viewer = viewer_of(request)
    held = viewer.holdings_for(division) if division else viewer.holdings
    for holding in held:
        if holding.post in slugs:
            return viewer, holding
    raise Http404


def my_kin_gate(request: HttpRequest, pk: int) -> KinTie:
    """One's own declaration of kin; anybody else's is 404."""
    tie = KinTie.objects.filter(pk=pk, person=viewer_of(request).person).select_related("person").first()
    if tie is None:
        raise Http404
    return tie


def my_interest_gate(request: HttpRequest, pk: int) -> OwnInterest:
    """One's own declaration of an interest; anybody else's is 404."""
    mine = OwnInterest.objects.filter(pk=pk, person=viewer_of(request).person)
    interest = mine.select_related("person").first()
    if interest is None:
        raise Http404
    return interest


def my_absence_gate(request: HttpRequest, pk: int) -> Absence:
    """One's own absence; anybody else's is 404."""
    mine = Absence.objects.filter(pk=pk, person=viewer_of(request).person).select_related("person").first()
    if mine is None:
        raise Http404
    return mine
