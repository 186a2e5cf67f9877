"""Django app configuration."""

from django.apps import AppConfig


class RollsConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "qingdan.records.rolls"
    label = "rolls"

    def ready(self) -> None:
        """Register the kinds of entries, also in a process that never acts but shows the register; and how rolls follow
        when villages merge."""
        import qingdan.records.rolls.kinds  # noqa: F401
        from qingdan.records.rolls import rebasing

        rebasing.register()
