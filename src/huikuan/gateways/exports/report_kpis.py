"""The report's key figures: the last ended month of each, its trend, and the benchmark beside, per currency."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from huikuan.engine.kpi.benchmarks import BENCHMARKS
from huikuan.engine.kpi.registry import KPIS, WHOLE
from huikuan.engine.kpi.report import KpiReport
from huikuan.gateways.exports.charts import trend_bars
from huikuan.gateways.exports.summary import currency_totals
from huikuan.gateways.exports.workbook_sheets import Scene
from huikuan.gateways.texts.columns import DASH, MINUS
from huikuan.gateways.texts.kpi_words import KPI_NAMES, REASON_WORDS, UNIT_WORDS


@dataclass(frozen=True, slots=True)
class KpiLine:
    """One KPI: its name and unit, the last month's figure or why there is none, the months as bars, the benchmark."""

    name: str
    unit: str
    figure: str
    remark: str
    trend: Markup
    benchmark: str


@dataclass(frozen=True, slots=True)
class KpiTable:
    """The KPIs of one currency in two columns, or the sentence that says why there are none."""

    currency: str
    missing: str
    columns: tuple[list[KpiLine], ...]


def kpi_tables(scene: Scene) -> Iterator[KpiTable]:
    """Yield a table a currency, the page's first one first; nothing where no KPIs were worked out."""
    report = scene.kpis
    if report is None:
        return
    main = next(iter(currency_totals(scene.plan)), "")
    # a stable sort: the others stay in the report's order, most documents first
    for source in sorted(report.sources.to_dicts(), key=lambda source: source["currency"] != main):
        currency = source["currency"]
        if source["payments_from"] is None:
            untold = REASON_WORDS["no_payments"]
            reason = scene.words.text(untold)
            yield KpiTable(currency, scene.words.text("No key figures: {reason}.", reason=reason), ())
            continue
        lines = list(_lines(scene, report, currency))
        half = len(lines) // 2
        yield KpiTable(currency, "", (lines[:half], lines[half:]))


def kpis_missing(scene: Scene) -> str:
    """Return why the page has no KPIs at all, empty where it has some."""
    if scene.kpis is None:
        return scene.words.text(
            "Left out here: looking back month by month takes longer than the plan itself on a folder of this size. "
            "Have them with: huikuan kpi"
        )
    if scene.kpis.sources.is_empty():
        return scene.words.text(
            "No document was issued by {day}, the last month end; there is nothing to measure.",
            day=scene.kpis.ends[-1],
        )
    return ""


def _lines(scene: Scene, report: KpiReport, currency: str) -> Iterator[KpiLine]:
    text = scene.words.text
    marks = {mark.kpi: f"{mark.latest} / {mark.earlier}" for mark in BENCHMARKS}
    figures = report.figures.filter(currency=currency)
    for kpi in KPIS:
        months = figures.filter(kpi=kpi.id).sort("to_on").to_dicts()
        if not months:
            continue
        name = text(KPI_NAMES[kpi.id], months=len(report.ends))
        last = months[-1]
        untold = REASON_WORDS[last["reason"]] if last["reason"] else ""
        yield KpiLine(
            name,
            "" if last["value"] is None else text(UNIT_WORDS[kpi.unit]),
            kpi_cell(last),
            text(untold) if untold else "",
            Markup("")
            if kpi.months == WHOLE
            else trend_bars([(f"{row['to_on']:%Y-%m}: {kpi_cell(row)}", row["value"]) for row in months], finding=name),
            marks.get(kpi.id, ""),
        )


def kpi_cell(figure: dict[str, Any]) -> str:
    """Return the value, what was counted until it had to stop, or a dash."""
    if figure["value"] is not None:
        return str(figure["value"]).replace("-", MINUS)
    return DASH if figure["at_least"] is None else f"> {figure['at_least']}"
