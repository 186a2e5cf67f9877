"""Django app configuration."""

from django.apps import AppConfig


class HandoversConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "qingdan.features.handovers"
    label = "handovers"

    def ready(self) -> None:
        """Hear when a term ends, and say what follows when places merge or move."""
        from qingdan.features.handovers import rebasing
        from qingdan.features.handovers.acts import opening
        from qingdan.records.people import leaving

        leaving.on_leaving("handovers", opening.on_leaving)
        rebasing.register()
