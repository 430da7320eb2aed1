"""In which hours a customer may be called at all: the law's limits, the customer's own hours, blackouts, cash-ins.

Limits (compliance CN-CT-09): companies on working days from 9 to 18; persons and sole traders from 9 to 20; nobody
between 22 and 8, on rest days or over lunch. Hours that the customer gave replace the first two, never the last.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from huikuan.engine.calendars import Calendar
from huikuan.engine.calling.presets import LUNCH_ENDS, LUNCH_STARTS, MONTH_END_DAYS, MONTH_START_DAYS

EARLIEST, LATEST = 8, 22  # no collection from 22:00 to 8:00 (CN-CT-01)
COMPANY_HOURS, PERSON_HOURS = (9, 18), (9, 20)
DAYS_AHEAD = 10  # working days in which a first possible day is sought
CASH_IN_DAYS = 3  # the three days before the debtor's own cash-in (S4c)
_MINUTES = 60


def working_days(calendar: Calendar, as_of: date) -> pl.DataFrame:
    """Return the working days from ``as_of`` on: on, weekday, month_part (start, middle, end)."""
    first = calendar.workdays_before(pl.Series([as_of]))[0]
    days = calendar.workdays.slice(first, DAYS_AHEAD).to_frame("on")
    until_end = pl.col("on").dt.month_end().dt.day() - pl.col("on").dt.day()
    return days.with_columns(
        weekday=pl.col("on").dt.weekday(),
        month_part=pl.when(pl.col("on").dt.day() <= MONTH_START_DAYS)
        .then(pl.lit("start"))
        .when(until_end < MONTH_END_DAYS)
        .then(pl.lit("end"))
        .otherwise(pl.lit("middle")),
    )


def persons(customers: pl.DataFrame) -> pl.Series:
    """Return the ids of those who are called as persons: students, individuals, sole traders."""
    as_persons = (
        pl.col("kind").is_in(["student", "individual"])
        | pl.col("payer_class").is_in(["person", "sole_trader"])
        | pl.col("ownership").is_in(["person", "sole_trader"])
    )
    return customers.filter(as_persons.fill_null(False))["customer_id"]


def hours_in_question() -> pl.DataFrame:
    """Return the hours that the law allows and lunch leaves: hour, bit, for_companies, for_persons."""
    hours = [hour for hour in range(EARLIEST, LATEST) if not LUNCH_STARTS <= hour < LUNCH_ENDS]
    hour = pl.col("hour")
    return pl.DataFrame({"hour": hours}, schema={"hour": pl.Int8}).with_columns(
        bit=pl.lit(2, pl.Int64).pow(hour),
        for_companies=hour.is_between(COMPANY_HOURS[0], COMPANY_HOURS[1] - 1),
        for_persons=hour.is_between(PERSON_HOURS[0], PERSON_HOURS[1] - 1),
    )


def with_allowed_hours(days: pl.DataFrame, hours: pl.DataFrame) -> pl.DataFrame:
    """Add ``allowed``, the hours in which each customer may be called that day, as bits: bit 9 is from 9 to 10.

    ``days``: customer_id, is_person, on. ``hours``: the table of that name. Where a customer has rows of kind open,
    they alone say when it may be called (R-71); a slot must lie wholly inside one and touch no blackout.
    """
    clock = hours_in_question()
    law, companies, persons = (
        int(clock.filter(chosen)["bit"].sum()) for chosen in (pl.lit(value=True), "for_companies", "for_persons")
    )
    own = hours.lazy().filter(pl.col("kind").is_in(["open", "blackout"]))
    told = (
        days.lazy()
        .select("customer_id", "on")
        .unique()
        .join(own, on="customer_id")
        .filter(_falls_on(pl.col("on")))
        .with_columns(bits=_bits_of_span())
        .group_by("customer_id", "on")
        .agg(pl.col("bits").filter(pl.col("kind") == kind).bitwise_or().alias(kind) for kind in ("open", "blackout"))
    )
    with_open = hours.filter(pl.col("kind") == "open")["customer_id"].unique()
    usual = pl.when("is_person").then(pl.lit(persons)).otherwise(pl.lit(companies))
    in_own_hours = pl.when(pl.col("customer_id").is_in(with_open.implode())).then(pl.col("open").fill_null(0) & law)
    return (
        days.lazy()
        .join(told, on=["customer_id", "on"], how="left", maintain_order="left")
        .with_columns(allowed=in_own_hours.otherwise(usual) & ~pl.col("blackout").fill_null(0))
        .drop("open", "blackout")
        .collect()
    )


def _bits_of_span() -> pl.Expr:
    """Return the hours wholly inside a row of kind open, those touched by any other row; no end means all day."""
    start, end = pl.col("from").fill_null(0), pl.col("to").fill_null(24 * _MINUTES)
    is_open = pl.col("kind") == "open"
    first = pl.when(is_open).then((start + _MINUTES - 1) // _MINUTES).otherwise(start // _MINUTES)
    until = pl.when(is_open).then(end // _MINUTES).otherwise((end + _MINUTES - 1) // _MINUTES)
    two = pl.lit(2, pl.Int64)
    return (two.pow(until) - two.pow(first)).clip(0)


def blackouts_met(days: pl.DataFrame, hours: pl.DataFrame) -> pl.DataFrame:
    """Return per customer its first blackout among ``days``: customer_id, blackout_on, blackout_note."""
    blackouts = hours.filter(pl.col("kind") == "blackout")
    return (
        days.select("on")
        .join(blackouts, how="cross")
        .filter(_falls_on(pl.col("on")))
        .sort("on", "row_no")
        .group_by("customer_id", maintain_order=True)
        .agg(blackout_on=pl.col("on").first(), blackout_note=pl.col("note").first())
    )


def cash_ins_near(days: pl.DataFrame, hours: pl.DataFrame) -> pl.DataFrame:
    """Return which days lie in the three days before a customer's cash-in: customer_id, on, cash_in_on."""
    ahead = pl.DataFrame({"ahead": range(1, CASH_IN_DAYS + 1)}, schema={"ahead": pl.Int32})
    cash_in_on = (pl.col("on") + pl.duration(days="ahead")).cast(pl.Date)
    return (
        days.select("on")
        .join(ahead, how="cross")
        .with_columns(cash_in_on=cash_in_on)
        .join(hours.filter(pl.col("kind") == "cash_in"), how="cross")
        .filter(_falls_on(pl.col("cash_in_on")))
        .group_by("customer_id", "on")
        .agg(pl.col("cash_in_on").min())
    )


def _falls_on(day: pl.Expr) -> pl.Expr:
    """Tell whether a row of the hours table speaks of the day; the 31st of a shorter month is its last day."""
    day_of_month = pl.min_horizontal(pl.col("month_day"), day.dt.month_end().dt.day().cast(pl.Int32))
    return (
        (pl.col("weekday").is_null() | (pl.col("weekday") == day.dt.weekday().cast(pl.String)))
        & (pl.col("month_day").is_null() | (day_of_month == day.dt.day().cast(pl.Int32)))
        & (pl.col("date").is_null() | (pl.col("date") == day))
    )
