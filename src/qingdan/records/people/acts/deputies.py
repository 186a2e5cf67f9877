"""The standing deputy rule of a village: who signs when none of a post's holders may."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.utils.translation import gettext as _

from qingdan.domain.rules.standing_in import ALL, WORDS, Why
from qingdan.records.people import queries, staffing
from qingdan.records.people.bench import kept_apart
from qingdan.records.people.kinds import DEPUTY_ENDED, DEPUTY_NAMED
from qingdan.records.people.models import Deputy, Person
from qingdan.records.people.posts import Post, all_posts, official_name
from qingdan.records.regions.days import local_date
from qingdan.records.regions.models import Division
from qingdan.records.register.acts import Acting, Record, Refused, act

LAST_PLACE = 9


@act(DEPUTY_NAMED)
def name_deputy(
    *,
    acting: Acting,
    village: Division,
    post: str,
    deputy_post: str | None = None,
    deputy_person: Person | None = None,
    order: int = 1,
    reasons: Collection[Why] = ALL,
    why: str,
) -> Record[Deputy]:
    """Say who stands in for ``post`` of a village: the holder of another of its posts or a person, never both.

    Lower ``order`` is asked first; the rule holds for ``reasons``; ``why`` names the meeting that decided it.
    :raises Refused: for posts of the town or of no official, a post that the law keeps apart from this one, a person
        who holds no such post of the village, a place of the order that is taken, or no reason.
    """
    day = local_date(acting.at)
    if (deputy_post is None) == (deputy_person is None):
        raise Refused(_("请选由哪个职务代签，或者由谁代签，两样选一样。"))
    kind = _village_post(post)
    if deputy_post == post:
        raise Refused(_("代签的不能是同一个职务。请选别的职务。"))
    by = [_village_post(deputy_post)] if deputy_post else _posts_of(deputy_person, village, acting)
    _refuse_kept_apart(kind, by)
    if not why.strip():
        raise Refused(_("请写明是哪次会议这样定的，例如：2026年3月1日村两委会议，书记兼主任，第二签由副主任签。"))
    if not reasons or not 1 <= order <= LAST_PLACE:
        raise Refused(_("请选什么时候由他代签，顺序填1到%(last)d。") % {"last": LAST_PLACE})
    if Deputy.objects.filter(village=village, post=post, order=order, ended_on=None).exists():
        raise Refused(
            _("“%(post)s”的第 %(order)d 代签已经定了。请先取消原来的。") % {"post": kind.name, "order": order}
        )
    rule = Deputy.objects.create(
        village=village, post=post, deputy_post=deputy_post, deputy_person=deputy_person, order=order,
        reasons=[str(reason) for reason in Why if reason in reasons], why=why.strip(), declared_on=day,
    )  # fmt: skip
    staffing.changed(day, places=[village])
    return _record(rule, stand_in=deputy_person.name if deputy_person else official_name(deputy_post or ""))


def _record(rule: Deputy, stand_in: str) -> Record[Deputy]:
    when = "、".join(WORDS[reason].zh for reason in Why if reason in rule.covers)
    data = {"post": rule.post, "post_name": official_name(rule.post), "order": rule.order, "when": when}
    return Record(
        value=rule,
        subject=("deputy", rule.pk),
        place=rule.village.path,
        data=data,
        personal={"stand_in": stand_in, "why": rule.why},
    )


def _village_post(slug: str | None) -> Post:
    """A post of village officials. :raises Refused: for another: nobody votes for another, and no town signs here."""
    kind = all_posts().get(slug or "")
    if kind is None:
        raise Refused(_("清单里没有这个职务。请从职务表里选。"))
    if kind.level != "village":
        raise Refused(
            _("“%(post)s”不是村里的职务。村里的事由村里的人代签，镇里不能代（《村民委员会组织法》第6条）。")
            % {"post": kind.name}
        )
    if not kind.is_official:
        raise Refused(_("“%(post)s”按人头表决，不能由别人代签。请选有职责要签字的职务。") % {"post": kind.name})
    return kind


def _posts_of(person: Person | None, village: Division, acting: Acting) -> list[Post]:
    """The official posts of the village that a person holds today. :raises Refused: when there are none."""
    assert person is not None
    held = queries.posts_of(person, village.path, local_date(acting.at))
    found = [
        all_posts()[slug] for slug in held if all_posts()[slug].level == "village" and all_posts()[slug].is_official
    ]
    if not found:
        raise Refused(
            _("%(name)s 今天在%(village)s没有职务，不能代签。请从村里任职的人里选。")
            % {"name": person.name, "village": village.short_name}
        )
    return found


def _refuse_kept_apart(kind: Post, by: Iterable[Post]) -> None:
    """Who supervises does not sign for whom he supervises, nor the other way round."""
    for other in by:
        if other.slug in kept_apart(kind.slug):
            bars = [*kind.not_with, *other.not_with]
            because = next(b.because() for b in bars if other.slug in b.posts or kind.slug in b.posts)
            raise Refused(
                _("“%(other)s”不能代“%(post)s”签：这两个职务要分开，才能互相把关。依据：%(law)s。")
                % {"other": other.name, "post": kind.name, "law": because}
            )


@act(DEPUTY_ENDED)
def end_deputy(*, acting: Acting, rule: Deputy) -> Record[Deputy]:
    """End a standing rule with the day of the act."""
    if rule.ended_on is not None:
        raise Refused(_("这条代签规则已经取消了。"))
    rule.ended_on = local_date(acting.at)
    rule.save(update_fields=["ended_on"])
    staffing.changed(rule.ended_on, places=[rule.village])
    return Record(
        value=rule,
        subject=("deputy", rule.pk),
        place=rule.village.path,
        data={"post": rule.post, "post_name": official_name(rule.post), "order": rule.order},
    )
