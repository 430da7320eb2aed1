"""Which steps of the ladder are due for each case today (D-701, D-703, D-709, D-711; files.md "Cadence").

One case is one row: its anchor (the item that drives the stage), its last delivered contact and its records of steps.
Every step is judged for all cases at once:

1. *active*: the case stands on the step's rung, or beyond it for a step that goes on, and the step's own day has come;
2. *target*: a step whose notice is missing gives its place to that notice (R-25); while the wait after a delivered
   notice runs, nothing is due;
3. *slot*: the newest day of the step's rhythm; *due_on*: that day on a working day (back before the due date, forward
   after it);
4. *met*: by a contact or a record since the slot; older missed slots are not made up.
"""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from huikuan.engine.calendars import Calendar
from huikuan.engine.ladder.conditions import Scene, Today, begins_on, episode_start, in_calendar
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
    "slot_no": pl.Int32,  # from 0, for channels that take turns
}
LONGEST_ROLL_DAYS = 15  # no run of rest days is longer


def step_states(cases: pl.DataFrame, policy: Policy, today: Today) -> pl.DataFrame:
    """Return one row per case and step that is active today, due or not; columns of ``STATES``.

    ``cases``: case_no, due_date (the anchor's), rung, delivered_on (the last contact), stake_major (the largest amount
    in any currency, in its own unit, for steps with a least amount); what conditions.GROUND lists unless plain.
    """
    parts = [
        _states_of(cases, policy, step, today) for step in policy.steps if not step.only_as_notice and cases.height
    ]
    if not parts:
        return pl.DataFrame(schema=STATES)
    # Two steps may wait for the same notice: it is one task.
    return pl.concat(parts).unique(["case_no", "step"], keep="first", maintain_order=True)


def next_beginnings(cases: pl.DataFrame, policy: Policy, today: Today) -> pl.DataFrame:
    """Return the working day on which a step that is still to come begins: case_no, next_on; nothing where none will.

    ``cases``: as for step_states. Steps that stand for a missing notice only come with what they make way for.
    """
    scene = Scene(cases, policy, today)
    parts = []
    for step in policy.steps:
        if not step.only_as_notice:
            first_on = begins_on(policy.begins(step), scene)
            ahead = cases.select("case_no", next_on=_done_on(first_on, cases, today))
            is_big_enough = pl.col("stake_major") >= float(step.min_amount or 0)
            parts.append(ahead.filter((pl.col("next_on") > today.as_of) & cases.select(is_big_enough).to_series()))
    return pl.concat(parts).group_by("case_no").agg(pl.col("next_on").min())


def _states_of(cases: pl.DataFrame, policy: Policy, step: Step, today: Today) -> pl.DataFrame:
    active = _active(cases, policy, step, today)
    if active.is_empty():
        return pl.DataFrame(schema=STATES)
    waiting = active.with_columns(ready_on=pl.lit(None, pl.Date), notice_delivered_on=pl.lit(None, pl.Date))
    parts: list[tuple[pl.DataFrame, Step]] = []
    target: Step | None = step
    while target is not None and waiting.height:
        recorded = _with_record(waiting, policy, target, today)
        if target.requires is None:
            parts.append((recorded, target))
            break
        finished = pl.col("done_on").is_not_null() & (not _repeats(target))
        held = _with_notice(recorded.filter(~finished), policy, target, today)
        given = held.filter(pl.col("notice_delivered_on").is_not_null())
        parts += [(recorded.filter(finished), target), (given, target)]
        notice = policy.step(target.requires.step)
        waiting = held.filter(pl.col("notice_delivered_on").is_null()).drop("done_on")
        waiting = waiting.with_columns(first_on=_first_day_of_notice(waiting, policy, notice, today))
        target = notice
    judged = [_judged(rows, policy, wanted, today) for rows, wanted in parts if rows.height]
    height = pl.lit(policy.steps.index(step), pl.Int32)  # a notice stands where the step it makes way for does
    return pl.concat(judged).with_columns(wanted_step=pl.lit(step.id), height=height)


def _first_day_of_notice(cases: pl.DataFrame, policy: Policy, notice: Step, today: Today) -> pl.Series:
    """Return since when a missing notice is owed: from its own first day, or sooner when its follower's has come."""
    own = begins_on(policy.begins(notice), Scene(cases, policy, today))
    return cases.select(pl.min_horizontal("first_on", own)).to_series()


def _repeats(step: Step) -> bool:
    return step.every is not None or bool(step.slots)


