"""The two menus: portal and desk. An entry whose page is not part of this installation is left out.

A phone's bar holds four entries. What the desk has beyond them stands on the page 更多 (:mod:`qingdan.web.more`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: ``section`` is what a page says it belongs to, ``short`` is the word on a phone's tab bar.

    ``elsewhere`` is the page for those who read no officials' papers, for whom ``view`` does not exist; with
    ``official`` they do not get the entry at all, unless it is ``managed``: for those, too, who manage what stands
    there. ``on_phone`` False leaves the entry out of a phone's bar; ``holds``
    are the sections that are reached through it there.
    """

    section: str
    view: str
    label: Promise
    short: Promise
    icon: str
    elsewhere: str = ""
    official: bool = False
    managed: bool = False
    on_phone: bool = True
    holds: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        """The address, or "" when there is no such page."""
        try:
            return reverse(self.view)
        except NoReverseMatch:
            return ""


PORTAL = (
    Entry("home", "home", _("首页"), _("首页"), "home"),
    Entry("powers", "portal:powers", _("我要办事"), pgettext_lazy("menu", "办事"), "list"),
    Entry("boards", "portal:boards", pgettext_lazy("menu", "村务公开"), pgettext_lazy("menu", "公开"), "board"),
    Entry("track", "portal:track", _("查进度"), pgettext_lazy("menu", "查进度"), "track"),
)
_ROLLS, _STATE = pgettext_lazy("menu", "名册"), pgettext_lazy("menu", "村情")
DESK = (
    Entry("inbox", "cases:inbox", _("待办"), _("待办"), "inbox"),
    Entry("cases", "cases:list", _("在办事项"), pgettext_lazy("menu", "在办"), "ledger"),
    Entry("boards", "boards:desk", _("公开栏"), _("公开栏"), "board", elsewhere="portal:boards"),
    Entry("register", "register:entries", _("登记簿"), _("登记簿"), "book", on_phone=False),
    Entry("rolls", "rolls:index", _ROLLS, _ROLLS, "users", official=True, on_phone=False),
    Entry("villages", "places:villages", _STATE, _STATE, "pin", official=True, managed=True, on_phone=False),
    Entry("powers", "portal:powers", _("权力清单"), pgettext_lazy("menu", "清单"), "list", on_phone=False),
    Entry(
        "more",
        "web:more",
        _("更多"),
        _("更多"),
        "more",
        holds=("register", "rolls", "villages", "limits", "simulation", "powers", "me"),
    ),
)


def shown(entries: Sequence[Entry]) -> list[Entry]:
    """The entries that lead somewhere."""
    return [entry for entry in entries if entry.url]


def desk(reads_papers: bool, manages: bool = False) -> list[Entry]:
    """The desk's menu for somebody who reads officials' papers of a place, who manages villages, or for a villager, who
    does neither."""
    entries = [
        e if reads_papers or not e.elsewhere else replace(e, view=e.elsewhere)
        for e in DESK
        if reads_papers or not e.official or (manages and e.managed)
    ]
    return shown(entries)
