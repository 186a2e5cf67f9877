"""What a step does to posts: the elected take office, somebody leaves it, the next by votes takes the vacant place.

Every beginning and end of a term is an act of ``records.people`` with its own entry; this is only what follows from the
definition.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from django.utils.translation import gettext as _

from qingdan.domain.flow.election import Office, Records, Term
from qingdan.domain.flow.machine import Machine
from qingdan.domain.flow.model import Step
from qingdan.domain.flow.polls import poll_of
from qingdan.features.cases.about import FORMER
from qingdan.features.cases.messages import local
from qingdan.features.cases.models import Case, Party
from qingdan.features.cases.running import Handed, Moved, Terms, edition_of, machine_of
from qingdan.features.cases.slates import offices_of
from qingdan.records.people.acts import appoint, end_holding
from qingdan.records.people.models import Holding, Person
from qingdan.records.people.posts import all_posts
from qingdan.records.people.queries import who_may
from qingdan.records.regions.days import local_date
from qingdan.records.register.acts import Acting, Refused

ONE_DAY = timedelta(days=1)


def record_terms(moved: Moved, key: str, handed: Handed, acting: Acting) -> None:
    """To be called by an act that moved a case at a step: begin and end the terms that follow, once the step is done.

    :raises Refused: when nobody has said who of the elected is which person, or a term may not begin or end so.
    """
    case, running = moved.case, machine_of(moved.case)
    step = running.step(key)
    if step.records is None or key not in moved.closed:
        return
    terms = handed.terms or _said_before(case, key)
    if terms is None:
        raise Refused(_("还没有登记谁任职、谁离任。请在“%(step)s”的表里填好再交。") % {"step": local(step.name)})
    within = Acting(acting.person_id, acting.name, acting.at, acting.post, acting.post_name)
    day = terms.starts or local_date(handed.happened_at)
    if step.records.leave_office and terms.leaves is not None:
        _leave(case, step, step.records, terms, within)
    if step.records.take_office:
        _take(case, running, key, step.records, terms, day, within)


def elected_at(running: Machine, case: Case, key: str, records: Records) -> dict[str, Office]:
    """Whom the elections that a step records have chosen: the office of each, by the number on the ballot."""
    found: dict[str, Office] = {}
    for name in records.take_office:
        offices = {office.id: office for office in offices_of(running, running.step(name))}
        for office, numbers in poll_of(case.state, name, key)["elected"].items():
            found |= dict.fromkeys(numbers, offices[office])
    return found


def with_terms(handed: Handed) -> Handed:
    """The same, with who takes office and who leaves it kept beside the event until every wanted signature is there."""
    if handed.terms is None:
        return handed
    return replace(handed, beside={**handed.beside, "terms": _said_as(handed.terms)})


def _said_as(terms: Terms) -> dict[str, object]:
    return {
        "takes": dict(terms.takes),
        "starts": terms.starts.isoformat() if terms.starts else None,
        "leaves": terms.leaves,
        "last_day": terms.last_day.isoformat() if terms.last_day else None,
        "follower": terms.follower,
    }


def _said_before(case: Case, key: str) -> Terms | None:
    """What the first who signed the step said."""
    seqs = [f"terms:{n}" for n in case.events.filter(key=key).order_by("-seq").values_list("seq", flat=True)[:5]]
    kept = dict(case.personal_facts.filter(name__in=seqs).values_list("name", "value"))
    value = next((kept[name] for name in seqs if name in kept), None)
    if value is None:
        return None
    days = {k: date.fromisoformat(value[k]) if value[k] else None for k in ("starts", "last_day")}
    return Terms(value["takes"], days["starts"], value["leaves"], days["last_day"], value["follower"])


def _take(case: Case, running: Machine, key: str, records: Records, terms: Terms, day: date, acting: Acting) -> None:
    chosen = elected_at(running, case, key, records)
    missing = set(chosen) - set(terms.takes)
    if missing:
        raise Refused(_("还有%(n)d位当选人没有对上人员。请逐个选好再交。") % {"n": len(missing)})
    if records.term is Term.WHOLE:
        _end_all(case, running, records, day, acting)
    persons = Person.objects.in_bulk([terms.takes[n] for n in chosen])
    for number, office in chosen.items():
        assert office.post is not None
        person = persons.get(terms.takes[number])
        if person is None:
            raise Refused(_("选中的人不在人员名册里了。请重新选。"))
        ends = _ends(case, running, records, office.post, day)
        basis = _basis(case)
        appoint(
            acting=acting, person=person, post=office.post, division=case.village, starts=day, ends=ends, basis=basis
        )


def _basis(case: Case) -> str:
    return f"{case.number} {edition_of(case).powers[case.power].title.zh}"


def _end_all(case: Case, running: Machine, records: Records, day: date, acting: Acting) -> None:
    """A new term ends that of everybody in these posts; who held them may be asked by the flow as ``former-POST``."""
    posts = {o.post for name in records.take_office for o in offices_of(running, running.step(name)) if o.post}
    parties = edition_of(case).head.parties
    for holder in who_may(sorted(posts), case.village, day):
        end_holding(acting=acting, holding=holder.holding, last_day=day - ONE_DAY, why=_basis(case))
        role = f"{FORMER}{holder.post.slug}"
        if role in parties:
            Party.objects.get_or_create(case=case, role=role, person=holder.person)


def _ends(case: Case, running: Machine, records: Records, post: str, day: date) -> date | None:
    if records.term is Term.CASE:
        return None
    if records.term is Term.REST:
        return _end_of_the_others(case, post, day)
    bodies = edition_of(case).bodies
    slugs = [slug for name in records.take_office for slug in running.step(name).bodies]
    years = next((bodies[slug].years for slug in slugs if bodies[slug].years), None)
    return _years_on(day, years) - ONE_DAY if years else None


def _end_of_the_others(case: Case, post: str, day: date) -> date | None:
    """When the term of those ends who sit in the same body."""
    known = all_posts()
    bodies = set(known[post].bodies[:1])
    beside = [p.slug for p in known.values() if bodies & set(p.bodies[:1])]
    ends = [h.holding.ends for h in who_may(beside, case.village, day)]
    return max((end for end in ends if end is not None), default=None)


def _years_on(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


def _leave(case: Case, step: Step, records: Records, terms: Terms, acting: Acting) -> None:
    holding = Holding.objects.select_related("person", "division").filter(pk=terms.leaves).first()
    above = case.village.path
    if holding is None or holding.post not in records.leave_office or not holding.division.path.startswith(above):
        raise Refused(_("选的不是本村这些职务的任职人。请在“%(step)s”的表里重新选。") % {"step": local(step.name)})
    last, until = terms.last_day or local_date(acting.at), holding.ends
    end_holding(acting=acting, holding=holding, last_day=last, why=_basis(case))
    if records.fill_from and terms.follower is not None:
        person = Person.objects.get(pk=terms.follower)
        appoint(
            acting=acting, person=person, post=holding.post, division=holding.division, starts=last + ONE_DAY,
            ends=until, basis=_basis(case),
        )  # fmt: skip


def end_terms_of_the_case(case: Case, acting: Acting, day: date) -> None:
    """The case is over: whoever held a post only as long as it ran leaves it."""
    running = machine_of(case)
    posts = {
        office.post
        for step in running.flow.steps().values()
        if step.records and step.records.term is Term.CASE
        for name in step.records.take_office
        for office in offices_of(running, running.step(name))
        if office.post
    }
    if not posts:
        return
    held = Holding.objects.filter(division=case.village, post__in=posts, basis__startswith=f"{case.number} ", ends=None)
    for holding in held.select_related("person", "division"):
        end_holding(acting=acting, holding=holding, last_day=max(day, holding.starts), why=_basis(case))
