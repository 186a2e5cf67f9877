"""Makes a graph smaller and plainer once it is whole: ways that say the same, ends that hang on a step, lanes."""

from __future__ import annotations

from dataclasses import replace

from qingdan.domain.flow.draw.phrases import Lexicon
from qingdan.domain.flow.draw.spots import Exit, Graph, Spot, Way


def merge(graph: Graph, words: Lexicon) -> None:
    """Two ways between the same two nodes become one that says both."""
    merged: dict[tuple[str, str, str], Way] = {}
    for way in graph.ways:
        key = (way.source, way.target, way.kind)
        known = merged.get(key)
        if known is not None:
            both = list(dict.fromkeys(x for x in (*known.label.split(" / "), way.label) if x))
            many = words.say("其他结果", "any other result")
            text = " / ".join(both) if len(both) < 3 and many not in both else many
            way = replace(known, label=text if known.label and way.label else "")
        merged[key] = way
    graph.ways = list(merged.values())


def hang_ends(graph: Graph) -> None:
    """An end to which one step leads hangs on that step instead of taking a place of its own.

    Where nothing else follows the step it hangs below the box; where something does, it is a line inside it.
    """
    for spot in [s for s in graph.spots.values() if s.kind == "end"]:
        into = [w for w in graph.ways if w.target == spot.id]
        if len(into) != 1:
            continue
        source = graph.spots[into[0].source]
        if source.kind in ("question", "owed", "from"):
            continue
        if into[0].label:
            source.exits = (*source.exits, Exit(into[0].label, spot.title, spot.ref))
        elif len(graph.after(source.id)) == 1:
            source.ending, source.ending_ref = spot.title, spot.ref
        else:
            continue
        graph.later = [(source.id if a == spot.id else a, b) for a, b in graph.later]
        del graph.spots[spot.id]
        graph.ways.remove(into[0])


def name_lanes(graph: Graph, words: Lexicon) -> None:
    """Nodes without a lane stand in that of the node after them; lanes as they appear, after those who ask."""
    spots = graph.spots
    for spot in reversed(spots.values()):
        if not spot.lane:
            after = (spots[w.target].lane for w in graph.ways if w.source == spot.id)
            spot.lane = next((lane for lane in after if lane), "")
    known = [s.lane for s in spots.values() if s.lane] or [""]
    for spot in spots.values():
        spot.lane = spot.lane or known[0]
    lanes = list(dict.fromkeys(s.lane for s in spots.values()))
    graph.lanes = sorted(lanes, key=words.comes_later)


def sinks(graph: Graph) -> list[Spot]:
    """The spots from which no way leads on."""
    going = {w.source for w in graph.ways if w.kind == "next"}
    return [s for s in graph.spots.values() if s.id not in going]
