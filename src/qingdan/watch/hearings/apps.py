"""Django app configuration."""

from django.apps import AppConfig


class HearingsConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "qingdan.watch.hearings"
    label = "hearings"

    def ready(self) -> None:
        """Let the form of a case's step begin with what a hearing recorded; say what stands under the public log."""
        from qingdan.features.cases.proposals import register_proposer
        from qingdan.watch.hearings import covering
        from qingdan.watch.hearings.proposing import proposed

        register_proposer(proposed)
        covering.register()
