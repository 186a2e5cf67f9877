"""Scanning the code on a sheet, and handing in a pile of sheets at once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from qingdan.features.cases.file_fields import ManyFiles
from qingdan.features.cases.gates import case_gate
from qingdan.records.files.allowed import ACCEPT
from qingdan.records.people.gates import acting_from
from qingdan.web.intake.taking import take

MOST_SHEETS = 30


class PileField(forms.FileField):
    """Any number of files, at least one; each is looked into only when it is taken."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if not given:
            raise ValidationError(_("还没有选照片或文件。"))
        if len(given) > MOST_SHEETS:
            raise ValidationError(_("一次最多%(n)d张。请分几次交。") % {"n": MOST_SHEETS})
        return list(given)


class SheetsForm(forms.Form):
    """A pile of photographed or scanned sheets. Each is looked into by itself, so that one bad one keeps none back."""

    sheets = PileField(
        label=gettext_lazy("拍好或扫描好的表"),
        widget=ManyFiles(attrs={"multiple": True, "accept": ACCEPT}),
        help_text=gettext_lazy("一次最多30张，每张不超过10兆。一张表一张照片，二维码要拍清楚。"),
    )


@login_not_required
@never_cache
@require_safe
def sheet(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Where the code on a case's form leads: whoever may open the case to its step, everybody else to 查进度."""
    if request.user.is_authenticated:
        try:
            case_gate(request, pk)
        except Http404:
            return redirect("portal:track")
        return redirect(f"{reverse('cases:case', args=[pk])}?step={key.replace('#', '%23')}")
    return redirect("portal:track")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: HttpRequest) -> HttpResponse:
    """Hand in signed sheets; each finds its case and step by the code printed on it."""
    form = SheetsForm(request.POST, request.FILES) if request.method == "POST" else SheetsForm()
    taken = []
    if form.is_valid():
        acting = replace(acting_from(request), once=None)  # the same sheet twice is kept twice, and harms nothing
        taken = [take(request, upload, acting) for upload in form.cleaned_data["sheets"]]
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "intake/papers.html", {"section": "inbox", "form": form, "taken": taken}, status=status)
