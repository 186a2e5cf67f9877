"""How an official gets a duty done: the powers that do it and may be opened, or a notice written by hand."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from qingdan.domain.catalogue.beginning import first_roles
from qingdan.domain.catalogue.model import Edition
from qingdan.features.cases.messages import local
from qingdan.watch.duties.gates import Speaker
from qingdan.watch.duties.occasions import Occasion

BY_HAND = "boards:write"  # where a notice is written by hand, in an installation that has it


@dataclass(frozen=True, slots=True)
class Way:
    """A power that does it: ``url`` opens a case of it; "" for who may not begin it, ``who`` then says who may."""

    title: str
    url: str
    who: str


def ways(edition: Edition, speaker: Speaker, occasion: Occasion) -> list[Way]:
    """For a duty of a period the powers that do it, those first that this person may begin; for an event its case."""
    if occasion.case is not None:
        where = f"{reverse('cases:case', args=[occasion.case])}?{urlencode({'step': occasion.step})}"
        return [Way(_("去贴出来"), where, "")]
    powers = dict.fromkeys(way.power for way in (occasion.duty.fulfilled_by if occasion.duty else ()))
    found = [_way(edition, speaker, slug) for slug in powers if slug in edition.powers]
    return sorted(found, key=lambda way: not way.url)


def _way(edition: Edition, speaker: Speaker, slug: str) -> Way:
    power = edition.powers[slug]
    roles = first_roles(power, edition)
    query = urlencode({"village": speaker.village.pk})
    where = f"{reverse('cases:open', args=[slug])}?{query}" if roles & speaker.posts else ""
    return Way(local(power.title), where, _("、").join(local(edition.role_words(role)) for role in sorted(roles)))


def by_hand(occasion: Occasion) -> str:
    """Where a notice for this occasion is written by hand; "" without such a page."""
    try:
        where = reverse(BY_HAND, args=[occasion.village.pk])
    except NoReverseMatch:
        return ""
    asked = {"board": occasion.board, "duty": occasion.slug, "occasion": occasion.key}
    return f"{where}?{urlencode(asked)}"
