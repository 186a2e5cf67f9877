"""Writes a drawing as SVG, marked with a case's progress. Every text is escaped; nothing is fetched from anywhere."""

from __future__ import annotations

from html import escape

from qingdan.domain.flow.draw.marks import DONE, NOW, Marks
from qingdan.domain.flow.draw.metrics import LINE, SLACK, text_width, widest
from qingdan.domain.flow.draw.shapes import box_attributes, icon, num, outline
from qingdan.domain.flow.draw.sizes import (
    ASK,
    BOLD,
    CIRCLE,
    DOT,
    DROP,
    HEAD,
    ICON,
    ICON_GAP,
    LEAF_GAP,
    LEAF_LEFT,
    NAME,
    PILL,
    RULE,
    leaves_height,
    slant,
)  # fmt: skip
from qingdan.domain.flow.draw.style import PAPER, SCREEN
from qingdan.domain.flow.draw.values import COLUMNS, Box, Drawing, Edge, Lane, Node, Point, Progress
from qingdan.domain.words import Words

RADIUS = 8.0
_PAD = 9.0
_HERE = Words("现在在这一步", "You are here")
_NOTHING = Words("这个流程还没有步骤", "This process has no steps yet")


def write(
    drawing: Drawing, title: str, progress: Progress | None = None, *, prefix: str = "flow", dress: str = ""
) -> str:
    """The drawing as one ``<svg role="img">``.

    ``title`` names the process; ``prefix`` makes the ids unique on a page. ``dress`` empty leaves the look to the
    page's theme; ``screen`` or ``paper`` (black on white) make a picture that stands alone, for posters and PDF.
    """
    marks = Marks(drawing, (progress or Progress()).plain())
    words = _describe(drawing, marks)
    size = f'viewBox="0 0 {num(drawing.width)} {num(drawing.height)}"'
    if dress:
        size += f' width="{num(drawing.width)}" height="{num(drawing.height)}"'
    style = {"screen": f"<style>{SCREEN}</style>", "paper": f"<style>{PAPER}</style>"}.get(dress, "")
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="qd-flow" {size} role="img" '
        f'aria-labelledby="{escape(prefix)}-t {escape(prefix)}-d">',
        f'<title id="{escape(prefix)}-t">{escape(title)}</title><desc id="{escape(prefix)}-d">{escape(words)}</desc>',
        style,
        *(_lane(lane, i, drawing) for i, lane in enumerate(drawing.lanes)),
        *(_halo(n) for n in drawing.nodes if marks.nodes[n.id] == NOW),
        *(_edge(e, marks) for e in sorted(drawing.edges, key=lambda e: marks.edge(e) == "done")),
        *(_node(n, marks, drawing.direction) for n in drawing.nodes),
        *(_pill(e, marks) for e in drawing.edges if e.pill),
        *_flags(drawing, marks),
        "</svg>",
    ]
    return "".join(parts)


def _say(drawing: Drawing, words: Words) -> str:
    return words.to(drawing.language)


def _describe(drawing: Drawing, marks: Marks) -> str:
    """Who takes part and how far it is; the list below the drawing says the rest."""
    if not drawing.lanes:
        return _say(drawing, _NOTHING)
    english = drawing.language.startswith("en")
    names = [_joined(lane.lines, english) for lane in drawing.lanes]
    now = [_joined(n.lines, english) for n in drawing.nodes if marks.nodes[n.id] == NOW]
    if english:
        text = f"{len(names)} lanes: {', '.join(names)}."
        return text + (f" Now at: {', '.join(now)}." if now else "") + " The same in words follows."
    text = f"{len(names)}条泳道：{'、'.join(names)}。"
    return text + (f"现在在：{'、'.join(now)}。" if now else "") + "文字版在图后。"


def _joined(lines: tuple[str, ...], english: bool) -> str:
    return (" " if english else "").join(lines)


def texts(lines: tuple[str, ...], size: float, cls: str, x: float, y: float, anchor: str = "middle") -> str:
    """Lines of text; ``y`` is the top of the first line."""
    place = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return "".join(
        f'<text class="{cls}" x="{num(x)}" y="{num(y + size * LINE * i + size * 1.01)}"{place} font-size="{num(size)}">'
        f"{escape(line)}</text>"
        for i, line in enumerate(lines)
    )


def _lane(lane: Lane, index: int, drawing: Drawing) -> str:
    alt = " alt" if index % 2 else ""
    x, y = lane.head.centre
    return (
        f'<rect class="lane{alt}" {box_attributes(lane.band)}/><rect class="lane-h" {box_attributes(lane.head)}/>'
        + texts(lane.lines, HEAD, "lane-t", x, y - len(lane.lines) * HEAD * LINE / 2)
    )


