"""Whether the lists apply in a village on a day. No duty runs and nothing is overdue before a village has joined.

Whatever begins a time limit or a duty asks here first; ``tests/guards/test_duties_run.py`` holds later code to it.
"""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from qingdan.records.regions.models import Adoption, Division
from qingdan.records.register.acts import Refused


def runs_duties(village: Division, day: date) -> bool:
    """Whether duties run in ``village`` on ``day``, as a pilot or fully.

    No query when its present state says so; one for days before a break, and for a village that has not joined.
    """
    if village.runs_on(day):
        return True
    return Adoption.objects.on(day).filter(village=village).exists()


def require_running(village: Division, day: date) -> None:
    """:raises Refused: when the lists do not apply in the village on that day; it says what to do."""
    if not runs_duties(village, day):
        raise Refused(
            _("%(village)s在%(day)s还没有开始用这份清单，不能按它办事，也不计期限。请先由市里登记加入。")
            % {"village": village.short_name, "day": day.isoformat()}
        )
