"""Django app configuration."""

from django.apps import AppConfig


class BoardsConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "qingdan.watch.boards"
    label = "boards"

    def ready(self) -> None:
        """Say what follows when places merge, split or move, and what stands under the public log."""
        from qingdan.watch.boards import covering, proof, rebasing

        rebasing.register()
        covering.register()
        proof.register()
