"""A power as a section of the handbook: from its purpose to how villagers watch it, all from its one definition."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from qingdan.domain.catalogue.model import Edition, Power
from qingdan.domain.flow.model import Basis as Cited
from qingdan.domain.flow.model import Clock, Flow
from qingdan.domain.rules.limits import parse_limit
from qingdan.features.cases.messages import local
from qingdan.watch.boards.citing import citations
from qingdan.watch.boards.qr import address
from qingdan.web.formats import as_day
from qingdan.web.handbook.content import Basis, Duty, Entry, Form, Limit, Noted, RedLine, Section
from qingdan.web.handbook.order import Order
from qingdan.web.handbook.steps import Telling, parts, results, where
from qingdan.web.portal import guide as guiding
from qingdan.web.printing.listing import forms_of, said

FIRST_LAWS = 2


def section(order: Order, power: Power) -> Section:
    """The section of a power under the numbers that hold. ``power`` is the edition's own."""
    edition, settled = order.edition, order.settled(power)
    flow, forms = settled.flow, _forms(order, settled)
    titles = {step: f"{form.number} {form.title}" for step, form in forms.items()}
    return Section(
        entry=entry(order, power),
        norm=power.norm,
        summary=local(power.summary),
        facts=[(one["term"], one["value"] + (_("；") + one["note"] if one["note"] else ""))
               for one in guiding.answers(settled)],
        terms=_terms(edition, power),
        parts=parts(order, flow),
        bases=bases(order, power.basis),
        materials=[Noted(local(m.name), local(m.note) if m.note else "", "" if m.verified else _("待核实"))
                   for m in power.materials],
        steps=Telling(order, flow, titles).rows(),
        spans=[_span(order, flow, clock) for clock in flow.clocks.values()],
        results=results(order, flow),
        limits=_limits(order, power),
        red_lines=_red_lines(edition, settled),
        duties=_duties(edition, settled),
        forms=[*forms.values()],
        take_part=guiding.phrases(power.guide.take_part),
        watch=guiding.phrases(power.guide.watch),
        origin=origin(power),
        address=address_of(power),
    )  # fmt: skip


def address_of(power: Power) -> str:
    """Where the guide of a power is, and its blank forms."""
    return address(reverse("portal:guide", args=[power.slug]))


def entry(order: Order, power: Power) -> Entry:
    """A power in a table of powers."""
    edition = order.edition
    laws = list(dict.fromkeys(base.law for base in bases(order, power.basis)))
    more = _("等%(n)d部") % {"n": len(laws)} if len(laws) > FIRST_LAWS else ""
    named = _("、").join(_("《%(law)s》") % {"law": law} for law in laws[:FIRST_LAWS])
    holder = local(edition.role_words(power.holder))
    return Entry(power.number, power.slug, local(power.title), local(power.plain), holder, named + more)


def origin(power: Power) -> str:
    """Where a power's text comes from."""
    return local(power.origin.note) if power.origin.note else power.origin.source


def bases(order: Order, cited: Iterable[Cited]) -> list[Basis]:
    """Legal bases, each saying whether its articles were read in the text."""
    found = []
    for one in citations(order.edition, cited, order.day):
        checked = _("已核对 %(day)s") % {"day": as_day(one.checked).isoformat()} if one.checked else _("已核对")
        marked = {"ok": checked, "open": _("待核实"), "dead": _("已不再适用")}[one.state]
        found.append(Basis(one.law, one.articles, one.note, one.state, marked, one.gists))
    return found


def _terms(edition: Edition, power: Power) -> list[tuple[str, str]]:
    area = edition.areas.get(power.area)
    bound = _("、").join(local(edition.role_words(role)) for role in power.subjects)
    started = _("、").join(
        _("第%(n)d项%(title)s") % {"n": one.number, "title": local(one.title)} for one in edition.started_by(power.slug)
    )
    terms = [
        (_("由谁行使"), local(edition.role_words(power.holder))),
        (_("谁要守规矩"), bound),
        (_("重点领域"), local(area.title) if area else ""),
        (_("也是哪些事里的一段"), started),
    ]
    return [(term, value) for term, value in terms if value]


def _span(order: Order, flow: Flow, clock: Clock) -> Noted:
    """A limit from one step to another in a sentence, with its articles."""
    steps = flow.steps()
    start, text = local(steps[clock.start].name), _("从“%(start)s”到“%(to)s”，%(limit)s内")
    if clock.before:
        text = _("“%(start)s”要在“%(to)s”之前至少%(limit)s办好")
    elif clock.since:
        start, text = local(flow.facts[clock.since].title), _("从“%(start)s”那天起到“%(to)s”，%(limit)s内")
    text %= {"start": start, "to": local(steps[clock.to].name), "limit": local(parse_limit(clock.limit).words)}
    if clock.extend:
        text += _("；可以延长一次，最多%(limit)s") % {"limit": local(parse_limit(clock.extend).words)}
    if clock.stops_in:
        text += _("；“%(steps)s”的时间不算") % {"steps": where(flow, iter(clock.stops_in))}
    found = [f"{_('《%(law)s》') % {'law': b.law}}{b.articles}" for b in bases(order, clock.basis)]
    return Noted(_("%(name)s：%(text)s") % {"name": local(clock.name), "text": text}, _("；").join(found))


def _limits(order: Order, power: Power) -> list[Limit]:
    own, local_ = _("法规定的，不能改"), _("本市、本镇可以自己定")
    return [
        Limit(one.title, one.value, local_ if one.setting else own, one.note, "" if one.verified else _("待核实"))
        for one in guiding.limits_used(order.edition, power, order.limits)
    ]


def _red_lines(edition: Edition, power: Power) -> list[RedLine]:
    """The prohibitions close to a power, then those that only its steps guard."""
    guarding: dict[str, list[str]] = {}
    for step in power.flow.steps().values():
        for slug in step.guards:
            guarding.setdefault(slug, []).append(step.id)
    notes = {line.prohibition: local(line.note) if line.note else "" for line in power.red_lines}
    found = []
    for slug in dict.fromkeys((*notes, *guarding)):
        if slug in edition.prohibitions:
            one, steps = edition.prohibitions[slug], where(power.flow, iter(guarding.get(slug, ())))
            found.append(RedLine(one.id, local(one.title), notes.get(slug, ""), steps))
    return found


def _duties(edition: Edition, power: Power) -> list[Duty]:
    found = []
    for post, duty in guiding.duties_in(edition, power):
        steps = (done.step for done in duty.discharged_by if done.power == power.slug and done.step)
        found.append(Duty(duty.id, post, local(duty.title), where(power.flow, steps)))
    return found


def _forms(order: Order, power: Power) -> dict[str, Form]:
    """Every form by its step, with the number that is printed on it."""
    found = {}
    for at, (step, title, url) in enumerate(forms_of(order.edition, power), 1):
        who = _("、").join(local(order.edition.role_words(role)) for role in step.by)
        word = reverse("forms:blank-word", args=[power.slug, step.id])
        found[step.id] = Form(said(at), title, local(step.name), who, url, word)
    return found
