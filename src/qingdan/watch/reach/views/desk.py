"""Robots at the desk: which groups get the notices, what did not arrive and what to do about it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qingdan.records.people.gates import acting_from
from qingdan.records.regions.models import Division
from qingdan.records.register.acts import AlreadyDone, Refused
from qingdan.watch.reach import presenting, queries
from qingdan.watch.reach.acts import remove_robot, set_robot, try_again
from qingdan.watch.reach.forms import RobotForm
from qingdan.watch.reach.gates import keeper_gate, place_gate, robot_gate
from qingdan.watch.reach.reading import edition_today


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Every place of the person's: its robots with what they brought, its readers with what they did not get."""
    keeper, now = keeper_gate(request), timezone.now()
    robots = queries.robots_of(keeper.places)
    every = [robot for many in robots.values() for robot in many]
    lately = queries.last_deliveries(every, queries.lately(now))
    readers, failed = queries.readers_in(keeper.places), queries.letters_failed_in(keeper.places)
    edition = edition_today()
    context = {
        "section": "boards",
        "places": [
            {
                "place": place,
                "robots": [presenting.robot_row(r, lately.get(r.pk, []), edition) for r in robots.get(place.pk, [])],
                "readers": readers.get(place.pk, {}),
                "failed": presenting.failed_rows(failed.get(place.pk, {})),
            }
            for place in keeper.places
        ],
        "channels": presenting.channels(),
        "demo": any(place.is_demo for place in keeper.places),
    }
    return render(request, "reach/desk.html", context)


@sensitive_post_parameters("address", "secret")
@require_http_methods(["GET", "HEAD", "POST"])
def robot(request: HttpRequest, pk: int) -> HttpResponse:
    """Set up a robot for a place."""
    keeper, place = place_gate(request, pk)
    form = RobotForm(edition_today(), request.POST or None)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            _set(request, place, keeper.posts, form)
        except AlreadyDone:
            return redirect("reach:desk")
        except Refused as fault:
            form.add_error("address", fault.message)
            status = 409
        else:
            messages.success(request, _("接上了。机器人马上在群里说一句话；这一页过一会儿看得到说成了没有。"))
            return redirect("reach:desk")
    context = {"section": "boards", "place": place, "form": form, "demo": place.is_demo}
    return render(request, "reach/robot.html", context, status=status)


def _set(request: HttpRequest, place: Division, posts: frozenset[str], form: RobotForm) -> None:
    typed: dict[str, Any] = form.cleaned_data
    set_robot(
        acting=acting_from(request, roles=posts, division=place), division=place, kind=typed["kind"],
        name=typed["name"], address=typed["address"], secret=typed["secret"].strip(), chosen=form.chosen,
    )  # fmt: skip


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a robot out."""
    keeper, found = robot_gate(request, pk)
    try:
        remove_robot(acting=acting_from(request, roles=keeper.posts, division=found.division), robot=found)
        messages.success(request, _("取下了，地址已经删掉。群里的机器人请在群里删。"))
    except AlreadyDone:
        messages.info(request, _("刚才已经取下了。"))
    return redirect("reach:desk")


@require_POST
def robot_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Try once more what a robot did not bring."""
    keeper, found = robot_gate(request, pk)
    acting = acting_from(request, roles=keeper.posts, division=found.division)
    return _again(request, lambda: try_again(acting=acting, division=found.division, robot=found))


@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Try once more the letters that a village's readers did not get."""
    keeper, place = place_gate(request, pk)
    acting = acting_from(request, roles=keeper.posts, division=place)
    return _again(request, lambda: try_again(acting=acting, division=place, robot=None))


def _again(request: HttpRequest, do: Any) -> HttpResponse:
    try:
        messages.success(request, _("再发一遍：%(n)d条，马上就发。") % {"n": do()})
    except AlreadyDone:
        messages.info(request, _("刚才已经点过了，正在发。"))
    except Refused as fault:
        messages.error(request, str(fault.message))
    return redirect("reach:desk")
