"""Addresses of the process in public. A case is known by a code that nobody can count up."""

from __future__ import annotations

from django.urls import path

from qingdan.watch.progress.views import coming, process

app_name = "progress"

urlpatterns = [
    path("villages/<int:pk>/progress/", process.village, name="village"),
    path("villages/<int:pk>/coming/", coming.coming, name="coming"),
    path("villages/<int:pk>/coming.ics", coming.ics, name="ics"),
    path("c/<slug:code>/", process.case, name="case"),
    path("c/<slug:code>/drawing/", process.drawing, name="drawing"),
    path("n/<slug:code>/progress/", process.posted, name="posted"),
]
