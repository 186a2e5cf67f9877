"""Papers of a hearing: the sheet on which people sign in, and its minutes. What the board shows has its own sheets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from qingdan.features.cases.messages import local
from qingdan.features.cases.running import edition_of
from qingdan.watch.boards.citing import citations
from qingdan.watch.hearings.gates import Hall
from qingdan.watch.hearings.models import Attendance, Opinion, Question
from qingdan.web.printing.making.village import paper_of_a_village
from qingdan.web.printing.paper import Place, cited, day_words
from qingdan.web.printing.sheet import Cell, Sheet, lattice, remarks, rows, signatures, words

LINES = 20  # on a sheet to sign, for those without a telephone
SPARE = 5  # for opinions that nobody has typed in yet


@dataclass(frozen=True)
class Heard:
    """What is recorded of a hearing."""

    people: Sequence[Attendance]
    opinions: Sequence[Opinion]
    questions: Sequence[Question]


def attendance_sheet(hall: Hall, place: Place, heard: Heard) -> Sheet:
    """Who came, and lines to sign on; the code at its head is the one with which a telephone signs in."""
    assert hall.sheet is not None
    head = [_("序号"), _("姓名"), _("户、组"), _("替谁来"), _("签名")]
    known = [
        [str(n), row.name, f"{row.household} {row.group}".strip(), row.absent, _("扫码") if row.way == "code" else ""]
        for n, row in enumerate(heard.people, start=1)
    ]
    blank = [[str(len(known) + n), "", "", "", ""] for n in range(1, LINES + 1)]
    blocks = [
        rows(_about(hall)),
        lattice(head, [*known, *blank], widths=[13, 36, 44, 36, 0], height=3),
        remarks([_("用手机扫上面的码也能签到，码只在开会前后用。替没来的人来的，书面委托附在后面。")]),
    ]
    return paper_of_a_village(
        edition_of(hall.case), place, name="attendance", title=_("听证会签到表"), under=_under(hall, place),
        where=reverse("hearings:sign", args=[hall.sheet.code]), scanned=_("扫码签到"),
        note=_("只给记录会议的人用，不张贴。归入案卷。"), blocks=blocks,
    )  # fmt: skip


def minutes(hall: Hall, place: Place, heard: Heard) -> Sheet:
    """The minutes: who was heard by numbers, each opinion with its answer, and what was asked before; nobody's name."""
    edition = edition_of(hall.case)
    bases = hall.step.basis or edition.powers[hall.case.power].basis
    basis = cited(citations(edition, bases, timezone.localdate()))
    head = [_("序号"), _("意见"), _("采纳不采纳"), _("为什么")]
    lines = [[str(o.number), o.words, _adopted(o), o.why or ""] for o in heard.opinions]
    spare = [[str(len(lines) + n), "", "", ""] for n in range(1, SPARE + 1)]
    asked = [[q.number, q.words, q.answer or ""] for q in heard.questions if q.checked_at]
    proxies = sum(bool(row.absent) for row in heard.people)
    blocks = [
        rows([
            *_about(hall),
            _counted(_("来了几人"), len(heard.people)),
            _counted(_("其中替人来的"), proxies),
        ]),
        lattice(head, [*lines, *spare], title=_("意见和回复"), widths=[13, 0, 26, 60], height=4),
        *([lattice([_("编号"), _("会前的提问"), _("答复")], asked, widths=[26, 0, 76], height=2)] if asked else []),
        remarks([_("照会上说的写，少数人的意见也写，不写是谁说的。")]),
        signatures([(_("主持"), ""), (_("记录"), ""), (_("村务监督委员会在场"), "")]),
        rows([Cell(_("依据"), [words(_("；").join(basis), small=True)])], above=3),
    ]  # fmt: skip
    return paper_of_a_village(
        edition_of(hall.case), place, name="minutes", title=_("听证会记录"), under=_under(hall, place),
        where=reverse("hearings:hall", args=[hall.case.pk, hall.key]), scanned=_("扫码登记"),
        note=_("网上记的是登记，签了字的这张纸才是凭据。归入案卷。"), blocks=blocks,
    )  # fmt: skip


def _counted(label: str, number: int) -> Cell:
    return Cell(label, [words(str(number), bold=True)] if number else [], short=True, room=not number)


def _adopted(opinion: Opinion) -> str:
    return "" if opinion.adopted is None else _("采纳") if opinion.adopted else _("不采纳")


def _under(hall: Hall, place: Place) -> list[str]:
    return [place.name, _("案卷号 %(number)s") % {"number": hall.case.number}]


def _about(hall: Hall) -> list[Cell]:
    power = local(edition_of(hall.case).powers[hall.case.power].title)
    day = f"{day_words(hall.day)} {hall.said('hour')}".strip() if hall.day else ""
    return [
        Cell(_("商量什么"), [words(hall.said("subject") or power, bold=True)]),
        Cell(_("哪天几点"), [words(day, bold=True)], short=True),
        Cell(_("在哪里"), [words(hall.said("place"), bold=True)], short=True),
        Cell(_("请了哪些人"), [words(hall.said("invited"))]),
    ]
