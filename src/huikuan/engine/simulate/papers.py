"""The statement cycle while days are lived through (P-0): our own steps are done, customers confirm by and by (R-168).

What is due is what the plan of the day says. A statement counts as sent on the day its step is done, an invoice as
issued; proofs of delivery and courier numbers come only as the folder gives them. Customers confirm at one rate a day
since the statement was sent, learned from the statements of the folder:

    rate = (confirmed + 200 x prior rate) / (days they waited + 200)

In a draw a statement has a threshold -ln(u), with u between 0 and 1, and is confirmed, with what the invoice needs, on
the day its rate x days reaches it. Where nobody pays, nobody confirms either.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from huikuan.engine.outcome import Plan
from huikuan.engine.simulate.draws import uniform
from huikuan.engine.statements.cycles import PERIOD, known_statements
from huikuan.engine.statements.document import Goal, StatementCycle

PRIOR_RATE = -math.log(1 - 0.7) / 12  # seven of ten within the twelve days from the 8th to the 20th [ours]
PRIOR_DAYS = 200  # what the prior is worth, in days that statements wait [ours]
LONGEST_WAIT = 60  # days: whoever has not confirmed by then says no more about the others [ours]
_CONFIRMS = 4  # what a number is drawn for
_MONTHS = 4096  # more than there are periods: a case and a period are one number
# What is on record once a step towards a goal is done; the other goals are the customer's to reach.
_DONE_BY_US: Mapping[Goal, str] = {"sent": "sent_on", "invoiced": "invoiced_on"}


@dataclass(frozen=True, slots=True)
class Confirming:
    """How fast customers confirm: statements confirmed, the days that all sent ones waited, the rate a day."""

    cycle: StatementCycle
    confirmed: int
    days: int
    rate: float


def confirming(statements: pl.DataFrame, cycle: StatementCycle, *, as_of: date) -> Confirming:
    """Return what the statements sent before ``as_of`` show of how fast customers confirm."""
    sent = known_statements(statements, cycle, as_of=as_of).filter(pl.col("sent_on") < as_of)
    waited = sent.select(
        days=(pl.coalesce("confirmed_on", pl.lit(as_of)) - pl.col("sent_on")).dt.total_days().clip(0, LONGEST_WAIT),
        is_confirmed=pl.col("confirmed_on").is_not_null(),
    )
    confirmed, days = int(waited["is_confirmed"].sum()), int(waited["days"].sum())
    return Confirming(cycle, confirmed, days, round((confirmed + PRIOR_DAYS * PRIOR_RATE) / (days + PRIOR_DAYS), 6))


def cycle_steps(plan: Plan) -> pl.DataFrame | None:
    """Return one row per case, period and step of the cycle due that day, None where no statements are kept.

    Columns: those of acting.steps_of_day, and ``period``.
    """
    if plan.statements is None:
        return None
    cycle = plan.statements.cycle
    return plan.statements.due.select(
        "customer_id", "entity", "period", "step", "action", "role", "assignee", "channels",
        policy=pl.lit(cycle.id), approval=pl.lit(""), sanction=pl.lit(""),
        is_lead=pl.lit(value=False), customer_facing=pl.col("step").is_in(cycle.contact_steps),
    )  # fmt: skip


def with_work(statements: pl.DataFrame, tasks: pl.DataFrame, cycle: StatementCycle, day: date) -> pl.DataFrame:
    """Return the statements with what our own work of the day put on record; a statement without a row gets one."""
    done = tasks.filter(pl.col("period").is_not_null()).select(*PERIOD, "step")
    reached = {
        event: pl.col("step").is_in([rung.id for rung in cycle.rungs if rung.goal == goal]).any()
        for goal, event in _DONE_BY_US.items()
    }
    events = done.group_by(PERIOD, maintain_order=True).agg(
        pl.when(is_reached).then(pl.lit(day)).alias(event) for event, is_reached in reached.items()
    )
    events = events.filter(pl.any_horizontal(pl.col(event).is_not_null() for event in reached))
    known = statements.join(events, on=PERIOD, how="left", maintain_order="left", suffix="_now").with_columns(
        pl.coalesce(event, f"{event}_now") for event in reached
    )
    added = events.join(statements, on=PERIOD, how="anti", maintain_order="left")
    return pl.concat([known.select(statements.columns), added], how="diagonal")


def thresholds(statements: pl.DataFrame, numbers: pl.DataFrame, *, seed: int, draw: int) -> pl.Series:
    """Return the threshold of each statement in a draw. ``numbers``: customer_id, entity, case_no."""
    months = pl.col("period").str.replace("-", "").cast(pl.Int64, strict=False).fill_null(0) % _MONTHS
    case_no = statements.join(numbers, on=["customer_id", "entity"], how="left", maintain_order="left")["case_no"]
    keys = statements.select(case_no.fill_null(0).cast(pl.Int64) * _MONTHS + months).to_series()
    return -uniform(keys, seed, draw, _CONFIRMS).log()


def with_confirmations(
    statements: pl.DataFrame, threshold: pl.Series, rate: float, *, since: date, day: date
) -> pl.DataFrame:
    """Return the statements with those confirmed whose threshold is reached by ``day``; ``since`` is the first day."""
    waited = (pl.lit(day) - pl.max_horizontal("sent_on", pl.lit(since))).dt.total_days()
    is_confirmed = pl.col("sent_on").is_not_null() & (waited * rate >= threshold)
    return statements.with_columns(
        pl.coalesce(event, pl.when(is_confirmed).then(pl.lit(day)))
        for event in ("confirmed_on", "invoicing_details_on")
    )
