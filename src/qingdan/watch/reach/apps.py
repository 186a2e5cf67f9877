"""Django app configuration."""

from django.apps import AppConfig


class ReachConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "qingdan.watch.reach"
    label = "reach"

    def ready(self) -> None:
        """Say what follows when places merge, split or move."""
        from qingdan.watch.reach import rebasing

        rebasing.register()
