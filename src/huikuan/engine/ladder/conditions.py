"""On which day a rung or a step begins: one function per condition, and the table that names them (D-701).

The one thing to know: a condition answers with a day for every row, null where it has not come true and cannot be
foreseen. A day to come is a day too: a rung holds once its day is no later than as_of. Rows are items or the anchors of
cases; they carry what stands in ``GROUND``. The docstrings are printed as the reference of the policy format.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from huikuan.engine.calendars import Calendar
from huikuan.engine.ladder.document import BATCH_DATE, DUE_DATE, GRACE, ISSUE_DATE, Policy, When

# What conditions look at, beside case_no and due_date; gathered only for policies that are not plain.
GROUND: Mapping[str, type[pl.DataType]] = {
    "issue_date": pl.Date,
    "batch_on": pl.Date,
    "grace_days": pl.Int32,  # the customer's own, else the grade's by the policy, else 0
    "claim_major": pl.Float64,  # the case's largest amount to ask for in one currency, in its own unit
}


@dataclass(frozen=True)
class Today:
    """What holds for every case on the day of the plan."""

    as_of: date
    calendar: Calendar
    last_workday: date  # as_of itself or the last working day before it
    records: pl.DataFrame  # case_no, step, on, is_delivered, is_refusal (contacts.step_records)
    contacts: pl.DataFrame  # case_no, on, channel, is_delivered; gathered only where a policy counts contacts


@dataclass(frozen=True)
class Scene:
    """The rows that a policy's conditions are asked about."""

    rows: pl.DataFrame
    policy: Policy
    today: Today


def begins_on(when: When, scene: Scene) -> pl.Series:
    """Return the day on which the condition comes true for each row, null where none can be told."""
    return CONDITIONS[when.condition](when, scene)


def episode_start(scene: Scene) -> pl.Series:
    """Return the first day whose records and contacts belong to the row's episode: the first overdue day, or the
    batch date under a policy that counts from it; earlier ones are another episode's (R-23).
    """
    if scene.policy.counts_from_batch:
        return _base_day(BATCH_DATE, scene)
    return scene.rows["due_date"].dt.offset_by("1d")


def day(when: When, scene: Scene) -> pl.Series:
    """So many calendar days after the due date: 0 is the due date itself, 1 the first overdue day, -7 a week before.
    `from_day: 7` is short for `when: {day: 7}`.
    """
    return _base_day(when.after, scene).dt.offset_by(f"{when.count}d")


def workday(when: When, scene: Scene) -> pl.Series:
    """So many working days after the due date, that day not counted (R-32); negative before it."""
    calendar = scene.today.calendar
    base = in_calendar(_base_day(when.after, scene), calendar, margin=2 * abs(when.count) + 15)
    if when.count > 0:
        return calendar.plus_workdays(base, when.count)
    return calendar.minus_workdays(base, -when.count) if when.count else calendar.roll_forward(base)


def month_day(when: When, scene: Scene) -> pl.Series:
    """The first such day of a month after the due date; a month that is too short gives its last day."""
    base = pl.col("base")
    of_this, of_next = (
        pl.min_horizontal(month + pl.duration(days=when.count - 1), month.dt.month_end())
        for month in (base.dt.month_start(), base.dt.month_start().dt.offset_by("1mo"))
    )
    days = pl.when(of_this > base).then(of_this).otherwise(of_next).cast(pl.Date)
    return pl.DataFrame({"base": _base_day(when.after, scene)}).select(days).to_series()


def contacts(when: When, scene: Scene) -> pl.Series:
    """The day of the so many-th contact since the first overdue day; `channel` and `reached` (yes, no) narrow which
    contacts count.
    """
    counted = scene.today.contacts
    if when.channel:
        counted = counted.filter(pl.col("channel") == when.channel)
    if when.is_reached is not None:
        counted = counted.filter(pl.col("is_delivered") == when.is_reached)
    since = scene.rows.select("case_no", since=_counted_from(when.after, scene))
    reached = (
        since.unique()
        .join(counted.select("case_no", "on"), on="case_no")
        .filter(pl.col("on") >= pl.col("since"))
        .group_by("case_no", "since")
        .agg(begins_on=pl.col("on").sort().slice(when.count - 1, 1).first())
    )
    return since.join(reached, on=["case_no", "since"], how="left", maintain_order="left")["begins_on"]


