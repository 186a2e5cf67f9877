"""Every address of the house; an app's own addresses stand in its urls.py."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from qingdan.web.health import healthz
from qingdan.web.portal.views import home

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("demo/", include("qingdan.web.demo.urls")),
    path("", include("qingdan.web.own_urls")),
    path("", include("qingdan.records.people.urls")),
    path("desk/register/", include("qingdan.web.ledger.urls")),
    path("desk/rolls/", include("qingdan.records.rolls.urls")),
    path("desk/villages/", include("qingdan.web.places.urls")),
    path("desk/", include("qingdan.web.simulation.urls")),
    path("desk/handovers/", include("qingdan.features.handovers.urls")),
    path("desk/ledgers/", include("qingdan.features.ledgers.urls")),
    path("", include("qingdan.watch.hearings.urls")),
    path("", include("qingdan.watch.progress.urls")),
    path("desk/", include("qingdan.features.cases.urls")),
    path("", include("qingdan.web.intake.urls")),
    path("", include("qingdan.web.printing.urls")),
    path("", include("qingdan.web.publicity.urls")),
    path("", include("qingdan.web.handbook.urls")),
    path("", home.home, name="home"),
    path("", include("qingdan.watch.boards.urls")),
    path("", include("qingdan.watch.duties.urls")),
    path("", include("qingdan.web.transparency.urls")),
    path("", include("qingdan.watch.reach.urls")),
    path("", include("qingdan.web.limits.urls")),
    path("", include("qingdan.web.verifying.urls")),
    path("", include("qingdan.web.portal.urls")),
]

handler403 = "qingdan.web.errors.forbidden"
handler404 = "qingdan.web.errors.not_found"
handler500 = "qingdan.web.errors.server_error"
