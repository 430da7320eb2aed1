"""Forgets finished jobs, and sessions that nobody ended."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from huikuan.apps.outbox.services import prune
from huikuan.apps.people.sessions import forget_ended_sessions

KEPT = timedelta(days=30)  # also how long a job's key keeps the same work from being done again


def prune_jobs(_: Mapping[str, Any]) -> None:
    """Forget the jobs done more than ``KEPT`` ago, and the sessions that have ended by themselves."""
    prune(older_than=KEPT)
    forget_ended_sessions()
