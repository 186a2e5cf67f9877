"""A village as somebody names it on the command line: by its code or by its name."""

from __future__ import annotations

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from qingdan.records.regions.models import Division
from qingdan.records.regions.queries import village_by_code

MOST_NAMED = 5


def village_named(text: str) -> Division:
    """The village with this code, or the only one whose name begins so. :raises CommandError: without exactly one."""
    if text.isdigit():
        found = village_by_code(text)
        if found is None:
            raise CommandError(_("没有代码是 %(code)s 的村。") % {"code": text})
        return found
    named = list(Division.objects.filter(level="village", name__startswith=text).select_related("parent")[:MOST_NAMED])
    if len(named) == 1:
        return named[0]
    if not named:
        raise CommandError(_("没有叫“%(name)s”的村。请写村名或12位代码。") % {"name": text})
    several = _("、").join(f"{village.parent.short_name}{village.short_name}" for village in named if village.parent)
    raise CommandError(
        _("叫“%(name)s”的村不止一个：%(villages)s。请写12位代码。") % {"name": text, "villages": several}
    )
