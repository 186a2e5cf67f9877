"""Addresses of paper that comes back. ``sheet`` is what the code on a case's form says; it is kept short for print."""

from __future__ import annotations

from django.urls import path

from qingdan.web.intake import views

app_name = "intake"
urlpatterns = [
    path("s/<int:pk>/<str:key>/", views.sheet, name="sheet"),
    path("desk/papers/", views.papers, name="papers"),
]
