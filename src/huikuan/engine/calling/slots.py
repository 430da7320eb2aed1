"""The best slot of each worklist row: the hour in which a call most likely reaches somebody, and soon (D-802).

    score = chance of reaching somebody x 0.90 for each day after the first possible one x 1.25 before a cash-in

Candidates are the hours of the first day on which the customer may be called, and of the two days after it; a row of
the hard lane does not wait (R-73). An hour holds so many calls of one person; the rank says who takes it (sharing). The
ladder's own day stays what it is: a slot advises, it plans nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from huikuan.engine.calling import hours, reach, sharing
from huikuan.engine.calling.presets import (
    CALLS_PER_HOUR,
    EVENING_STARTS,
    LATE_STARTS,
    LUNCH_STARTS,
    MORNING_ENDS,
    CallTimes,
)
from huikuan.engine.lists import listed
from huikuan.engine.tables import COUNT, DAY, TEXT, Schema

LONGEST_WAIT_DAYS = 2
KEPT_PER_DAY = 0.90  # what a day of waiting leaves of a slot's worth [ours]
CASH_IN_FACTOR = 1.25  # [ours]
MOST = 0.95  # no preset promises more
HOURS_A_DAY = 24
_PROFILE = ["customer_id", "is_person", "may_wait"]

# What a worklist row says of its best slot; empty where nobody is to be called or visited.
BEST_SLOT: Schema = {
    "best_slot": TEXT,  # 2026-11-20 09:00-10:00, the debtor's clock
    "best_slot_reason": pl.List(pl.String),  # codes, see SLOT_REASONS
    "best_slot_on": DAY,
    "best_slot_hour": COUNT,  # from this hour to the next
    "call_times": TEXT,  # the preset
    "first_slot_on": DAY,  # the first day on which the customer may be called
    "reach_prior": pl.Float64,  # chance of reaching somebody by the preset
    "calls": COUNT,  # of other customers in this hour of the week
    "reached": COUNT,
    "reach_rate": pl.Float64,  # prior and these calls
    "own_calls": COUNT,  # of this customer
    "own_reached": COUNT,
    "reach_chance": pl.Float64,  # rate and these calls
    "blackout_on": DAY,
    "blackout_note": TEXT,
    "cash_in_on": DAY,
    "wished_slot": TEXT,  # the best one, where others of the same person have taken it
    "slot_step": TEXT,  # the step that is called by: the lead step or one beside it
}
SLOT_REASONS = (
    "by_preset",
    "by_reach",
    "by_own_reach",
    "rest_day",
    "blackout",
    "waits",
    "cash_in",
    "hour_taken",
    "hours_full",
    "beside",
)


@dataclass(frozen=True, slots=True)
class Calling:
    """What the slots of a day are found from; the plan keeps it, so that one case can be shown in full."""

    as_of: date
    call_times: CallTimes
    base: float  # how often a call reaches somebody at any hour
    days: pl.DataFrame  # hours.working_days
    reached: pl.DataFrame  # weekday, hour, calls, reached
    own_reached: pl.DataFrame  # customer_id, weekday, hour, own_calls, own_reached
    hours: pl.DataFrame  # the table of that name
    persons: pl.Series  # customer_id
    steps: pl.DataFrame  # sharing.called_steps
    people: pl.DataFrame  # customer_id, owner, collector, struck
    calls_per_hour: int = CALLS_PER_HOUR


def with_best_slots(worklist: pl.DataFrame, calling: Calling) -> pl.DataFrame:
    """Add the columns of BEST_SLOT. ``worklist``: in rank order, with the columns that ``sharing.callers`` looks at.

    Customers about whom nothing of their own is known share their candidates, so these are rated once for all of them.
    """
    who = sharing.callers(worklist, calling.steps, calling.people)
    asked = worklist.select("rank", "customer_id", "lane", "step").with_columns(who).with_columns(profiles(calling))
    called = asked.filter(pl.col("person").is_not_null())
    wanted = called.select(_PROFILE).unique(maintain_order=True).with_row_index("profile")
    chosen = _chosen(asked, wanted, _wished(wanted, calling), calling)
    told = _told(chosen, calling)
    columns = [pl.col(name).cast(dtype) for name, dtype in BEST_SLOT.items()]
    return pl.concat([worklist, told.select(columns)], how="horizontal")


def _wished(wanted: pl.DataFrame, calling: Calling) -> pl.DataFrame:
    """Return the candidates of each profile, its best slot first, then the other hours of that day, then other days.

    Adds ``profile``, ``wish`` (0 for the best) and ``best_on``, ``best_hour``.
    """
    return (
        candidates(wanted, calling)
        .sort("profile", "score", "on", "hour", descending=[False, True, False, False])
        .with_columns(best_on=pl.col("on").first().over("profile"), best_hour=pl.col("hour").first().over("profile"))
        .sort("profile", pl.col("on") != pl.col("best_on"), maintain_order=True)
        .with_columns(wish=pl.int_range(pl.len(), dtype=pl.Int32).over("profile"))
    )


def _chosen(asked: pl.DataFrame, wanted: pl.DataFrame, wished: pl.DataFrame, calling: Calling) -> pl.DataFrame:
    """Return the rows in their order with the slot that each is given; a case in several currencies is called once."""
    numbered = asked.join(wanted, on=_PROFILE, how="left", nulls_equal=True, maintain_order="left")
    rows = numbered.with_columns(profile=pl.when(pl.col("person").is_not_null()).then("profile"))
    once = rows.filter(pl.col("profile").is_not_null()).unique("rank", keep="first", maintain_order=True)
    hour_no = pl.col("on").cast(pl.Int32) * HOURS_A_DAY + pl.col("hour").cast(pl.Int32)
    wishes = dict(wished.group_by("profile").agg(hour_no.alias("hours")).iter_rows())
    given = sharing.given_out(once, wishes, calls_per_hour=calling.calls_per_hour)
    placed = pl.concat([once.select("rank"), given], how="horizontal")
    return (
        rows.drop(_PROFILE)
        .join(placed, on="rank", how="left", maintain_order="left")
        .with_columns(is_taken=(pl.col("wish") > 0) & ~pl.col("is_full"))
        .join(wished, on=["profile", "wish"], how="left", maintain_order="left")
    )


def profiles(calling: Calling) -> list[pl.Expr]:
    """Return what decides the slot of a row: the customer where something of its own is known, person, may it wait."""
    own = pl.concat([calling.own_reached["customer_id"], calling.hours["customer_id"]]).unique()
    return [
        pl.when(pl.col("customer_id").is_in(own.implode())).then("customer_id").alias("customer_id"),
        pl.col("customer_id").is_in(calling.persons.implode()).alias("is_person"),
        (pl.col("lane") != "hard").alias("may_wait"),
    ]


def candidates(asked: pl.DataFrame, calling: Calling) -> pl.DataFrame:
    """Return every slot that comes into question with the parts of its score.

    ``asked``: customer_id (empty for those who share a slot), is_person, may_wait.
    """
    first_on = pl.col("on").min().over(_PROFILE)
    longest = pl.when("may_wait").then(LONGEST_WAIT_DAYS).otherwise(0)
    days = (
        _possible_days(asked, calling)
        .with_columns(first_slot_on=first_on, waited=(pl.col("on") - first_on).dt.total_days())
        .filter(pl.col("waited") <= longest)
    )
    clock = hours.hours_in_question().select("hour", "bit")
    grid = days.join(clock, how="cross").filter((pl.col("allowed") & pl.col("bit")) != 0).drop("allowed", "bit")
    grid = grid.with_columns(day_part=day_part())
    near = hours.cash_ins_near(calling.days, calling.hours)
    rated = _rated(grid, calling).join(near, on=["customer_id", "on"], how="left", maintain_order="left")
    cash_in = pl.when(pl.col("cash_in_on").is_not_null()).then(CASH_IN_FACTOR).otherwise(1.0)
    return rated.with_columns(score=(pl.col("reach_chance") * KEPT_PER_DAY ** pl.col("waited") * cash_in).round(4))


def _possible_days(asked: pl.DataFrame, calling: Calling) -> pl.DataFrame:
    """Return the days on which each may be called: more of them for those with hours of their own, who may be shut.

    Adds ``on``, what ``calling.days`` tells of it, and ``allowed`` (hours).
    """
    closing = calling.hours.filter(pl.col("kind").is_in(["open", "blackout"]))["customer_id"].unique()
    has_hours = pl.col("customer_id").is_in(closing.implode()).fill_null(False)
    first_on = calling.days["on"].min()
    near = calling.days.filter(pl.col("on") <= pl.lit(first_on) + timedelta(days=LONGEST_WAIT_DAYS))
    days = pl.concat(
        [asked.filter(~has_hours).join(near, how="cross"), asked.filter(has_hours).join(calling.days, how="cross")]
    )
    return hours.with_allowed_hours(days, calling.hours).filter(pl.col("allowed") != 0)


def _rated(grid: pl.DataFrame, calling: Calling) -> pl.DataFrame:
    """Add prior, counts and chance of each slot (reach)."""
    everybody, own, cell = calling.reached, calling.own_reached, reach.CELL
    counted = (
        grid.join(everybody.with_columns(_as_keys()), on=cell, how="left", maintain_order="left")
        .join(own.with_columns(_as_keys()), on=["customer_id", *cell], how="left", maintain_order="left")
        .with_columns(pl.col("calls", "reached", "own_calls", "own_reached").fill_null(0))
        .with_columns(
            calls=pl.col("calls") - pl.col("own_calls"),  # of the others, so that no call counts twice
            reached=pl.col("reached") - pl.col("own_reached"),
            reach_prior=_prior(calling),
        )
    )
    rate = reach.shrunk(pl.col("reach_prior"), pl.col("reached"), pl.col("calls"))
    chance = reach.shrunk(pl.col("reach_rate"), pl.col("own_reached"), pl.col("own_calls"))
    return counted.with_columns(reach_rate=rate).with_columns(reach_chance=chance)


def _as_keys() -> list[pl.Expr]:
    return [pl.col(name).cast(pl.Int8) for name in reach.CELL]


def _prior(calling: Calling) -> pl.Expr:
    """Return base x weekday x part of the day x part of the month, at most 0.95."""
    preset = calling.call_times
    weekdays = dict(enumerate(preset.weekdays, 1))
    month = {"start": preset.month_start, "middle": 100, "end": preset.month_end}
    percent = (
        pl.col("weekday").replace_strict(weekdays, return_dtype=pl.Int64)
        * pl.col("day_part").replace_strict(preset.parts, return_dtype=pl.Int64)
        * pl.col("month_part").replace_strict(month, return_dtype=pl.Int64)
    )
    return (percent * calling.base / 1_000_000).clip(None, MOST).round(4)


def day_part() -> pl.Expr:
    """Return the part of the day of each slot (presets); the first hour of a customer's day is its opening."""
    hour = pl.col("hour")
    return (
        pl.when(hour == hour.min().over(*_PROFILE, "on"))
        .then(pl.lit("opening"))
        .when(hour < MORNING_ENDS)
        .then(pl.lit("morning"))
        .when(hour < LUNCH_STARTS)
        .then(pl.lit("late_morning"))
        .when(hour < LATE_STARTS)
        .then(pl.lit("afternoon"))
        .when(hour < EVENING_STARTS)
        .then(pl.lit("late_afternoon"))
        .otherwise(pl.lit("evening"))
    )


