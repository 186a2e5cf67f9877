"""Addresses of duties to publish: for everybody, and at the desk."""

from __future__ import annotations

from django.urls import path

from qingdan.watch.duties.views import desk, public, saying, settling

app_name = "duties"

urlpatterns = [
    path("disclosure/<int:pk>/", public.village, name="village"),
    path("disclosure/<int:pk>/<slug:duty>/<slug:occasion>/", public.occasion, name="occasion"),
    path("disclosure/photo/<int:pk>/", public.photo, name="photo"),
    path("desk/disclosure/", desk.overview, name="overview"),
    path("desk/disclosure/<int:pk>/", desk.village, name="desk"),
    path("desk/disclosure/<int:pk>/settle/<slug:duty>/", settling.settle, name="settle"),
    path("desk/disclosure/<int:pk>/<slug:duty>/<slug:occasion>/explain/", saying.explain, name="explain"),
    path("desk/disclosure/<int:pk>/<slug:duty>/<slug:occasion>/paper/", saying.paper, name="paper"),
    path("desk/disclosure/<int:pk>/<slug:duty>/<slug:occasion>/order/", saying.order, name="order"),
    path("desk/disclosure/<int:pk>/<slug:duty>/<slug:occasion>/name/", saying.name, name="name"),
]
