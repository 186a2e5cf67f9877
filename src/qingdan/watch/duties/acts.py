"""The writes of duties to publish: what the clock finds, and what the village and the town say of it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.utils import dateformat
from django.utils.translation import gettext as _

from qingdan.domain.rules.audience import Audience
from qingdan.records.files.store import store
from qingdan.records.leaks.acts import require_clean
from qingdan.records.leaks.guarding import Spot
from qingdan.records.regions.days import local_date
from qingdan.records.regions.models import DOCUMENT_LENGTH, NAME_LENGTH, Division
from qingdan.records.regions.running import require_running
from qingdan.records.register.acts import Acting, Record, Refused, act
from qingdan.watch.boards.models import Notice
from qingdan.watch.duties.kinds import EXPLAINED, MADE_GOOD, NAMED, ON_PAPER, ORDERED, OVERDUE, SETTLED
from qingdan.watch.duties.models import MOST_WORDS, Lapse, Naming, Settlement, Statement
from qingdan.watch.duties.occasions import Occasion, State, put_of


@act(OVERDUE)
def turn_overdue(*, acting: Acting, occasion: Occasion) -> Record[Lapse]:
    """Write down that a duty was not done on its last day, with how that day was reckoned.

    :raises Refused: in a village that did not run the lists then, before the day is over, or a second time.
    """
    require_running(occasion.village, occasion.ran_on)
    if local_date(acting.at) <= occasion.due:
        raise Refused(_("还没有到期。"))
    lapse, made = Lapse.objects.get_or_create(
        origin_id=occasion.origin,
        duty=occasion.slug,
        occasion=occasion.key,
        defaults={
            "village": occasion.village,
            "place": occasion.village.path,
            "title": {"zh": occasion.title.zh, "en": occasion.title.en},
            "board": occasion.board,
            "audience": occasion.audience,
            "due_on": occasion.due,
            "reckoned": [{"zh": said.zh, "en": said.en} for said in occasion.how],
            "case_id": occasion.case,
            "step": occasion.step,
            "found_at": acting.at,
        },
    )
    if not made:
        raise Refused(_("这一次逾期已经记下了。"))
    return Record(lapse, ("lapse", lapse.pk), lapse.place, _data(occasion, due=occasion.due.isoformat()))


@act(MADE_GOOD)
def make_good(*, acting: Acting, occasion: Occasion, how: str, on: date) -> Record[Lapse]:
    """Write down that what was late has been put up, hung on paper or went away. The lapse itself stays.

    :raises Refused: when that is written already.
    """
    assert occasion.lapse is not None
    notice = occasion.put.notice if occasion.put and how == Lapse.How.NOTICE else None
    open_still = Lapse.objects.filter(pk=occasion.lapse.pk, good_at=None)
    if not open_still.update(good_at=acting.at, good_on=on, good_how=how, notice_id=notice):
        raise Refused(_("这一次补上已经记下了。"))
    occasion.lapse.refresh_from_db()
    late = max(0, (on - occasion.lapse.due_on).days)
    data = _data(occasion, how=str(how), on=on.isoformat(), late=late)
    return Record(occasion.lapse, ("lapse", occasion.lapse.pk), occasion.lapse.place, data)


@act(EXPLAINED)
def explain(*, acting: Acting, occasion: Occasion, words: str, leaks_why: str = "") -> Record[Statement]:
    """The village says why something was not put up in time. What was said stays; more may be said after it.

    :raises Refused: for what is not late, without words, or with a personal detail in them that nothing lets stand.
    """
    if occasion.lapse is None and occasion.state is not State.OVERDUE:
        raise Refused(_("这一期没有逾期，不用说明。"))
    return _said(acting, occasion, Statement.Kind.EXPLANATION, words, leaks_why)


@act(ON_PAPER)
def record_paper(
    *, acting: Acting, occasion: Occasion, day: date, words: str, photo: UploadedFile | None = None, leaks_why: str = ""
) -> Record[Statement]:
    """The village records that the paper hung on a day, which the house did not know. It is shown as entered later,
    with who entered it and when; if it was late, that stays beside it.

    :raises Refused: for a day to come or before anything was to be published, or when a notice is there.
    """
    if occasion.put is not None:
        raise Refused(_("这一期已经有公示了，不用补录。"))
    if occasion.paper is not None:
        raise Refused(_("这一期已经补录过了。"))
    today = local_date(acting.at)
    if not occasion.earliest <= day <= today:
        first, last = (dateformat.format(d, _("Y年n月j日")) for d in (occasion.earliest, today))
        raise Refused(_("贴出的日子要在%(first)s到%(last)s之间。请核对。") % {"first": first, "last": last})
    kept = store(upload=photo, salt=secrets.token_hex(16), at=acting.at) if photo else None
    record = _said(acting, occasion, Statement.Kind.PAPER, words, leaks_why, day=day, photo=kept)
    if occasion.lapse is not None and occasion.lapse.good_at is None:
        house = Acting.system("clock", acting.at)
        make_good(acting=house, occasion=occasion, how=Lapse.How.PAPER, on=day)
    return record


@act(ORDERED)
def order(*, acting: Acting, occasion: Occasion, until: date, words: str, leaks_why: str = "") -> Record[Statement]:
    """The town orders what is late to be published until a day (村民委员会组织法 36).

    :raises Refused: for what is not late any more, or a day that is over.
    """
    if occasion.state is not State.OVERDUE:
        raise Refused(_("这一期现在没有逾期，不用责令。"))
    if until < local_date(acting.at):
        raise Refused(_("责令公布的日子已经过了，请写今天或以后的日子。"))
    return _said(acting, occasion, Statement.Kind.ORDER, words, leaks_why, day=until)


def _said(
    acting: Acting, occasion: Occasion, kind: str, words: str, leaks_why: str, **more: object
) -> Record[Statement]:
    assert acting.person_id is not None and acting.post is not None
    if not words.strip() or len(words) > MOST_WORDS:
        raise Refused(_("请写明情况，不超过%(most)d个字。") % {"most": MOST_WORDS})
    said = Statement.objects.create(
        village=occasion.village,
        origin_id=occasion.origin,
        place=occasion.village.path,
        duty=occasion.slug,
        occasion=occasion.key,
        kind=kind,
        words=words.strip(),
        said_at=acting.at,
        by_id=acting.person_id,
        post=acting.post,
        **more,  # type: ignore[misc]
    )
    spots = [Spot("words", _("写的情况"), said.words, Audience(occasion.audience))]
    require_clean(
        acting=acting, village=occasion.village, subject=("statement", said.pk), about={"number": occasion.title.zh},
        spots=spots, why=leaks_why,
    )  # fmt: skip
    data = _data(occasion, day=said.day.isoformat() if said.day else None)
    if said.photo:
        data["photo"] = said.photo.digest
    return Record(said, ("statement", said.pk), said.place, data)


@act(NAMED)
def name_notice(*, acting: Acting, occasion: Occasion, notice: Notice) -> Record[Naming]:
    """Say that a notice of the village does this duty, where it does not tell by itself.

    :raises Refused: when one is there, or the notice is another board's, went up too early, or does another duty.
    """
    assert acting.person_id is not None and acting.post is not None
    if occasion.put is not None:
        raise Refused(_("这一期已经有公示了。"))
    if notice.village_id != occasion.village.pk or notice.board != occasion.board:
        raise Refused(_("这份公示不是贴在这块公开栏上的。"))
    if local_date(notice.posted_at) < occasion.earliest:
        raise Refused(_("这份公示贴出的时候，这一期还没有到。"))
    if Naming.objects.filter(notice=notice).exists():
        raise Refused(_("这份公示已经认定给别的一期了。"))
    naming = Naming.objects.create(
        notice=notice,
        village=occasion.village,
        origin_id=occasion.origin,
        duty=occasion.slug,
        occasion=occasion.key,
        named_at=acting.at,
        by_id=acting.person_id,
        post=acting.post,
    )
    occasion.put = put_of(notice)
    if occasion.lapse is not None and occasion.lapse.good_at is None:
        house = Acting.system("clock", acting.at)
        make_good(acting=house, occasion=occasion, how=Lapse.How.NOTICE, on=occasion.put.on)
    data = _data(occasion, code=notice.code)
    return Record(naming, ("naming", naming.pk), occasion.village.path, data)


@dataclass(frozen=True, slots=True)
class Settled:
    """What a village has settled: ``rhythm`` "" for not owed. ``words`` is how a page says it, in Chinese."""

    rhythm: str
    since: date
    decided_by: str
    document: str
    words: str
    leaks_why: str = ""


@act(SETTLED)
def settle(*, acting: Acting, village: Division, duty: str, title: str, settled: Settled) -> Record[Settlement]:
    """Record how often the village has settled to publish something. What is already late stays late.

    :raises Refused: without who decided it and under which number.
    """
    assert acting.person_id is not None and acting.post is not None
    by, document = settled.decided_by.strip(), settled.document.strip()
    if not by or not document or len(by) > NAME_LENGTH or len(document) > DOCUMENT_LENGTH:
        raise Refused(_("请写明由哪次会议定的，会议记录的编号是什么。"))
    require_running(village, local_date(acting.at))
    row = Settlement.objects.create(
        village=village, duty=duty, rhythm=settled.rhythm, since=settled.since, decided_by=by, document=document,
        set_at=acting.at, by_id=acting.person_id, post=acting.post,
    )  # fmt: skip
    spots = [
        Spot("decided_by", _("哪次会议定的"), by, Audience.INTERNET),
        Spot("document", _("会议记录的编号"), document, Audience.INTERNET),
    ]
    require_clean(
        acting=acting, village=village, subject=("settlement", row.pk), about={"number": title}, spots=spots,
        why=settled.leaks_why,
    )  # fmt: skip
    data = {
        "village": village.short_name, "title": title, "duty": duty, "since": settled.since.isoformat(),
        "rhythm": settled.words, "decided_by": by, "document": document,
    }  # fmt: skip
    return Record(row, ("division", village.pk), village.path, data)


def _data(occasion: Occasion, **more: object) -> dict[str, object]:
    """What the register keeps of every entry about an occasion."""
    return {
        "village": occasion.village.short_name,
        "origin": occasion.origin,
        "title": occasion.title.zh,
        "duty": occasion.slug,
        "occasion": occasion.key,
        **more,
    }
