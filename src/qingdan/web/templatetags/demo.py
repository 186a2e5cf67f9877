"""The cast on the sign-in page of a demonstration; nothing anywhere else."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from qingdan.records.people.models import Account, Holding
from qingdan.records.people.posts import post_name
from qingdan.records.regions.days import local_date
from qingdan.records.regions.models import Division
from qingdan.web.demo.mark import may_sign_in_as_anybody

register = template.Library()


@register.inclusion_tag("demo/sign_ins.html", takes_context=True)
def demo_sign_ins(context: template.Context) -> dict[str, Any]:
    """Everybody of the cast by place, villages first, villagers without a post last."""
    request = context["request"]
    groups = _groups() if may_sign_in_as_anybody(request) else []
    return {"groups": groups, "next": context.get("next", ""), "csrf_token": context.get("csrf_token")}


def _groups() -> list[dict[str, Any]]:
    held: dict[int, list[Holding]] = {}
    rows = Holding.objects.on(local_date(timezone.now())).filter(person__is_demo=True)
    for row in rows.select_related("division", "division__parent").order_by("pk"):
        held.setdefault(row.person_id, []).append(row)
    groups: dict[str, dict[str, Any]] = {}
    last: dict[str, Any] = {"place": _("没有职务的村民"), "people": []}
    accounts = Account.objects.filter(person__is_demo=True, is_active=True).select_related("person").order_by("pk")
    for account in accounts:
        mine = held.get(account.person_id, [])
        place = _place(mine[0].division) if mine else ""
        posts = _("、").join(post_name(h.post) for h in mine)
        group = groups.setdefault(place, {"place": place, "people": []}) if place else last
        group["people"].append({"pk": account.pk, "name": account.person.name, "posts": posts})
    return [*groups.values(), *([last] if last["people"] else [])]


def _place(division: Division) -> str:
    return str(division.parent if division.level == "group" else division)
