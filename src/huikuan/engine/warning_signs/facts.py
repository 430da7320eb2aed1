"""What the signs look at: one row per case and currency with its history in windows, gathered in one pass.

A window counts back from as_of, that day included: the last 30 days are the 30 days that end today. Only cases that owe
something are looked at, so a sign never speaks of somebody with whom nothing is open (R-80).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import polars as pl

from huikuan.engine.balances import Ledger
from huikuan.engine.casefacts import Known
from huikuan.engine.contacts import CASE

RECENT, YEAR = 90, 365  # days
MONTH = 30
ACCOUNT = [*CASE, "currency"]
_PAID = (
    "paid_minor", "paid_count", "paid_late", "paid_before_minor", "paid_before_count", "paid_before_late",
)  # fmt: skip


@dataclass(frozen=True)
class SignFacts:
    """The facts of one day.

    ``accounts``: one row per case and currency that is open, see ``_accounts``, with the customer's policy, status and
    credit limit. ``receipts``: document by document, with case, currency, received_on, paid_minor, amount_minor.
    ``activities``: contacts.known_activities. ``base``: the currency of credit limits.
    """

    as_of: date
    base: str
    accounts: pl.DataFrame
    receipts: pl.DataFrame
    activities: pl.DataFrame
    ledger: Ledger
    disputes: pl.DataFrame

    @classmethod
    def gathered(cls, known: Known, *, as_of: date, base: str) -> SignFacts:
        """Gather the facts from what is known, the policies of the customers being settled."""
        ledger = known.ledger
        beside = known.customers.select("customer_id", "policy", "status", "credit_limit_minor")
        accounts = _accounts(ledger, as_of)
        return cls(
            as_of=as_of,
            base=base,
            accounts=accounts.join(beside, on="customer_id", how="left", maintain_order="left"),
            receipts=_receipts(ledger, since=as_of - timedelta(days=RECENT + YEAR)),
            activities=known.activities,
            ledger=ledger,
            disputes=known.tables.disputes,
        )

    @cached_property
    def cases(self) -> pl.DataFrame:
        """Return the open cases, one row each, with policy and status."""
        return self.accounts.select(*CASE, "policy", "status").unique(CASE, keep="first", maintain_order=True)

    def within(self, day: pl.Expr, days: int, *, before: int = 0) -> pl.Expr:
        """Tell whether a day lies in the window of so many days that ends ``before`` days ago."""
        return within(day, self.as_of, days, before=before)

    def of_open_cases(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the rows of open cases, with the policy of each."""
        return frame.join(self.cases.select(*CASE, "policy"), on=CASE, how="inner", maintain_order="left")


def within(day: pl.Expr, as_of: date, days: int, *, before: int = 0) -> pl.Expr:
    """Tell whether a day lies in the window of so many days that ends ``before`` days before as_of."""
    last = as_of - timedelta(days=before)
    return day.is_between(last - timedelta(days=days), last, closed="right")


def _accounts(ledger: Ledger, as_of: date) -> pl.DataFrame:
    """Return per open case and currency what is open and overdue, sold and paid, recently and before.

    ``history_days``: how many of the days before the last 30 are known, at most a year. They are counted from the first
    document, but not before the first money that the entity knows of: an extract of open items looks as if nothing had
    been sold before (R-81).
    """
    issued, due = pl.col("issue_date"), pl.col("due_date")
    is_sale = pl.col("kind") != "opening"
    is_late = (pl.col("open_minor") > 0) & (due < as_of) & (pl.col("kind") != "retention")
    windows: dict[str, pl.Expr] = {
        "month": within(issued, as_of, MONTH) & is_sale,
        "before_month": within(issued, as_of, YEAR, before=MONTH) & is_sale,
        "recent": within(issued, as_of, RECENT) & is_sale,
        "before": within(issued, as_of, YEAR, before=RECENT) & is_sale,
    }
    summed = _sums(windows) | {"overdue_minor": pl.when(is_late).then("open_minor")}
    earliest = {
        "oldest_due": pl.when(is_late).then(due),
        "first_on": issued,
        "month_from": pl.when(windows["month"]).then(issued),
    }
    return (
        ledger.documents.select(
            "case_no", *ACCOUNT, "open_minor", **summed, **earliest, last_on=pl.when(is_sale).then(issued)
        )
        .group_by("case_no", "currency", maintain_order=True)
        .agg(
            pl.col(CASE).first(), pl.col("open_minor", *summed).sum(), pl.col(*earliest).min(), pl.col("last_on").max()
        )
        .filter(pl.col("open_minor") > 0)
        .join(_paid(ledger, as_of), on=["case_no", "currency"], how="left", maintain_order="left")
        .with_columns(pl.col(_PAID).fill_null(0))
        .join(_known_since(ledger), on="entity", how="left", maintain_order="left")
        .with_columns(history_days=_history_days(as_of))
    )


def _paid(ledger: Ledger, as_of: date) -> pl.DataFrame:
    """Return per case and currency what was paid in full, recently and before: ``_PAID`` and paid_from."""
    paid, due, amount = pl.col("paid_on"), pl.col("due_date"), pl.col("amount_minor")
    recently = within(paid, as_of, RECENT)
    windows = {"paid": recently, "paid_before": ~recently}
    wide = amount.cast(pl.Int128) * (paid - due).dt.total_days()  # an Int64 would wrap without a word
    late = {f"{name}_late": pl.when(window).then(wide) for name, window in windows.items()}
    return (
        ledger.documents.filter(
            within(paid, as_of, RECENT + YEAR) & (pl.col("open_minor") <= 0) & (amount > 0) & due.is_not_null()
        )
        .select("case_no", "currency", **_sums(windows), **late, paid_from=pl.when(recently).then(paid))
        .group_by("case_no", "currency")
        .agg(pl.col(_PAID).sum(), pl.col("paid_from").min())
    )


def _sums(windows: Mapping[str, pl.Expr]) -> dict[str, pl.Expr]:
    """Return what adds up to the amounts and the number of documents in each window.

    Chosen for all rows at once: a filter inside every group takes longer.
    """
    sums: dict[str, pl.Expr] = {}
    for name, window in windows.items():
        sums[f"{name}_minor"] = pl.when(window).then("amount_minor")
        sums[f"{name}_count"] = pl.when(window).then(pl.lit(1, pl.Int32))
    return sums


def _history_days(as_of: date) -> pl.Expr:
    first = pl.max_horizontal("first_on", "known_from")
    days = (pl.lit(as_of - timedelta(days=MONTH)) - first).dt.total_days() + 1
    return pl.when(pl.col("known_from").is_not_null()).then(days.clip(0, YEAR)).otherwise(0)


def _known_since(ledger: Ledger) -> pl.DataFrame:
    """Return per entity the first day on which a document was paid."""
    return ledger.documents.group_by("entity").agg(known_from=pl.col("paid_on").min())


def _receipts(ledger: Ledger, *, since: date) -> pl.DataFrame:
    came = pl.col("state").is_in(["cash", "in_hand"]) & (pl.col("received_on") > since) & (pl.col("applied_minor") > 0)
    documents = ledger.documents.select("doc", *CASE, "currency", "amount_minor")
    return (
        ledger.applied.filter(came)
        .select("doc", "received_on", paid_minor="applied_minor")
        .join(documents, on="doc", how="inner", maintain_order="left")
    )