def _active(cases: pl.DataFrame, policy: Policy, step: Step, today: Today) -> pl.DataFrame:
    """Return the cases that stand where the step is done while its day has come, with that day as ``first_on``."""
    if step.min_amount:
        cases = cases.filter(pl.col("stake_major") >= float(step.min_amount))
    rung, begins = policy.rung_of(step.id), policy.begins(step)
    going_on = [later.id for later in policy.rungs[policy.rungs.index(rung) :]] if step.goes_on else [rung.id]
    on_rung = pl.col("rung").is_in(going_on).fill_null(False)
    is_never_early = (begins.plain_day or 0) > 0
    cases = cases.filter(on_rung) if is_never_early else cases
    cases = cases.with_columns(first_on=begins_on(begins, Scene(cases, policy, today)))
    active = cases if is_never_early and step.begins is None else _come(cases, on_rung, today)
    if step.ends is None:
        return active
    ends_on = begins_on(step.ends, Scene(active, policy, today))
    return active.filter((ends_on > today.as_of).fill_null(True))


def _come(cases: pl.DataFrame, on_rung: pl.Expr, today: Today) -> pl.DataFrame:
    """Keep the cases whose ``first_on`` has come; one before or on the due date comes on the working day before it."""
    as_of = today.as_of
    rolls = (pl.col("first_on") <= pl.col("due_date")) & pl.col("first_on").is_between(
        as_of + timedelta(days=1), as_of + timedelta(days=LONGEST_ROLL_DAYS)
    )
    early_on = today.calendar.roll_back(cases.select(pl.when(rolls).then("first_on")).to_series())
    has_come = on_rung & (pl.col("first_on") <= as_of)
    return cases.filter(has_come.fill_null(False) | (early_on <= as_of).fill_null(False))


def _with_record(cases: pl.DataFrame, policy: Policy, step: Step, today: Today) -> pl.DataFrame:
    """Add ``done_on``: the last record of this step in the present episode; a refusal ends a proposal too (R-31)."""
    counts = pl.col("is_delivered") | (pl.col("is_refusal") & (step.approval != ""))
    done_on = _episode(cases, policy, step, counts, today).group_by("case_no").agg(done_on=pl.col("on").max())
    return cases.join(done_on, on="case_no", how="left", maintain_order="left")


def _with_notice(cases: pl.DataFrame, policy: Policy, target: Step, today: Today) -> pl.DataFrame:
    """Add when the notice that ``target`` requires was first given in this episode, and from when it may follow.

    A notice given again does not start the wait again.
    """
    assert target.requires is not None
    notice = policy.step(target.requires.step)
    agreed = pl.col("is_delivered") & ~(pl.col("is_refusal") & (notice.approval != ""))
    counts = agreed | (pl.col("is_refusal") & target.requires.or_refused)
    given = (
        _episode(cases, policy, notice, counts, today).group_by("case_no").agg(notice_delivered_on=pl.col("on").min())
    )
    held = cases.drop("notice_delivered_on").join(given, on="case_no", how="left", maintain_order="left")
    return held.with_columns(ready_on=_after(held["notice_delivered_on"], target.requires.wait, today.calendar))


def _episode(cases: pl.DataFrame, policy: Policy, step: Step, counts: pl.Expr, today: Today) -> pl.DataFrame:
    """Return the records of a step that count: those of the present episode (R-23)."""
    records = today.records.filter((pl.col("step") == step.id) & counts)
    since = cases.select("case_no", since=episode_start(Scene(cases, policy, today)))
    return records.join(since, on="case_no").filter(pl.col("on") >= pl.col("since"))


def _after(days: pl.Series, wait: Interval, calendar: Calendar) -> pl.Series:
    if wait.unit == "wd" and wait.count:
        return calendar.plus_workdays(days, wait.count)
    return calendar.roll_forward(days.dt.offset_by(f"{wait.count}d"))


def _judged(cases: pl.DataFrame, policy: Policy, step: Step, today: Today) -> pl.DataFrame:
    """Return the step's slot, due day and whether it is due, for cases that may do it."""
    slots = _newest_slot(cases, step, today)
    due_on = _rolled(slots["slot_on"], cases["due_date"], today.calendar)
    frame = cases.select("case_no", "delivered_on", "done_on", "ready_on", "notice_delivered_on").with_columns(
        slots.drop("next_on"), due_on=due_on
    )
    since = pl.col("begun_on") if step.is_once else pl.min_horizontal("slot_on", "due_on")
    if not step.own_record:
        met = pl.col("delivered_on") >= since
    elif _repeats(step):
        met = pl.col("done_on") >= since
    else:
        met = pl.col("done_on").is_not_null()
    met = met.fill_null(False)
    ready = (pl.col("ready_on") <= today.as_of).fill_null(True)
    is_due = ready & ~met & (pl.col("due_on") <= today.as_of)
    following_on = _done_on(slots["next_on"], cases, today)
    next_on = pl.when(~ready).then("ready_on").when(~met).then("due_on").otherwise(following_on)
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
        slot_no=pl.col("slot_no").cast(pl.Int32),
    )


