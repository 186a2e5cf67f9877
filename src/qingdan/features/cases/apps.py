"""Django app configuration."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "qingdan.features.cases"
    label = "cases"
