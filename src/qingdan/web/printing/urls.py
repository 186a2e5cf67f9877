"""Addresses of everything that prints, each ending in .pdf beside the page that it belongs to."""

from __future__ import annotations

from django.urls import path

from qingdan.web.printing import views, village_papers

app_name = "forms"

urlpatterns = [
    path("forms/<slug:power>/<slug:step>.pdf", views.blank, name="blank"),
    path("desk/cases/<int:pk>/forms/<str:key>.pdf", views.filled, name="filled"),
    path("desk/cases/<int:pk>/file.pdf", views.case, name="case"),
    path("desk/handovers/<int:pk>/sheet.pdf", village_papers.handover, name="handover"),
    path("desk/villages/<int:pk>/deputies.pdf", village_papers.deputies, name="deputies"),
    path("n/<slug:code>/sheet.pdf", views.notice, name="notice"),
]
