"""The ways on which a party's own act reaches the house."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """``online`` is done by the party itself; of the others an official is the named recorder."""

    ONLINE = "online", _("自己在手机上办")
    COUNTER = "counter", _("本人到窗口")
    TELEPHONE = "telephone", _("打电话")
    PAPER = "paper", _("交来纸质材料")
    HOME_VISIT = "home-visit", _("上门办理")


RECORDED = [(c.value, c.label) for c in Channel if c is not Channel.ONLINE]  # those that somebody writes down


def channel_words(channel: str) -> str:
    """A way in words; "" for one that is not known."""
    return str(Channel(channel).label) if channel in Channel.values else ""
