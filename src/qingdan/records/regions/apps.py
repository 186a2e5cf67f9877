"""Django app configuration."""

from django.apps import AppConfig


class RegionsConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "qingdan.records.regions"
    label = "regions"

    def ready(self) -> None:
        """Say what follows when places merge, split or move."""
        from qingdan.records.regions import following

        following.register()
