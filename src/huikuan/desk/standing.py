"""Where one customer stands by the newest run: its items, promises and place on the ladder, for a page.

A run keeps what it made of everybody on disk (R-180). Where nothing has been recorded of the customer since, that is
read; otherwise, and where there is no snapshot, the customer alone is worked out again from what is known now.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
from django.conf import settings

from huikuan.apps.receivables.selectors import change_numbers
from huikuan.desk.known import known_tables, planned
from huikuan.desk.manual import manual_of
from huikuan.engine.ladder.document import Policy
from huikuan.engine.outcome import ITEMS, PROMISES_JUDGED, SKIPPED
from huikuan.engine.portfolio import portfolio
from huikuan.engine.stairs import STAIRS, stairs
from huikuan.engine.tables import TEXT, Schema
from huikuan.gateways.snapshots import keep_snapshot, rows_of_customer

if TYPE_CHECKING:
    from huikuan.apps.dunning.models import Run
    from huikuan.engine.outcome import Plan
    from huikuan.engine.tables import Tables

_OF_A_PLAN: Mapping[str, Schema] = {"items": ITEMS, "promises": PROMISES_JUDGED, "skipped": SKIPPED}
_KEPT: Mapping[str, Schema] = {**_OF_A_PLAN, "stairs": STAIRS}
_CASES: Schema = {"customer_id": TEXT, "entity": TEXT, "change_no": pl.Int64}


@dataclass(frozen=True)
class Standing:
    """What a run made of one customer: the plan's own tables (engine.outcome, engine.stairs), of this customer only."""

    as_of: date
    policies: Mapping[str, Policy]
    items: pl.DataFrame
    promises: pl.DataFrame
    skipped: pl.DataFrame
    stairs: pl.DataFrame


def standing_of(customer_id: str, run: Run) -> Standing:
    """Return where a customer stands by a run; with what was recorded of it after the run, if anything was."""
    manual, kept = manual_of(run), _kept(run, customer_id)
    if kept is None:
        tables = known_tables(None, customer_id)
        kept = _made(planned(tables, manual.policies, manual.parameters), tables)
    return Standing(run.business_date, manual.policies, **kept)


def keep_standings(run: Run, plan: Plan, tables: Tables, cases: pl.DataFrame) -> None:
    """Keep what a run made of everybody. ``cases``: customer_id, entity and change_no as the run saw them."""
    made = {**_made(plan, tables), **portfolio(plan, tables.customers), "cases": cases.select(list(_CASES))}
    keep_snapshot(snapshots_folder(), run.act_id.hex, made)


def _made(plan: Plan, tables: Tables) -> dict[str, pl.DataFrame]:
    return {**{name: getattr(plan, name) for name in _OF_A_PLAN}, "stairs": stairs(plan, tables)}


def _kept(run: Run, customer_id: str) -> dict[str, pl.DataFrame] | None:
    """Return the kept tables of the customer, unless something was recorded of it since."""
    seen = _rows(run, "cases", _CASES, customer_id)
    if seen is None or dict(seen.select("entity", "change_no").iter_rows()) != change_numbers(customer_id):
        return None
    kept = {name: _rows(run, name, schema, customer_id) for name, schema in _KEPT.items()}
    whole = {name: rows for name, rows in kept.items() if rows is not None}
    return whole if len(whole) == len(kept) else None


def _rows(run: Run, table: str, schema: Schema, customer_id: str) -> pl.DataFrame | None:
    """Return the customer's rows; None also where an earlier program kept other columns."""
    rows = rows_of_customer(snapshots_folder(), run.act_id.hex, table, customer_id)
    return rows if rows is not None and rows.schema == pl.Schema(dict(schema)) else None


def snapshots_folder() -> Path:
    """Return where the snapshots of this house are."""
    folder: Path = settings.DATA_DIR / "snapshots"
    return folder
