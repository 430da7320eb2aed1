"""``summary.json``: what the plan was made of and what it adds up to, in codes and exact amounts (texts in JSON)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from huikuan import __version__
from huikuan.engine.assignment import ASSIGNED_BY
from huikuan.engine.codes import BUCKETS, DEBT_CLASSES, LANES
from huikuan.engine.kpi.report import KpiReport
from huikuan.engine.money import decimal_amount
from huikuan.engine.outcome import Plan
from huikuan.engine.warning_signs.registry import SIGNS
from huikuan.gateways.exports.cycle_table import cycle_counts

if TYPE_CHECKING:
    from huikuan.gateways.imports import Reading, TableTotals

OVERDUE_BUCKETS = ("1-30", "31-60", "61-90", "91-180", "181-365", "over-365")


@dataclass(frozen=True, slots=True)
class CurrencyTotals:
    """The figures of one currency, in minor units; ``ledger`` = open - unallocated = the sum of the ageing."""

    open: int
    overdue: int
    eligible: int
    disputed: int
    promised: int
    in_transit: int
    unallocated: int
    bills_in_hand: int
    ledger: int


def currency_totals(plan: Plan) -> Mapping[str, CurrencyTotals]:
    """Return the totals per currency: CNY first, then those with the most items."""
    items = plan.items.group_by("currency").agg(
        pl.col("open_minor", "eligible_minor", "disputed_minor", "promised_minor", "in_transit_minor", "bills_minor")
        .fill_null(0)
        .sum(),
        pl.len().alias("items"),
    )
    amount, bucket = pl.col("amount_minor"), pl.col("bucket")
    ageing = plan.ageing.group_by("currency").agg(
        amount.sum().alias("ledger"),
        amount.filter(bucket.is_in(OVERDUE_BUCKETS)).sum().alias("overdue"),
        -amount.filter(bucket == "unallocated").sum().alias("unallocated"),
    )
    joined = ageing.join(items, on="currency", how="full", coalesce=True).fill_null(0)
    ordered = joined.sort(pl.col("currency") != "CNY", -pl.col("items").cast(pl.Int64), "currency")
    return {
        row["currency"]: CurrencyTotals(
            open=row["open_minor"],
            overdue=row["overdue"],
            eligible=row["eligible_minor"],
            disputed=row["disputed_minor"],
            promised=row["promised_minor"],
            in_transit=row["in_transit_minor"],
            unallocated=row["unallocated"],
            bills_in_hand=row["bills_minor"],
            ledger=row["ledger"],
        )
        for row in ordered.iter_rows(named=True)
    }


def summary(
    plan: Plan, reading: Reading, *, files: Iterable[str], timings: Mapping[str, float], kpis: KpiReport | None = None
) -> dict[str, object]:
    """Return the summary as JSON writes it; counts are of items, in ``lanes`` of cases."""
    totals = currency_totals(plan)
    rungs = [rung.id for policy in plan.policies.values() for rung in policy.rungs]
    cases = plan.worklist.unique(["customer_id", "entity"])
    return {
        "as_of": plan.as_of.isoformat(),
        "policy": plan.default_policy,
        "version": plan.policies[plan.default_policy].version,
        "huikuan": __version__,
        "policies": {name: policy.version for name, policy in sorted(plan.policies.items())},
        "assignment": _assignment(plan),
        "policy_customers": _counts(plan.assignments, "policy", sorted(plan.policies)),
        "assigned_by": _counts(plan.assignments, "assigned_by", ASSIGNED_BY),
        "inputs": [
            {"file": found.file, "sheet": found.sheet, "table": found.table, "rows": found.rows, "sha256": found.sha256}
            for found in reading.inputs
        ],
        "unread": list(reading.unread),
        "counts": {
            "loaded": sum(table.loaded for table in reading.totals.values()),
            "set_aside": sum(table.set_aside for table in reading.totals.values()),
            "not_yet_issued": plan.not_yet_issued,
            "future_payments": plan.future_payments,
        },
        "tables": {name: _table_totals(table) for name, table in reading.totals.items()},
        "currencies": {
            code: {name: _amount(getattr(of_code, name), code) for name in CurrencyTotals.__dataclass_fields__}
            for code, of_code in totals.items()
        },
        "rungs": _counts(plan.items, "rung", rungs),
        "rung_amounts": _amounts(plan.items, "rung", "open_minor"),
        "classes": _counts(plan.items, "debt_class", DEBT_CLASSES),
        "class_amounts": _amounts(plan.items, "debt_class", "open_minor"),
        "buckets": _counts(plan.items, "bucket", BUCKETS),
        "bucket_amounts": _amounts(plan.ageing, "bucket", "amount_minor"),
        "lanes": _counts(cases, "lane", LANES),
        **({"cycle": cycle_counts(plan.statements)} if plan.statements is not None else {}),
        "alerts": _counts(plan.alerts, "sign", (sign.id for sign in SIGNS)),
        "kpis": _key_figures(kpis),
        "calendar_unpublished": plan.calendar_unpublished,
        "files": list(files),
        "timings": {name: round(seconds, 4) for name, seconds in timings.items()},
    }


def _key_figures(report: KpiReport | None) -> dict[str, dict[str, str | None]]:
    """Return the last ended month by currency and KPI, null where there is no value; empty where none were made."""
    if report is None:
        return {}
    last: dict[str, dict[str, str | None]] = {}
    for row in report.figures.filter(to_on=report.ends[-1]).iter_rows(named=True):
        last.setdefault(row["currency"], {})[row["kpi"]] = None if row["value"] is None else str(row["value"])
    return last


def write_summary(path: Path, content: Mapping[str, object]) -> None:
    """Write the summary, readable by people too."""
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _assignment(plan: Plan) -> dict[str, object] | None:
    document = plan.assignment
    return {"id": document.id, "version": document.version} if document is not None else None


def _amount(minor: int, currency: str) -> str:
    return str(decimal_amount(minor, currency))


def _counts(frame: pl.DataFrame, column: str, known: Iterable[str]) -> dict[str, int]:
    found = dict(frame.group_by(column).len().iter_rows())
    counted = {name: int(found.pop(name, 0)) for name in known}
    return counted | {name: int(n) for name, n in sorted(found.items(), key=str) if name}


def _amounts(frame: pl.DataFrame, column: str, money: str) -> dict[str, dict[str, str]]:
    sums = frame.filter(pl.col(column) != "").group_by("currency", column).agg(pl.col(money).sum())
    told: dict[str, dict[str, str]] = {}
    for currency, name, minor in sums.sort("currency", column).iter_rows():
        told.setdefault(currency, {})[name] = _amount(minor, currency)
    return told


def _table_totals(table: TableTotals) -> dict[str, object]:
    return {
        "rows_in": table.rows_in,
        "loaded": table.loaded,
        "set_aside": table.set_aside,
        **{
            name: {code: _amount(minor, code) for code, minor in sorted(getattr(table, name).items())}
            for name in ("amounts_in", "amounts_loaded", "amounts_set_aside")
        },
        "amounts_unreadable": table.amounts_unreadable,
    }
