"""Villages with something on every page of theirs: a standing rule, somebody away, a post to hand over, a group."""

from __future__ import annotations

from datetime import timedelta

from qingdan.features.handovers.acts import open_handover
from qingdan.records.people import acts as people
from tests.cast import client_for, give_post, house, join, today
from tests.journeys.looking import Look
from tests.journeys.staging import Stage
from tests.places import group_of


def pages_of_places(stage: Stage) -> dict[str, str]:
    """Kind and address of every page of villages and handovers at the desk."""
    cast, one = stage.cast, stage.cast.one
    for place, deputy in enumerate(("village-committee-member", "village-deputy-director"), start=1):
        people.name_deputy(
            acting=house(), village=one, post="village-clerk", deputy_post=deputy, order=place, why="示例：村两委会议"
        )
    away = cast["member_b"]
    people.declare_absence(acting=away.acting, person=away.person, starts=today(), ends=today() + timedelta(days=9))
    join(cast, "former", "示例·前文书")
    last = today() - timedelta(days=366)
    term = give_post(cast, "former", "village-clerk", one, last - timedelta(days=900), last)
    handover = open_handover(acting=house(), holding=term)
    group_of(one, "第九村民小组")
    here = f"/desk/villages/{one.pk}/"
    return {
        "places": "/desk/villages/",
        "place": here,
        "place-join": f"{here}join/",
        "place-change": f"{here}change/",
        "place-split": f"{here}split/",
        "places-merge": f"/desk/villages/merge/?town={cast.town.pk}",
        "handovers": "/desk/handovers/",
        "handover": f"/desk/handovers/{handover.pk}/",
    }


def look_at_a_merger(stage: Stage, look: Look, path: str) -> None:
    """What would move is shown only to somebody who has chosen the villages."""
    look.open("places-merge", path, "editor", client_for(stage.cast["editor"]))
    look.looked_at.remove("places-merge")
    for village in (stage.cast.one, stage.cast.two):
        look.page.get_by_label(village.name).check()
    look.page.get_by_label("合成哪个村").select_option(str(stage.cast.one.pk))
    look.page.get_by_label("从哪一天起").fill(today().isoformat())
    look.page.get_by_label("批准文件和文号").fill("示例〔2026〕1号")
    look.page.get_by_role("button", name="看看会移动什么").click()
    look.page.get_by_text("谁在新的村接着任").wait_for()
    look.judge("places-merge-look", "editor")
