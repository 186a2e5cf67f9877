"""Addresses of villages at the desk."""

from __future__ import annotations

from django.urls import path

from qingdan.web.places.views import changing, merging, pages, people

app_name = "places"

urlpatterns = [
    path("", pages.villages, name="villages"),
    path("merge/", merging.merge, name="merge"),
    path("<int:pk>/", pages.village, name="village"),
    path("<int:pk>/join/", changing.join, name="join"),
    path("<int:pk>/leave/", changing.leave, name="leave"),
    path("<int:pk>/change/", changing.change, name="change"),
    path("<int:pk>/split/", changing.split, name="split"),
    path("<int:pk>/deputies/", people.add_deputy, name="add-deputy"),
    path("<int:pk>/deputies/<int:rule>/end/", people.end_deputy, name="end-deputy"),
    path("<int:pk>/away/", people.say_away, name="say-away"),
    path("<int:pk>/away/<int:absence>/back/", people.say_back, name="say-back"),
]
