"""Settings: an embedded SQLite under ``var/`` by default, everything else by environment variable.

``DATABASE_URL`` moves the house to PostgreSQL, ``QINGDAN_VAR`` moves its files, ``QINGDAN_CATALOGUE`` its law.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import dj_database_url

from qingdan.web.logs import LOGGING as LOGGING  # one JSON line each, nothing personal

HOUSE = Path(__file__).resolve().parents[3]  # the checkout: catalogue/, node_modules/, var/
VAR = Path(os.environ.get("QINGDAN_VAR", HOUSE / "var"))
CATALOGUE = Path(os.environ.get("QINGDAN_CATALOGUE", HOUSE / "catalogue"))
EDITION = os.environ.get("QINGDAN_EDITION", "jiyuan")
FILES_ROOT = VAR / "files"
LOG_ROOT = VAR / "log"  # the public log, its keys and its witnesses
# Noto Sans SC, Regular and Bold, for everything that is printed.
QINGDAN_FONTS = Path(os.environ.get("QINGDAN_FONTS", HOUSE / "node_modules" / "@expo-google-fonts" / "noto-sans-sc"))
HANDBOOKS_MADE_BESIDE = True  # in a process of their own, when a page asks for one that is not there yet
VAR.mkdir(parents=True, exist_ok=True)


def _secret_key() -> str:
    """The signing key: from the environment, or made once and kept readable by the owner only."""
    given = os.environ.get("QINGDAN_SECRET_KEY")
    if given:
        return given
    kept = VAR / "secret-key"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(48), encoding="ascii")
    return kept.read_text(encoding="ascii")


SECRET_KEY = _secret_key()
DEBUG = os.environ.get("QINGDAN_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("QINGDAN_HOSTS", "127.0.0.1,localhost").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("QINGDAN_ORIGINS", "").split(",") if o]
BASE_URL = os.environ.get("QINGDAN_BASE_URL", "http://127.0.0.1:8000")  # what a QR code on paper points to
LOG_NAME = os.environ.get("QINGDAN_LOG", "")  # the public log's name for good, as qingdan.example.gov.cn/log

# By what letters to subscribers leave, each an address of Apprise with {to} where the receiver goes; "": not at all.
LETTERS = {"mail": os.environ.get("QINGDAN_MAIL", ""), "sms": os.environ.get("QINGDAN_SMS", "")}
# Hosts ("host" or "host:port") that robots may be called at beyond those of WeCom and DingTalk.
ROBOT_HOSTS = frozenset(h.lower() for h in os.environ.get("QINGDAN_ROBOT_HOSTS", "").split(",") if h)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "qingdan.records.register",
    "qingdan.records.regions",
    "qingdan.records.people",
    "qingdan.records.files",
    "qingdan.records.editions",
    "qingdan.records.rolls",
    "qingdan.records.leaks",
    "qingdan.records.transparency",
    "qingdan.features.cases",
    "qingdan.features.handovers",
    "qingdan.features.ledgers",
    "qingdan.watch.boards",
    "qingdan.watch.duties",
    "qingdan.watch.progress",
    "qingdan.watch.hearings",
    "qingdan.watch.reach",
    "qingdan.web",
]

MIDDLEWARE = [
    "qingdan.web.logs.RequestLog",  # outermost: every answer, and the whole time that it took
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # A villager's line is slow. Lengths are padded and the form token is masked anew each time, so a page that repeats
    # what was asked gives no secret away by its compressed size.
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "qingdan.web.preferences.PreferencesMiddleware",  # Chinese until a reader asks for English
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    # Closed unless opened: a page that does not say @login_not_required asks for a sign-in.
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "qingdan.records.people.middleware.FirstPasswordMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "qingdan.web.errors.RefusedMiddleware",
]

ROOT_URLCONF = "qingdan.web.urls"
WSGI_APPLICATION = "qingdan.web.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "qingdan.web.context.house",
            ],
            "builtins": ["qingdan.web.templatetags.qingdan"],
        },
    }
]

DATABASES = {"default": dj_database_url.config(default=f"sqlite:///{VAR / 'qingdan.sqlite3'}", conn_max_age=60)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # A writer takes its lock at BEGIN: two officials at one step queue for it instead of failing half-way.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }

AUTH_USER_MODEL = "people.Account"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "people:sign-in"
LOGIN_REDIRECT_URL = "cases:inbox"
LOGOUT_REDIRECT_URL = "home"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # who keeps trying waits no longer than the page says
AXES_LOCKOUT_CALLABLE = "qingdan.records.people.sign_in.locked_out"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).parent / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [Path(__file__).parent / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": FILES_ROOT}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "qingdan.web.errors.form_expired"
if BASE_URL.startswith("https://"):
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
UPLOAD_MAX_BYTES = 10 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "qingdan.records.files.uploading.CappedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
