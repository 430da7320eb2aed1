"""What comes in, week by week: expected exactly, with an interval from draws, and which draw is the middle one (R-69).

The contacts that the hazards rest on are those of the world where nobody pays: as long as a document is open, its case
is chased like that. Both sides see the same draws, so that the interval of their difference is of the policies, not of
chance.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from huikuan.engine.ranking import base_amount
from huikuan.engine.simulate.outcome import CASH, SIDES, Assumptions, SideName
from huikuan.engine.simulate.paying import chance_paid, drawn, is_paid

LOW_SHARE, HIGH_SHARE = 0.1, 0.9
DIFFERENCE = "difference"


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days of payments, the last one maybe fewer; the first begins the day after the first plan."""

    number: int
    from_on: date
    to_on: date


def weeks(as_of: date, days: int) -> list[Week]:
    """Return the weeks of ``days`` days of plans, of which the first is ``as_of``: one day less of payments."""
    last_day = as_of + timedelta(days=days - 1)
    firsts = range(1, days, 7)
    return [
        Week(number, as_of + timedelta(days=first), min(as_of + timedelta(days=first + 6), last_day))
        for number, first in enumerate(firsts, start=1)
    ]


def hazard_column(side: str, week: int) -> str:
    """Return the name of the column with the hazard of an item at the end of a week."""
    return f"{side}_{week}"


def drawn_cash(items: pl.DataFrame, number_of_weeks: int, assumptions: Assumptions) -> pl.DataFrame:
    """Return per draw and currency what came in up to the end of each week, a column per side and week.

    ``items``: paying.payable_items with a hazard column per side and week.
    """
    columns = [hazard_column(side, week) for side in SIDES for week in range(1, number_of_weeks + 1)]
    sums = [pl.col("payable_minor").filter(is_paid(column)).sum().alias(column) for column in columns]
    parts = [
        drawn(items, seed=assumptions.seed, draw=draw)
        .group_by("currency")
        .agg(*sums)
        .sort("currency")
        .with_columns(draw=pl.lit(draw, pl.Int32))
        for draw in range(assumptions.draws)
    ]
    return pl.concat(parts)


def middle_draw(cash: pl.DataFrame, number_of_weeks: int, *, base: str) -> int:
    """Return the draw in the middle by what comes in on side a, currencies brought together by rough rates."""
    if not number_of_weeks or cash.is_empty():
        return 0
    value = base_amount(pl.col(hazard_column("a", number_of_weeks)), base=base).sum().round(2)
    ordered = cash.group_by("draw").agg(value=value).sort("value", "draw")
    return int(ordered["draw"][(ordered.height - 1) // 2])


def cash_table(
    items: pl.DataFrame, cash: pl.DataFrame, middle: Mapping[SideName, pl.DataFrame], spans: Sequence[Week]
) -> pl.DataFrame:
    """Return the rows of CASH.

    ``cash``: drawn_cash. ``middle``: per side what the middle draw paid: currency, paid_on, payable_minor.
    """
    if not spans:
        return pl.DataFrame(schema=dict(CASH))
    likely = [
        (pl.col("payable_minor") * chance_paid(hazard_column(side, week.number)))
        .sum()
        .round()
        .cast(pl.Int64)
        .alias(hazard_column(side, week.number))
        for side in SIDES
        for week in spans
    ]
    came = pl.concat([_came_in(middle[side], side, spans) for side in SIDES])
    middle_sums = came.group_by("currency").agg(pl.exclude("currency").sum())
    expected = _by_week(items.group_by("currency").agg(*likely), spans).rename({"minor": "expected_minor"})
    in_middle = _by_week(middle_sums, spans).rename({"minor": "middle_minor"})
    drawn_weeks = (
        _by_week(cash, spans)
        .group_by("currency", "side", "week")
        .agg(low_minor=_quantile(LOW_SHARE), high_minor=_quantile(HIGH_SHARE))
    )
    key = ["currency", "side", "week"]
    named = pl.DataFrame([*spans, _whole(spans)]).rename({"number": "week"}).cast({"week": pl.Int32})
    joined = expected.join(drawn_weeks, on=key, how="left").join(in_middle, on=key, how="left").join(named, on="week")
    return joined.select(
        pl.col(name).fill_null(0).cast(dtype) if name == "middle_minor" else pl.col(name).cast(dtype)
        for name, dtype in CASH.items()
    ).sort("currency", "side", "week")


def _whole(spans: Sequence[Week]) -> Week:
    return Week(0, spans[0].from_on, spans[-1].to_on)


def _came_in(payments: pl.DataFrame, side: str, spans: Sequence[Week]) -> pl.DataFrame:
    """Return one row per payment: its currency, and in the columns of the weeks of both sides what came by then."""
    amount = pl.col("payable_minor")
    return payments.select(
        "currency",
        *(
            pl.when(pl.lit(side == name) & (pl.col("paid_on") <= week.to_on))
            .then(amount)
            .otherwise(0)
            .alias(hazard_column(name, week.number))
            for name in SIDES
            for week in spans
        ),
    )


def _by_week(sums: pl.DataFrame, spans: Sequence[Week]) -> pl.DataFrame:
    """Turn what came in up to the end of each week into rows: currency, side (a, b, difference), week, minor."""
    flows: dict[str, pl.Expr] = {}
    for side in SIDES:
        before = pl.lit(0)
        for week in spans:
            until = pl.col(hazard_column(side, week.number))
            flows[hazard_column(side, week.number)] = until - before
            before = until
        flows[hazard_column(side, 0)] = before
    for week in (*spans, _whole(spans)):
        a, b = (flows[hazard_column(side, week.number)] for side in SIDES)
        flows[hazard_column(DIFFERENCE, week.number)] = b - a
    return (
        sums.select("currency", **{name: flow.cast(pl.Int64) for name, flow in flows.items()})
        .unpivot(index="currency", variable_name="column", value_name="minor")
        .with_columns(pl.col("column").str.split_exact("_", 1).struct.rename_fields(["side", "week"]))
        .unnest("column")
        .cast({"week": pl.Int32})
    )


def _quantile(share: float) -> pl.Expr:
    """Return the smallest amount that at least this share of the draws does not exceed."""
    place = (pl.len() * share).ceil().cast(pl.Int64) - 1
    return pl.col("minor").sort().get(place.clip(0))
