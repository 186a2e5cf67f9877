"""One sheet at a time: looked into, its code read, and put beside the step of the case that the code names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _

from qingdan.domain.flow.model import Step
from qingdan.features.cases.acts import add_file, add_late_file
from qingdan.features.cases.gates import SeenCase, case_gate
from qingdan.features.cases.messages import local
from qingdan.features.cases.running import edition_of
from qingdan.records.files.checking import checked
from qingdan.records.files.codes import codes_in
from qingdan.records.files.store import store
from qingdan.records.register.acts import Acting, Refused

SHEET, BLANK = "intake:sheet", "forms:blank"


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one file: ``state`` is done, due (something is left to do) or over (not taken)."""

    name: str
    state: str
    text: str
    url: str = ""
    word: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """What a code names: the view and its arguments."""

    view: str
    args: dict[str, Any]


def named_by(texts: Iterable[str]) -> list[Named]:
    """The sheets of this house that codes name, each once. The host is not looked at: a house may have moved."""
    found = []
    for text in texts:
        try:
            match = resolve(urlsplit(text).path)
        except (Resolver404, ValueError):
            continue
        if match.view_name in (SHEET, BLANK):
            found.append(Named(match.view_name, dict(match.captured_kwargs or match.kwargs)))
    return [one for n, one in enumerate(found) if one not in found[:n]]


def take(request: HttpRequest, upload: UploadedFile, acting: Acting) -> Taken:
    """Take one sheet. What cannot be taken says why and what to do; the others are not held up by it."""
    name = (upload.name or "")[-60:]
    try:
        content, kind = checked(upload)
        sheets = named_by(codes_in(content, kind))
        if len(sheets) != 1:
            return _unclear(name, len(sheets))
        if sheets[0].view == BLANK:
            return _blank(name, sheets[0])
        seen = case_gate(request, int(sheets[0].args["pk"]))
        return _put(seen, str(sheets[0].args["key"]), upload, name, acting)
    except Refused as fault:
        return Taken(name, "over", str(fault.message))
    except Http404:
        return Taken(name, "over", _("这张表不是您经办的事项，没有收下。请交给经办的人。"))


def _unclear(name: str, count: int) -> Taken:
    if count:
        return Taken(name, "over", _("里面有几张不同的表，分不清归哪一件。请一张表拍一张照片，分开交。"))
    return Taken(
        name,
        "over",
        _("没有认出表上的二维码。请把整张表拍平、拍清楚再交；实在认不出，到那件事的页面里选这一步，从那里交。"),
        reverse("cases:list"),
        _("找那件事"),
    )


def _blank(name: str, sheet: Named) -> Taken:
    url = reverse("cases:open", args=[sheet.args["power"]])
    return Taken(name, "due", _("这是一张空白表，还没有编号。请先立项，再把它交到第一步。"), url, _("去立项"))


def _put(seen: SeenCase, key: str, upload: UploadedFile, name: str, acting: Acting) -> Taken:
    step = seen.running.flow.steps().get(key.partition("#")[0])
    if step is None or not seen.handles:
        raise Http404
    kind = _kind_of(seen, step)
    stored = store(upload=upload, salt=seen.case.salt, at=acting.at)
    what = {"number": seen.case.number, "step": local(step.name)}
    page = f"{reverse('cases:case', args=[seen.case.pk])}?step={key.replace('#', '%23')}"
    if key in seen.case.state["open"]:
        add_file(acting=acting, case_id=seen.case.pk, key=key, kind=kind, stored=stored, name=upload.name or "")
        said = _("已放到 %(number)s 的“%(step)s”。还要把纸上写的填进去，写明是哪天办的。") % what
        return Taken(name, "due", said, page, _("去填写"))
    add_late_file(acting=acting, case_id=seen.case.pk, key=key, kind=kind, stored=stored, name=upload.name or "")
    return Taken(name, "done", _("已归入 %(number)s 的“%(step)s”，这一步早已办过。") % what, page, _("看一看"))


def _kind_of(seen: SeenCase, step: Step) -> str:
    """Which of the step's evidence the signed form is: as its form says, the only one there is, or just a paper."""
    form = edition_of(seen.case).forms.get(step.form or "")
    if form is not None and form.signed_as in step.evidence:
        return str(form.signed_as)
    return step.evidence[0] if len(step.evidence) == 1 else "other"
