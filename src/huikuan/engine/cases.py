"""A case is everything that is open between one customer and one of our entities: one conversation (D-703).

Here the items of a case become the few facts that the ladder and the ranking need, one row per case, and the amounts
per case and currency that a worklist row shows.
"""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from huikuan.engine import contacts
from huikuan.engine.calendars import Calendar
from huikuan.engine.ladder.conditions import GROUND
from huikuan.engine.tables import Tables

CASE = contacts.CASE
_AFTER_EVERY_DAY = 1_000_000  # in days since 1970
# Formal post and visits stay possible for those who do not want calls or messages (D-704).
PERSONAL_CHANNELS = ("sms", "email", "phone", "wecom", "dingtalk", "feishu", "portal", "fax")


def in_item_order(items: pl.DataFrame) -> pl.DataFrame:
    """Return the items by case, due date (unknown last) and document number.

    ``items``: with case_no. Sorted by one number made of case and day, then by document number.
    """
    day = pl.col("due_date").cast(pl.Int32).fill_null(_AFTER_EVERY_DAY)
    place = pl.col("case_no").cast(pl.Int64) * (_AFTER_EVERY_DAY + 1) + day
    return items.with_columns(place=place).sort("place", "document_no").drop("place")


def amounts_by_currency(items: pl.DataFrame, pools: pl.DataFrame) -> pl.DataFrame:
    """Return per case and currency the sums of a worklist row; overdue less what is taken off gives eligible.

    ``items``: with case_no. disputed, promised and in transit count the overdue items; credit notes and unallocated
    cash are the whole case's.
    """
    overdue = pl.col("is_overdue")
    sums = items.group_by("case_no", "currency", maintain_order=True).agg(
        pl.col("customer_id").first(),
        pl.col("entity").first(),
        overdue_minor=pl.col("chase_minor").filter(overdue).sum(),
        eligible_minor=pl.col("eligible_minor").sum(),
        disputed_minor=pl.col("disputed_minor").filter(overdue).sum(),
        promised_minor=pl.col("promised_minor").filter(overdue).sum(),
        in_transit_minor=pl.col("in_transit_minor").filter(overdue).sum(),
        credit_minor=-pl.col("open_minor").filter(pl.col("open_minor") < 0).sum(),
        bills_minor=pl.col("bills_minor").sum(),
        open_minor=pl.col("open_minor").sum(),
        oldest_overdue_days=pl.col("overdue_days").filter(overdue & (pl.col("chase_minor") > 0)).max(),
    )
    cash = pools.select(*CASE, "currency", "unallocated_minor")
    return sums.join(cash, on=[*CASE, "currency"], how="left", maintain_order="left").with_columns(
        pl.col("unallocated_minor").fill_null(0)
    )


def anchors(items: pl.DataFrame) -> pl.DataFrame:
    """Return the item that drives each case (R-22): the oldest that may be asked for, else the next to fall due.

    Columns: case_no, rung, anchor_document, anchor_due_date, anchor_days, is_monthly, is_upcoming, and what conditions
    look at where items carry it. ``items``: in item order, with ``is_above_tolerance`` per case and currency.
    """
    is_asked = (pl.col("eligible_minor") > 0) & pl.col("is_above_tolerance")
    is_upcoming = ~pl.col("is_overdue") & (pl.col("left_minor") > 0) & pl.col("due_date").is_not_null()
    asked, upcoming = (
        items.lazy()
        .filter(holds)
        .select(
            "case_no",
            "rung",
            "is_monthly",
            *(name for name in GROUND if name in items.columns),
            anchor_document="document_no",
            anchor_due_date="due_date",
            anchor_days="overdue_days",
            is_upcoming=pl.lit(is_later),
        )
        .unique("case_no", keep="first", maintain_order=True)
        .collect()
        for holds, is_later in ((is_asked, False), (is_upcoming & ~is_asked, True))
    )
    return pl.concat([asked, upcoming.join(asked, on="case_no", how="anti")]).sort("case_no")


def promise_facts(promises: pl.DataFrame, calendar: Calendar, *, as_of: date) -> pl.DataFrame:
    """Return per case and currency the promise that matters today, and how many failed.

    ``promise_state``: broken or partly for the last one that was decided without a newer promise; due for an open one
    whose day (rolled to a working day) is today.
    """
    if promises.is_empty():
        return promises.select(*CASE, "currency").with_columns(
            promise_state=pl.lit(None, pl.String),
            promise_due_on=pl.lit(None, pl.Date),
            promise_until=pl.lit(None, pl.Date),
            promise_minor=pl.lit(None, pl.Int64),
            promise_kept_minor=pl.lit(None, pl.Int64),
            promise_level=pl.lit(None, pl.Int32),
        )
    last_made_on = pl.col("made_on").max().over(CASE)
    failed = pl.col("state").is_in(["partly", "broken"]) & (last_made_on <= pl.col("until"))
    due = (pl.col("state") == "open") & (pl.col("rolled_due_on") == as_of)
    return (
        promises.with_columns(rolled_due_on=calendar.roll_forward(_within(promises["due_on"], calendar)))
        .with_columns(promise_state=pl.when(failed).then("state").when(due).then(pl.lit("due")))
        .filter(pl.col("promise_state").is_not_null())
        .sort("until", "due_on")
        .group_by(*CASE, "currency", maintain_order=True)
        .agg(
            pl.col("promise_state").last(),
            promise_due_on=pl.col("due_on").last(),
            promise_until=pl.col("until").last(),
            promise_minor=pl.col("amount_minor").last(),
            promise_kept_minor=pl.col("kept_minor").last(),
            promise_level=pl.col("level").last(),
        )
    )


def _within(days: pl.Series, calendar: Calendar) -> pl.Series:
    """Hold days inside the calendar; a promise for a far future is not due today in any case."""
    return days.clip(calendar.first, calendar.last - timedelta(days=30))


def failed_promises(promises: pl.DataFrame) -> pl.DataFrame:
    """Return per case how many promises were partly kept or broken: ``failed_promises``, and how many kept."""
    return promises.group_by(CASE).agg(
        failed_promises=pl.col("state").is_in(["partly", "broken"]).sum().cast(pl.Int32),
        kept_promises=(pl.col("state") == "kept").sum().cast(pl.Int32),
    )


def last_refusals(refused: pl.DataFrame) -> pl.DataFrame:
    """Return per case the last day on which a bill or cheque was refused: ``bill_refused_on``."""
    return refused.group_by(CASE).agg(bill_refused_on=pl.col("refused_on").max())


def blocked_channels(tables: Tables) -> pl.DataFrame:
    """Return the channels that every contact of a customer has opted out of: customer_id, channel (D-704)."""
    people = tables.contacts.group_by("customer_id").agg(people=pl.len())
    everything = pl.lit(list(PERSONAL_CHANNELS), dtype=pl.List(pl.String))
    return (
        tables.contacts.with_row_index("contact")
        .filter(pl.col("opted_out").list.len() > 0)
        .with_columns(channel=pl.when(pl.col("opted_out").list.contains("all")).then(everything).otherwise("opted_out"))
        .explode("channel")
        .group_by("customer_id", "channel")
        .agg(opted=pl.col("contact").n_unique())
        .join(people, on="customer_id")
        .filter(pl.col("opted") == pl.col("people"))
        .select("customer_id", "channel")
        .sort("customer_id", "channel")
    )
