"""Addresses of reach. Those that a short message carries are short."""

from __future__ import annotations

from django.urls import path

from qingdan.watch.reach.views import desk, feeds, sharing, subscribing

app_name = "reach"

urlpatterns = [
    path("feeds/villages/<int:pk>.atom", feeds.village, name="feed-village"),
    path("feeds/villages/<int:pk>/<slug:board>.atom", feeds.board, name="feed-board"),
    path("feeds/villages/<int:pk>/areas/<slug:area>.atom", feeds.area, name="feed-area"),
    path("feeds/towns/<int:pk>.atom", feeds.town, name="feed-town"),
    path("subscribe/<int:pk>/", subscribing.subscribe, name="subscribe"),
    path("subscribe/<int:pk>/asked/", subscribing.asked, name="asked"),
    path("sub/<slug:code>/", subscribing.mine, name="mine"),
    path("sub/<slug:code>/yes/", subscribing.confirm, name="confirm"),
    path("sub/<slug:code>/stop/", subscribing.stop, name="stop"),
    path("n/<slug:code>/share/", sharing.share, name="share"),
    path("desk/reach/", desk.desk, name="desk"),
    path("desk/reach/<int:pk>/robot/", desk.robot, name="robot"),
    path("desk/reach/<int:pk>/again/", desk.again, name="again"),
    path("desk/reach/robots/<int:pk>/again/", desk.robot_again, name="robot-again"),
    path("desk/reach/robots/<int:pk>/remove/", desk.remove, name="remove"),
]
