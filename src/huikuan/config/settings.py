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
ALLOWED_HOSTS: list[str] = []

_APPS = (
    "audit", "outbox", "attachments", "people", "intake", "approvals", "policies", "customers", "receivables", "tasks",
    "activities", "cash", "promises", "disputes", "statements", "dunning",
)  # fmt: skip
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    *(f"huikuan.apps.{name}" for name in _APPS),
]
AUTH_USER_MODEL = "people.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

_SQLITE_OPTIONS = {
    # Writers take their lock at once and wait their turn; a lock taken late would be refused, not awaited.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
}


def _database() -> dict[str, object]:
    if url := os.environ.get("DATABASE_URL"):
        return {**dj_database_url.parse(url, conn_health_checks=True)}
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA_DIR / "huikuan.sqlite3",
        "OPTIONS": _SQLITE_OPTIONS,
    }


DATABASES = {"default": _database()}
JOB_LEASE = timedelta(seconds=60)  # after this long without a heartbeat a worker counts as lost
JOB_GRACE = timedelta(seconds=20)  # a worker that is asked to stop lets its job end for this long
LANGUAGE_CODE = "zh-hans"
USE_TZ = True
TIME_ZONE = "UTC"
