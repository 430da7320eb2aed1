"""The sheet of key figures: a line per currency and KPI, the ended months as columns, the benchmark beside."""

from __future__ import annotations

import polars as pl

from huikuan.engine.kpi.benchmarks import BENCHMARKS
from huikuan.engine.kpi.registry import KPIS
from huikuan.engine.kpi.report import KpiReport
from huikuan.gateways.exports.sheets import Column, Sheet
from huikuan.gateways.exports.workbook_sheets import Scene
from huikuan.gateways.texts.kpi_words import KPI_NAMES, REASON_WORDS, UNIT_WORDS


def kpi_sheet(scene: Scene, report: KpiReport) -> Sheet:
    """Return the KPIs of every currency; a month without a value is empty, the last month's reason stands beside."""
    text = scene.words.text
    names = {kpi.id: text(KPI_NAMES[kpi.id], months=len(report.ends)) for kpi in KPIS}
    units = {unit: text(msgid) for unit, msgid in UNIT_WORDS.items()}
    reasons = {reason: text(msgid) for reason, msgid in REASON_WORDS.items()}
    marks = {mark.kpi: f"{mark.latest} / {mark.earlier}" for mark in BENCHMARKS}
    months = [
        Column(f"{end:%Y-%m}", pl.col("value").filter(pl.col("to_on") == end).first(), 9, "score")
        for end in report.ends
    ]
    frame = report.figures.group_by("currency", "kpi", "unit", maintain_order=True).agg(
        *(month.shown.cast(pl.Float64).alias(month.head) for month in months),
        reason=pl.col("reason").last(),
    )
    columns = [
        Column(text("Currency"), pl.col("currency"), 9),
        Column(text("Key figure"), pl.col("kpi").replace(names), 34, "strong"),
        Column(text("Unit"), pl.col("unit").replace(units), 10),
        *(Column(month.head, pl.col(month.head), month.width, "score") for month in months),
        Column(text("US median"), pl.col("kpi").replace_strict(marks, default=""), 14),
        Column(text("Why not in the last month"), pl.col("reason").replace(reasons), 44, "wrap"),
        Column("kpi", pl.col("kpi"), 20, "code"),
    ]
    return Sheet(
        text("Key figures"),
        title=text("Key figures by month"),
        facts=scene.facts,
        columns=columns,
        frame=frame,
        printed=len(columns) - 1,
        frozen_columns=2,
        note=kpi_note(scene),
    )


def kpi_note(scene: Scene) -> str:
    """Return what the months and the benchmarks are."""
    return scene.words.text(
        "Ended months only, as they were known at their end; a quarter is the three months up to it. US median: Credit "
        "Research Foundation, domestic trade, first quarter of 2021 / third quarter of 2020; a mark, not a target."
    )
