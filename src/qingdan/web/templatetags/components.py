"""Block components: each is a tag with its own template in ``templates/components/``. See the gallery for all of them.

Shapes are plain: mappings and sequences of texts, so that a view can build them without knowing this module.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.forms.widgets import (
    CheckboxInput,
    CheckboxSelectMultiple,
    FileInput,
    NumberInput,
    RadioSelect,
    Select,
    Textarea,
    Widget,
)
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()
LONG_ANSWER = 14  # characters: what fits half a phone on two lines


def _class_of(widget: Widget) -> str:
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple | CheckboxInput):
        return "form-check-input"
    return "form-select" if isinstance(widget, Select) else "form-control"


def _shape_of(widget: Widget) -> str:
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        return "choices"
    if isinstance(widget, CheckboxInput):
        return "check"
    if widget.use_fieldset:
        return "group"
    if isinstance(widget, NumberInput):
        return "number"
    return "file" if isinstance(widget, FileInput) else "long" if isinstance(widget, Textarea) else "line"


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, label: str = "", note: str = "") -> dict[str, Any]:
    """``{% field form.amount %}``: label, control, help and errors of one form field.

    ``label`` replaces the field's own; ``note`` is a word after the label (a unit, 已预填). A field that may be left
    empty says so; Django ties help and errors to the control by aria-describedby.
    """
    if not isinstance(bound, BoundField):
        raise template.TemplateSyntaxError(f"{{% field %}} wants a field of a form, not {bound!r}. Is its name right?")
    widget = bound.field.widget
    classes = dict.fromkeys([_class_of(widget), *widget.attrs.get("class", "").split()])
    if bound.errors:
        classes["is-invalid"] = None
    return {
        "field": bound,
        "label": label or bound.label,
        "note": note,
        "shape": _shape_of(widget),
        "control": bound.as_widget(attrs={**widget.attrs, "class": " ".join(classes)}),
        "optional": not bound.field.required and not isinstance(widget, CheckboxInput),
    }


@register.inclusion_tag("components/fields.html")
def fields(form: BaseForm) -> dict[str, Any]:
    """``{% fields form %}``: the error summary, the hidden fields and every visible field in order."""
    return {"form": form}


@register.inclusion_tag("components/errors.html")
def form_errors(form: BaseForm) -> dict[str, Any]:
    """``{% form_errors form %}``: what is to be mended, at the top of the form, each linked to its field."""
    places = [{"id": _first_control(f), "label": f.label, "errors": f.errors} for f in form if f.errors]
    count = sum(len(place["errors"]) for place in places) + len(form.non_field_errors())
    title = ngettext("还有%(count)s处要改，改好再交", "还有%(count)s处要改，改好再交", count) % {"count": count}
    if not places:  # nothing to mend in a field: the words themselves say what to do
        title = _("没有办成")
    return {"places": places, "whole": form.non_field_errors(), "count": count, "title": title}


def _first_control(bound: BoundField) -> str:
    # A group of choices has no control of its own: its first choice takes the focus.
    return bound.id_for_label or (f"{bound.auto_id}_0" if bound.auto_id else "")


@register.inclusion_tag("components/alert.html")
def alert(state: str, title: str, text: str = "", url: str = "") -> dict[str, Any]:
    """The one line that must not be missed; at most one a page. ``state``: over, due or plain."""
    if state not in ("over", "due", "plain"):
        raise template.TemplateSyntaxError(f"an alert is over, due or plain, not {state!r}")
    icons = {"over": "alert", "due": "clock", "plain": "info"}
    return {"state": state, "title": title, "text": text, "url": url, "icon": icons[state]}


@register.inclusion_tag("components/facts.html")
def facts(items: Iterable[Mapping[str, Any]], columns: int = 2) -> dict[str, Any]:
    """Short answers: ``[{"term", "value", "big"?, "note"?}]``, in two columns or four.

    A phone has two columns, or one where an answer is a sentence, which is then not bold either.
    """
    rows = list(items)
    is_long = any(len(str(row["value"])) > LONG_ANSWER for row in rows)
    return {"items": rows, "columns": columns, "long": is_long}


@register.inclusion_tag("components/filters.html")
def filters(items: Sequence[Mapping[str, Any]], label: str) -> dict[str, Any]:
    """What a list can be narrowed to: ``[{"url", "word", "on", "count"?}]``, the one in force marked."""
    return {"items": items, "label": label}


@register.inclusion_tag("components/row.html")
def row(title: str, url: str = "", text: str = "", state: str = "", word: str = "") -> dict[str, Any]:
    """One row of a ``qd-rows`` list: a title, a line beneath and, at the end, a chip (``state``, ``word``)."""
    return {"title": title, "url": url, "text": text, "state": state or "plain", "word": word}


@register.inclusion_tag("components/days.html")
def days(squares: Sequence[Mapping[str, Any]], label: str) -> dict[str, Any]:
    """A square for each day: ``[{"day": date, "state": "past"|"today"|"", "word"?}]``; see :func:`days_of`."""
    return {"squares": squares, "label": label, "many": len(squares) > 8}


def days_of(first: date, last: date, today: date) -> list[dict[str, Any]]:
    """The squares of a period, both ends included, as ``{% days %}`` takes them."""
    run = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [{"day": day, "state": "past" if day < today else "today" if day == today else ""} for day in run]


@register.inclusion_tag("components/timeline.html")
def timeline(entries: Iterable[Mapping[str, Any]], newest_first: bool = True) -> dict[str, Any]:
    """What happened: ``[{"title", "text"?, "at"?: datetime, "who"?, "state"?: "done"|"now", "url"?, "number"?}]``."""
    return {"entries": entries, "reversed": newest_first}


@register.inclusion_tag("components/crumbs.html")
def crumbs(*steps: Any) -> dict[str, Any]:
    """Where am I: ``{% crumbs "示例村" url "村务公开" url "低保初审公示" %}``; the last has no address."""
    pairs = [{"label": steps[n], "url": steps[n + 1] if n + 1 < len(steps) else ""} for n in range(0, len(steps), 2)]
    return {"steps": pairs}


@register.inclusion_tag("components/empty.html")
def empty(title: str, text: str = "", url: str = "", word: str = "") -> dict[str, Any]:
    """An empty list: what will stand here and who puts it there, with a way on."""
    return {"title": title, "text": text, "url": url, "word": word}


@register.inclusion_tag("components/older.html", takes_context=True)
def older(context: Context, key: object, param: str = "before") -> dict[str, Any]:
    """Paging by key: 更早 asks this page again with ``?before=KEY``, 回到最新 without it. No ``key``: no more."""
    request = context["request"]
    rest = request.GET.copy()
    began = rest.pop(param, None)
    back = f"?{rest.urlencode()}" if rest else request.path
    if key is not None:
        rest[param] = str(key)
    return {"older": f"?{rest.urlencode()}" if key is not None else "", "newest": back if began else ""}


@register.inclusion_tag("components/confirm.html", takes_context=True)
def confirm(
    context: Context, action: str, word: str, question: str = "", seal: bool = False, name: str = ""
) -> dict[str, Any]:
    """A form of one button that counts once: posts to ``action`` with the once-token.

    With a ``question`` it opens first and asks, without script. ``seal`` makes it the page's one decisive act;
    ``name`` is an icon.
    """
    return {**_page(context), "action": action, "word": word, "question": question, "seal": seal, "icon": name}


def _page(context: Context) -> dict[str, Any]:
    return {key: context[key] for key in ("request", "csrf_token") if key in context}


METER_TONES = {"ink": "", "due": "b", "done": "g", "over": "r", "calm": "c"}


@register.simple_tag
def meter(label: str, *parts: Any) -> SafeString:
    """A bar of percents with tones, its figures beside it: ``{% meter "已用…" 16.4 "calm" 77.2 "due" %}``."""
    bars: list[SafeString] = []
    for share, tone in zip(parts[::2], parts[1::2], strict=True):
        if tone not in METER_TONES:
            raise template.TemplateSyntaxError(f"a part of a meter is one of {', '.join(METER_TONES)}, not {tone!r}")
        width = f"{min(max(float(share), 0), 100):.2f}"
        bars.append(format_html('<i class="{}" style="width:{}%"></i>', METER_TONES[tone], width))
    return format_html('<div class="qd-meter" role="img" aria-label="{}">{}</div>', label, SafeString("".join(bars)))


@register.simple_tag
def page_title(*parts: object) -> str:
    """The title of a page from its parts, the house last: 申请低保 · 示例村 · 清单."""
    return " · ".join(str(part) for part in (*parts, _("清单")) if part)
