"""Where there are rolls for me, and the rolls of one village at a glance."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from qingdan.domain.catalogue.rolls import Roll, Rolls
from qingdan.records.people.gates import Viewer, viewer_of
from qingdan.records.regions.models import Division
from qingdan.records.regions.paths import path_at
from qingdan.records.regions.queries import merged_into, villages_of
from qingdan.records.rolls.catalogue import readers_of, rolls_on
from qingdan.records.rolls.gates import Seen, village_gate
from qingdan.records.rolls.queries.counts import RollCount, count_households, counts_of
from qingdan.records.rolls.queries.lists import closed_rolls, groups_ever, last_changes
from qingdan.records.rolls.views.common import day_asked

KEEPERS = "rolls"  # the menu entry that these pages belong to


@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The villages whose rolls I may see; with only one, that one."""
    viewer = viewer_of(request)
    villages, towns = _reach(viewer, rolls_on(viewer.day))
    if len(villages) == 1 and not towns:
        return redirect("rolls:village", villages[0].pk)
    asked = request.GET.get("town", "")
    town = next((t for t in towns if str(t.pk) == asked), towns[0] if len(towns) == 1 else None)
    page = villages_of(town, after=request.GET.get("after")) if town else None
    context = {
        "section": KEEPERS,
        "villages": villages,
        "towns": towns if len(towns) > 1 else [],
        "town": town,
        "below": page.items if page else [],
        "after": page.after if page else None,
    }
    return render(request, "rolls/index.html", context)


def _reach(viewer: Viewer, rolls: Rolls) -> tuple[list[Division], list[Division]]:
    """Villages of my own posts, and towns below which I read some roll."""
    posts = {post for roll in rolls.kinds.values() for post in readers_of(roll)}
    if rolls.households:
        posts |= {*rolls.households.keeps, *rolls.households.reads}
    held = [h for post, h in viewer.posts if post.slug in posts]
    paths = {path_at(h.division.path, "village") for h in held}
    villages = Division.objects.villages().filter(path__in=[p for p in paths if p]).order_by("path")
    above = [h.division.path for h in held if h.division.level in ("town", "city")]
    towns: list[Division] = []
    for path in sorted(set(above)):
        towns += Division.objects.filter(level="town", path__startswith=path).order_by("path")
    return list(villages), list(dict.fromkeys(towns))


@never_cache
@require_safe
def village(request: HttpRequest, pk: int) -> HttpResponse:
    """The rolls of a village on a day: how many persons and households, by group, and when each was last changed."""
    seen = village_gate(request, pk)
    day = day_asked(request, seen.day)
    kinds = [roll.slug for roll in seen.readable]
    counts, changed = counts_of(seen.village, kinds, day), last_changes(seen.village, kinds)
    groups = groups_ever(seen.village)
    context = {
        "section": KEEPERS,
        "seen": seen,
        "village": seen.village,
        "demo": seen.village.is_demo,
        "before": merged_into(seen.village),
        "day": day,
        "today": seen.day,
        "rows": [
            _row(seen, roll, counts[roll.slug], groups) | {"at": changed.get(roll.slug)} for roll in seen.readable
        ],
        "houses": sum(count_households(seen.village, day).values()) if seen.households else None,
        "closed": closed_rolls(seen.village, kinds),
    }
    return render(request, "rolls/village.html", context)


def _row(seen: Seen, roll: Roll, count: RollCount, groups: list[Division]) -> dict[str, Any]:
    return {"roll": roll, "count": count, "kept": seen.keeps(roll), "groups": by_group(count, groups)}


def by_group(count: RollCount, groups: list[Division]) -> list[dict[str, Any]]:
    """The numbers of every group of the village, and of those in none where there are any."""
    found = {g.group: g for g in count.by_group}
    rows: list[dict[str, Any]] = [
        {"pk": g.pk, "name": g.short_name, "count": found[g.pk]} for g in groups if g.pk in found
    ]
    return rows + ([{"pk": None, "name": "", "count": found[None]}] if None in found else [])
