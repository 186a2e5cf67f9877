"""What the pages of this app share: the day asked for, the key of a page, acts with their refusals, changes told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from django.forms import Form
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qingdan.domain.catalogue.rolls import Keeping
from qingdan.domain.rules.identity import mask_id
from qingdan.records.people.gates import acting_from
from qingdan.records.people.models import Person
from qingdan.records.people.posts import post_name
from qingdan.records.register.acts import Acting, AlreadyDone, Refused
from qingdan.records.rolls.catalogue import why_words
from qingdan.records.rolls.days import AHEAD, EARLIEST
from qingdan.records.rolls.forms.common import PersonForm
from qingdan.records.rolls.gates import Seen
from qingdan.records.rolls.models import Change, HouseholdMember
from qingdan.records.rolls.queries.people import namesakes

V = TypeVar("V")
PARTS = {
    "name": gettext_lazy("姓名"),
    "mobile": gettext_lazy("手机号"),
    "id_number": gettext_lazy("身份证号"),
    "born_on": gettext_lazy("出生日期"),
    "sex": gettext_lazy("性别"),
    "since": gettext_lazy("列入日期"),
    "starts": gettext_lazy("起算日期"),
    "ends": gettext_lazy("最后一天"),
    "why_on": gettext_lazy("列入原因"),
    "why_off": gettext_lazy("划掉原因"),
    "note": gettext_lazy("依据"),
    "group_id": gettext_lazy("小组"),
    "group": gettext_lazy("小组"),
    "number": gettext_lazy("户号"),
    "relation": gettext_lazy("与户主关系"),
}
SEXES = {"m": gettext_lazy("男"), "f": gettext_lazy("女")}


def day_asked(request: HttpRequest, today: date) -> date:
    """``?day=2026-11-23``; today when it is none, or out of reach."""
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return today
    return day if EARLIEST <= day <= today + AHEAD else today


def key_asked(request: HttpRequest, name: str = "after") -> int | None:
    """``?after=123``: the row that the page before ended with."""
    given = request.GET.get(name, "")[:18]
    return int(given) if given.isascii() and given.isdigit() else None


def text_asked(request: HttpRequest, name: str = "q") -> str:
    """``?q=…`` without control signs, at most forty characters."""
    return "".join(c for c in request.GET.get(name, "") if c.isprintable()).strip()[:40]


def acting_as(request: HttpRequest, seen: Seen, keeping: Keeping) -> Acting:
    """Who acts, in the post by which he keeps this. :raises Refused: when it is not held today."""
    return acting_from(request, roles=keeping.keeps, division=seen.village)


def attempt(form: Form, act: Callable[[], V]) -> tuple[bool, V | None]:
    """Do an act; a refusal becomes an error of the form. (done, value): one handed in twice is done, without value."""
    try:
        return True, act()
    except AlreadyDone:
        return True, None
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return False, None


def which_person(form: PersonForm, seen: Seen) -> bool:
    """Whether the form says who is meant: it asks, when the village has others of this name."""
    words = form.cleaned_data
    alike = namesakes(seen.village, words["name"])
    number = words.get("id_number")
    if number and any(hasattr(p, "identity") and p.identity.id_number == number for p in alike):
        return True  # the number says it
    free = [p for p in alike if not (number and hasattr(p, "identity") and p.identity.id_number)]
    if free:
        form.ask_which(free, called)
    return form.is_valid()


def called(person: Person) -> str:
    """A person told from others of the name: by year of birth and the masked number."""
    identity = getattr(person, "identity", None)
    more = []
    if identity and identity.born_on:
        more.append(_("%(year)d年生") % {"year": identity.born_on.year})
    if identity and identity.id_number:
        more.append(mask_id(identity.id_number))
    return _("%(name)s（%(more)s）") % {"name": person.name, "more": _("、").join(more)} if more else person.name


def masked(person: Person) -> str:
    """The identity number as a keeper sees it; "" when there is none."""
    identity = getattr(person, "identity", None)
    return mask_id(identity.id_number) if identity and identity.id_number else ""


def told(
    changes: Iterable[Change], keeping: Keeping | None, groups: Mapping[int, str], *, named: bool = False
) -> list[dict[str, Any]]:
    """Changes as ``{% timeline %}`` takes them; ``named``: with the person whom each is about."""
    return [
        {
            "title": _("%(what)s：%(name)s") % {"what": change.get_what_display(), "name": change.person.name}
            if named and change.person
            else change.get_what_display(),
            "text": " · ".join(filter(None, _words_of(change, keeping, groups))),
            "at": change.at,
            "who": _("%(name)s（%(post)s）") % {"name": change.actor_name, "post": post_name(change.actor_post)}
            if change.actor_post
            else change.actor_name,
        }
        for change in changes
    ]


def _words_of(change: Change, keeping: Keeping | None, groups: Mapping[int, str]) -> list[str]:
    words = change.words
    said = []
    if words.get("starts"):
        said.append(_("从 %(day)s 起") % {"day": words["starts"]})
    if words.get("ends"):
        said.append(_("到 %(day)s 为止") % {"day": words["ends"]})
    if words.get("why"):
        said.append(why_words(keeping, words["why"]))
    for part, (before, after) in (words.get("changed") or {}).items():
        shown = PARTS.get(part, part)
        if part == "id_number":
            said.append(_("%(part)s改了") % {"part": shown})
        else:
            pair = [_value(part, value, keeping, groups) for value in (before, after)]
            said.append(_("%(part)s：%(before)s → %(after)s") % {"part": shown, "before": pair[0], "after": pair[1]})
    if words.get("full") is not None:
        said.append(_("有完全民事行为能力") if words["full"] else _("没有完全民事行为能力"))
    if words.get("reason"):
        said.append(words["reason"])
    if words.get("source") == "import":
        said.append(_("用表格导入"))
    return said


def _value(part: str, value: Any, keeping: Keeping | None, groups: Mapping[int, str]) -> str:
    if value in (None, ""):
        return "—"
    if part in ("why_on", "why_off"):
        return why_words(keeping, value)
    if part == "group_id":
        return groups.get(value, str(value))
    if part == "relation":
        return str(dict(HouseholdMember.Relation.choices).get(value, value))
    return str(SEXES.get(value, value)) if part == "sex" else str(value)
