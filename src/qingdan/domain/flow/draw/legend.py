"""The legend of a drawing: each shape that occurs in it with its name; and that of a book of drawings, on paper."""

from __future__ import annotations

from qingdan.domain.flow.draw.shapes import icon, outline
from qingdan.domain.flow.draw.style import PAPER
from qingdan.domain.flow.draw.values import Drawing
from qingdan.domain.flow.model import StepKind
from qingdan.domain.flow.vocabulary import kind_words
from qingdan.domain.words import Words

_OTHERS = {
    "question": Words("要看情况", "A question"),
    "owed": Words("以后还要办", "Still to do later"),
    "end": Words("到此结束", "Ends here"),
}
_KINDS = (*(kind.value for kind in StepKind), *_OTHERS)


def legend(drawing: Drawing) -> tuple[tuple[str, str], ...]:
    """(small SVG, name) of each kind in the drawing, in the order of the process language."""
    present = {n.kind for n in drawing.nodes} | {"end" for n in drawing.nodes if n.leaves or n.ending}
    return tuple((_sample(kind), _name(kind).to(drawing.language)) for kind in _KINDS if kind in present)


def whole_legend(language: str) -> tuple[tuple[str, str], ...]:
    """Every shape that there is, as pictures that stand alone, black on white."""
    size = 'width="48" height="32" viewBox="-24 -17 48 32"'
    dressed = f'<svg xmlns="http://www.w3.org/2000/svg" {size}><style>{PAPER}</style>'
    return tuple((f"{dressed}{sample(kind)}</svg>", _name(kind).to(language)) for kind in _KINDS)


def _name(kind: str) -> Words:
    return _OTHERS[kind] if kind in _OTHERS else kind_words(StepKind(kind))


def _sample(kind: str) -> str:
    return f'<svg class="qd-flow" viewBox="-24 -17 48 32" aria-hidden="true" focusable="false">{sample(kind)}</svg>'


def sample(kind: str) -> str:
    """A kind's shape and icon around their own middle, 42 by 22 px."""
    inner = "" if kind == "end" else outline(kind, 42, 22)
    return inner + ("" if kind == "question" else icon(kind, -8, -8, 16))
