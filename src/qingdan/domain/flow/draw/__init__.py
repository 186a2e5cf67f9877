"""Draws a flow: swimlanes for wide screens and paper, a numbered list for phones. Pure: values in, values and SVG out.

``layout(flow, lexicon, direction, width)`` gives a ``Drawing``; ``write(drawing, title, progress)`` its SVG;
``cut(drawing, width, height)`` parts it into pieces for paper;
``step_list(flow, lexicon, progress)`` the list: the main way, each step with its side ways.
"""

from __future__ import annotations

from qingdan.domain.flow.draw.cutting import cut
from qingdan.domain.flow.draw.endings import never_again
from qingdan.domain.flow.draw.layout import layout, least_width
from qingdan.domain.flow.draw.legend import legend, whole_legend
from qingdan.domain.flow.draw.lines import Aside, Line
from qingdan.domain.flow.draw.listing import step_list
from qingdan.domain.flow.draw.main_way import numbers
from qingdan.domain.flow.draw.phrases import Lexicon, limit_text, money_text, rule_text, words_for
from qingdan.domain.flow.draw.svg import write
from qingdan.domain.flow.draw.values import COLUMNS, ROWS, Drawing, Progress

__all__ = [
    "COLUMNS",
    "ROWS",
    "Aside",
    "Drawing",
    "Lexicon",
    "Line",
    "Progress",
    "cut",
    "layout",
    "least_width",
    "legend",
    "limit_text",
    "money_text",
    "never_again",
    "numbers",
    "rule_text",
    "step_list",
    "whole_legend",
    "words_for",
    "write",
]
