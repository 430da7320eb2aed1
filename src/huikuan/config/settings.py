"""Django's settings, all of them from the environment; what is not said gets a value that is safe on one machine.

HUIKUAN_DATA: the folder that holds the database file, the stored files and the secret key (default ./huikuan-data).
DATABASE_URL: postgres://… for PostgreSQL; without it, a SQLite file in HUIKUAN_DATA.
HUIKUAN_SECRET_KEY: instead of the key file that `huikuan init` writes.
"""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import dj_database_url

# The worker reads the two tables from the settings: no room below this one may know them.
from huikuan.config.reactions import REACTIONS as REACTIONS
from huikuan.config.reactions import TIMETABLES as TIMETABLES

DATA_DIR = Path(os.environ.get("HUIKUAN_DATA", "huikuan-data")).resolve()
_key_file = DATA_DIR / "secret.key"
# Only signs sessions and tokens; commands that need neither run without one.
SECRET_KEY = os.environ.get("HUIKUAN_SECRET_KEY") or (_key_file.read_text().strip() if _key_file.is_file() else "unset")
DEBUG = False
# Names under which the pages may be asked for; a server of its own name says so.
ALLOWED_HOSTS = [name for name in os.environ.get("HUIKUAN_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if name]

_APPS = (
    "audit", "outbox", "attachments", "people", "intake", "approvals", "policies", "customers", "receivables", "tasks",
    "activities", "cash", "promises", "disputes", "statements", "dunning",
)  # fmt: skip
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    *(f"huikuan.apps.{name}" for name in _APPS),
    "huikuan.web",
]
MIDDLEWARE = [
    "huikuan.web.health.HealthMiddleware",  # before the host and HTTPS are asked for: whoever looks is beside us
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "huikuan.web.session.returning.ReturningMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "huikuan.web.visitors.VisitMiddleware",
    "huikuan.web.refusals.RefusalMiddleware",
]
ROOT_URLCONF = "huikuan.config.urls"
WSGI_APPLICATION = "huikuan.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": ["django.template.context_processors.request", "huikuan.web.shell.shell"],
        },
    }
]
LOGIN_URL = "sign_in"
CSRF_FAILURE_VIEW = "huikuan.web.session.returning.sent_from_elsewhere"
STATIC_URL = "/static/"
# Set by huikuan serve: the files under hashed names and compressed. Without it the package is its own static folder.
STATIC_ROOT = os.environ.get("HUIKUAN_STATIC")
WHITENOISE_USE_FINDERS = STATIC_ROOT is None
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES = {
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if STATIC_ROOT
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    }
}
_OF_A_PERSON = {"user_attributes": ("code", "name", "email")}
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", _OF_A_PERSON),
        ("MinimumLengthValidator", {"min_length": 8}),
        ("CommonPasswordValidator", {}),
    )
]
# Behind a server that speaks HTTPS (HUIKUAN_HTTPS=1) cookies never travel in the clear.
_IS_HTTPS = os.environ.get("HUIKUAN_HTTPS") == "1"
# The company's own sign-in (OpenID Connect); off without an issuer. The claim holds a verified address, or the code.
OIDC_ISSUER = os.environ.get("HUIKUAN_OIDC_ISSUER", "").rstrip("/")
OIDC_CLIENT, OIDC_SECRET = os.environ.get("HUIKUAN_OIDC_CLIENT", ""), os.environ.get("HUIKUAN_OIDC_SECRET", "")
OIDC_CLAIM = os.environ.get("HUIKUAN_OIDC_CLAIM", "email")
SESSION_ENGINE = "huikuan.apps.people.sessions"  # which knows whose they are, and ends them
SESSION_COOKIE_AGE = 24 * 3600  # the longest that the rules of signing in may allow
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = _IS_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _IS_HTTPS else None
SECURE_HSTS_INCLUDE_SUBDOMAINS = _IS_HTTPS
# The list that browsers ship is for whoever owns the whole domain to ask for, not for a program on one of its names.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
SECURE_HSTS_SECONDS = int(os.environ.get("HUIKUAN_HSTS_SECONDS", "31536000")) if _IS_HTTPS else 0
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'", "'unsafe-inline'"],  # charts and bars set widths
        "img-src": ["'self'", "data:"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
    }
}
AUTH_USER_MODEL = "people.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

_SQLITE_OPTIONS = {
    # Writers take their lock at once and wait their turn; a lock taken late would be refused, not awaited.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
    "PRAGMA cache_size=-131072; PRAGMA temp_store=MEMORY;",  # of 128 MiB, used as needed
}


_CONNECTION_SECONDS = 600  # a connection serves many requests; whether it still lives is asked before each


def _database() -> dict[str, object]:
    if url := os.environ.get("DATABASE_URL"):
        return {**dj_database_url.parse(url, conn_max_age=_CONNECTION_SECONDS, conn_health_checks=True)}
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA_DIR / "huikuan.sqlite3",
        "OPTIONS": _SQLITE_OPTIONS,
    }


DATABASES = {"default": _database()}
API_PER_MINUTE = int(os.environ.get("HUIKUAN_API_PER_MINUTE", "600"))  # requests of one token
FILE_UPLOAD_HANDLERS = ["huikuan.web.imports.receiving.BoundedUploads"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 32 * 2**20  # a delivery of 50,000 rows
AUDIT_HEADS = Path(os.environ.get("HUIKUAN_AUDIT_HEADS") or DATA_DIR / "audit-heads.jsonl").resolve()
COPIED_ROWS = 5_000  # tables of facts from so many rows on are kept ready on disk, in HUIKUAN_DATA/copies
JOB_LEASE = timedelta(seconds=60)  # after this long without a heartbeat a worker counts as lost
JOB_GRACE = timedelta(seconds=20)  # a worker that is asked to stop lets its job end for this long
LOGGING = {  # a page that failed is told where the server's words go; who asked for what is not
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {"django": {"handlers": ["console"], "level": "ERROR"}},
}
LANGUAGE_CODE = "zh-hans"
USE_TZ = True
TIME_ZONE = "UTC"
