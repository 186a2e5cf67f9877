"""Ways to write a notice by hand through its pages, as the clerk does."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from qingdan.watch.boards.models import Notice, NoticeDraft
from tests.apps.boards.stage import Stage
from tests.cast import client_for

TABLE = "项目\t金额（元）\n灯泡\t1,200\n人工\t300"
LINES = [("", "承修单位", "示例五金店", ""), ("", "经手人", "示例·冯组长", "village")]
_counter = iter(range(1, 10**6))


def typed(**changes: Any) -> dict[str, Any]:
    """A form as it is handed in: two lines, one of them for the village alone, and a table."""
    return {
        "board": "finance", "mark": "large-sum", "audience": "internet", "title": "路灯维修支出",
        "text": "九月修了路灯。", "files_for": "", "about": "", "stands": "15", "objections": "7",
        "version": "0", "once": f"w{next(_counter)}",
        **parts("line", LINES, "value"),
        **parts("table", [("", "支出明细", TABLE, "")], "text"),
    } | changes  # fmt: skip


def parts(prefix: str, rows: list[tuple[str, str, str, str]], value: str) -> dict[str, str]:
    """A formset: name, term, value and audience of each."""
    found = {f"{prefix}-TOTAL_FORMS": str(len(rows)), f"{prefix}-INITIAL_FORMS": "0"}
    for n, (name, term, said, audience) in enumerate(rows):
        found |= {f"{prefix}-{n}-name": name, f"{prefix}-{n}-term": term, f"{prefix}-{n}-{value}": said,
                  f"{prefix}-{n}-audience": audience}  # fmt: skip
    return found


def write(stage: Stage, who: str = "clerk", **changes: Any) -> NoticeDraft:
    """A new draft of one of the cast."""
    answer = client_for(stage.cast[who]).post(reverse("boards:write", args=[stage.cast.one.pk]), typed(**changes))
    assert answer.status_code == 302, answer.content.decode()
    return NoticeDraft.objects.latest("pk")


def step(client: Client, name: str, draft: NoticeDraft, **given: Any) -> Any:
    """Press a button of a draft's page."""
    draft.refresh_from_db()
    once = f"s{next(_counter)}"
    return client.post(reverse(f"boards:{name}", args=[draft.pk]), {"version": draft.version, "once": once} | given)


def reviewed(stage: Stage, draft: NoticeDraft, reviewer: str = "supervision_head") -> NoticeDraft:
    """Handed in by the clerk and passed."""
    assert step(client_for(stage.cast["clerk"]), "submit", draft, looked="yes").status_code == 302
    assert step(client_for(stage.cast[reviewer]), "pass", draft).status_code == 302
    draft.refresh_from_db()
    return draft


def published(stage: Stage, **changes: Any) -> Notice:
    """Written, reviewed and put up."""
    draft = reviewed(stage, write(stage, **changes))
    answer = step(client_for(stage.cast["clerk"]), "post", draft)
    assert answer.status_code == 302, answer.content.decode()
    draft.refresh_from_db()
    assert draft.notice is not None
    return draft.notice


def correct(stage: Stage, notice: Notice, **changes: Any) -> Notice:
    """A correction of a notice, all the way."""
    clerk = client_for(stage.cast["clerk"])
    answer = clerk.post(reverse("boards:correct", args=[notice.code]), {"once": f"c{next(_counter)}"})
    draft = NoticeDraft.objects.latest("pk")
    assert answer["Location"] == reverse("boards:edit", args=[draft.pk])
    given = typed(version="1", slip="no", why="金额写错了", text="九月修了八盏路灯。", **changes)
    assert clerk.post(answer["Location"], given).status_code == 302
    assert step(clerk, "post", reviewed(stage, draft)).status_code == 302
    return Notice.objects.get(corrects=notice)
