"""The one settings file, filled from the environment; the only place that wires things together.

MENKOU_HOME          folder of the data (default: ./var)
MENKOU_DATABASE_URL  postgresql://… or sqlite:///path; without it SQLite in the home folder
MENKOU_KEYS          folder of the keys (default: keys/ in the home folder)
MENKOU_SECRET        secret of the sessions (default: kept in the keys' folder)
MENKOU_HOSTS         names under which it is reached, with commas
MENKOU_HTTPS         1 where a proxy before it speaks TLS
MENKOU_DEBUG         1 for developers
MENKOU_POLICY        folder with the office's own parameters
MENKOU_BANKS         folder with the templates of the office's own banks
"""

import os
import secrets
from pathlib import Path
from typing import Any

import dj_database_url

PACKAGE = Path(__file__).resolve().parent
HOME = Path(os.environ.get("MENKOU_HOME", "var")).resolve()
KEYS = Path(os.environ.get("MENKOU_KEYS", HOME / "keys")).resolve()
POLICY_FOLDER = os.environ.get("MENKOU_POLICY", "")
BANKS = os.environ.get("MENKOU_BANKS", "")
DEBUG = os.environ.get("MENKOU_DEBUG") == "1"
HTTPS = os.environ.get("MENKOU_HTTPS") == "1"


def kept_secret(path: Path) -> str:
    """The secret of the sessions, made at first use and readable by this user alone."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:
                new.write(secrets.token_urlsafe(50))
        except FileExistsError:  # another process of ours was first
            pass
    return path.read_text()


SECRET_KEY = os.environ.get("MENKOU_SECRET") or kept_secret(KEYS / "session.key")
ALLOWED_HOSTS = os.environ.get("MENKOU_HOSTS", "127.0.0.1,localhost,[::1]").split(",")

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
    "PRAGMA recursive_triggers=ON; PRAGMA cache_size=-20000; PRAGMA mmap_size=134217728;"
    "PRAGMA temp_store=MEMORY; PRAGMA analysis_limit=1000"
)


def database(url: str) -> dict[str, Any]:
    if not url or url.startswith("sqlite://"):
        HOME.mkdir(parents=True, exist_ok=True)
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": url.removeprefix("sqlite://") or HOME / "menkou.sqlite3",
            "CONN_MAX_AGE": 60,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": SQLITE_PRAGMAS,
            },
            # A file, so that threads and processes of a test see the same rows.
            "TEST": {"NAME": HOME / "test.sqlite3"},
        }
    found: dict[str, Any] = dict(dj_database_url.parse(url))
    asked = found.setdefault("OPTIONS", {})
    # What a scope reaches is many small sub-queries: to compile them took longer than to run them.
    asked["options"] = f"-c jit=off {asked.get('options', '')}".strip()
    if os.environ.get("MENKOU_POOL", "1") == "1":
        asked["pool"] = {"min_size": 1, "max_size": 8}
    return found


DATABASES = {"default": database(os.environ.get("MENKOU_DATABASE_URL", ""))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "menkou.commands",
    "menkou.web.parts",
    "menkou.web.home",
    "menkou.web.people",
    "menkou.web.places",
    "menkou.web.orders",
    "menkou.web.counter",
    "menkou.web.pay",
    "menkou.web.fees",
    "menkou.web.floor",
    "menkou.web.figures",
    "menkou.web.imports",
    "menkou.web.me",
    "menkou.web.office",
    "menkou.figures",
    "menkou.importing",
    "menkou.settlement",
    "menkou.work",
    "menkou.ledger",
    "menkou.facts",
    "menkou.access",
    "menkou.registry",
    "menkou.identity",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_tasks",
    "django_tasks_db",
    "django_filters",
    "django_tables2",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "heroicons",
    "csp",
]

# The files in which each package registers its verbs, once; access reads them at start.
VERB_FILES = [
    "menkou.identity.verbs",
    "menkou.registry.verbs",
    "menkou.access.verbs",
    "menkou.facts.verbs",
    "menkou.work.verbs",
    "menkou.settlement.verbs",
    "menkou.importing.verbs",
    "menkou.figures.verbs",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "menkou.web.parts.edge.Edge",
]

ROOT_URLCONF = "menkou.urls"
WSGI_APPLICATION = "menkou.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "menkou.web.parts.frame.frame",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "django.templatetags.i18n",
                "heroicons.templatetags.heroicons",
                "menkou.web.parts.templatetags.parts",
            ],
        },
    }
]
FORM_RENDERER = "menkou.web.parts.renderer.Renderer"

AUTH_USER_MODEL = "identity.User"
AUTHENTICATION_BACKENDS = ["menkou.identity.sign_in.Backend"]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "menkou.web.parts.errors.csrf"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
USE_THOUSAND_SEPARATOR = False  # in an attribute a number stays a number

# Tickets for a whole workshop at once: a tick and a number for each of its people.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
# Without collectstatic WhiteNoise serves from the sources: nothing to build before a first run.
WHITENOISE_USE_FINDERS = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MEDIA_ROOT = HOME / "media"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
    }
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Numbers of persons are hidden in all that is written (`identity.quiet`); addresses are not
# written by the server at all. Django's own handlers, which don't hide, stand aside.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"quiet": {"()": "menkou.identity.quiet.Quiet"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "quiet"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO"},
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
    },
}
SILENCED_SYSTEM_CHECKS: list[str] = []
