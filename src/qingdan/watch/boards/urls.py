"""Addresses of the boards. The notice's own is short: it is what a QR code on paper says."""

from __future__ import annotations

from django.urls import path

from qingdan.watch.boards.views import board, desk, notice, objection

app_name = "boards"

urlpatterns = [
    path("boards/<int:pk>/", board.village, name="village"),
    path("boards/<int:pk>/<slug:board>/", board.board, name="board"),
    path("n/<slug:code>/", notice.notice, name="notice"),
    path("n/<slug:code>/objection/", objection.lodge, name="object"),
    path("n/<slug:code>/receipt/", objection.receipt, name="receipt"),
    path("objection/", objection.status, name="objection"),
    path("boards/desk/", desk.desk, name="desk"),
    path("boards/desk/objection/<slug:number>/", desk.answer, name="answer"),
    path("boards/desk/<slug:code>/down/", desk.down, name="down"),
]
