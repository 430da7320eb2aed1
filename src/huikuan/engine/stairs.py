"""The whole ladder of every case, with the day of each rung: what is behind it, where it stands, what comes when.

Works from a finished plan: the anchor is found again from the items (R-22), and every rung of its policy is asked on
which day it begins. The rung on which the case stands is the plan's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import polars as pl

from huikuan.engine import contacts
from huikuan.engine.calendars import working_calendar
from huikuan.engine.casefacts import CASE
from huikuan.engine.ladder.conditions import Scene, Today, begins_on
from huikuan.engine.ladder.document import Policy, internal_steps
from huikuan.engine.outcome import Plan
from huikuan.engine.placing import with_ground
from huikuan.engine.tables import COUNT, DAY, TEXT, Schema, Tables

# One row per case that has an anchor, in the order of the items.
STAIRS: Schema = {
    "customer_id": TEXT,
    "entity": TEXT,
    "policy": TEXT,
    "document_no": TEXT,  # the anchor (D-703)
    "due_date": DAY,
    "overdue_days": COUNT,
    "rung": TEXT,  # null before the first
    "begins": pl.List(pl.Date),  # of every rung of the policy, in its order; null where it cannot be foreseen
}
_DOCUMENT = ("document_no", *CASE, "kind")


def stairs(plan: Plan, tables: Tables) -> pl.DataFrame:
    """Return STAIRS of the plan's cases, whose items stand together."""
    numbered = plan.items.with_columns(case_no=pl.struct(CASE).rle_id())
    anchors = _anchors(numbered)
    if anchors.is_empty():
        return pl.DataFrame(schema=dict(STAIRS))
    items = _with_batches(numbered, tables, plan)
    today = _today(items, tables, plan)
    parts = list(_by_policy(items, anchors, tables, plan, today))
    order = anchors.select(*CASE)
    found = pl.concat(parts).select(pl.col(name).cast(dtype) for name, dtype in STAIRS.items())
    return order.join(found, on=CASE, how="left", maintain_order="left")


def _by_policy(
    items: pl.DataFrame, anchors: pl.DataFrame, tables: Tables, plan: Plan, today: Today
) -> Iterator[pl.DataFrame]:
    for name in anchors["policy"].unique(maintain_order=True):
        policy: Policy = plan.policies[name]
        ground = with_ground(items.filter(pl.col("policy") == name), tables.customers, policy)
        rows = ground.join(anchors.select(_DOCUMENT), on=_DOCUMENT, how="semi").unique(
            "case_no", keep="first", maintain_order=True
        )
        scene = Scene(rows, policy, today)
        days = pl.DataFrame({rung.id: begins_on(rung.begins, scene) for rung in policy.rungs})
        yield rows.with_columns(days.select(begins=pl.concat_list(pl.all())))


def _anchors(items: pl.DataFrame) -> pl.DataFrame:
    """Return the first item of each case that may be asked for, else the first that falls due (as ``explain`` does)."""
    is_small = (pl.col("suppressed_reason") == "tolerance").fill_null(False)
    taken = pl.sum_horizontal("bills_minor", "disputed_minor", "promised_minor", "in_transit_minor")
    is_chased = (pl.col("eligible_minor") > 0) & ~is_small
    falls_due = pl.col("due_date").is_not_null() & (pl.col("overdue_days") <= 0)
    is_upcoming = falls_due & (pl.col("open_minor") > taken.clip(0))
    return (
        items.filter(is_chased | is_upcoming)
        .sort(~is_chased, maintain_order=True)
        .unique("case_no", keep="first", maintain_order=True)
    )


def _with_batches(items: pl.DataFrame, tables: Tables, plan: Plan) -> pl.DataFrame:
    if not any(policy.counts_from_batch for policy in plan.policies.values()):
        return items.with_columns(batch_on=pl.lit(None, pl.Date))
    batches = tables.receivables.select(*_DOCUMENT, "batch_on").unique(_DOCUMENT, keep="first")
    return items.join(batches, on=_DOCUMENT, how="left", maintain_order="left")


def _today(items: pl.DataFrame, tables: Tables, plan: Plan) -> Today:
    edges = items.select(pl.min_horizontal(pl.col("due_date", "issue_date", "batch_on").min())).item() or plan.as_of
    latest = items.select(pl.max_horizontal(pl.col("due_date", "issue_date", "batch_on").max())).item() or plan.as_of
    calendar = working_calendar(
        min(edges, plan.as_of) - timedelta(days=60), max(latest, plan.as_of) + timedelta(days=90)
    )
    is_plain = all(policy.is_plain for policy in plan.policies.values())  # then days alone tell when a rung begins
    activities = tables.activities.clear() if is_plain else tables.activities
    known = contacts.known_activities(activities, as_of=plan.as_of).join(
        items.select(*CASE, "case_no").unique("case_no"), on=CASE
    )
    return Today(
        as_of=plan.as_of,
        calendar=calendar,
        last_workday=calendar.roll_back(pl.Series([plan.as_of]))[0],
        records=contacts.step_records(known),
        contacts=known.filter(~pl.col("step").is_in(internal_steps(plan.policies)).fill_null(False)),
    )
