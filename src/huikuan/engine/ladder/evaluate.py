"""Which steps of the ladder are due for each case today (D-701, D-703, D-709, D-711; files.md "Cadence").

One case is one row: its anchor (the item that drives the stage), its last delivered contact and its records of steps.
Every step is judged for all cases at once:

1. *active*: the case stands on the step's rung, or beyond it for a step that goes on;
2. *target*: a step whose notice is missing gives its place to that notice (R-25); while the wait after a delivered
   notice runs, nothing is due;
3. *slot*: the newest day of the step's rhythm; *due_on*: that day on a working day (back before the due date, forward
   after it);
4. *met*: by a contact or a record since the slot; older missed slots are not made up.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from huikuan.engine.calendars import Calendar
from huikuan.engine.ladder.document import Interval, Policy, Step

STATES = {
    "case_no": pl.UInt32,
    "step": pl.String,
    "height": pl.Int32,  # place on the ladder: a greater one is further up
    "wanted_step": pl.String,  # the step whose place a notice took; the step itself otherwise
    "slot_on": pl.Date,
    "due_on": pl.Date,
    "is_due": pl.Boolean,
    "next_on": pl.Date,  # when it can next become due, for steps that are not due now
    "notice_delivered_on": pl.Date,
}


@dataclass(frozen=True)
class Today:
    """What an evaluation needs beside the cases."""

    as_of: date
    calendar: Calendar
    last_workday: date  # as_of itself or the last working day before it
    records: pl.DataFrame  # case_no, step, on, is_delivered, is_refusal (contacts.step_records)


def step_states(cases: pl.DataFrame, policy: Policy, today: Today) -> pl.DataFrame:
    """Return one row per case and step that is active today, due or not; columns of ``STATES``.

    ``cases``: case_no, anchor_due_date, anchor_days, rung, delivered_on (the last contact), stake_major (the largest
    amount in any currency, in its own unit, for steps with a least amount).
    """
    parts = [
        _states_of(cases, policy, step, today) for step in policy.steps if not step.only_as_notice and cases.height
    ]
    if not parts:
        return pl.DataFrame(schema=STATES)
    # Two steps may wait for the same notice: it is one task.
    return pl.concat(parts).unique(["case_no", "step"], keep="first", maintain_order=True)


def _states_of(cases: pl.DataFrame, policy: Policy, step: Step, today: Today) -> pl.DataFrame:
    active = _active(cases, policy, step, today)
    if active.is_empty():
        return pl.DataFrame(schema=STATES)
    waiting = active.with_columns(ready_on=pl.lit(None, pl.Date), notice_delivered_on=pl.lit(None, pl.Date))
    parts: list[pl.DataFrame] = []
    target: Step | None = step
    while target is not None:
        recorded = _with_record(waiting, target, today)
        if target.requires is None:
            parts.append(_judged(recorded, policy, target, today))
            break
        finished = pl.col("done_on").is_not_null() & (not _repeats(target))
        parts.append(_judged(recorded.filter(finished), policy, target, today))
        notice = policy.step(target.requires.step)
        held = _with_notice(recorded.filter(~finished), notice, target, today)
        parts.append(_judged(held.filter(pl.col("notice_delivered_on").is_not_null()), policy, target, today))
        waiting = held.filter(pl.col("notice_delivered_on").is_null()).drop("done_on")
        target = notice
    return pl.concat(parts).with_columns(wanted_step=pl.lit(step.id))


def _repeats(step: Step) -> bool:
    return step.every is not None or bool(step.slots)


def _active(cases: pl.DataFrame, policy: Policy, step: Step, today: Today) -> pl.DataFrame:
    """Return the cases on the step's rung; a day before the due date that falls on a rest day comes earlier."""
    rung = policy.rung_of(step.id)
    on_rung = pl.col("rung") == rung.id
    if step.goes_on:
        beyond = [later.id for later in policy.rungs if later.from_day >= rung.from_day]
        on_rung = pl.col("rung").is_in(beyond)
    if step.min_amount:
        cases = cases.filter(pl.col("stake_major") >= float(step.min_amount))
    if rung.from_day >= 0:
        return cases.filter(on_rung)
    first = today.calendar.roll_back(cases["anchor_due_date"].dt.offset_by(f"{rung.from_day}d"))
    early = pl.col("rung").is_null() & (first <= today.as_of)
    return cases.filter((on_rung | early).fill_null(False))


def _with_record(cases: pl.DataFrame, step: Step, today: Today) -> pl.DataFrame:
    """Add ``done_on``: the last record of this step in the present episode; a refusal ends a proposal too (R-31)."""
    counts = pl.col("is_delivered") | (pl.col("is_refusal") & (step.approval != ""))
    done_on = _episode(cases, step, counts, today).group_by("case_no").agg(done_on=pl.col("on").max())
    return cases.join(done_on, on="case_no", how="left", maintain_order="left")


def _with_notice(cases: pl.DataFrame, notice: Step, target: Step, today: Today) -> pl.DataFrame:
    """Add when the notice that ``target`` requires was first given in this episode, and from when it may follow.

    A notice given again does not start the wait again.
    """
    assert target.requires is not None
    agreed = pl.col("is_delivered") & ~(pl.col("is_refusal") & (notice.approval != ""))
    counts = agreed | (pl.col("is_refusal") & target.requires.or_refused)
    given = _episode(cases, notice, counts, today).group_by("case_no").agg(notice_delivered_on=pl.col("on").min())
    held = cases.drop("notice_delivered_on").join(given, on="case_no", how="left", maintain_order="left")
    return held.with_columns(ready_on=_after(held["notice_delivered_on"], target.requires.wait, today.calendar))


