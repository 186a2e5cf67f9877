"""Taking and leaving a post. Who may register it is the gate's question; whether it may be is asked here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from qingdan.records.people import leaving, queries, staffing
from qingdan.records.people.kinds import POST_ENDED, POST_TAKEN
from qingdan.records.people.models import Holding, Person
from qingdan.records.people.posts import Bar, Post, UnknownPost, get_post, official_name, post_name
from qingdan.records.regions.days import local_date
from qingdan.records.regions.models import Division
from qingdan.records.regions.paths import path_after, path_at
from qingdan.records.register.acts import Acting, Record, Refused, act


@act(POST_TAKEN)
def appoint(
    *,
    acting: Acting,
    person: Person,
    post: str,
    division: Division,
    starts: date,
    ends: date | None = None,
    basis: str,
) -> Record[Holding]:
    """Register that ``person`` holds ``post`` from ``starts`` to ``ends``, both days included.

    :raises Refused: for an unknown post, a wrong level of division, crossed dates, a term that overlaps his own, a post
        that is full, and posts or kinship that the law keeps apart (the law is quoted).
    """
    kind = _known(post)
    if division.level not in kind.held_in:
        raise Refused(_("“%(post)s”不在这一级任职。请选对应的村、镇或市。") % {"post": kind.name})
    if ends is not None and ends < starts:
        raise Refused(_("任期的结束日期比开始日期早。请核对两个日期。"))
    if not basis.strip():
        raise Refused(_("请写明任职依据，例如：哪一次选举或哪一份任职文件。"))
    # Both rows are locked, so that two people who register at once cannot fill one seat twice.
    Person.objects.select_for_update().get(pk=person.pk)
    Division.objects.select_for_update().get(pk=division.pk)
    _refuse_overlap(person, kind, division, starts, ends)
    _refuse_full(kind, division, starts, ends)
    _refuse_incompatible(person, kind, division, starts, ends)
    _refuse_kin(person, kind, division, starts, ends)
    holding = Holding.objects.create(
        person=person, post=post, division=division, starts=starts, ends=ends, basis=basis.strip()
    )
    staffing.changed(local_date(acting.at), places=[division], persons=[person.pk])
    return _record(holding, starts=starts.isoformat(), basis=holding.basis)


@act(POST_ENDED)
def end_holding(
    *, acting: Acting, holding: Holding, last_day: date, why: str, goes_on: bool = False
) -> Record[Holding]:
    """Register the last day of a term that ends otherwise than planned. A dated term ends by itself.

    What the person had in hand goes back to the post, or to who stands in for it, in this transaction (``staffing``);
    a handover becomes due (``leaving``), unless the same person ``goes_on`` in the post elsewhere.
    """
    if last_day < holding.starts:
        raise Refused(_("最后一天比任期开始还早。请核对日期。"))
    if holding.ends is not None and holding.ends <= last_day:
        raise Refused(_("这个任期到 %(ends)s 就结束了，不用再登记。") % {"ends": holding.ends.isoformat()})
    if not why.strip():
        raise Refused(_("请写明为什么结束，例如：辞职、罢免、调离。"))
    holding.ends = last_day
    holding.save(update_fields=["ends"])
    if not goes_on and last_day < local_date(acting.at):
        leaving.left(replace(acting, once=None), holding)
    staffing.changed(local_date(acting.at), places=[holding.division], persons=[holding.person_id])
    return _record(holding, ends=last_day.isoformat(), why=why.strip())


def _known(slug: str) -> Post:
    try:
        return get_post(slug)
    except UnknownPost as fault:
        raise Refused(_("清单里没有“%(post)s”这个职务。请从职务表里选。") % {"post": slug}) from fault


def _refuse_overlap(person: Person, post: Post, division: Division, starts: date, ends: date | None) -> None:
    mine = Holding.objects.overlapping(starts, ends).filter(person=person, post=post.slug, division=division)
    before = mine.first()
    if before:
        raise Refused(
            _("%(name)s 从 %(starts)s 起已经在任这个职务，任期不能重叠。请先结束前一个任期，或改开始日期。")
            % {"name": person.name, "starts": before.starts.isoformat()}
        )


def _refuse_full(post: Post, division: Division, starts: date, ends: date | None) -> None:
    if post.max is None:
        return
    holders = queries.holders_between([post.slug], division, starts, ends)
    if len({h.person_id for h in holders}) >= post.max:
        raise Refused(
            _("“%(post)s”最多 %(max)d 人，这段时间已经有 %(names)s。请先结束他的任期。")
            % {"post": post.name, "max": post.max, "names": _("、").join(sorted({h.person.name for h in holders}))}
        )


def _in_same_place(
    persons: Iterable[int], post: Post, division: Division, starts: date, ends: date | None
) -> list[Holding]:
    """Holdings of these persons that count for the same village (or town, or city) in the same days."""
    above = path_at(division.path, post.level) or division.path
    found = Holding.objects.overlapping(starts, ends).filter(
        person_id__in=list(persons),
        division__path__gte=above,
        division__path__lt=path_after(above),
    )
    return list(found.select_related("person"))


def _barred(bars: Iterable[Bar], holdings: list[Holding]) -> tuple[Holding, Bar] | None:
    return next(((h, bar) for bar in bars for h in holdings if h.post in bar.posts), None)


def _refuse_incompatible(person: Person, post: Post, division: Division, starts: date, ends: date | None) -> None:
    clash = _barred(post.not_with, _in_same_place([person.pk], post, division, starts, ends))
    if clash:
        holding, bar = clash
        raise Refused(
            _("%(name)s 正在任“%(other)s”，不能同时任“%(post)s”。依据：%(law)s。请先结束一个职务。")
            % {"name": person.name, "other": post_name(holding.post), "post": post.name, "law": bar.because()}
        )


def _refuse_kin(person: Person, post: Post, division: Division, starts: date, ends: date | None) -> None:
    if not post.not_kin_of:
        return
    kin = queries.near_kin_ids([person.pk], starts)
    clash = _barred(post.not_kin_of, _in_same_place(kin, post, division, starts, ends)) if kin else None
    if clash:
        holding, bar = clash
        # The relative is not named: the kin register is for recusal and not to be read off a refusal.
        raise Refused(
            _("%(name)s 的近亲属正在任“%(other)s”，不能任“%(post)s”。依据：%(law)s。请另选人，或按规定保留其中一人。")
            % {"name": person.name, "other": post_name(holding.post), "post": post.name, "law": bar.because()}
        )


def _record(holding: Holding, **words: str) -> Record[Holding]:
    names = {"place_name": holding.division.short_name, "post_name": official_name(holding.post)}
    personal = {k: v for k, v in words.items() if k in ("basis", "why")} | {"name": holding.person.name}
    dates = {k: v for k, v in words.items() if k in ("starts", "ends")}
    return Record(
        value=holding,
        subject=("person", holding.person_id),
        place=holding.division.path,
        data={"holding": holding.pk, "post": holding.post, **names, **dates},
        personal=personal,
    )
