"""Django app configuration."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "qingdan.records.people"
    label = "people"

    def ready(self) -> None:
        """Say what follows when places merge, split or move."""
        from qingdan.records.people.acts import moving

        moving.register()
