"""Addresses of the register's page."""

from __future__ import annotations

from django.urls import path

from qingdan.web.ledger import views

app_name = "register"
urlpatterns = [path("", views.entries, name="entries")]
