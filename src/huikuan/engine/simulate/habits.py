"""How fast documents are paid, learned from the last year: a rate a day by age, a speed per customer (R-62).

Rate of an age band: of the days on which documents of that age stood open, the share on which one was paid. A day
within a fortnight after a delivered contact counts ``ratio`` times, because a contact makes payment that much likelier;
so the rates are those of a customer whom nobody contacts, and the past with its contacts adds up to what was paid:

    rate = (paid + 1,400 x prior rate) / (days + (ratio - 1) x days after a contact + 1,400)

The ratio is the gain of a contact that ranking uses (engine/chances, [ours]), read as speeds: the chances of a payment
within 14 days are 44 % without and 62 % with a contact, so ratio = ln(1 - 0.62) / ln(1 - 0.44) = 1.67. Only a
comparison group can measure it (D-1104); without lift it is 1.

Speed of a customer: payments made against payments that these rates expect of its documents, shrunk by five of each:

    speed = (paid + 5) / (expected + 5)

How sure we are of it is a gamma distribution of shape paid + 5 and rate expected + 5, of which this is the mean.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from huikuan.engine.ageing import bucket
from huikuan.engine.chances import LOOK_BACK_DAYS, PRIOR, WEIGHT, WINDOW_DAYS
from huikuan.engine.contacts import CASE
from huikuan.engine.tables import COUNT, MINOR, TEXT, Schema

PRIOR_DAYS = WEIGHT * WINDOW_DAYS  # what the prior is worth, in days of open documents
PRIOR_PAYMENTS = 5  # what the portfolio's speed is worth, in payments of a customer [ours]
NEWEST_DOCUMENTS = 200_000  # more would not move a rate, only the clock
# First day past due of each band of ages, by name; the last two days before the due date belong to the week before it.
BANDS: dict[str, int] = {
    "early": -100_000,
    "week-before": -7,
    "due-day": 0,
    "1-7": 1,
    "8-15": 8,
    "16-30": 16,
    "31-60": 31,
    "61-90": 61,
    "91-180": 91,
    "181-365": 181,
    "over-365": 366,
}
EARLY_SHARE = 0.1  # of the rate in the week before the due date: few pay sooner [ours]
RATES: Schema = {
    "band": TEXT,
    "from_day": COUNT,  # of the band, from the due date
    "days": COUNT,  # on which documents of that age stood open
    "days_after_contact": COUNT,  # of these, within a fortnight after a delivered contact
    "paid": COUNT,
    "prior_rate": pl.Float64,
    "ratio": pl.Float64,  # how much likelier a payment is after a contact
    "rate": pl.Float64,  # a day, without contact
}
SPEEDS: Schema = {"customer_id": TEXT, "paid": COUNT, "expected": pl.Float64}


@dataclass(frozen=True)
class Habits:
    """``rates``: RATES, one row per band. ``speeds``: SPEEDS, one row per customer with a history."""

    rates: pl.DataFrame
    speeds: pl.DataFrame


def band_of(days: pl.Expr) -> pl.Expr:
    """Return the number of the band, from 0, in which so many days past due lie."""
    return pl.sum_horizontal((days >= first).cast(pl.Int32) for first in BANDS.values()) - 1


def habits(documents: pl.DataFrame, contacts: pl.DataFrame, *, as_of: date, with_lift: bool) -> Habits:
    """Return what the year up to ``as_of`` shows of how documents are paid.

    ``documents``: case, kind, issue_date, due_date, open_minor, paid_on (balances.ledger_on). ``contacts``: case and
    ``on`` of delivered contacts with the customer.
    """
    stood = _stood_open(documents, contacts, as_of=as_of)
    by_band = stood.group_by("band_no").agg(pl.col("days", "days_after_contact", "paid").sum())
    rates = (
        _priors(with_lift=with_lift)
        .join(by_band, on="band_no", how="left", maintain_order="left")
        .with_columns(pl.col("days", "days_after_contact", "paid").fill_null(0))
        .with_columns(rate=((pl.col("paid") + PRIOR_DAYS * pl.col("prior_rate")) / (_weighed() + PRIOR_DAYS)).round(9))
    )
    expected = stood.join(rates.select("band_no", "ratio", "rate"), on="band_no")
    speeds = expected.group_by("customer_id").agg(
        pl.col("paid").sum(), expected=(_weighed() * pl.col("rate")).sum().round(6)
    )
    return Habits(
        rates=rates.select(pl.col(name).cast(dtype) for name, dtype in RATES.items()),
        speeds=speeds.sort("customer_id").select(pl.col(name).cast(dtype) for name, dtype in SPEEDS.items()),
    )


def _weighed() -> pl.Expr:
    return pl.col("days") + (pl.col("ratio") - 1) * pl.col("days_after_contact")


def _priors(*, with_lift: bool) -> pl.DataFrame:
    """Return per band the shipped rate and ratio: band_no, band, from_day, prior_rate, ratio."""
    rows = []
    for number, (name, first) in enumerate(BANDS.items()):
        without, contacted = PRIOR[pl.select(bucket(pl.lit(first))).item()]
        rate = -math.log(1 - without) / WINDOW_DAYS
        ratio = math.log(1 - contacted) / math.log(1 - without) if with_lift else 1.0
        rows.append((number, name, first, rate * (EARLY_SHARE if name == "early" else 1), round(ratio, 4)))
    schema = {"band_no": pl.Int32, "band": TEXT, "from_day": COUNT, "prior_rate": pl.Float64, "ratio": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _stood_open(documents: pl.DataFrame, contacts: pl.DataFrame, *, as_of: date) -> pl.DataFrame:
    """Return per document and band: customer_id, band_no, days open, days after a contact, paid (0 or 1).

    The days run from the day after the issue, or the start of the year looked at, to the payment or ``as_of``.
    """
    since = as_of - timedelta(days=LOOK_BACK_DAYS - 1)
    is_closed = pl.col("open_minor") == 0
    lived = (
        documents.filter(pl.col("kind") != "credit_note", pl.col("due_date").is_not_null())
        .filter(~(is_closed & pl.col("paid_on").is_null()))
        .select(
            *CASE,
            "due_date",
            first_on=pl.max_horizontal((pl.col("issue_date") + pl.duration(days=1)).cast(pl.Date), pl.lit(since)),
            closed_on=pl.when(is_closed).then("paid_on"),
        )
        .with_columns(last_on=pl.min_horizontal(pl.coalesce("closed_on", pl.lit(as_of)), pl.lit(as_of)))
        .filter(pl.col("first_on") <= pl.col("last_on"))
        .sort("due_date", descending=True, maintain_order=True)
        .head(NEWEST_DOCUMENTS)
    )
    bands = _band_ends()
    from_on, to_on = (
        (pl.col("due_date") + pl.duration(days=pl.col(name))).cast(pl.Date) for name in ("from_day", "to_day")
    )
    spells = (
        lived.join(bands, how="cross")
        .with_columns(first_on=pl.max_horizontal("first_on", from_on), last_on=pl.min_horizontal("last_on", to_on))
        .filter(pl.col("first_on") <= pl.col("last_on"))
        .with_columns(days=(pl.col("last_on") - pl.col("first_on")).dt.total_days() + 1)
    )
    before_first = _days_after_contact(spells, contacts, (pl.col("first_on") - pl.duration(days=1)).cast(pl.Date))
    until_last = _days_after_contact(spells, contacts, pl.col("last_on"))
    return spells.select(
        "customer_id",
        "band_no",
        "days",
        days_after_contact=until_last - before_first,
        paid=(pl.col("closed_on") == pl.col("last_on")).fill_null(False).cast(pl.Int64),
    )


def _band_ends() -> pl.DataFrame:
    """Return band_no, from_day, to_day; days far enough away that they cut nothing off, near enough to stay days."""
    firsts = [max(first, -20_000) for first in BANDS.values()]
    lasts = [*(first - 1 for first in firsts[1:]), 40_000]
    return pl.DataFrame(
        {"band_no": range(len(firsts)), "from_day": firsts, "to_day": lasts},
        schema={"band_no": pl.Int32, "from_day": pl.Int64, "to_day": pl.Int64},
    )


def _days_after_contact(spells: pl.DataFrame, contacts: pl.DataFrame, until: pl.Expr) -> pl.Series:
    """Return for each spell how many days up to ``until`` lie within a fortnight after a contact of its case.

    Between two contacts as many days count as lie between them, at most 14; after the last one the same.
    """
    gap = (pl.col("on") - pl.col("on").shift().over(CASE)).dt.total_days().clip(0, WINDOW_DAYS)
    counted = (
        contacts.select(*CASE, "on")
        .unique()
        .sort(*CASE, "on")
        .with_columns(before=gap.fill_null(0).cum_sum().over(CASE))
        .sort("on", maintain_order=True)
    )
    asked = spells.select(*CASE, until=until).with_row_index("row").sort("until", maintain_order=True)
    if counted.is_empty() or asked.is_empty():
        return pl.zeros(spells.height, dtype=pl.Int64, eager=True)
    found = asked.join_asof(counted, left_on="until", right_on="on", by=CASE, check_sortedness=False).sort("row")
    since = (pl.col("until") - pl.col("on")).dt.total_days().clip(0, WINDOW_DAYS)
    return found.select((pl.col("before") + since).fill_null(0).cast(MINOR)).to_series()


def speeds_of(customers: pl.Series, learned: Habits) -> pl.DataFrame:
    """Return shape and rate of the speed for each of the customers, in order: customer_id, shape, pace."""
    return (
        customers.to_frame("customer_id")
        .join(learned.speeds, on="customer_id", how="left", maintain_order="left")
        .select(
            "customer_id",
            shape=pl.col("paid").fill_null(0) + PRIOR_PAYMENTS,
            pace=pl.col("expected").fill_null(0.0) + PRIOR_PAYMENTS,
        )
    )
