"""The KPIs of a folder as one file, for other programs: every figure with its period, parts and reason, in codes.

One thing to know: the figures keep their two decimals, amounts stand in major units of their currency, JSON has both
as text so that no reader rounds them.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import polars as pl

from huikuan.engine.kpi.benchmarks import BENCHMARKS, EARLIER_QUARTER, LATEST_QUARTER, SURVEY
from huikuan.engine.kpi.report import KpiReport
from huikuan.gateways.exports.amounts import for_csv, with_amount_texts

KPI_FORMATS = ("csv", "json")


def write_kpis(report: KpiReport, path: Path) -> None:
    """Write the figures into ``path``, CSV or JSON by its suffix; it is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".huikuan-") as folder:
        draft = Path(folder) / path.name
        if path.suffix.lower() == ".json":
            draft.write_text(json.dumps(_document(report), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        else:
            for_csv(report.figures).write_csv(draft)
        draft.replace(path)


def _document(report: KpiReport) -> dict[str, Any]:
    return {
        "as_of": report.as_of.isoformat(),
        "month_ends": [end.isoformat() for end in report.ends],
        "sources": _records(report.sources),
        "figures": _records(report.figures),
        "benchmarks": [
            {"kpi": mark.kpi, "source": SURVEY, LATEST_QUARTER: str(mark.latest), EARLIER_QUARTER: str(mark.earlier)}
            for mark in BENCHMARKS
        ],
    }


def _records(frame: pl.DataFrame) -> list[dict[str, Any]]:
    shown = with_amount_texts(frame).with_columns((pl.selectors.date() | pl.selectors.decimal()).cast(pl.String))
    return shown.to_dicts()
