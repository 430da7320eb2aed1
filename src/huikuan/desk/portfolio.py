"""The portfolio by the newest run, as far as somebody reaches: sums to show, and the rows behind each sum."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from huikuan.apps.audit.actors import Actor
from huikuan.apps.people.permissions import Reach
from huikuan.apps.people.selectors import entity_numbers, reach_of
from huikuan.apps.statements.selectors import statements_since
from huikuan.desk.known import known_tables, planned
from huikuan.desk.manual import manual_of
from huikuan.desk.standing import snapshots_folder
from huikuan.engine.outcome import ITEMS
from huikuan.engine.portfolio import ACCOUNTS, AGES, DEBTS, GIVEN, RUNGS, STATEMENTS_SEEN, portfolio
from huikuan.engine.statements.cycles import EVENTS, PERIOD
from huikuan.engine.tables import Schema
from huikuan.gateways.snapshots import rows_where

if TYPE_CHECKING:
    from huikuan.apps.dunning.models import Run

_KEPT: Mapping[str, Schema] = {
    "ages": AGES,
    "rungs": RUNGS,
    "debts": DEBTS,
    "accounts": ACCOUNTS,
    "statements": STATEMENTS_SEEN,
    "items": ITEMS,
    "given": GIVEN,
}


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of the portfolio is looked at; what is empty does not matter."""

    currency: str = ""
    entity: str = ""
    person: str = ""  # owner or collector
    bucket: str = ""

    def condition(self, *names: str) -> pl.Expr:
        """Return the condition on rows that have these columns beside the people's."""
        found = pl.lit(True)
        for name in ("currency", "entity", *names):
            if value := getattr(self, name):
                found &= pl.col(name) == value
        return found & looked_after_by([self.person]) if self.person else found


def looked_after_by(codes: list[str]) -> pl.Expr:
    """Return the condition that owner or collector is one of these people."""
    return pl.any_horizontal(pl.col(name).is_in(codes).fill_null(False) for name in ("owner", "collector"))


@dataclass(frozen=True, slots=True)
class Sums:
    """``ages`` and ``rungs`` (engine.portfolio) of what the viewer reaches, of every currency, entity and person."""

    ages: pl.DataFrame
    rungs: pl.DataFrame


def sums_seen(run: Run, *, viewer: Actor) -> Sums:
    """Return the sums of all that the viewer reaches by a run."""
    reached = _reached(viewer, run)
    return Sums(_rows(run, "ages", reached), _rows(run, "rungs", reached))


def debts_seen(run: Run, part: Part, *, viewer: Actor) -> pl.DataFrame:
    """Return the cases behind a sum, as far as the viewer reaches: DEBTS, the largest amount first."""
    rows = _rows(run, "debts", _reached(viewer, run) & part.condition("bucket"))
    return rows.sort("amount_minor", "customer_id", descending=[True, False])


def accounts_seen(run: Run, *, viewer: Actor, act: str = "see_customer") -> pl.DataFrame:
    """Return the customers that the viewer reaches in an act, a row per case and currency: ACCOUNTS."""
    return _rows(run, "accounts", _within(reach_of(viewer, act, run.business_date)))


def items_seen(run: Run, condition: pl.Expr, *, viewer: Actor, act: str = "see_customer") -> pl.DataFrame:
    """Return the open items that the viewer reaches in an act, by a run: the engine's ITEMS, by customer."""
    items = _rows(run, "items", condition)
    reach = reach_of(viewer, act, run.business_date)
    if reach.is_everything:
        return items
    reached = _rows(run, "accounts", _within(reach)).select("customer_id", "entity").unique()
    return items.join(reached, on=["customer_id", "entity"], how="semi", maintain_order="left")


def given_seen(run: Run, *, viewer: Actor) -> pl.DataFrame:
    """Return who is given which policy, and by whom, as far as the viewer reaches: GIVEN."""
    return _rows(run, "given", _reached(viewer, run))


def statements_seen(run: Run, *, viewer: Actor) -> pl.DataFrame:
    """Return the statements that the viewer reaches, with what was recorded of them after the run: STATEMENTS_SEEN and
    ``differs_on``. A step that the run found due is done with once something was recorded.
    """
    rows = _rows(run, "statements", _within(reach_of(viewer, "see_customer", run.business_date)))
    news = statements_since(run.position, run.unseen)
    told = rows.join(news.with_columns(is_new=True), on=PERIOD, how="left", suffix="_now", maintain_order="left")
    is_new = pl.col("is_new").fill_null(value=False)
    events = [pl.when("is_new").then(f"{event}_now").otherwise(event).alias(event) for event in EVENTS]
    return told.with_columns(
        *events,
        days_late=pl.when(is_new & pl.col("is_later")).then(0).otherwise("days_late"),
        steps=pl.when(is_new & pl.col("is_later")).then(pl.lit([], pl.List(pl.String))).otherwise("steps"),
    ).select(*STATEMENTS_SEEN, "differs_on")


def _reached(viewer: Actor, run: Run) -> pl.Expr:
    return _within(reach_of(viewer, "see_worklist", run.business_date))


def _within(reach: Reach) -> pl.Expr:
    """Return the condition that a row is within reach; a row without an entity is for those who reach all."""
    if reach.is_everything:
        return pl.lit(True)
    codes = {number: code for code, number in entity_numbers().iter_rows()}
    found = pl.lit(False)
    for part in reach.parts:
        condition = pl.lit(True)
        if part.codes is not None:
            condition = looked_after_by(list(part.codes))
        if part.entity_no is not None:
            condition &= (pl.col("entity") == codes[part.entity_no]).fill_null(False)
        found |= condition
    return found


def _rows(run: Run, table: str, condition: pl.Expr) -> pl.DataFrame:
    """Return rows of the run's snapshot; where there is none that fits, of a plan made again."""
    schema = _KEPT[table]
    kept = rows_where(snapshots_folder(), run.act_id.hex, table, condition)
    if kept is not None and kept.schema == pl.Schema(dict(schema)):
        return kept
    manual, tables = manual_of(run), known_tables(run.business_date)
    plan = planned(tables, manual.policies, manual.parameters)
    made = {"items": plan.items, **portfolio(plan, tables.customers)}
    return made[table].filter(condition)
