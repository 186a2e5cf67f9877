"""Addresses of ledgers of past cases, at the desk."""

from __future__ import annotations

from django.urls import path

from qingdan.features.ledgers.views import importing, overview, report

app_name = "ledgers"

urlpatterns = [
    path("", overview.ledgers, name="list"),
    path("villages/", overview.villages, name="villages"),
    path("power/<slug:power>/", overview.power, name="power"),
    path("import/", importing.upload, name="import"),
    path("draft/<int:pk>/", importing.preview, name="preview"),
    path("draft/<int:pk>/columns/", importing.columns, name="columns"),
    path("draft/<int:pk>/confirm/", importing.confirm, name="confirm"),
    path("draft/<int:pk>/cancel/", importing.cancel, name="cancel"),
    path("<int:pk>/", report.ledger, name="ledger"),
    path("<int:pk>/ledger.csv", report.download, name="download"),
    path("<int:pk>/remove/", report.remove, name="remove"),
]
