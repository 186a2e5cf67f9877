"""Addresses of the public log. Everything but ``log/`` itself is a file of the log, under its prefix."""

from __future__ import annotations

from django.urls import path

from qingdan.web.transparency import views

app_name = "transparency"

urlpatterns = [
    path("log/", views.log, name="log"),
    path("log/<path:file>", views.file, name="file"),
]
