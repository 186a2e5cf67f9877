"""The look of a drawing that stands alone. The theme's tokens; ``PAPER`` is black on white."""

from __future__ import annotations

_SHAPE = """
.qd-flow{{font-family:"Noto Sans SC","Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif}}
.lane{{fill:{paper};stroke:{line}}}.lane.alt{{fill:{ground}}}.lane-h{{fill:{sunk};stroke:{line}}}
.lane-t{{fill:{ink};font-weight:600}}.s,.lf{{fill:{ink3};font-weight:400}}
.n{{fill:{paper};stroke:{line2};stroke-width:1.5}}.t{{fill:{ink};font-weight:600}}
.ic{{fill:none;stroke:{ink2};stroke-width:1.75;stroke-linecap:round;stroke-linejoin:round}}
.e{{fill:none;stroke:{line2};stroke-width:1.6}}.ah{{fill:{line2};stroke:none}}
.e.done{{stroke:{done};stroke-width:2.2}}.ah.done{{fill:{done}}}
.e.off{{stroke-dasharray:4 4}}.e.back{{stroke-dasharray:2 4;stroke-linecap:round}}
.lb{{fill:{paper};stroke:{line2}}}.lbt{{fill:{ink};font-weight:600}}
.lb.done{{stroke:{done}}}.lbt.done{{fill:{done}}}.lb.off{{stroke-dasharray:3 3}}.lbt.off{{fill:{ink3};font-weight:400}}
.is-done .n{{fill:{wash};stroke:{done}}}.is-done .ic,.is-done .no{{stroke:{done}}}.is-done .s{{fill:{done}}}
.tick{{fill:{done}}}.tick-m{{fill:none;stroke:#fff;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}}
.halo{{fill:{halo};stroke:none}}.is-now .n{{stroke:{seal};stroke-width:2.5}}.is-now .ic{{stroke:{seal}}}
.no{{fill:{paper};stroke:{line2}}}.not{{fill:{ink2};font-weight:600}}
.is-now .no{{fill:{seal};stroke:{seal}}}.is-now .not{{fill:#fff}}
.here{{fill:{seal}}}.here-t{{fill:#fff;font-weight:700}}
.is-off .n{{stroke-dasharray:4 4;fill:none}}.is-off .t{{fill:{ink3};font-weight:400}}.is-off .ic{{stroke:{ink3}}}
"""


def _css(**colours: str) -> str:
    return _SHAPE.format(**colours).replace("\n", "")


SCREEN = _css(
    ground="#faf6ef", paper="#fffefc", sunk="#f3ede2", ink="#221e19", ink2="#544c42", ink3="#6b6256", line="#e2d9c9",
    line2="#8c8171", seal="#a12722", halo="#fbede9", done="#276749", wash="#e7f1ea",
)  # fmt: skip

PAPER = _css(
    ground="#ffffff", paper="#ffffff", sunk="#f0f0f0", ink="#000000", ink2="#000000", ink3="#333333", line="#999999",
    line2="#333333", seal="#000000", halo="#e4e4e4", done="#000000", wash="#f0f0f0",
)  # fmt: skip
