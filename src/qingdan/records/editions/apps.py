"""Django app configuration."""

from django.apps import AppConfig


class EditionsConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "qingdan.records.editions"
    label = "editions"

    def ready(self) -> None:
        """Register the kinds of entries, also in a process that never acts but shows the register."""
        import qingdan.records.editions.kinds  # noqa: F401
        from qingdan.records.editions.models import LimitOverride
        from qingdan.records.regions import rebasing

        rebasing.stays(LimitOverride, "division", "only a town or the city sets limits, and neither merges")
