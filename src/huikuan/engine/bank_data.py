"""How far what we know of our bank reaches: which words a reminder uses and whether an amount is verified (R-46, R-78).

One meaning for all: a payment is known from the day it was recorded, else from the day it was received.
"""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from huikuan.engine.calendars import Calendar


def bank_data(payments: pl.DataFrame, *, as_of: date) -> pl.DataFrame:
    """Return per entity the day of its newest payment that was known by then: entity, bank_data_on."""
    known_on = pl.coalesce("recorded_on", "received_on")
    known = payments.filter(known_on <= as_of)
    return known.group_by("entity").agg(bank_data_on=known_on.max())


def is_fresh(calendar: Calendar, *, as_of: date) -> pl.Expr:
    """Tell whether ``bank_data_on`` is the last working day before as_of or later; false without any bank data."""
    fresh_from: date = calendar.roll_back(pl.Series([as_of - timedelta(days=1)]))[0]
    return (pl.col("bank_data_on") >= fresh_from).fill_null(False)
