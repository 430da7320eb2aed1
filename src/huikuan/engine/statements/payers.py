"""Late payers, found from the last months' payments where nobody has said whether a customer is one (D-606, R-53)."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from huikuan.engine.calendars import CHINA, working_calendar
from huikuan.engine.statements.document import StatementCycle


def late_payers(
    documents: pl.DataFrame, customers: pl.DataFrame, disputes: pl.DataFrame, cycle: StatementCycle, *, as_of: date
) -> pl.DataFrame:
    """Return the customers without a flag who paid late in so many of the last months: customer_id, late_months.

    A month is late when at least half of the documents that fell due in it were paid after their due day (rolled to a
    working day) or are unpaid. Disputed documents and what a bill in hand covers say nothing. ``documents``: of the
    ledger.
    """
    month = as_of.replace(day=1)
    first = pl.select(pl.lit(month).dt.offset_by(f"-{cycle.late_of}mo")).item()
    unsaid = customers.filter(pl.col("habitual_delayer").is_null()).select("customer_id")
    fell_due = (
        documents.filter(pl.col("due_date").is_between(first, month - timedelta(days=1)))
        .filter((pl.col("amount_minor") > 0) & (pl.col("disputed_minor").fill_null(0) == 0))
        .join(unsaid, on="customer_id", how="semi")
        .join(disputes, on="document_no", how="anti")
    )
    calendar = working_calendar(first, as_of + timedelta(days=30), country=CHINA)
    due_on = calendar.roll_forward(fell_due["due_date"])
    is_unpaid = pl.col("open_minor") > pl.col("bills_minor")
    is_late = (is_unpaid & (pl.col("due_on") < as_of)) | (
        (pl.col("open_minor") == 0) & (pl.col("paid_on") > pl.col("due_on")).fill_null(False)
    )
    return (
        fell_due.with_columns(due_on=due_on)
        .with_columns(is_late=is_late, month=pl.col("due_date").dt.truncate("1mo"))
        .group_by("customer_id", "month")
        .agg(late=pl.col("is_late").sum(), fell_due=pl.len())
        .group_by("customer_id")
        .agg(late_months=(pl.col("late") * 2 >= pl.col("fell_due")).sum().cast(pl.Int32))
        .filter(pl.col("late_months") >= cycle.late_count)
        .sort("customer_id")
    )


def with_late_payers(customers: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """Return the customers in their order with ``habitual_delayer`` filled where it was empty; a flag wins."""
    is_found = pl.col("customer_id").is_in(found["customer_id"].implode())
    return customers.with_columns(
        habitual_delayer=pl.coalesce("habitual_delayer", pl.when(is_found).then(pl.lit(value=True)))
    )
