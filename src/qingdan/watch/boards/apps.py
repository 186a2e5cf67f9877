"""Django app configuration."""

from django.apps import AppConfig


class BoardsConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "qingdan.watch.boards"
    label = "boards"
