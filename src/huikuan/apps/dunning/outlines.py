"""The outline of a run: which cases stand where on whose list, kept at hand while people leaf through it (R-222).

A run of a large company has tens of thousands of rows, each with a long story. Counting them for the tabs, or finding
out who comes next, needs none of the story: the outline is read once for everybody of the same reach and process, and
again as soon as customers have changed hands.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import polars as pl
from django.db import connection

from huikuan.apps.customers.selectors import newest_change
from huikuan.apps.dunning.models import WorklistRow
from huikuan.apps.receivables.selectors import within
from huikuan.gateways import clock, columns

if TYPE_CHECKING:
    from uuid import UUID

    from huikuan.apps.dunning.models import Run
    from huikuan.apps.people.permissions import Reach

KEPT = 32  # outlines of a process: of the reaches that look at the newest runs
READ_AGAIN_SECONDS = 600  # two changes at once may come to be known in the other order
_COLUMNS = {
    "rank": ("rank", pl.Int32),
    "case_no": ("case", pl.Int64),
    "customer_id": ("case__customer__code", pl.String),
    "lane": ("lane", pl.String),
    "action": ("action", pl.String),
    "assignee": ("assignee", pl.String),
}


def outline_of(run: Run, reach: Reach) -> pl.DataFrame:
    """Return the rows within reach by rank: rank, case_no, customer_id, lane, action, assignee."""
    return _outline(run.act_id, reach, newest_change(), clock.stopwatch() // READ_AGAIN_SECONDS)


@lru_cache(maxsize=KEPT)
def _outline(act_id: UUID, reach: Reach, _change: tuple[int, int], _since: float) -> pl.DataFrame:
    """Read it; what stands behind the reach only says when it is to be read again."""
    rows = WorklistRow.objects.filter(within(reach, "case__"), run__act_id=act_id).order_by("rank", "id")
    schema = {name: dtype for name, (_path, dtype) in _COLUMNS.items()}
    read = columns.read_table(connection, rows.values_list(*(path for path, _dtype in _COLUMNS.values())), schema)
    return read.with_columns(pl.col("lane", "action", "assignee").cast(pl.Categorical))
