"""Forgets finished jobs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from huikuan.apps.outbox.services import prune

KEPT = timedelta(days=30)  # also how long a job's key keeps the same work from being done again


def prune_jobs(_: Mapping[str, Any]) -> None:
    """Forget the jobs done more than ``KEPT`` ago."""
    prune(older_than=KEPT)
