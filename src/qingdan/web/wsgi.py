"""WSGI entry point."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qingdan.web.settings")
application = get_wsgi_application()

from qingdan.web.demo.mark import refuse_to_start  # noqa: E402 it needs the apps that the line above has loaded

refuse_to_start()
