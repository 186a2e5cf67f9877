"""Django app configuration."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "qingdan.features.cases"
    label = "cases"

    def ready(self) -> None:
        """Say what follows when places merge or move, and hear when people come and go; and what
        stands under the public log."""
        from qingdan.features.cases import covering, handing_out, leaving
        from qingdan.features.cases.acts import rebasing

        rebasing.register()
        handing_out.register()
        leaving.register()
        covering.register()
