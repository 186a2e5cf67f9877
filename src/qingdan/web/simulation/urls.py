"""Addresses of simulations and of a village's separation of duties, all at the desk."""

from __future__ import annotations

from django.urls import path

from qingdan.web.simulation import views

app_name = "simulation"

urlpatterns = [
    path("simulate/", views.powers, name="list"),
    path("simulate/<slug:slug>/", views.power, name="power"),
    path("simulate/<slug:slug>/report/", views.attachment, name="report"),
    path("villages/<int:pk>/separation/", views.separation, name="separation"),
]
