"""The standing deputy rule of a village: who signs when the holder of a post may not."""

from __future__ import annotations

from django.utils.translation import gettext as _

from qingdan.records.people.kinds import DEPUTY_ENDED, DEPUTY_NAMED
from qingdan.records.people.models import Deputy, Person
from qingdan.records.people.posts import UnknownPost, official_name
from qingdan.records.regions.days import local_date
from qingdan.records.regions.models import Division
from qingdan.records.register.acts import Acting, Record, Refused, act


@act(DEPUTY_NAMED)
def name_deputy(
    *,
    acting: Acting,
    village: Division,
    post: str,
    deputy_post: str | None = None,
    deputy_person: Person | None = None,
    order: int = 1,
    why: str,
) -> Record[Deputy]:
    """Say who stands in for ``post``: the holder of another post or a person, never both. Lower ``order`` first."""
    names, stand_in = _checked(post, deputy_post, deputy_person, why)
    if Deputy.objects.filter(village=village, post=post, order=order, ended_on=None).exists():
        raise Refused(
            _("“%(post)s”的第 %(order)d 代签已经定了。请先取消原来的。")
            % {**names, "post": names["post_name"], "order": order}
        )
    rule = Deputy.objects.create(
        village=village,
        post=post,
        deputy_post=deputy_post,
        deputy_person=deputy_person,
        order=order,
        why=why.strip(),
        declared_on=local_date(acting.at),
    )
    return Record(
        value=rule,
        subject=("deputy", rule.pk),
        place=village.path,
        data={"post": post, **names},
        personal={"stand_in": stand_in, "why": rule.why},
    )


def _checked(post: str, deputy_post: str | None, deputy_person: Person | None, why: str) -> tuple[dict[str, str], str]:
    """The names that the entry keeps, when the rule makes sense."""
    if (deputy_post is None) == (deputy_person is None):
        raise Refused(_("请选由哪个职务代签，或者由谁代签，两样选一样。"))
    if deputy_post == post:
        raise Refused(_("代签的不能是同一个职务。请选别的职务。"))
    if not why.strip():
        raise Refused(_("请写明为什么这样定，例如：书记兼主任，第二签由副主任签。"))
    try:
        stand_in = deputy_person.name if deputy_person else official_name(deputy_post or "")
        return {"post_name": official_name(post)}, stand_in
    except UnknownPost as fault:
        raise Refused(_("清单里没有这个职务。请从职务表里选。")) from fault


@act(DEPUTY_ENDED)
def end_deputy(*, acting: Acting, rule: Deputy) -> Record[Deputy]:
    """End a standing rule with the day of the act."""
    if rule.ended_on is not None:
        raise Refused(_("这条代签规则已经取消了。"))
    rule.ended_on = local_date(acting.at)
    rule.save(update_fields=["ended_on"])
    return Record(
        value=rule,
        subject=("deputy", rule.pk),
        place=rule.village.path,
        data={"post": rule.post, "post_name": official_name(rule.post)},
    )
