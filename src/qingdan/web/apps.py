"""Django app configuration of the web floor: base templates, components, static files, commands."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "qingdan.web"
    label = "web"
