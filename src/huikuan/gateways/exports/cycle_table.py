"""The ``cycle`` table (spec/files.md, "Out"): what the monthly statements ask for today, with the facts behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from huikuan.engine.statements.day import StatementDay
    from huikuan.gateways.texts import Words

CYCLE_CONTRACT = ("customer_id", "entity", "period", "step", "due_on", "days_late", "action", "role")


def cycle_table(statements: StatementDay, words: Words) -> pl.DataFrame:
    """Return the due steps with their reasons as sentences, contract columns first, lists still as lists."""
    told = statements.due.with_columns(
        words.cycle_sentences(statements.due, statements.as_of).alias("reasons_text")
    ).drop("state")
    return told.select(*CYCLE_CONTRACT, pl.exclude(CYCLE_CONTRACT))


def cycle_counts(statements: StatementDay) -> dict[str, object]:
    """Return how many steps are due and late, by step in the order of the document, and the cycles behind them."""
    due = statements.due
    counted = dict(due.group_by("step").len().iter_rows())
    key = ["customer_id", "entity", "period"]
    return {
        "policy": statements.cycle.id,
        "version": statements.cycle.version,
        "open": statements.cycles.height,
        "due": due.select(key).n_unique() if due.height else 0,
        "late": due.filter(pl.col("days_late") > 0).select(key).n_unique() if due.height else 0,
        "steps": {rung.id: int(counted.get(rung.id, 0)) for rung in statements.cycle.rungs},
    }
