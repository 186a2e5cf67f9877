"""Django app configuration of the web floor: base templates, components, static files, commands, wiring."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "qingdan.web"
    label = "web"

    def ready(self) -> None:
        """Connect the outbox when every app is there."""
        from qingdan.web import wiring
        from qingdan.web.demo import checks as demo_checks  # noqa: F401 - registers itself
        from qingdan.web.printing import checks  # noqa: F401 - registers itself

        wiring.connect()
