"""One module for each family of forms; ``sheet_of`` picks the one for a step's kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from qingdan.domain.flow.model import StepKind
from qingdan.web.printing.making.cover import cover
from qingdan.web.printing.making.letter import letter
from qingdan.web.printing.making.meeting import meeting
from qingdan.web.printing.making.posting import open_posting
from qingdan.web.printing.making.work import opinion, payment, work
from qingdan.web.printing.paper import Paper
from qingdan.web.printing.sheet import Block, Sheet

_BLOCKS: Mapping[StepKind, Callable[[Paper], list[Block]]] = {
    StepKind.DO: work,
    StepKind.APPROVE: opinion,
    StepKind.REVIEW: opinion,
    StepKind.MEET: meeting,
    StepKind.ELECT: meeting,
    StepKind.SERVE: letter,
    StepKind.PAY: payment,
    StepKind.ARCHIVE: cover,
}


def sheet_of(paper: Paper) -> Sheet:
    """The form of a step, blank or filled. A step that starts another power has none."""
    if paper.step.kind is StepKind.DISCLOSE:
        return open_posting(paper)
    return paper.sheet(_BLOCKS[paper.step.kind](paper))
