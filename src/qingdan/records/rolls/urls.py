"""Addresses of the rolls app, below ``desk/rolls/``."""

from __future__ import annotations

from django.urls import path

from qingdan.records.rolls.views import entry, files, household, importing, member, overview, person, roll

app_name = "rolls"
urlpatterns = [
    path("", overview.index, name="index"),
    path("entry/<int:pk>/", entry.entry, name="entry"),
    path("entry/<int:pk>/strike/", entry.strike, name="strike"),
    path("entry/<int:pk>/correct/", entry.correct, name="correct"),
    path("entry/<int:pk>/void/", entry.void, name="void"),
    path("closed/<int:pk>/", roll.closed, name="closed"),
    path("import/<int:draft>/", importing.preview, name="preview"),
    path("import/<int:draft>/cancel/", importing.cancel, name="cancel"),
    path("household/<int:pk>/", household.household, name="household"),
    path("household/<int:pk>/add/", household.add_member, name="add-member"),
    path("household/<int:pk>/change/", household.change, name="change-household"),
    path("member/<int:pk>/leave/", member.leave, name="leave"),
    path("member/<int:pk>/correct/", member.correct, name="correct-member"),
    path("<int:pk>/", overview.village, name="village"),
    path("<int:pk>/households/", household.households, name="households"),
    path("<int:pk>/households/add/", household.add, name="add-household"),
    path("<int:pk>/person/<int:person>/", person.person, name="person"),
    path("<int:pk>/person/<int:person>/number/", person.look_up, name="number"),
    path("<int:pk>/person/<int:person>/correct/", person.correct, name="correct-person"),
    path("<int:pk>/person/<int:person>/capacity/", person.find_capacity, name="capacity"),
    path("<int:pk>/capacity/<int:finding>/end/", person.end_capacity, name="end-capacity"),
    path("<int:pk>/roll/<slug:kind>/", roll.roll, name="roll"),
    path("<int:pk>/roll/<slug:kind>/enter/", roll.enter, name="enter"),
    path("<int:pk>/roll/<slug:kind>/close/", roll.close, name="close"),
    path("<int:pk>/roll/<slug:kind>/import/", importing.upload, name="import"),
    path("<int:pk>/roll/<slug:kind>/blank.xlsx", files.blank, name="blank"),
    path("<int:pk>/roll/<slug:kind>/export.xlsx", files.export, name="export"),
]
