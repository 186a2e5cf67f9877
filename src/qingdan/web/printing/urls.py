"""Addresses of everything that prints, each ending in .pdf or .docx beside the page that it belongs to."""

from __future__ import annotations

from django.urls import path

from qingdan.web.printing import hearing_papers, views, village_papers

app_name = "forms"

urlpatterns = [
    path("forms/<slug:power>/<slug:step>.pdf", views.blank, name="blank"),
    path("forms/<slug:power>/<slug:step>.docx", views.blank_word, name="blank-word"),
    path("desk/cases/<int:pk>/forms/<str:key>.docx", views.filled_word, name="filled-word"),
    path("desk/cases/<int:pk>/forms/<str:key>.pdf", views.filled, name="filled"),
    path("desk/cases/<int:pk>/file.pdf", views.case, name="case"),
    path("desk/handovers/<int:pk>/sheet.pdf", village_papers.handover, name="handover"),
    path("desk/villages/<int:pk>/deputies.pdf", village_papers.deputies, name="deputies"),
    path("desk/villages/<int:pk>/forms/<slug:norm>.zip", village_papers.norm_forms, name="norm-forms"),
    path("desk/hearings/<int:pk>/<str:key>/sheet.pdf", hearing_papers.attendance, name="attendance"),
    path("desk/hearings/<int:pk>/<str:key>/minutes.pdf", hearing_papers.minutes_pdf, name="minutes"),
    path("desk/hearings/<int:pk>/<str:key>/minutes.docx", hearing_papers.minutes_word, name="minutes-word"),
    path("n/<slug:code>/sheet.pdf", views.notice, name="notice"),
    path("n/<slug:code>/sheet-a3.pdf", views.notice_large, name="notice-a3"),
]
