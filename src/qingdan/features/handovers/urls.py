"""Addresses of handovers, at the desk."""

from __future__ import annotations

from django.urls import path

from qingdan.features.handovers.views import doing, pages

app_name = "handovers"

urlpatterns = [
    path("", pages.handovers, name="list"),
    path("<int:pk>/", pages.handover, name="handover"),
    path("<int:pk>/items/", doing.items, name="items"),
    path("<int:pk>/sign/", doing.sign_part, name="sign"),
    path("<int:pk>/missing/", doing.missing, name="missing"),
    path("<int:pk>/reopen/", doing.take_back, name="reopen"),
    path("<int:pk>/not-needed/", doing.not_needed, name="not-needed"),
]
