"""The KPIs of a folder as one file, for other programs: every figure with its period, parts and reason, in codes.

One thing to know: the figures keep their two decimals, in JSON as text.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from huikuan.engine.kpi.benchmarks import BENCHMARKS, EARLIER_QUARTER, LATEST_QUARTER, SURVEY
from huikuan.engine.kpi.report import KpiReport
from huikuan.gateways.exports.one_file import records, write_one_file


def write_kpis(report: KpiReport, path: Path) -> None:
    """Write the figures into ``path``, CSV or JSON by its suffix."""
    write_one_file(path, report.figures, lambda: _document(report))


def _document(report: KpiReport) -> dict[str, Any]:
    return {
        "as_of": report.as_of.isoformat(),
        "month_ends": [end.isoformat() for end in report.ends],
        "sources": records(report.sources),
        "figures": records(report.figures),
        "benchmarks": [
            {"kpi": mark.kpi, "source": SURVEY, LATEST_QUARTER: str(mark.latest), EARLIER_QUARTER: str(mark.earlier)}
            for mark in BENCHMARKS
        ],
    }
