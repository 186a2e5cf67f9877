"""Django app configuration."""

from django.apps import AppConfig


class LeaksConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "qingdan.records.leaks"
    label = "leaks"

    def ready(self) -> None:
        """Register the kind of entries, also in a process that never acts but shows the register."""
        import qingdan.records.leaks.kinds  # noqa: F401
