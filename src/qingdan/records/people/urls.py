"""Addresses of the people app."""

from __future__ import annotations

from django.urls import path

from qingdan.records.people.views import lookup, me, recovery, second_factor, sign_in

app_name = "people"
urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("sign-in/code/", sign_in.sign_in_code, name="sign-in-code"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("me/", me.me, name="me"),
    path("me/post/", me.choose_post, name="choose-post"),
    path("me/kin/", me.declare_kin, name="declare-kin"),
    path("me/kin/<int:pk>/end/", me.end_kin, name="end-kin"),
    path("me/interests/", me.declare_interest, name="declare-interest"),
    path("me/interests/<int:pk>/end/", me.end_interest, name="end-interest"),
    path("me/away/", me.declare_absence, name="declare-absence"),
    path("me/away/<int:pk>/back/", me.end_absence, name="end-absence"),
    path("me/password/", me.password, name="password"),
    path("me/second-factor/", second_factor.set_up, name="second-factor"),
    path("me/second-factor/off/", second_factor.turn_off, name="second-factor-off"),
    path("kin-lookup/", lookup.kin_lookup, name="kin-lookup"),
    path("recovery/", recovery.recovery, name="recovery"),
]
