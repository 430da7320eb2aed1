"""The report's warning signs: how many of each, and the customers with the most serious ones first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from huikuan.engine.warning_signs.registry import SIGNS
from huikuan.gateways.exports.palette import ALERT_TONES
from huikuan.gateways.exports.tables import alerts_table
from huikuan.gateways.exports.workbook_sheets import Scene
from huikuan.gateways.texts.columns import DASH

CUSTOMERS_SHOWN = 15


@dataclass(frozen=True, slots=True)
class SignCount:
    """One kind of sign: its name, how many customers show it, from where it rings, when it may mean nothing."""

    name: str
    tone: tuple[str, str]
    customers: str
    rule: str
    note: str


@dataclass(frozen=True, slots=True)
class Warned:
    """A customer with its signs: each a name with its colours, since when, and the evidence."""

    name: str
    signs: list[tuple[str, tuple[str, str], str, str]]


def sign_counts(scene: Scene) -> Iterator[SignCount]:
    """Yield the signs that ring today, in the order of the table of signs."""
    told = alerts_table(scene.plan, scene.words)
    for sign in SIGNS:
        rung = told.filter(pl.col("sign") == sign.id)
        for row in rung.head(1).iter_rows(named=True):
            yield SignCount(
                scene.words.title("sign", sign.id),
                ALERT_TONES[sign.severity],
                f"{rung['customer_id'].n_unique():,}",
                row["threshold_text"],
                row["false_alarm_text"],
            )


def warned_customers(scene: Scene) -> Iterator[Warned]:
    """Yield the customers with the most serious signs, then the most signs, then what is overdue."""
    overdue = scene.plan.worklist.group_by("customer_id").agg(pl.col("rank").min())
    serious = (pl.col("severity") == "serious").sum()
    counted = scene.plan.alerts.group_by("customer_id").agg(serious=serious, signs=pl.len())
    first = (
        counted.join(overdue, on="customer_id", how="left")
        .sort("serious", "signs", "rank", "customer_id", descending=[True, True, False, False], nulls_last=True)
        .head(CUSTOMERS_SHOWN)
        .select("customer_id", order=pl.int_range(pl.len()))
    )
    told = alerts_table(scene.plan, scene.words).join(first, on="customer_id", maintain_order="left")
    ordered = scene.named(told).sort("order", maintain_order=True)
    for rows in ordered.partition_by("order", maintain_order=True):
        yield Warned(
            rows["customer_name"][0],
            [
                (
                    scene.words.title("sign", row["sign"]),
                    ALERT_TONES[row["severity"]],
                    scene.words.day(row["since"], scene.plan.as_of) if row["since"] else DASH,
                    row["evidence_text"],
                )
                for row in rows.iter_rows(named=True)
            ],
        )