def _rolled(days: pl.Series, due: pl.Series, calendar: Calendar) -> pl.Series:
    """Return the working day on which each day's task is done: back before and on the due date, forward after it."""
    return calendar.roll_back(days).zip_with(days <= due, calendar.roll_forward(days))


def _done_on(days: pl.Series, cases: pl.DataFrame, today: Today) -> pl.Series:
    """Return the working day on which the task of a day to come is done; one beyond the calendar stands as it is."""
    if days.null_count() == len(days):
        return days
    near = in_calendar(days, today.calendar, margin=LONGEST_ROLL_DAYS)
    rolled = _rolled(near, cases["due_date"], today.calendar)
    return rolled.zip_with(rolled.is_not_null(), days)


def _newest_slot(cases: pl.DataFrame, step: Step, today: Today) -> pl.DataFrame:
    """Return slot_on, the newest day of the step's rhythm that has come, slot_no, its number, next_on, the one after
    it, and begun_on, the first working day of all.
    """
    first_on = cases["first_on"]
    if step.slots:
        return _listed_slots(cases["due_date"], step.slots, today)
    if step.every is None:
        never = pl.repeat(None, len(first_on), dtype=pl.Date, eager=True)
        return _slots(first_on, never, pl.zeros(len(first_on), dtype=pl.Int32, eager=True), first_on)
    count = step.every.count
    if step.every.unit == "wd":
        return _working_day_slots(first_on, count, today)
    # A slot has come when its roll forward has: when it is no later than the last working day.
    elapsed = (pl.lit(today.last_workday) - pl.col("first_on")).dt.total_days().clip(0)
    slot_on = pl.col("first_on") + pl.duration(days=elapsed // count * count)
    return cases.select(
        slot_on=slot_on.cast(pl.Date),
        next_on=(slot_on + pl.duration(days=count)).cast(pl.Date),
        slot_no=elapsed // count,
        begun_on="first_on",
    )


def _slots(slot_on: pl.Series, next_on: pl.Series, slot_no: pl.Series, begun_on: pl.Series) -> pl.DataFrame:
    return pl.DataFrame({"slot_on": slot_on, "next_on": next_on, "slot_no": slot_no, "begun_on": begun_on})


def _listed_slots(due: pl.Series, slots: tuple[Interval, ...], today: Today) -> pl.DataFrame:
    """Return the newest of the listed days whose roll to a working day has come; before the first, nothing."""
    days = [_slot_day(due, slot, today.calendar).alias(str(place)) for place, slot in enumerate(slots)]
    rolled = [_rolled(day, due, today.calendar).alias(f"rolled{day.name}") for day in days]
    newest, number = pl.lit(None, pl.Date), pl.lit(0, pl.Int32)
    following = pl.lit(None, pl.Date)
    for place, day in enumerate(days):
        has_come = pl.col(f"rolled{day.name}") <= today.as_of
        newest = pl.when(has_come).then(pl.col(day.name)).otherwise(newest)
        number = pl.when(has_come).then(place).otherwise(number)
        following = pl.coalesce(following, pl.when(~has_come).then(pl.col(f"rolled{day.name}")))
    return pl.DataFrame([*days, *rolled]).select(
        slot_on=newest, next_on=following, slot_no=number, begun_on=pl.min_horizontal("0", "rolled0")
    )


def _slot_day(due: pl.Series, slot: Interval, calendar: Calendar) -> pl.Series:
    if slot.unit == "cal" or not slot.count:
        return due.dt.offset_by(f"{slot.count}d")
    move = calendar.plus_workdays if slot.count > 0 else calendar.minus_workdays
    return move(due, abs(slot.count))


def _working_day_slots(first_on: pl.Series, count: int, today: Today) -> pl.DataFrame:
    """Return slots every ``count`` working days from the first working day on or after ``first_on`` (R-24)."""
    calendar = today.calendar
    first = calendar.workdays_before(first_on)
    now = calendar.workdays_before(pl.Series([today.last_workday]))[0]
    elapsed = pl.DataFrame({"first": first}).select((pl.lit(now) - pl.col("first")).clip(0) // count).to_series()
    ordinals = first + elapsed * count
    return _slots(calendar.workdays.gather(ordinals), calendar.workdays.gather(ordinals + count), elapsed, first_on)
