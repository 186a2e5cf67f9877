"""Addresses of limits: one page for everybody, the desk's for those who set them."""

from __future__ import annotations

from django.urls import path

from qingdan.web.limits import views

app_name = "limits"

urlpatterns = [
    path("limits/", views.limits, name="list"),
    path("desk/limits/", views.mine, name="mine"),
    path("desk/limits/<int:pk>/", views.place, name="place"),
    path("desk/limits/<int:pk>/<int:row>/end/", views.end, name="end"),
]
