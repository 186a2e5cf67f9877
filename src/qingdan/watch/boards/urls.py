"""Addresses of the boards. The notice's own is short: it is what a QR code on paper says."""

from __future__ import annotations

from django.urls import path

from qingdan.watch.boards.views import board, desk, notice, objection, proof, wall, writing

app_name = "boards"

urlpatterns = [
    path("boards/<int:pk>/", board.village, name="village"),
    path("boards/<int:pk>/<slug:board>/", board.board, name="board"),
    path("n/<slug:code>/", notice.notice, name="notice"),
    path("n/<slug:code>/objection/", objection.lodge, name="object"),
    path("n/<slug:code>/receipt/", objection.receipt, name="receipt"),
    path("n/<slug:code>/proof/", proof.receipt, name="proof"),
    path("n/<slug:code>/content/", proof.content, name="content"),
    path("objection/", objection.status, name="objection"),
    path("n/<slug:code>/files/<int:pk>/", notice.attachment, name="file"),
    path("n/<slug:code>/photos/<int:pk>/", notice.picture, name="picture"),
    path("villages/<int:pk>/boards/wall/", wall.wall, name="wall"),
    path("boards/desk/", desk.desk, name="desk"),
    path("boards/desk/write/<int:pk>/", writing.write, name="write"),
    path("boards/desk/drafts/<int:pk>/", writing.draft, name="draft"),
    path("boards/desk/drafts/<int:pk>/files/<int:file>/", writing.draft_file, name="draft-file"),
    path("boards/desk/drafts/<int:pk>/edit/", writing.edit, name="edit"),
    path("boards/desk/drafts/<int:pk>/submit/", writing.submit, name="submit"),
    path("boards/desk/drafts/<int:pk>/pass/", writing.passed, name="pass"),
    path("boards/desk/drafts/<int:pk>/return/", writing.returned, name="return"),
    path("boards/desk/drafts/<int:pk>/post/", writing.post, name="post"),
    path("boards/desk/drafts/<int:pk>/drop/", writing.drop, name="drop"),
    path("boards/desk/objection/<slug:number>/check/", desk.check, name="check"),
    path("boards/desk/objection/<slug:number>/word/", desk.word, name="word"),
    path("boards/desk/<slug:code>/correct/", writing.correct, name="correct"),
    path("boards/desk/<slug:code>/photo/", desk.photo, name="photo"),
    path("boards/desk/objection/<slug:number>/", desk.answer, name="answer"),
    path("boards/desk/<slug:code>/down/", desk.down, name="down"),
]
