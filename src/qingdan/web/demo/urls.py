"""Addresses of the demonstration."""

from __future__ import annotations

from django.urls import path

from qingdan.web.demo import views

app_name = "demo"
urlpatterns = [path("as/", views.sign_in_as, name="as")]
