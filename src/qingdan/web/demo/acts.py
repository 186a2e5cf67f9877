"""The act that marks a database as a demonstration."""

from __future__ import annotations

from django.utils.translation import gettext as _

from qingdan.records.people.models import Person
from qingdan.records.regions.models import Division
from qingdan.records.register.acts import Acting, Record, Refused, act
from qingdan.web.demo.kinds import DEMO_MADE
from qingdan.web.models import DemoMark


@act(DEMO_MADE)
def make_demonstration(*, acting: Acting) -> Record[DemoMark]:
    """Mark this database for ever. :raises Refused: when it is marked, or real people or villages are at work in it."""
    if DemoMark.objects.exists():
        raise Refused(_("这个数据库已经是演示了。"))
    real = Person.objects.filter(is_demo=False).exists() or Division.objects.running().filter(is_demo=False).exists()
    if real:
        raise Refused(_("这个数据库里有真实的人或村，不能做成演示。请另用一个空的数据库。"))
    mark = DemoMark.objects.create(made_at=acting.at)
    return Record(value=mark, subject=("demo", mark.pk), place="")
