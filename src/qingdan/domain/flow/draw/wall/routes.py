"""The arrows of a wall chart: straight where they can be, else through the gaps between rows and lanes."""

from __future__ import annotations

from dataclasses import dataclass

from qingdan.domain.flow.draw.values import Point
from qingdan.domain.flow.draw.wall.tracks import Tracks
from qingdan.domain.flow.draw.wall.values import ARROW, Tile, Wall


@dataclass(frozen=True, slots=True)
class Arrow:
    """From a tile to one that comes after it. ``sometimes``: some cases do not go this way."""

    points: tuple[Point, ...]
    sometimes: bool


def arrows(wall: Wall) -> list[Arrow]:
    """Every arrow of a chart, first to last."""
    tiles = {tile.stop.step.id: tile for tile in wall.tiles}
    pairs = [(tiles[b], tile) for tile in wall.tiles for b in tile.stop.before]
    tracks = Tracks.of([tile.cell for tile in wall.tiles], [(a.cell, b.cell) for a, b in pairs])
    return [Arrow(_way(wall, tracks, a, b), a.stop.sometimes or b.stop.sometimes) for a, b in pairs]


def _way(wall: Wall, tracks: Tracks, a: Tile, b: Tile) -> tuple[Point, ...]:
    """The corners of the way from one tile to another."""
    (ax, ay), (bx, by) = a.box.centre, b.box.centre
    if a.row == b.row:
        return ((a.box.right, ay), (b.box.x, by)) if a.lane < b.lane else ((a.box.x, ay), (b.box.right, by))
    start, end = (ax, a.box.bottom - 7), (bx, b.box.y)  # a notice's lower edge is not straight
    across = [_track(wall, tracks, row, b) for row in tracks.turns(a.cell, b.cell)]
    if not across:
        return start, end
    if len(across) == 1:
        return start, (ax, across[0]), (bx, across[0]), end
    side = wall.width / len(wall.lanes) * (b.lane + (1 if a.lane > b.lane else 0))
    return start, (ax, across[0]), (side, across[0]), (side, across[1]), (bx, across[1]), end


def _track(wall: Wall, tracks: Tracks, row: int, b: Tile) -> float:
    bottom = next(tile.box.bottom for tile in wall.tiles if tile.row == row)
    return bottom + 1 + (wall.gaps[row] - ARROW - 1) * tracks.share(row, b.cell)
