"""All components on one page, in every state: for those who write pages, and for the tests that look at them.

Open only where the house is being built or shown (DEBUG, or a demonstration).
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from qingdan.web import errors
from qingdan.web.demo.mark import is_demonstration
from qingdan.web.icons import listed
from qingdan.web.templatetags.components import days_of

TODAY = date(2026, 11, 23)
FACES = {"portal": "base_portal.html", "desk": "base_desk.html"}


class SampleForm(forms.Form):
    """One field of each kind."""

    item = forms.CharField(label=_("买什么"), help_text=_("写清名称和数量"))
    amount = forms.DecimalField(label=_("多少钱（元）"), min_value=0, decimal_places=2)
    happened_on = forms.DateField(label=_("哪一天"), widget=forms.DateInput(attrs={"type": "date"}))
    subject = forms.ChoiceField(
        label=_("预算科目"), choices=[("", _("请选")), ("office", _("办公")), ("road", _("道路"))]
    )
    way = forms.ChoiceField(
        label=_("怎么表决"), choices=[("hands", _("举手")), ("ballot", _("投票"))], widget=forms.RadioSelect
    )
    kin = forms.MultipleChoiceField(
        label=_("谁要回避"),
        choices=[("a", _("示例·刘委员")), ("b", _("示例·陈副主任"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    sworn = forms.BooleanField(label=_("我和商户没有亲属、合伙关系"))
    why = forms.CharField(label=_("为什么"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    paper = forms.FileField(label=_("照片"), required=False, help_text=_("JPG、PNG 或 PDF，不超过10 MB"))


def _samples() -> dict[str, Any]:
    at = datetime(2026, 11, 21, 8, 20, tzinfo=UTC)
    return {
        "facts": [
            {"term": _("谁能办"), "value": _("本市户籍，家庭人均收入低于标准")},
            {"term": _("去哪儿交"), "value": _("镇便民服务中心"), "note": _("村委会可以代交")},
            {"term": _("多久有结果"), "big": "30", "value": _("个工作日"), "note": _("最长不超过45个")},
            {"term": _("要花钱吗"), "big": "¥0", "value": "", "note": _("有人收钱，请举报")},
        ],
        "filters": [
            {"url": "?", "word": _("全部"), "count": 9, "on": True},
            {"url": "?", "word": _("公示"), "on": False},
        ],
        "week": days_of(date(2026, 11, 19), date(2026, 11, 25), TODAY),
        "fortnight": days_of(date(2026, 11, 17), date(2026, 12, 1), TODAY),
        "entries": [
            {"title": _("询价比选进行中"), "text": _("填了2家报价"), "at": at, "number": "0097", "state": "now"},
            {"title": _("集体研究通过"), "who": _("示例·王主任"), "at": at, "number": "0091", "state": "done"},
            {"title": _("提出申请"), "text": _("旧打印机已报废"), "at": at, "number": "0086"},
        ],
        "contacts": [
            {"name": _("村务监督委员会"), "phone": "0391-0000001", "verified_on": TODAY},
            {"name": _("镇监督电话"), "phone": "0391-0000002", "note": _("工作日 8:30至17:30")},
        ],
        "sum": 1230000,
        "today": TODAY,
        "at": at,
        "pair": {"zh": "申请低保", "en": "Apply for the subsistence allowance"},
        "icons": list(listed()),
        "village_name": _("示例镇 示例一村"),
    }


@login_not_required
@require_safe
def gallery(request: HttpRequest, page: str = "portal") -> HttpResponse:
    """The gallery of a face (portal, desk), a printed sheet (print) or an error page (403, 404, 409, 429)."""
    if not (settings.DEBUG or is_demonstration()):
        raise Http404
    wrong = {
        "403": lambda: errors.forbidden(request),
        "404": lambda: errors.not_found(request),
        "409": lambda: errors.refused(request, _("这一步刚才已经由示例·陈副主任办完了。请回到案卷看最新的一步。")),
        "429": lambda: errors.locked_out(request, minutes=15),
    }
    if page in wrong:
        return wrong[page]()
    context = {**_samples(), "demo": True, "section": "home" if page == "portal" else "inbox"}
    if page == "print":
        return render(request, "web/gallery_print.html", context)
    if page not in FACES:
        raise Http404
    context |= {"base": FACES[page], "form": SampleForm(), "wrong": SampleForm({}, prefix="wrong"), "page": page}
    if page == "desk":
        context["me"] = {
            "name": _("示例·李书记"),
            "initial": "李",
            "posts": [_("示例一村 党组织书记"), _("村委会主任")],
        }
    return render(request, "web/gallery.html", context)
