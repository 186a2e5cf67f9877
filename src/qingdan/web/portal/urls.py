"""Addresses of the portal. The front page ``home`` stands in the house's own urls, for everybody names it."""

from __future__ import annotations

from django.urls import path

from qingdan.web.portal.views import ask, entries, follow, guide, lists, machines, track, villages

app_name = "portal"

urlpatterns = [
    path("villages/", villages.villages, name="villages"),
    path("villages/<int:pk>/", villages.about, name="about"),
    path("v/<str:sign>/", villages.choose, name="village"),
    path("v/<str:sign>/qr/", villages.poster, name="village-qr"),
    path("boards/", villages.boards, name="boards"),
    path("powers/", lists.powers, name="powers"),
    path("powers/<slug:slug>/", guide.guide, name="guide"),
    path("powers/<slug:slug>/drawing/", guide.drawing, name="drawing"),
    path("powers/<slug:slug>/drawing.svg", guide.drawing_svg, name="drawing-svg"),
    path("powers/<slug:slug>/process.bpmn", guide.process_bpmn, name="process-bpmn"),
    path("powers/<slug:slug>/ask/", ask.ask, name="ask"),
    path("asked/<int:pk>/", ask.receipt, name="receipt"),
    path("duties/", lists.duties, name="duties"),
    path("duties/<str:number>/", entries.duty, name="duty"),
    path("prohibitions/", lists.prohibitions, name="prohibitions"),
    path("prohibitions/<str:number>/", entries.prohibition, name="prohibition"),
    path("track/", track.track, name="track"),
    path("track/case/", follow.case, name="followed"),
    path("track/<int:pk>/do/<str:key>/", follow.do, name="do"),
    path("track/<int:pk>/stop/<str:name>/", follow.stop, name="stop"),
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
]
