"""The sheet of finance's watch list (D-605): filtered by owner it is the body of that owner's mail."""

from __future__ import annotations

import polars as pl

from huikuan.gateways.exports.sheets import Column, Sheet
from huikuan.gateways.exports.watch import watch_table
from huikuan.gateways.exports.workbook_sheets import Scene, coded, entity_column, money, priced


def watch_sheet(scene: Scene) -> Sheet:
    """Return what is unpaid past its due date, owner by owner."""
    text = scene.words.text
    frame = scene.named(priced(watch_table(scene.plan, scene.reading)))
    columns = [
        Column(text("Owner"), pl.col("owner"), 12, "strong"),
        Column(text("Customer"), pl.col("customer_name"), 28),
        *entity_column(scene),
        Column(text("Document"), pl.col("document_no"), 18),
        Column(text("Issued"), pl.col("issue_date"), 11, "date"),
        Column(text("Due"), pl.col("due_date"), 11, "date"),
        Column(text("Overdue, days"), pl.col("overdue_days"), 8, "count"),
        Column(text("Unpaid"), money("unpaid_minor"), 16, "money"),
        Column(text("Currency"), pl.col("currency"), 8),
        Column(text("Amount to chase"), money("eligible_minor"), 16, "money"),
        Column(text("Not chased because"), coded(scene, "skip_reason", "suppressed_reason"), 16, "wrap"),
        Column(text("Result (by hand)"), pl.lit(""), 18),
    ]
    codes = [Column(name, pl.col(name), 14, "code") for name in ("customer_id", "entity", "rung")]
    count = scene.words.count("{n} document", "{n} documents", frame.height)
    return Sheet(
        text("Watch list"),
        title=text("Watch list: unpaid past the due date, by owner"),
        facts=f"{scene.facts} · {count}",
        columns=[*columns, *codes],
        frame=frame,
        printed=len(columns),
        note=text("For the watch mail: filter one owner and send the lines; follow-ups to customers may quote theirs."),
    )
