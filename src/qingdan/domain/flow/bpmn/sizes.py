"""How much room the shapes of an exported diagram take, in px, labels included."""

from __future__ import annotations

from qingdan.domain.flow.bpmn.pieces import NOTE, Node
from qingdan.domain.flow.draw.metrics import text_width, wrap

TASK = (120.0, 80.0)
GATEWAY = (50.0, 50.0)
EVENT = (36.0, 36.0)
LATE = (24.0, 24.0)
NOTES = (150.0, 60.0)
LABEL, LETTER, LINE = 96.0, 11.0, 14.0  # width of a label, size of its letters, height of a line
BORDER = 18.0  # how far an event on a border reaches over it
DROP = 14.0  # from an event on a border to what hangs below it
WIDER = (LABEL, 140.0, 190.0, 250.0)  # what the name of a way may take before it has a fourth line
STEP = 120.0  # between two events on the border of a sub-process


def size_of(node: Node) -> tuple[float, float]:
    """Width and height of a shape without its label; a sub-process has that of its picture."""
    if node.tag == NOTE:
        return NOTES
    if node.near is not None:
        return LATE
    if node.tag.endswith("Gateway"):
        return GATEWAY
    return EVENT if node.tag.endswith("Event") else TASK


def label_size(text: str, wide: float = LABEL) -> tuple[float, float]:
    """The room that a text takes when it is wrapped at ``wide`` px."""
    if not text:
        return (0.0, 0.0)
    return (wide, len(wrap(text, LETTER, 400, wide)) * LINE + 2)


def way_label_size(text: str) -> tuple[float, float]:
    """The room that the name of a way takes: as narrow as it can be in at most three lines."""
    long = text_width(text, LETTER, 400) + 6
    if long <= LABEL:
        return label_size(text, max(long, 24.0))
    sizes = [label_size(text, wide) for wide in WIDER]
    return next((size for size in sizes if size[1] <= 3 * LINE + 2), sizes[-1])
