"""Addresses of the web floor itself: switches of the reader, what a phone's menu leaves out, the gallery."""

from __future__ import annotations

from django.urls import path

from qingdan.web import gallery, more, preferences

app_name = "web"
urlpatterns = [
    path("show/mode/", preferences.mode, name="mode"),
    path("show/language/", preferences.language, name="language"),
    path("desk/more/", more.more, name="more"),
    path("show/gallery/", gallery.gallery, name="gallery"),
    path("show/gallery/<str:page>/", gallery.gallery, name="gallery-page"),
]