def _told(chosen: pl.DataFrame, calling: Calling) -> pl.DataFrame:
    """Add the slot as text and the codes of its reasons, all empty where nobody is called."""
    met = hours.blackouts_met(calling.days, calling.hours)
    told = chosen.join(met, on="customer_id", how="left", maintain_order="left").rename(
        {"on": "best_slot_on", "hour": "best_slot_hour"}
    )
    avoided = (pl.col("blackout_on") <= pl.col("best_slot_on")).fill_null(False)
    called = pl.col("best_slot_on").is_not_null()
    told = told.with_columns(
        best_slot=_slot_text("best_slot_on", "best_slot_hour"),
        wished_slot=pl.when("is_taken").then(_slot_text("best_on", "best_hour")),
        call_times=pl.when(called).then(pl.lit(calling.call_times.id)),
        blackout_on=pl.when(avoided).then("blackout_on"),
        blackout_note=pl.when(avoided).then("blackout_note"),
    )
    return told.with_columns(best_slot_reason=pl.when(called).then(_reasons(calling)))


def _slot_text(on: str, hour: str) -> pl.Expr:
    start = pl.col(hour).cast(pl.Int32)
    clocks = [pl.concat_str(full.cast(pl.String).str.zfill(2), pl.lit(":00")) for full in (start, start + 1)]
    return pl.format("{} {}-{}", pl.col(on).dt.to_string("%Y-%m-%d"), *clocks)


def _reasons(calling: Calling) -> pl.Expr:
    """Return the codes that a slot is told by, in the order of SLOT_REASONS."""
    rest_day = calling.days["on"].min() != calling.as_of
    holds = {
        "by_preset": (pl.col("calls") + pl.col("own_calls")) == 0,
        "by_reach": pl.col("calls") > 0,
        "by_own_reach": pl.col("own_calls") > 0,
        "rest_day": pl.lit(rest_day),
        "blackout": pl.col("blackout_on").is_not_null(),
        "waits": pl.col("best_slot_on") > pl.col("first_slot_on"),
        "cash_in": pl.col("cash_in_on").is_not_null(),
        "hour_taken": pl.col("is_taken"),
        "hours_full": pl.col("is_full"),
        "beside": pl.col("slot_step") != pl.col("step"),
    }
    return listed(pl.when(holds[code].fill_null(False)).then(pl.lit(code)) for code in SLOT_REASONS)
