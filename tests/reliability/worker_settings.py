"""Settings of the workers that are killed: the house's own, with jobs that can be counted and a short lease."""

from __future__ import annotations

import os
from datetime import timedelta

from huikuan.apps.outbox.reactions import Reaction
from huikuan.config.settings import *  # noqa: F403
from huikuan.config.settings import DATABASES

_OFTEN = 10_000  # a job may meet the killer again and again
REACTIONS = {
    "short": Reaction("tests.reliability.counted_effects.short", "database", _OFTEN),
    "slow": Reaction("tests.reliability.counted_effects.slow", "repeatable", _OFTEN),
    "letter": Reaction("tests.reliability.counted_effects.letter", "outside", _OFTEN),
    "long": Reaction("tests.reliability.counted_effects.long", "repeatable"),
}
TIMETABLES = ()
JOB_GRACE = timedelta(seconds=1)
JOB_LEASE = timedelta(seconds=2)
if file := os.environ.get("HUIKUAN_SQLITE_FILE"):
    DATABASES["default"]["NAME"] = file
