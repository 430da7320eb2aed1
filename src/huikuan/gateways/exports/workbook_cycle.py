"""The sheet of the monthly statements: what is due today, red where its day has passed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from huikuan.gateways.exports.cycle_table import cycle_table
from huikuan.gateways.exports.palette import RED
from huikuan.gateways.exports.sheets import Column, Sheet
from huikuan.gateways.exports.workbook_sheets import coded, entity_column, listed

if TYPE_CHECKING:
    from huikuan.gateways.exports.workbook_sheets import Scene

CYCLE_CODES = ("customer_id", "entity", "step", "action", "role")


def cycle_sheet(scene: Scene) -> Sheet:
    """Return the steps of the statement cycle that are due, the latest first."""
    text = scene.words.text
    statements = scene.plan.statements
    assert statements is not None
    frame = scene.named(cycle_table(statements, scene.words))
    names = {rung.id: rung.name[scene.words.lang] for rung in statements.cycle.rungs}
    tags = {text("late"): RED}
    columns = [
        Column(text("Customer"), pl.col("customer_name"), 28, "strong"),
        *entity_column(scene),
        Column(text("Period"), pl.col("period"), 10),
        Column(text("Step"), pl.col("step").replace(names), 18),
        Column(text("Due"), pl.col("due_on"), 11, "date"),
        Column(text("Days late"), pl.col("days_late"), 8, "count"),
        Column("", pl.when(pl.col("days_late") > 0).then(pl.lit(text("late"))).otherwise(pl.lit("")), 8, "tag", tags),
        Column(text("Action"), coded(scene, "action", "action"), 10),
        Column(text("Who"), coded(scene, "role", "role"), 12),
        Column(text("How"), listed(scene, "channel", "channels"), 14),
        Column(text("Reasons"), pl.col("reasons_text"), 54, "wrap"),
        Column(text("Result (by hand)"), pl.lit(""), 16),
    ]
    codes = [Column(name, pl.col(name), 14, "code") for name in CYCLE_CODES]
    statements_due = frame.select("customer_id", "entity", "period").n_unique()
    count = scene.words.count("{n} statement", "{n} statements", statements_due)
    return Sheet(
        text("Statements"),
        title=text("Monthly statements: what is due"),
        facts=f"{scene.facts} · {count}",
        columns=[*columns, *codes],
        frame=frame,
        printed=len(columns),
        frozen_columns=1,
        note=text("A statement runs in the month after its period. Days late count from the last day for the step."),
    )
