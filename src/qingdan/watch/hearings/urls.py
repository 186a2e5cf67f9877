"""Addresses of hearings: what anybody asks and where people sign in; and the records at the desk."""

from __future__ import annotations

from django.urls import path

from qingdan.watch.hearings.views import desk, hall, questions, signing

app_name = "hearings"

urlpatterns = [
    path("c/<slug:code>/<str:key>/ask/", questions.ask_one, name="ask"),
    path("c/<slug:code>/<str:key>/receipt/", questions.receipt, name="receipt"),
    path("question/", questions.status, name="answer"),
    path("s/<slug:code>/", signing.sign, name="sign"),
    path("s/<slug:code>/done/", signing.done, name="signed"),
    path("desk/hearings/", desk.waiting, name="waiting"),
    path("desk/hearings/question/<slug:number>/", desk.question, name="question"),
    path("desk/hearings/question/<slug:number>/check/", desk.check, name="check"),
    path("desk/hearings/<int:pk>/<str:key>/", hall.show, name="hall"),
    path("desk/hearings/<int:pk>/<str:key>/sheet/", hall.sheet, name="sheet"),
    path("desk/hearings/<int:pk>/<str:key>/came/", hall.came, name="came"),
    path("desk/hearings/<int:pk>/<str:key>/opinion/", hall.opinion, name="opinion"),
    path("desk/hearings/<int:pk>/<str:key>/opinion/<int:number>/", hall.view, name="view"),
]
