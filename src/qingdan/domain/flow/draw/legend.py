"""The legend under a drawing: each shape that occurs in it with its name."""

from __future__ import annotations

from qingdan.domain.flow.draw.shapes import icon, outline
from qingdan.domain.flow.draw.values import Drawing
from qingdan.domain.flow.model import StepKind
from qingdan.domain.flow.vocabulary import kind_words
from qingdan.domain.words import Words

_OPEN = '<svg class="qd-flow" viewBox="-24 -17 48 32" aria-hidden="true" focusable="false">'
_OTHERS = {
    "question": Words("要看情况", "A question"),
    "owed": Words("以后还要办", "Still to do later"),
    "end": Words("到此结束", "Ends here"),
}


def legend(drawing: Drawing) -> tuple[tuple[str, str], ...]:
    """(small SVG, name) of each kind in the drawing, in the order of the process language."""
    present = {n.kind for n in drawing.nodes} | {"end" for n in drawing.nodes if n.leaves or n.ending}
    found = []
    for kind in [*(k.value for k in StepKind), *_OTHERS]:
        if kind in present:
            name = _OTHERS[kind] if kind in _OTHERS else kind_words(StepKind(kind))
            found.append((_OPEN + sample(kind) + "</svg>", name.to(drawing.language)))
    return tuple(found)


def sample(kind: str) -> str:
    """A kind's shape and icon around their own middle, 42 by 22 px."""
    inner = "" if kind == "end" else outline(kind, 42, 22)
    return inner + ("" if kind == "question" else icon(kind, -8, -8, 16))
