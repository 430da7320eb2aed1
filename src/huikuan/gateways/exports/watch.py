"""Finance's watch list 盯账 (D-605): what each owner's customers have not paid, for the mail that follow-ups forward.

The contract names no file for it; it is the table ``watch``, one row per overdue document with something unpaid, the
owners by name and under each the customer with the oldest document first (R-169).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from huikuan.engine.outcome import Plan
    from huikuan.gateways.exports.workbook_sheets import Scene
    from huikuan.gateways.imports import Reading

OWNERS_SHOWN = 20
_UNPAID = pl.col("open_minor") - pl.col("bills_minor")
_OWNER = ["owner", "currency"]


@dataclass(frozen=True, slots=True)
class OwnerLine:
    """What one owner's customers owe past the due date in one currency."""

    owner: str
    customers: str
    documents: str
    unpaid: str
    unit: str
    eligible: str
    oldest: str


def watch_table(plan: Plan, reading: Reading) -> pl.DataFrame:
    """Return the overdue documents that are not paid, owner by owner; an owner whom nobody names comes last, empty.

    ``unpaid_minor``: what is open less acceptance bills in hand; ``eligible_minor``: what of it may be asked for today.
    """
    people = reading.tables.customers.select("customer_id", "name", "owner").unique("customer_id", keep="first")
    unpaid = (
        plan.items.lazy()
        .filter((pl.col("overdue_days") > 0) & (_UNPAID > 0))
        .join(people.lazy(), on="customer_id", how="left")
        .with_columns(unpaid_minor=_UNPAID, oldest=pl.col("overdue_days").max().over("owner", "customer_id"))
        .sort(
            "owner", "oldest", "customer_id", "due_date", "document_no",
            descending=[False, True, False, False, False], nulls_last=True,
        )
    )  # fmt: skip
    return unpaid.select(
        pl.col("owner").fill_null(""), "customer_id", "entity", pl.col("name").fill_null(""), "document_no", "kind",
        "issue_date", "due_date", "overdue_days", "currency", "unpaid_minor", "disputed_minor", "promised_minor",
        "eligible_minor", "rung", "suppressed_reason",
    ).collect()  # fmt: skip


def owner_lines(scene: Scene) -> Iterator[OwnerLine]:
    """Return one line per owner and currency, the largest unpaid amounts of each currency first."""
    words = scene.words
    for row in _by_owner(scene).head(OWNERS_SHOWN).iter_rows(named=True):
        yield OwnerLine(
            owner=row["owner"] or words.text("(no owner)"),
            customers=f"{row['customers']:,}",
            documents=f"{row['documents']:,}",
            unpaid=words.money(row["unpaid_minor"], row["currency"]),
            unit=words.currency(row["currency"]),
            eligible=words.money(row["eligible_minor"], row["currency"]),
            oldest=words.days(row["oldest"]),
        )


def owners_in_all(scene: Scene) -> int:
    """Return how many lines there are in all."""
    return _by_owner(scene).height


def _by_owner(scene: Scene) -> pl.DataFrame:
    watched = watch_table(scene.plan, scene.reading)
    return (
        watched.group_by(_OWNER)
        .agg(
            pl.col("unpaid_minor", "eligible_minor").sum(),
            customers=pl.col("customer_id").n_unique(),
            documents=pl.len(),
            oldest=pl.col("overdue_days").max(),
        )
        .sort(pl.col("currency") != "CNY", "currency", -pl.col("unpaid_minor"), "owner")
    )
