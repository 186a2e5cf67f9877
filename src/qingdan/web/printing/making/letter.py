"""A written notice to somebody, with a receipt to be cut off and kept in the case."""

from __future__ import annotations

from django.utils.translation import gettext as _

from qingdan.domain.rules.audience import Audience
from qingdan.features.cases.messages import local
from qingdan.web.printing.making import common
from qingdan.web.printing.paper import Paper, day_words
from qingdan.web.printing.pens import day_boxes, given
from qingdan.web.printing.sheet import Block, Cell, cut, paragraphs, pen, rows, signatures, tick, words

OPEN = (Audience.VILLAGE, Audience.INTERNET)


def letter(paper: Paper) -> list[Block]:
    """The notice: to whom, on what, what was decided and why, what can be done against it, who says so and when."""
    return common.whole(
        [paragraphs(_greeting(paper))],
        common.table(_about(paper), common.facts(paper), [_what(paper)]),
        [paragraphs(_ways(paper))],
        _sender(paper),
        common.notes(paper),
        common.red_and_law(paper),
        _receipt(paper),
    )


def _greeting(paper: Paper) -> list[str]:
    name = paper.reading.whom(paper.step.to) if paper.reading else ""
    role = local(paper.edition.role_words(paper.step.to)) if paper.step.to else ""
    to = _("%(name)s（%(role)s）：") % {"name": name or "____________", "role": role}
    title = paper.reading.case.title if paper.reading else "______________________________"
    about = _("您提出的“%(title)s”（%(power)s），现将办理情况告知如下：")
    return [to, about % {"title": title, "power": local(paper.power.title)}]


def _about(paper: Paper) -> list[Cell]:
    """What it is about, as far as it is no secret: a letter leaves the house, and goes to one person of several."""
    if paper.reading is None:
        return []
    own = {fact.name for fact in paper.power.flow.set_at(paper.step.id)}
    return [
        Cell(local(fact.title), given(fact, value), sub=_("已登记"))
        for fact, value in paper.reading.facts_so_far()
        if fact.name not in own and not fact.personal and fact.audience in OPEN
    ]


def _what(paper: Paper) -> Cell:
    """How it came out, and why: known where the case has its outcome; lines to write on for what the house does not
    know, so that whoever signs the letter says it in words."""
    reading, known = paper.reading, paper.known
    if reading is None or known is None:
        return common.written(_("结果和理由"), "", 5)
    outcome = local(paper.power.flow.outcomes[reading.case.outcome]) if reading.ends(known.key) else ""
    said = [_("结果：%(outcome)s。") % {"outcome": outcome} if outcome else "", known.reason or reading.why(known.key)]
    return Cell(_("结果和理由"), [words(" ".join(filter(None, said)))], lines=0 if said[1] else 4)


def _ways(paper: Paper) -> list[str]:
    watch = [local(line) for line in paper.power.guide.watch]
    return [_("您有不同意见，可以这样办："), *(f"· {line}" for line in watch)]


def _sender(paper: Paper) -> list[Block]:
    day = paper.known.event.happened_at if paper.known and paper.known.event else None
    note = _("日期：%(day)s") % {"day": day_words(day)} if day else _("日期：____年__月__日")
    lines = [(local(line), "") for line in paper.form.signatures] if paper.form else []
    return [signatures([*(lines or [(role, "") for role in common.actors(paper)]), (_("单位盖章"), note)])]


def _receipt(paper: Paper) -> list[Block]:
    name = paper.reading.whom(paper.step.to) if paper.reading else ""
    ways = [tick(w) for w in (_("当面送达"), _("邮寄"), _("代收"), _("留置"))]
    number = paper.reading.case.number if paper.reading else ""
    cells = [
        common.place_for(_("案卷号"), number),
        common.place_for(_("收件人"), name),
        Cell(_("送达方式"), ways),
        Cell(_("收到日期"), day_boxes()),
        Cell(_("签收"), [words(_("本人签字或手印")), pen(40), words(_("送达人")), pen(40)], lines=0),
    ]
    return [cut(_("送达回执（签收后剪下，拍照归入案卷）")), rows(cells)]
