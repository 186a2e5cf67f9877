"""Addresses of a power's publicity kit, below its guide; the short address that a text message carries; and the picture
of a notice."""

from __future__ import annotations

from django.urls import path

from qingdan.web.publicity import views

app_name = "publicity"

urlpatterns = [
    path("p/<int:number>", views.short, name="short"),
    path("n/<slug:code>/picture.png", views.notice, name="notice"),
    path("powers/<slug:slug>/kit/", views.kit, name="kit"),
    path("powers/<slug:slug>/kit/<str:name>", views.file, name="file"),
]