def path(points: tuple[Point, ...], radius: float = RADIUS) -> str:
    """The points as a path whose corners are rounded, less where a piece is short."""
    text = f"M{num(points[0][0])} {num(points[0][1])}"
    for before, here, after in zip(points, points[1:], points[2:], strict=False):
        r = min(radius, _far(before, here) / 2, _far(here, after) / 2)
        a, b = _toward(here, before, r), _toward(here, after, r)
        text += f"L{num(a[0])} {num(a[1])}Q{num(here[0])} {num(here[1])} {num(b[0])} {num(b[1])}"
    return text + f"L{num(points[-1][0])} {num(points[-1][1])}"


def _far(a: Point, b: Point) -> float:
    return abs(a[0] - b[0]) + abs(a[1] - b[1])


def _toward(a: Point, b: Point, by: float) -> Point:
    far = _far(a, b) or 1.0
    return (a[0] + (b[0] - a[0]) * by / far, a[1] + (b[1] - a[1]) * by / far)


def _edge(edge: Edge, marks: Marks) -> str:
    state = marks.edge(edge)
    return arrow(edge.points, f"e {state}".strip(), "ah done" if state == "done" else "ah")


def arrow(points: tuple[Point, ...], cls: str, head_cls: str = "ah") -> str:
    """A way with rounded corners, and its head."""
    tip, before = points[-1], points[-2]
    short = _toward(tip, before, 4)
    foot = _toward(tip, before, 8)
    tip = _toward(tip, before, 1)
    side = (4.0, 0.0) if foot[0] == tip[0] else (0.0, 4.0)
    head = (
        f"M{num(tip[0])} {num(tip[1])}L{num(foot[0] - side[0])} {num(foot[1] - side[1])}"
        f"L{num(foot[0] + side[0])} {num(foot[1] + side[1])}z"
    )
    return f'<path class="{cls}" d="{path((*points[:-1], short))}"/><path class="{head_cls}" d="{head}"/>'


def _pill(edge: Edge, marks: Marks) -> str:
    assert edge.pill is not None
    state = {"done": " done", "off": " off"}.get(marks.edge(edge), "")
    box, lines = edge.pill.box, edge.pill.lines
    top = box.centre[1] - len(lines) * PILL * LINE / 2
    return f'<rect class="lb{state}" {box_attributes(box)} rx="10"/>' + texts(
        lines, PILL, f"lbt{state}", box.centre[0], top
    )


def _node(node: Node, marks: Marks, direction: str) -> str:
    state = marks.nodes[node.id]
    x, y = node.box.centre
    cls = f' class="{state}"' if state else ""
    body = _end_node(node, direction) if node.kind in ("end", "from") else _body(node, marks, state)
    return f'<g{cls} transform="translate({num(x)} {num(y)})">{body}</g>'


def _halo(node: Node) -> str:
    return f'<rect class="halo" {box_attributes(node.box.grown(8))} rx="12"/>'


def _body(node: Node, marks: Marks, state: str) -> str:
    w, h = node.box.w, node.box.h
    parts = [outline(node.kind, w, h)]
    if node.kind == "question":
        return "".join(parts) + texts(node.lines, ASK, "t", 0, -len(node.lines) * ASK * LINE / 2)
    parts.append(_node_text(node, marks, state))
    if state == DONE:
        parts.append(
            f'<circle class="tick" cx="{num(w / 2 - 3)}" cy="{num(3 - h / 2)}" r="9"/>'
            f'<path class="tick-m" d="M{num(w / 2 - 7)} {num(3 - h / 2)}l3 3 5-6"/>'
        )
    parts.append(_leaves(node, marks))
    if node.ending:
        parts.append(_ending(node, marks))
    if node.number is not None:
        parts.append(
            f'<circle class="no" cx="{num(3 - w / 2)}" cy="{num(2 - h / 2)}" r="{num(CIRCLE - 0.1)}"/>'
            + texts((str(node.number),), 12, "not", 3 - w / 2, 2 - h / 2 - 12 * LINE / 2)
        )
    return "".join(parts)


def _node_text(node: Node, marks: Marks, state: str) -> str:
    """Icon, name and rule; a done step says its date instead of its rule when that fits."""
    w = node.box.w
    text = max(widest(node.lines, NAME, BOLD), widest(node.rule, RULE, 400))
    foot = leaves_height(node.leaves)
    rule = node.rule
    date = marks.progress.done.get(node.ref, "")
    if state == DONE and date and text_width(date, RULE) <= w - 2 * _PAD - (ICON + ICON_GAP if node.icon else 0):
        rule = (date,)
    high = len(node.lines) * NAME * LINE + len(rule) * RULE * LINE
    top = -high / 2 - foot / 2 - (3.5 if node.kind == "disclose" else 0) + (1 if node.kind == "archive" else 0)
    if not node.icon:
        x, anchor, left = (-4.0 if node.kind == "start" else 0.0), "middle", ""
    else:
        x = -w / 2 + _PAD + slant(node.kind) + ICON + ICON_GAP
        if text * SLACK < w - 2 * _PAD - 2 * slant(node.kind) - ICON - ICON_GAP - 16:  # short names: nearer the middle
            x += 4
        anchor = "start"
        left = icon(node.kind, x - ICON - ICON_GAP, top + high / 2 - ICON / 2, ICON)
    return (
        left
        + texts(node.lines, NAME, "t", x, top, anchor)
        + texts(rule, RULE, "s", x, top + len(node.lines) * NAME * LINE, anchor)
    )


