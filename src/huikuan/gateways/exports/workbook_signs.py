"""The sheet of warning signs: what was seen, from where it rings, when it may mean nothing, what follows."""

from __future__ import annotations

import polars as pl

from huikuan.gateways.exports.palette import ALERT_TONES
from huikuan.gateways.exports.sheets import Column, Sheet
from huikuan.gateways.exports.tables import alerts_table
from huikuan.gateways.exports.workbook_sheets import Scene, coded, entity_column, listed


def alerts_sheet(scene: Scene) -> Sheet:
    """Return every warning sign of the day, by customer, the serious ones first."""
    text = scene.words.text
    frame = scene.named(alerts_table(scene.plan, scene.words))
    severities = scene.words.titles("severity")
    tones = {severities[code]: tone for code, tone in ALERT_TONES.items()}
    columns = [
        Column(text("Customer"), pl.col("customer_name"), 26, "strong"),
        *entity_column(scene),
        Column(text("Sign"), coded(scene, "sign", "sign"), 18, "wrap"),
        Column(text("Severity"), coded(scene, "severity", "severity"), 9, "tag", tones),
        Column(text("Since"), pl.col("since"), 11, "date"),
        Column(text("Evidence"), pl.col("evidence_text"), 52, "wrap"),
        Column(text("When it rings"), pl.col("threshold_text"), 30, "wrap"),
        Column(text("When it may mean nothing"), pl.col("false_alarm_text"), 40, "wrap"),
        Column(text("What follows"), listed(scene, "effect", "effect"), 24, "wrap"),
    ]
    codes = [Column(name, pl.col(name), 14, "code") for name in ("customer_id", "entity", "sign", "threshold")]
    count = scene.words.count("{n} warning sign", "{n} warning signs", frame.height)
    return Sheet(
        text("Warning signs"),
        title=text("Warning signs"),
        facts=f"{scene.facts} · {count}",
        columns=[*columns, *codes],
        frame=frame,
        printed=len(columns),
        note=text("A sign tells what was seen; what it means is for a person to judge. The ladder is not moved by it."),
    )