def _episode(cases: pl.DataFrame, step: Step, counts: pl.Expr, today: Today) -> pl.DataFrame:
    """Return the records of a step that count; those before the first overdue day are an earlier episode's (R-23)."""
    records = today.records.filter((pl.col("step") == step.id) & counts)
    return records.join(cases.select("case_no", "anchor_due_date"), on="case_no").filter(
        pl.col("on") > pl.col("anchor_due_date")
    )


def _after(days: pl.Series, wait: Interval, calendar: Calendar) -> pl.Series:
    if wait.unit == "wd" and wait.count:
        return calendar.plus_workdays(days, wait.count)
    return calendar.roll_forward(days.dt.offset_by(f"{wait.count}d"))


def _judged(cases: pl.DataFrame, policy: Policy, step: Step, today: Today) -> pl.DataFrame:
    """Return the step's slot, due day and whether it is due, for cases that may do it."""
    calendar, as_of = today.calendar, today.as_of
    slots = _newest_slot(cases, policy, step, today)
    slot_on = slots["slot_on"]
    before_due = slot_on <= cases["anchor_due_date"]
    rolled = pl.DataFrame(
        {"back": calendar.roll_back(slot_on), "forward": calendar.roll_forward(slot_on), "before": before_due}
    ).select(pl.when("before").then("back").otherwise("forward"))
    due_on = rolled.to_series()
    frame = cases.select("case_no", "delivered_on", "done_on", "ready_on", "notice_delivered_on").with_columns(
        slot_on=slot_on, due_on=due_on, following_on=slots["next_on"]
    )
    since = pl.min_horizontal("slot_on", "due_on")
    if not step.own_record:
        met = pl.col("delivered_on") >= since
    elif _repeats(step):
        met = pl.col("done_on") >= since
    else:
        met = pl.col("done_on").is_not_null()
    met = met.fill_null(False)
    ready = (pl.col("ready_on") <= as_of).fill_null(True)
    is_due = ready & ~met & (pl.col("due_on") <= as_of)
    next_on = pl.when(~ready).then("ready_on").when(~met).then("due_on").otherwise("following_on")
    return frame.select(
        "case_no",
        step=pl.lit(step.id),
        height=pl.lit(policy.steps.index(step), pl.Int32),
        wanted_step=pl.lit(step.id),
        slot_on="slot_on",
        due_on=pl.max_horizontal("due_on", "ready_on"),
        is_due=is_due,
        next_on=next_on,
        notice_delivered_on="notice_delivered_on",
    )


def _newest_slot(cases: pl.DataFrame, policy: Policy, step: Step, today: Today) -> pl.DataFrame:
    """Return slot_on, the newest day of the step's rhythm that has come, and next_on, the one after it."""
    due = cases["anchor_due_date"]
    first_day = policy.rung_of(step.id).from_day
    first_on = due.dt.offset_by(f"{first_day}d")
    if step.slots:
        return _listed_slots(due, step.slots, today)
    if step.every is None:
        return pl.DataFrame({"slot_on": first_on, "next_on": pl.repeat(None, len(due), dtype=pl.Date, eager=True)})
    if step.every.unit == "cal":
        count = step.every.count
        # A slot has come when its roll forward has: when it is no later than the last working day.
        elapsed = (pl.lit(today.last_workday) - pl.col("first_on")).dt.total_days().clip(0)
        slot_on = pl.col("first_on") + pl.duration(days=elapsed // count * count)
        return pl.DataFrame({"first_on": first_on}).select(
            slot_on=slot_on.cast(pl.Date), next_on=(slot_on + pl.duration(days=count)).cast(pl.Date)
        )
    return _working_day_slots(first_on, step.every.count, today)


def _listed_slots(due: pl.Series, slots: tuple[int, ...], today: Today) -> pl.DataFrame:
    """Return the newest of the listed days whose roll back to a working day has come."""
    days = [due.dt.offset_by(f"{slot}d").alias(str(slot)) for slot in slots]
    rolled = [today.calendar.roll_back(day).alias(f"rolled{day.name}") for day in days]
    newest = pl.lit(None, pl.Date)
    following = pl.lit(None, pl.Date)
    for day in days:
        has_come = pl.col(f"rolled{day.name}") <= today.as_of
        newest = pl.when(has_come).then(pl.col(day.name)).otherwise(newest)
        following = pl.coalesce(following, pl.when(~has_come).then(pl.col(f"rolled{day.name}")))
    return pl.DataFrame([*days, *rolled]).select(slot_on=newest, next_on=following)


def _working_day_slots(first_on: pl.Series, count: int, today: Today) -> pl.DataFrame:
    """Return slots every ``count`` working days from the first working day on or after ``first_on`` (R-24)."""
    calendar = today.calendar
    first = calendar.workdays_before(first_on)
    now = calendar.workdays_before(pl.Series([today.last_workday]))[0]
    elapsed = (pl.lit(now) - pl.col("first")).clip(0)
    newest = (pl.col("first") + elapsed // count * count).alias("newest")
    ordinals = pl.DataFrame({"first": first}).select(newest)["newest"]
    return pl.DataFrame(
        {"slot_on": calendar.workdays.gather(ordinals), "next_on": calendar.workdays.gather(ordinals + count)}
    )
