"""Django app configuration."""

from django.apps import AppConfig


class TransparencyConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "qingdan.records.transparency"
    label = "transparency"
