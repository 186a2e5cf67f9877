"""Settings of the test suite: the same house with cheap password hashes and its files in a throwaway folder."""

import os
import tempfile

if "QINGDAN_VAR" not in os.environ:
    os.environ["QINGDAN_VAR"] = tempfile.mkdtemp(prefix="qingdan-test-")
os.environ.setdefault("QINGDAN_SECRET_KEY", "only-for-tests")

from qingdan.web.settings import *  # noqa: F403
from qingdan.web.settings import DATABASES, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
ALLOWED_HOSTS = ["*"]
LETTERS = {"mail": "", "sms": ""}  # whatever the machine has set; a test sets its own
ROBOT_HOSTS = frozenset({"127.0.0.1"})  # where the tests' own servers are
HANDBOOKS_MADE_BESIDE = False  # a test that wants one asks for it
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Tests do not need to survive a power cut; the two that do make their own database.
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;"
    )
