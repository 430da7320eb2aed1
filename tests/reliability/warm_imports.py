"""Imported once by the process that all others are forked from: Django is set up, no connection is open."""

from __future__ import annotations

import contextlib
import gc
import io
import os
from importlib import import_module

import django

from huikuan.cli import run

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.reliability.worker_settings"
os.environ["HUIKUAN_LANG"] = "en"
os.environ["HUIKUAN_SECRET_KEY"] = "only for tests"
os.environ.pop("HUIKUAN_USER", None)
os.environ.pop("DATABASE_URL", None)
if address := os.environ.get("HUIKUAN_TEST_DATABASE"):
    os.environ["DATABASE_URL"] = address
django.setup()

# What the commands import late; the parser imports more when it reads one, here one that is refused at a glance.
for name in (
    "huikuan.cli.days",
    "huikuan.cli.importing",
    "huikuan.cli.worker",
    "huikuan.desk.imports",
    "huikuan.jobs.day",
    "tests.reliability.second_writer",
    "tests.reliability.warm_processes",
):
    import_module(name)
with contextlib.redirect_stderr(io.StringIO()):
    assert run(["import", "no-such-folder", "--on", "no-day"]) == 2

gc.freeze()  # else each fork's first collection touches, and so copies, all of it
