"""Who gets which policy, as one file: every customer with the decision and the figures that rules look at."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

from huikuan.engine.assignment_report import AssignmentReport
from huikuan.gateways.exports.one_file import records, write_one_file


def write_assignment(report: AssignmentReport, path: Path) -> None:
    """Write every customer into ``path``, CSV or JSON by its suffix; JSON has the rules beside."""
    table = _customers(report)
    write_one_file(path, table, lambda: _document(report, table))


def _customers(report: AssignmentReport) -> pl.DataFrame:
    overrides = {override.customer_id: override for override in report.assignment.overrides}
    is_overridden = pl.col("assigned_by") == "override"
    reasons = {customer: override.reason for customer, override in overrides.items()}
    ends = {customer: override.until for customer, override in overrides.items()}
    customer = pl.col("customer_id")
    return report.customers.with_columns(
        pl.lit(report.base_currency).alias("currency"),
        pl.when(is_overridden)
        .then(customer.replace_strict(reasons, default=None, return_dtype=pl.String))
        .alias("reason"),
        pl.when(is_overridden).then(customer.replace_strict(ends, default=None, return_dtype=pl.Date)).alias("until"),
    )


def _document(report: AssignmentReport, table: pl.DataFrame) -> dict[str, Any]:
    assignment = report.assignment
    return {
        "as_of": report.as_of.isoformat(),
        "assignment": {"id": assignment.id, "version": assignment.version},
        "rules": [
            {"rule_no": number, "policy": rule.policy, "because": rule.because, "fits": fits}
            for number, (rule, fits) in enumerate(zip(assignment.rules, report.fits, strict=True), 1)
        ],
        "customers": records(table),
    }
