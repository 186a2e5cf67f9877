"""Draws a flow: swimlanes for wide screens and paper, a rail of words for phones. Pure: values in, values and SVG out.

``layout(flow, lexicon, direction, width)`` gives a ``Drawing``; ``write(drawing, title, progress)`` its SVG;
``rail(flow, lexicon, progress)`` the ordered list, and ``rail_marks(rail)`` the narrow lane drawing beside it.
"""

from __future__ import annotations

from qingdan.domain.flow.draw.layout import layout
from qingdan.domain.flow.draw.legend import legend
from qingdan.domain.flow.draw.phrases import Lexicon, limit_text, money_text, rule_text, words_for
from qingdan.domain.flow.draw.rail import Rail, RailItem, rail
from qingdan.domain.flow.draw.rail_line import Mark, lane_width, rail_marks
from qingdan.domain.flow.draw.svg import write
from qingdan.domain.flow.draw.values import COLUMNS, ROWS, Drawing, Progress

__all__ = [
    "COLUMNS",
    "ROWS",
    "Drawing",
    "Lexicon",
    "Mark",
    "Progress",
    "Rail",
    "RailItem",
    "lane_width",
    "layout",
    "legend",
    "limit_text",
    "money_text",
    "rail",
    "rail_marks",
    "rule_text",
    "words_for",
    "write",
]
