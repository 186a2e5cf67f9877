"""Importing this makes Django ready; models may be imported after it."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qingdan.web.settings")
django.setup()
