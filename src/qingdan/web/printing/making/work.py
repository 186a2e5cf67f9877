"""The forms of doing, deciding and paying: fields, an opinion with its result, a payment slip."""

from __future__ import annotations

from django.utils.translation import gettext as _

from qingdan.domain.flow.model import FactType
from qingdan.features.cases.messages import local
from qingdan.web.printing.making import common
from qingdan.web.printing.paper import Paper
from qingdan.web.printing.pens import cell, given
from qingdan.web.printing.sheet import Block, Cell, words


def work(paper: Paper) -> list[Block]:
    """A step that is simply done: its fields, its evidence, who signs."""
    result = []
    if len(common.results(paper)) > 1:
        result = [Cell(_("结果"), common.result_ticks(paper, paper.known.result if paper.known else ""))]
    return common.whole(
        common.how(paper),
        common.table([common.matter(paper), common.when(paper)], common.facts(paper), result, common.evidence(paper)),
        common.notes(paper),
        common.signing(paper),
        common.red_and_law(paper),
    )


def opinion(paper: Paper) -> list[Block]:
    """An approval or a review: what is known, the opinion with its reason, and who gives it."""
    known = paper.known
    said = [
        Cell(_("意见"), common.result_ticks(paper, known.result if known else "")),
        common.written(_("理由"), known.reason if known else "", 4),
    ]
    if paper.step.advice:
        said.insert(0, Cell(_("性质"), [words(_("只提意见，不代村里作决定"))]))
    return common.whole(
        common.how(paper),
        common.table([common.matter(paper)], common.so_far(paper), common.facts(paper)),
        common.table(said, [common.when(paper)], common.evidence(paper)),
        common.notes(paper),
        common.signing(paper),
        common.red_and_law(paper),
    )


def payment(paper: Paper) -> list[Block]:
    """A payment slip: to whom, for what, how much in figures and in capitals, and the signatures behind it."""
    flow = paper.power.flow
    amount = [cell(flow.facts[paper.step.amount], paper.known)] if paper.step.amount else []
    own = [f for f in flow.set_at(paper.step.id) if f.name != paper.step.amount]
    told = {f.name for f in own} | {paper.step.amount}
    payee = [
        Cell(local(f.title), given(f, v))
        for f, v in (paper.reading.facts_so_far() if paper.reading else [])
        if f.name not in told and f.type in (FactType.ORGANISATION, FactType.PERSON, FactType.BANK_ACCOUNT)
    ]
    if not payee and FactType.ORGANISATION not in {f.type for f in own}:
        payee = [common.place_for(_("收款人"), "")]
    slip = [Cell(_("付款结果"), common.result_ticks(paper, paper.known.result if paper.known else ""))]
    slip += [common.place_for(_("付款方式"), ""), common.place_for(_("回单号"), "")] if not paper.known else []
    return common.whole(
        common.how(paper),
        common.table([common.matter(paper)], payee, amount, [cell(f, paper.known) for f in own]),
        common.table(slip, [common.when(paper)], common.evidence(paper)),
        common.notes(paper),
        common.signing(paper),
        common.red_and_law(paper),
    )
