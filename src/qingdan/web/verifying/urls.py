"""The address of the page that verifies receipts."""

from __future__ import annotations

from django.urls import path

from qingdan.web.verifying import views

app_name = "verifying"
urlpatterns = [path("verify/", views.page, name="page")]
