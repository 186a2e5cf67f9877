"""Addresses of the handbook."""

from __future__ import annotations

from django.urls import path

from qingdan.web.handbook import files, views

app_name = "handbook"

urlpatterns = [
    path("handbook/", views.cover, name="cover"),
    path("handbook.pdf", files.pdf, name="pdf"),
    path("handbook/<slug:norm>.pdf", files.pdf, name="norm-pdf"),
    path("powers/<slug:slug>/drawing.pdf", files.drawing, name="drawing"),
    path("handbook-waiting/", files.wait, name="wait"),
    path("handbook-lists/<slug:which>/", views.listed, name="list"),
    path("handbook/<slug:norm>/", views.norm, name="norm"),
    path("handbook/<slug:norm>/<slug:slug>/", views.power, name="power"),
]
