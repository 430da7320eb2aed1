"""A past day made again from what its run saw: the same facts, the same documents, the same rows.

The run's position says which batches it saw; a fact that a later batch replaced counts as it stood.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import polars as pl
from django.db import connection

from huikuan.apps.audit.actors import Actor
from huikuan.apps.audit.errors import Refused
from huikuan.apps.dunning.selectors import newest_run, planned_rows
from huikuan.apps.intake.bulk import AsSeen
from huikuan.desk.known import known_tables, overrides_counting, planned
from huikuan.desk.manual import manual_of
from huikuan.desk.rights import require
from huikuan.gateways import columns

_KEY = ["customer_id", "entity", "currency"]


@dataclass(frozen=True)
class Difference:
    """Where a day made again differs: ``column`` of one row; empty where the row itself is missing or new."""

    customer_id: str
    entity: str
    currency: str
    column: str
    was: str
    now: str


@dataclass(frozen=True)
class Replay:
    """What making a run's day again came to."""

    business_date: date
    revision: int
    rows: int
    differences: list[Difference]


def replayed(on: date, *, viewer: Actor) -> Replay:
    """Make the newest run of a business date again and compare its rows with those on record.

    Raises: Refused run_unknown, or not allowed: whoever may run the day may make it again.
    """
    require("day", actor=viewer, on=on)
    run = newest_run(on)
    if run is None:
        raise Refused("run_unknown", on=on)
    manual = manual_of(run)
    with columns.one_state(connection):
        seen = AsSeen(on, run.position, frozenset(run.unseen))
        tables, overrides = known_tables(seen), overrides_counting(on, seen)
        stored = planned_rows(run, viewer=viewer)
    made = planned(tables, manual.policies, manual.parameters, overrides).worklist
    return Replay(on, run.revision, stored.height, list(_differences(stored, made)))


def _differences(stored: pl.DataFrame, made: pl.DataFrame) -> Iterator[Difference]:
    """Yield what differs, column by column; a column that the program has learned since is not compared."""
    # What is stored went through JSON; so does what it is compared with.
    through = made.select(row=pl.struct(pl.all()).struct.json_encode()).to_series()
    made = through.str.json_decode(pl.Struct(made.schema)).struct.unnest() if made.height else made
    for was, now, side in ((stored, made, True), (made, stored, False)):
        for customer, entity, currency in (
            was.join(now, on=_KEY, how="anti", maintain_order="left").select(_KEY).iter_rows()
        ):
            yield Difference(customer, entity, currency, "", *(("1", "0") if side else ("0", "1")))
    both = stored.join(made, on=_KEY, how="inner", suffix="_now", maintain_order="left")
    for name in stored.columns:
        if name in _KEY or f"{name}_now" not in both.columns:
            continue
        changed = both.filter(~pl.col(name).eq_missing(pl.col(f"{name}_now")))
        for customer, entity, currency, was_then, is_now in changed.select(*_KEY, name, f"{name}_now").iter_rows():
            yield Difference(customer, entity, currency, name, str(was_then), str(is_now))