def _leaves(node: Node, marks: Marks) -> str:
    """The endings inside a box: below a hairline, each with a small ring before its words."""
    if not node.leaves:
        return ""
    left, w = -node.box.w / 2, node.box.w
    y = node.box.h / 2 - leaves_height(node.leaves) - (7 if node.kind == "disclose" else 0)
    parts = [f'<path class="e" style="stroke-width:1" d="M{num(left + 8)} {num(y)}H{num(left + w - 8)}"/>']
    for leaf in node.leaves:
        y += LEAF_GAP
        parts.append(_ring(left + 11, y + RULE * LINE / 2, 4.0))
        cls = "t" if marks.leaf(node, leaf) == DONE else "lf"
        parts.append(texts(leaf.lines, RULE, cls, left + LEAF_LEFT, y, "start"))
        y += len(leaf.lines) * RULE * LINE
    return "".join(parts)


def _ring(x: float, y: float, r: float = 5.5) -> str:
    at = f'cx="{num(x)}" cy="{num(y)}"'
    return f'<circle class="e" {at} r="{num(r)}"/><circle class="ah" {at} r="{num(r / 2)}"/>'


def _ending(node: Node, marks: Marks) -> str:
    """The dot and the words of an outcome below its node."""
    foot = node.box.h / 2 - (6 if node.kind == "disclose" else 0)
    dot = node.box.h / 2 + DROP + DOT / 2
    words = texts(node.ending, RULE, "t" if marks.ending(node) == DONE else "s", 0, dot + DOT / 2 + 2)
    return f'<path class="e" d="M0 {num(foot)}V{num(dot - DOT / 2)}"/>{_ring(0, dot)}' + words


def _end_node(node: Node, direction: str) -> str:
    """An outcome of its own: the dot where the edge comes in or goes out, the words on its other side."""
    high, side = node.box.h / 2, node.box.w / 2
    if node.kind == "from" and direction == COLUMNS:
        return _ring(0, high - 6.5) + texts(node.lines, RULE, "t", 0, -high)
    if node.kind == "from":
        return _ring(side - 6.5, 0) + texts(node.lines, RULE, "t", -side, -len(node.lines) * RULE * LINE / 2, "start")
    if direction == COLUMNS:
        return _ring(0, 6.5 - high) + texts(node.lines, RULE, "t", 0, DOT + 3 - high)
    left = 6.5 - side
    return _ring(left, 0) + texts(node.lines, RULE, "t", left + 11, -len(node.lines) * RULE * LINE / 2, "start")


def _flags(drawing: Drawing, marks: Marks) -> list[str]:
    """The flag at each current step, on a side where it covers nothing."""
    taken = [n.whole.grown(4) for n in drawing.nodes] + [e.pill.box for e in drawing.edges if e.pill]
    text = _say(drawing, _HERE)
    return [_flag(n, taken, drawing, text) for n in drawing.nodes if marks.nodes[n.id] == NOW]


def _flag(node: Node, taken: list[Box], drawing: Drawing, text: str) -> str:
    w, (x, y) = text_width(text, 12, 700) * SLACK + 14, node.box.centre
    page = Box(0, drawing.lanes[0].head.h if drawing.direction == COLUMNS else 0, drawing.width, drawing.height)
    right, left = node.box.right + 10, node.box.x - 10
    own = node.whole.grown(4)
    for tip, sign in ((right, 1), (left, -1)):
        box = Box(tip if sign > 0 else tip - w - 9, y - 12, w + 9, 24)
        if page.holds(box) and not any(box.touches(t) for t in taken if t != own):
            d = f"M{num(tip)} {num(y)}l{9 * sign} -12h{num((w - 3) * sign)}v24h{num((3 - w) * sign)}z"
            return f'<path class="here" d="{d}"/>' + texts((text,), 12, "here-t", tip + sign * (w + 12) / 2, y - 7.8)
    for tip, sign in ((node.whole.bottom + 9, 1), (node.box.y - 10, -1)):
        box = Box(x - w / 2, tip if sign > 0 else tip - 28, w, 28)
        if page.holds(box) and not any(box.touches(t) for t in taken if t != own):
            side = num(w / 2 - 6)
            d = f"M{num(x)} {num(tip)}l6 {6 * sign}h{side}v{22 * sign}h{num(-w)}v{-22 * sign}h{side}z"
            return f'<path class="here" d="{d}"/>' + texts((text,), 12, "here-t", x, tip + 17 * sign - 7.8)
    return ""
