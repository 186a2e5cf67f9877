"""The main way as a chart for a wall: lanes, large type, one box a step, nothing of the side ways.

The whole drawing of a long flow would have type that nobody reads from where he stands. Here the room is given, and the
type is as large as it can be in it; where it would be too small, the steps that tell least are left out and the chart
says how many.
"""

from __future__ import annotations

from qingdan.domain.flow.draw.wall.layout import wall
from qingdan.domain.flow.draw.wall.svg import write_wall
from qingdan.domain.flow.draw.wall.values import LEGEND, Tile, Wall

__all__ = ["LEGEND", "Tile", "Wall", "wall", "write_wall"]
