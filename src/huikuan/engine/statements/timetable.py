"""Which rungs of the statement cycle are due today, how late they are, and why (P-0; R-50 … R-54).

Every rung is judged for all cycles at once:

1. *open*: its goal can be worked for and is not reached;
2. *slot*: the newest of its days that has come on a working day; older missed ones are not made up;
3. *met*: by a record or a delivered contact since;
4. of the rungs towards one goal the furthest one speaks: the daily follow-up takes the place of the one before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl

from huikuan.engine.calendars import Calendar
from huikuan.engine.lists import listed
from huikuan.engine.statements.cycles import cycle_calendar, month_day, record_column
from huikuan.engine.statements.document import CycleRung, Goal, StatementCycle
from huikuan.engine.tables import COUNT, DAY, TEXT, Schema, empty

_CHANNELS = pl.List(pl.String)
# The contract's columns, then the facts behind a row. One row per cycle and step.
CYCLE: Schema = {
    "customer_id": TEXT,
    "entity": TEXT,
    "period": TEXT,
    "step": TEXT,
    "due_on": DAY,
    "days_late": COUNT,
    "action": TEXT,  # prepare, verify, contact, visit, escalate
    "role": TEXT,
    "name": TEXT,
    "assignee": TEXT,
    "channels": _CHANNELS,
    "template": TEXT,
    "reasons": _CHANNELS,  # codes of CYCLE_REASONS
    "slot_on": DAY,  # the day by the document, before it was rolled to a working day
    "sent_on": DAY,
    "sent_days": COUNT,  # since the statement was sent
    "confirmed_on": DAY,
    "posted_on": DAY,
    "courier_no": TEXT,
    "contact_on": DAY,  # the last delivered contact of the cycle
    "pods_missing": COUNT,  # deliveries of the period without proof, where it starts the payment term
    "late_cycles": COUNT,  # of the judged ones, so many were confirmed late or not at all (D-606)
    "judged_cycles": COUNT,
    "state": TEXT,  # due; in a timetable also waiting, met, reached, ahead, lapsed
}
CYCLE_REASONS = (
    "statement_not_drafted",
    "statement_not_checked",
    "statement_not_sent",
    "statement_unconfirmed",
    "details_missing",
    "pods_missing",
    "not_invoiced",
    "courier_untold",
    "cycle_late",
    "late_confirmer",
)
_KNOWN = {name: pl.col(name).is_not_null() for name in ("sent_on", "confirmed_on", "invoiced_on")}
_IS_SENT = _KNOWN["sent_on"] | _KNOWN["confirmed_on"] | _KNOWN["invoiced_on"]
_HAS_DETAILS = pl.col("invoicing_details_on").is_not_null() | _KNOWN["invoiced_on"]
_ALWAYS, _NEVER = pl.lit(value=True), pl.lit(value=False)
# goal -> (may be worked for, is reached, the reason of a row)
GOALS: Mapping[Goal, tuple[pl.Expr, pl.Expr, str]] = {
    "drafted": (_ALWAYS, _IS_SENT, "statement_not_drafted"),
    "checked": (_ALWAYS, _IS_SENT, "statement_not_checked"),
    "sent": (_ALWAYS, _IS_SENT, "statement_not_sent"),
    "confirmed": (_KNOWN["sent_on"], _KNOWN["confirmed_on"], "statement_unconfirmed"),
    "details": (_IS_SENT, _KNOWN["confirmed_on"] & _HAS_DETAILS, "details_missing"),
    "pods": (_ALWAYS, pl.col("pods_missing") == 0, "pods_missing"),
    "invoiced": (_KNOWN["confirmed_on"], _KNOWN["invoiced_on"], "not_invoiced"),
    "told": (pl.col("posted_on").is_not_null() & (pl.col("courier_no") != ""), _NEVER, "courier_untold"),
}
_EPISODE_START = {"month_day": "begins_on", "sent_day": "sent_on", "posted_day": "posted_on"}


def due_today(cycles: pl.DataFrame, cycle: StatementCycle, blocked: pl.DataFrame, *, as_of: date) -> pl.DataFrame:
    """Return what the cycle asks for today, latest first, then by customer; columns of ``CYCLE``.

    ``cycles``: cycles.open_cycles, in its order. ``blocked``: customer_id, channel that every contact has opted out of.
    """
    judged = [rows.filter(pl.col("state") == "due") for rows in _all_judged(cycles, cycle, as_of=as_of)]
    return _told(judged, cycle, blocked, is_by_lateness=True)


def timetable(cycles: pl.DataFrame, cycle: StatementCycle, blocked: pl.DataFrame, *, as_of: date) -> pl.DataFrame:
    """Return every rung of every cycle with its day and its state, in the order of the document."""
    return _told(_all_judged(cycles, cycle, as_of=as_of), cycle, blocked)


def _all_judged(cycles: pl.DataFrame, cycle: StatementCycle, *, as_of: date) -> list[pl.DataFrame]:
    """Return for each rung the cycles in their order; of the rungs towards one goal only the furthest is due."""
    if cycles.is_empty():
        return []
    calendar = cycle_calendar(cycles["begins_on"], as_of=as_of)
    cycles = cycles.with_columns(courier_no=pl.col("courier_no").fill_null("")).with_row_index("cycle_no")
    beyond: dict[Goal, pl.Series] = {}  # whether a rung further towards the goal has come
    judged: list[pl.DataFrame] = []
    for rung in reversed(cycle.rungs):
        rows = _judged(cycles, rung, _vouching(rung, cycle), calendar, as_of=as_of)
        overtaken = beyond.get(rung.goal, pl.repeat(value=False, n=rows.height, eager=True))
        beyond[rung.goal] = overtaken | rows["has_come"]
        is_over = overtaken & (rows["state"] == "due")
        judged.append(rows.with_columns(state=pl.when(is_over).then(pl.lit("met")).otherwise("state")))
    return judged[::-1]


def _told(
    judged: list[pl.DataFrame], cycle: StatementCycle, blocked: pl.DataFrame, *, is_by_lateness: bool = False
) -> pl.DataFrame:
    """Return the rows of all rungs, in the order of the document or the latest first."""
    if not judged:
        return empty(CYCLE)
    told = [*CYCLE, "cycle_no", "is_facing"]
    rows = pl.concat(
        _with_action(rows, rung, cycle).select(told) for rows, rung in zip(judged, cycle.rungs, strict=True)
    )
    if is_by_lateness:
        rows = rows.sort("days_late", "cycle_no", descending=[True, False], maintain_order=True)
    return _with_channels(rows, blocked).select(pl.col(name).cast(dtype) for name, dtype in CYCLE.items())


def _judged(
    cycles: pl.DataFrame, rung: CycleRung, vouching: Sequence[str], calendar: Calendar, *, as_of: date
) -> pl.DataFrame:
    """Add first_on, slot_on, due_on, has_come and state of one rung; ``vouching``: steps whose records meet it."""
    since = _EPISODE_START[rung.base]
    first = month_day(rung.day) if rung.base == "month_day" else pl.col(since).dt.offset_by(f"{rung.day}d")
    last_workday = calendar.roll_back(pl.Series([as_of]))[0]
    dated = cycles.with_columns(first_on=first)
    dated = dated.with_columns(slot_on=_newest_slot(rung, last_workday))
    is_deadline = rung.base == "month_day"
    due_on = calendar.roll_forward(dated["first_on" if is_deadline else "slot_on"])
    can, reached, reason = GOALS[rung.goal]
    has_come = (pl.col("due_on") <= as_of).fill_null(False)
    lapsed = (
        (pl.lit(as_of) - pl.col("first_on")).dt.total_days() > rung.lapses_after
        if rung.lapses_after is not None
        else _NEVER
    )
    is_met = _is_met(rung, vouching, since)
    state = (
        pl.when(reached.fill_null(False)).then(pl.lit("reached"))
        .when(~can.fill_null(False) | pl.col("due_on").is_null()).then(pl.lit("waiting"))
        .when(~has_come).then(pl.lit("ahead"))
        .when(is_met).then(pl.lit("met"))
        .when(lapsed).then(pl.lit("lapsed"))
        .otherwise(pl.lit("due"))
    )  # fmt: skip
    return dated.with_columns(due_on=due_on).with_columns(
        has_come=has_come,
        state=state,
        reason=_reason(rung.goal, reason),
        days_late=pl.when(has_come).then((pl.lit(as_of) - pl.col("due_on")).dt.total_days()).otherwise(0),
        sent_days=(pl.lit(as_of) - pl.col("sent_on")).dt.total_days(),
    )


def _vouching(rung: CycleRung, cycle: StatementCycle) -> list[str]:
    """Return the steps whose records meet a rung: its own, and for a draft that it was checked."""
    is_draft = rung.goal == "drafted"
    return [
        each.id
        for each in cycle.rungs
        if each.id == rung.id or (is_draft and each.goal == "checked" and each.own_record)
    ]


def _newest_slot(rung: CycleRung, last_workday: date) -> pl.Expr:
    """Return the newest day of a rung that comes again; a day has come when its roll forward has."""
    first = pl.col("first_on")
    if not rung.every_days:
        return first
    elapsed = (pl.lit(last_workday) - first).dt.total_days().clip(0)
    if rung.last_day is not None:
        elapsed = elapsed.clip(upper_bound=rung.last_day - rung.day)
    return (first + pl.duration(days=elapsed // rung.every_days * rung.every_days)).cast(pl.Date)


def _is_met(rung: CycleRung, vouching: Sequence[str], since: str) -> pl.Expr:
    """Tell whether a record of the step, or a contact of the cycle since the slot, has met it."""
    if rung.own_record:
        recorded = pl.max_horizontal(record_column(step) for step in vouching)
        return (recorded >= pl.col("slot_on" if rung.every_days else since)).fill_null(False)
    if rung.every_days:
        return (pl.col("contact_on") >= pl.col("slot_on")).fill_null(False)
    return _NEVER


def _reason(goal: Goal, reason: str) -> pl.Expr:
    """Return the reason of a row; before the confirmation itself its details are not what is missing."""
    if goal != "details":
        return pl.lit(reason)
    return pl.when(pl.col("confirmed_on").is_null()).then(pl.lit("statement_unconfirmed")).otherwise(pl.lit(reason))


def _with_action(rows: pl.DataFrame, rung: CycleRung, cycle: StatementCycle) -> pl.DataFrame:
    """Add what is done, by whom, through what; a late confirmer is visited where others are phoned (D-606)."""
    channels = list(rung.channels) or ["letter"] * rung.is_customer_facing  # with no other way: by post (D-704)
    instead_of = cycle.visit_instead_of
    is_visited = pl.col("is_late_confirmer").fill_null(False) & (rung.is_customer_facing and instead_of in channels)
    visits = ["visit" if channel == instead_of else channel for channel in channels]
    role = pl.when(is_visited).then(pl.lit(cycle.visit_role)).otherwise(pl.lit(rung.role))
    reasons = (
        pl.col("reason"),
        pl.when(pl.col("days_late") > 0).then(pl.lit("cycle_late")),
        pl.when(is_visited).then(pl.lit("late_confirmer")),
    )
    return rows.with_columns(
        step=pl.lit(rung.id),
        action=pl.when(is_visited).then(pl.lit("visit")).otherwise(pl.lit(rung.action)),
        role=role,
        assignee=pl.when(role == "rep").then("owner").when(role == "collector").then("collector"),
        channels=pl.when(is_visited).then(pl.lit(visits, _CHANNELS)).otherwise(pl.lit(channels, _CHANNELS)),
        template=pl.lit(rung.template),
        is_facing=pl.lit(rung.is_customer_facing),
        reasons=listed(reasons),
    )


def _with_channels(rows: pl.DataFrame, blocked: pl.DataFrame) -> pl.DataFrame:
    """Strike what the customer has opted out of; a statement may still go by post (D-704)."""
    struck = blocked.group_by("customer_id").agg(struck=pl.col("channel"))
    numbered = rows.with_row_index("place")
    left = pl.col("channels").list.set_difference("struck")
    by_post = pl.when(left.list.len() == 0).then(pl.lit(["letter"], _CHANNELS)).otherwise(left)
    concerned = numbered.filter("is_facing").join(struck, on="customer_id")  # few: the others keep their lists
    allowed = concerned.select("place", allowed=by_post)
    return numbered.join(allowed, on="place", how="left", maintain_order="left").with_columns(
        channels=pl.coalesce("allowed", "channels")
    )