def conversations(when: When, scene: Scene) -> pl.Series:
    """The day of the so many-th contact that reached the customer since the first overdue day, by `channel` where one
    is named.
    """
    return contacts(When("contacts", when.count, when.after, when.channel, is_reached=True), scene)


def amount(when: When, scene: Scene) -> pl.Series:
    """At least so much may be asked of the case in one currency, in its own unit: from its issue on, else never.
    Stands in `all`, beside what gives the day.
    """
    return _where(scene.rows["claim_major"] >= float(when.amount), scene)


def term(when: When, scene: Scene) -> pl.Series:
    """More than so many days lie between issue and due date: from its issue on, else never. Stands in `all`, beside
    what gives the day.
    """
    return _where((scene.rows["due_date"] - scene.rows["issue_date"]).dt.total_days() > when.count, scene)


def recorded(when: When, scene: Scene) -> pl.Series:
    """The day on which a person first recorded this step since the first overdue day: a rung that is begun by hand."""
    since = scene.rows.select("case_no", since=_counted_from(when.after, scene))
    taken = scene.today.records.filter((pl.col("step") == when.step) & ~pl.col("is_refusal"))
    first = (
        since.unique()
        .join(taken.select("case_no", "on"), on="case_no")
        .filter(pl.col("on") >= pl.col("since"))
        .group_by("case_no", "since")
        .agg(begins_on=pl.col("on").min())
    )
    return since.join(first, on=["case_no", "since"], how="left", maintain_order="left")["begins_on"]


def earliest(when: When, scene: Scene) -> pl.Series:
    """The earliest day of several conditions."""
    return _together(when, scene).select(pl.min_horizontal(pl.all())).to_series()


def latest(when: When, scene: Scene) -> pl.Series:
    """The day on which the last of several conditions comes true; never while one of them has no day."""
    days = _together(when, scene)
    return days.select(pl.when(~pl.any_horizontal(pl.all().is_null())).then(pl.max_horizontal(pl.all()))).to_series()


# What `when` may say in a policy document.
CONDITIONS: Mapping[str, Callable[[When, Scene], pl.Series]] = {
    "day": day,
    "workday": workday,
    "month_day": month_day,
    "contacts": contacts,
    "conversations": conversations,
    "amount": amount,
    "term": term,
    "recorded": recorded,
    "any": earliest,
    "all": latest,
}
COUNTING = ("contacts", "conversations")


def _together(when: When, scene: Scene) -> pl.DataFrame:
    return pl.DataFrame({str(place): begins_on(part, scene) for place, part in enumerate(when.parts)})


def _base_day(after: str, scene: Scene) -> pl.Series:
    """Return the day that is counted from; null for a row without a due date."""
    rows = scene.rows
    if after == DUE_DATE:
        return rows["due_date"]
    bases = {
        GRACE: (pl.col("due_date") + pl.duration(days="grace_days")).cast(pl.Date),
        BATCH_DATE: pl.coalesce("batch_on", "due_date"),
        ISSUE_DATE: pl.col("issue_date"),
    }
    if after in bases:
        return rows.select(pl.when(pl.col("due_date").is_not_null()).then(bases[after])).to_series()
    return begins_on(scene.policy.rung(after).begins, scene)


def _counted_from(after: str, scene: Scene) -> pl.Series:
    """Return the first day that counts: the episode's start, the day after the grace, else the base itself."""
    if after == DUE_DATE:
        return episode_start(scene)
    base = _base_day(after, scene)
    return base.dt.offset_by("1d") if after == GRACE else base


def _where(holds: pl.Series, scene: Scene) -> pl.Series:
    issued_on = _base_day(ISSUE_DATE, scene)
    return pl.DataFrame({"holds": holds, "on": issued_on}).select(pl.when("holds").then("on")).to_series()


def in_calendar(days: pl.Series, calendar: Calendar, *, margin: int) -> pl.Series:
    """Drop days so far ahead that no plan of today can reach them."""
    last = calendar.last - timedelta(days=margin)
    return pl.DataFrame({"day": days}).select(pl.when(pl.col("day") <= last).then("day")).to_series()
