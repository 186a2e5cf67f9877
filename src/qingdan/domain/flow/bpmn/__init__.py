"""BPMN 2.0 out and in. Pure: a flow in and bytes out, bytes in and a process tree out.

``to_bpmn(flow, lexicon, title, limits)`` writes a flow with its diagram; ``read_bpmn(file, data)`` reads a
block-structured model of any tool, and ``draft(file, data, who, rounds)`` makes the flow of a definition of it. Nothing
in a file is ever executed.
"""

from __future__ import annotations

from collections.abc import Mapping

from qingdan.domain.flow.bpmn.build import build
from qingdan.domain.flow.bpmn.drafting import Draft, draft
from qingdan.domain.flow.bpmn.read import read_bpmn
from qingdan.domain.flow.bpmn.write import write
from qingdan.domain.flow.draw.phrases import Lexicon
from qingdan.domain.flow.model import Flow
from qingdan.domain.flow.settle import settle

__all__ = ["Draft", "draft", "read_bpmn", "to_bpmn"]


def to_bpmn(flow: Flow, lexicon: Lexicon, title: str, limits: Mapping[str, int]) -> bytes:
    """A flow as BPMN 2.0 XML with diagram interchange, in the lexicon's language.

    ``limits`` are the numbers that conditions compare with and time limits wait for. The same arguments always give
    the same bytes.
    """
    return write(build(settle(flow, limits), lexicon, title, limits))
