"""The outline and the icon of each kind: shape tells the kind also without colour. Icons are the mock-ups' own."""

from __future__ import annotations

from qingdan.domain.flow.draw.values import Box

ICONS = {
    "do": '<path d="M4 20l1-4.5L16.5 4a2 2 0 0 1 3 0l.5.5a2 2 0 0 1 0 3L8.5 19z"/><path d="M14 6.5l3.5 3.5"/>',
    "approve": '<path d="M9.5 13.5c0-2-1.5-3.5-1.5-6a4 4 0 0 1 8 0c0 2.5-1.5 4-1.5 6"/>'
    '<path d="M5 17.5v-2a2 2 0 0 1 2-2h10a2 2 0 0 1 2 2v2z"/><path d="M5 21h14"/>',
    "review": '<path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z"/>'
    '<circle cx="12" cy="12" r="3"/>',
    "meet": '<ellipse cx="12" cy="14.5" rx="6" ry="3"/><circle cx="12" cy="6" r="2.2"/>'
    '<circle cx="4.5" cy="10" r="1.9"/><circle cx="19.5" cy="10" r="1.9"/>'
    '<circle cx="5.5" cy="19.5" r="1.9"/><circle cx="18.5" cy="19.5" r="1.9"/>',
    "elect": '<path d="M4 11.5h16V20H4z"/><path d="M8 14.5h8"/><path d="M8.5 11V3.5h7V11M10.5 7l1.2 1.2L14 6"/>',
    "disclose": '<rect x="3.5" y="4" width="17" height="11.5" rx="1.5"/>'
    '<path d="M7 8h10M7 11.5h6M7 15.5V21M17 15.5V21"/>',
    "serve": '<rect x="3" y="5.5" width="18" height="13.5" rx="1.5"/><path d="M3.5 7l8.5 6.5L20.5 7"/>',
    "pay": '<circle cx="12" cy="12" r="9"/><path d="M8.5 7.5 12 12l3.5-4.5M12 12v5.5M8.7 12.5h6.6M8.7 15.2h6.6"/>',
    "start": '<path d="M4 12h16M14 6l6 6-6 6"/>',
    "archive": '<rect x="3" y="4" width="18" height="4.5" rx="1"/>'
    '<path d="M4.5 8.5V19a1 1 0 0 0 1 1h13a1 1 0 0 0 1-1V8.5M9.5 12.5h5"/>',
    "owed": '<circle cx="12" cy="12" r="9"/><path d="M12 6.5V12l3.5 2.5"/>',
    "end": '<circle cx="12" cy="12" r="8"/><circle cx="12" cy="12" r="3.5"/>',
}


def num(value: float) -> str:
    """A coordinate with at most two decimals and no idle zeros."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if value % 1 else str(int(value))


def outline(kind: str, w: float, h: float) -> str:
    """The shape around its own middle, as SVG with class ``n``."""
    x, y = w / 2, h / 2
    match kind:
        case "approve":
            return _rect(w, h, 2) + _rect(w - 7, h - 7, 1, ' style="fill:none;stroke-width:1"')
        case "meet" | "elect":
            return _rect(w, h, min(y, 27))
        case "disclose":
            return _path(
                f"M{num(-x)} {num(-y)}H{num(x)}V{num(y - 7)}C{num(x / 2)} {num(y - 15)} {num(-x / 2)} {num(y + 3)} "
                f"{num(-x)} {num(y - 5)}z"
            )
        case "review":
            c = min(11.0, y - 2)
            return _path(
                f"M{num(c - x)} {num(-y)}H{num(x - c)}L{num(x)} {num(c - y)}V{num(y - c)}L{num(x - c)} {num(y)}"
                f"H{num(c - x)}L{num(-x)} {num(y - c)}V{num(c - y)}z"
            )
        case "pay":
            return _path(
                f"M{num(-x)} {num(-y)}H{num(x)}V-7A7 7 0 0 0 {num(x)} 7V{num(y)}H{num(-x)}V7A7 7 0 0 0 {num(-x)} -7z"
            )
        case "archive":
            tab = -x + w * 0.32
            return _path(f"M{num(-x)} {num(y)}V{num(-y - 4)}H{num(tab)}L{num(tab + 7)} {num(-y)}H{num(x)}V{num(y)}z")
        case "start":
            return _path(f"M{num(-x)} {num(-y)}H{num(x - 12)}L{num(x)} 0L{num(x - 12)} {num(y)}H{num(-x)}z")
        case "serve":
            return _path(
                f"M{num(-x)} {num(-y)}H{num(x - 12)}L{num(x)} {num(12 - y)}V{num(y)}H{num(-x)}z"
                f"M{num(x - 12)} {num(-y)}V{num(12 - y)}H{num(x)}"
            )
        case "question":
            return _path(f"M0 {num(-y)}L{num(x)} 0L0 {num(y)}L{num(-x)} 0z")
        case "owed":
            return _rect(w, h, 6, ' stroke-dasharray="5 4"')
        case _:
            return _rect(w, h, 6)


def _rect(w: float, h: float, radius: float, more: str = "") -> str:
    return f'<rect class="n" {box_attributes(Box(-w / 2, -h / 2, w, h))} rx="{num(radius)}"{more}/>'


def _path(d: str) -> str:
    return f'<path class="n" d="{d}"/>'


def icon(kind: str, x: float, y: float, size: float) -> str:
    """The kind's icon with its upper left corner at x, y."""
    return (
        f'<svg class="ic" x="{num(x)}" y="{num(y)}" width="{num(size)}" height="{num(size)}" viewBox="0 0 24 24">'
        f"{ICONS[kind]}</svg>"
    )


def box_attributes(box: Box) -> str:
    """x, y, width and height."""
    return f'x="{num(box.x)}" y="{num(box.y)}" width="{num(box.w)}" height="{num(box.h)}"'
