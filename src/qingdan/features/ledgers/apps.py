"""Django app configuration."""

from django.apps import AppConfig


class LedgersConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "qingdan.features.ledgers"
    label = "ledgers"

    def ready(self) -> None:
        """Register the kinds of entries, and what follows when places merge or move."""
        import qingdan.features.ledgers.kinds  # noqa: F401
        from qingdan.features.ledgers import rebasing

        rebasing.register()
