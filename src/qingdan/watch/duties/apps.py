"""Django app configuration."""

from django.apps import AppConfig


class DutiesConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "qingdan.watch.duties"
    label = "duties"

    def ready(self) -> None:
        """Say what follows when places merge, split or move, and what stands under the public log."""
        from qingdan.watch.duties import covering, rebasing

        rebasing.register()
        covering.register()
