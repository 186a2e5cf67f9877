"""Addresses of the desk's case pages."""

from __future__ import annotations

from django.urls import path

from qingdan.features.cases.views import case, doing, inbox, log, meetings, opening, papers

app_name = "cases"

urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("cases/", inbox.case_list, name="list"),
    path("cases/log.csv", log.download, {"kind": "csv"}, name="log-csv"),
    path("cases/log.xes", log.download, {"kind": "xes"}, name="log-xes"),
    path("open/", opening.choose, name="choose"),
    path("open/<slug:power>/", opening.open_power, name="open"),
    path("cases/<int:pk>/", case.show, name="case"),
    path("cases/<int:pk>/drawing/", case.drawing, name="drawing"),
    path("cases/<int:pk>/code/", opening.code, name="code"),
    path("cases/<int:pk>/do/<str:key>/", doing.do, name="do"),
    path("cases/<int:pk>/call/<str:key>/", meetings.call, name="call"),
    path("cases/<int:pk>/try/<str:key>/", meetings.try_numbers, name="try"),
    path("cases/<int:pk>/meetings/<int:seq>/", meetings.record, name="meeting"),
    path("cases/<int:pk>/draft/<str:key>/", doing.draft, name="draft"),
    path("cases/<int:pk>/dispute/<str:key>/", doing.dispute, name="dispute"),
    path("cases/<int:pk>/hand-over/<str:key>/", doing.hand_over_to, name="hand-over"),
    path("cases/<int:pk>/urge/<str:key>/", doing.urge_step, name="urge"),
    path("cases/<int:pk>/stop/<str:name>/", doing.stop, name="stop"),
    path("cases/<int:pk>/verify/", doing.verify, name="verify"),
    path("cases/<int:pk>/extend/<str:clock>/", doing.extend, name="extend"),
    path("cases/<int:pk>/discharge/<str:key>/", doing.discharge_duty, name="discharge"),
    path("cases/<int:pk>/files/<int:file>/", papers.evidence, name="file"),
]
