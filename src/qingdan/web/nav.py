"""The two menus: portal and desk. An entry whose page is not part of this installation is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: ``section`` is what a page says it belongs to, ``short`` is the word on a phone's tab bar."""

    section: str
    view: str
    label: Promise
    short: Promise
    icon: str

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
    Entry("track", "portal:track", _("查进度"), _("查进度"), "track"),
)
DESK = (
    Entry("inbox", "cases:inbox", _("待办"), _("待办"), "inbox"),
    Entry("cases", "cases:list", _("在办事项"), pgettext_lazy("menu", "在办"), "ledger"),
    Entry("boards", "boards:desk", _("公开栏"), _("公开栏"), "board"),
    Entry("powers", "portal:powers", _("权力清单"), pgettext_lazy("menu", "清单"), "list"),
    Entry("rolls", "rolls:index", pgettext_lazy("menu", "名册"), pgettext_lazy("menu", "名册"), "users"),
)
TABS = 4  # entries of a phone's tab bar; the others stand in the foot of the page


def shown(entries: Sequence[Entry]) -> list[Entry]:
    """The entries that lead somewhere."""
    return [entry for entry in entries if entry.url]
