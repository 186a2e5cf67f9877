"""Who speaks for a notice: writes it, reviews it, answers objections, checks answers; and who must stand aside."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from qingdan.domain.catalogue.model import Edition
from qingdan.domain.catalogue.notices import Writers
from qingdan.domain.rules.recusal import Organisation
from qingdan.features.cases.capacity import Standing, standing
from qingdan.features.cases.messages import local
from qingdan.features.cases.models import Case
from qingdan.features.cases.running import edition_of, machine_of
from qingdan.records.editions import queries as editions
from qingdan.records.people import queries as people
from qingdan.records.people.models import Person
from qingdan.records.regions.days import local_date
from qingdan.records.register.acts import Acting, Refused
from qingdan.watch.boards.models import Notice, NoticeDraft

NOBODY = Writers((), (), ())


def edition_for(about: Notice | NoticeDraft) -> Edition:
    """The lists under which a notice was put up or is written: those of its case, else those pinned to it."""
    if isinstance(about, Notice) and about.case is not None:
        return edition_of(about.case)
    return editions.edition_of(about.edition)


def writers_of(edition: Edition | None, board: str) -> Writers:
    """Who writes, reviews and answers for a board; nobody where the edition does not say."""
    rule = edition.notices if edition else None
    return rule.written.get(board, NOBODY) if rule else NOBODY


def awaits(case: Case | None, key: str) -> bool:
    """Whether the case itself waits at this notice, so that objections and answers are its events too."""
    return case is not None and bool(case.state["open"].get(key, {}).get("posted"))


def roles_to_answer(case: Case, key: str, who: Standing) -> list[str]:
    """The roles of the notice's step in which this person may speak for it; none when kin or interest forbid it."""
    if who.conflicts:
        return []
    running = machine_of(case)
    roles = running.step(key).by
    return [role for role in roles if role in who.posts or who.stand_in(running, case.state, key, role)]


def roles_speaking(notice: Notice, person: int, day: date) -> list[str]:
    """The roles in which a person may speak for a notice on ``day``: answer, take down, photograph, correct."""
    if notice.case is not None:
        case = notice.case
        return roles_to_answer(case, notice.key, standing(case, machine_of(case), person, day))
    held = people.posts_of(person, notice.village.path, day)
    roles = [role for role in writers_of(edition_for(notice), notice.board).answers if role in held]
    return [] if roles and must_stand_aside(person, notice, day) else roles


def roles_named(notice: Notice) -> tuple[str, ...]:
    """The roles that speak for a notice, whoever holds them."""
    if notice.case is not None:
        return machine_of(notice.case).step(notice.key).by
    return writers_of(edition_for(notice), notice.board).answers


def require_answerer(acting: Acting, notice: Notice, role: str) -> None:
    """:raises Refused: when the person does not hold ``role`` for this notice today, or must stand aside."""
    day = local_date(acting.at)
    if must_stand_aside(acting.person_id or 0, notice, day):
        raise Refused(_("您和这件事的当事人有近亲属或利益关系，要回避。请由别的经办人来答复。"))
    if role not in roles_speaking(notice, acting.person_id or 0, day):
        roles = role_list(edition_for(notice), roles_named(notice))
        raise Refused(_("这份公示的异议要由%(roles)s答复，您今天没有任这个职务。请转给现任的人。") % {"roles": roles})


def role_list(edition: Edition, roles: Iterable[str]) -> str:
    """Roles in words, one after another."""
    return _("、").join(local(edition.role_words(role)) for role in roles)


def desk_of(about: Notice | NoticeDraft, day: date) -> Writers:
    """Who writes, reviews and answers for the board of a notice. Where the lists under which it was put up say
    nothing of it, those in force on ``day`` do."""
    edition = edition_for(about)
    return writers_of(edition if edition.notices else editions.current_edition(day), about.board)


def reviewing(about: Notice | NoticeDraft, person: int, day: date) -> list[str]:
    """The roles in which a person reviews what is written or answered on this notice's board. One query."""
    held = people.posts_of(person, about.village.path, day)
    return [role for role in desk_of(about, day).reviews if role in held]


def must_stand_aside(person: int, about: Notice | NoticeDraft, day: date) -> bool:
    """Whether a person has kin or an interest among those whom a notice concerns: the parties of its case, and those
    named by whoever wrote it. At most seven queries."""
    case = about.case if isinstance(about, Notice) else about.corrects.case if about.corrects else None
    if case is not None and standing(case, machine_of(case), person, day).conflicts:
        return True
    return _named_near(person, names_about(about), day)


def names_about(about: Notice | NoticeDraft) -> list[str]:
    """The names that the writer of a notice gave of those whom it concerns."""
    draft = about if isinstance(about, NoticeDraft) else NoticeDraft.objects.filter(notice=about).first()
    return list(draft.about) if draft else []


def _named_near(person: int, names: list[str], day: date) -> bool:
    """By name alone, for a namesake costs no more than that another member looks."""
    if not names:
        return False
    if people.who_must_stand_aside({person}, [Organisation(name) for name in names], day):
        return True
    near = {person, *people.near_kin_ids({person}, day)}
    known = set(Person.objects.filter(pk__in=near).values_list("name", flat=True))
    return bool(set(names) & (known | people.kin_names({person}, day).get(person, set())))


def is_near(person: int, others: Iterable[int], day: date) -> bool:
    """Whether a person is one of the others or near kin of one. One query."""
    wanted = set(others)
    return person in wanted or bool(people.near_kin_ids({person}, day) & wanted)
