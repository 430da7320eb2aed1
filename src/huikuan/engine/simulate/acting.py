"""What becomes of a day's work: every due step is done that day, some of it arrives, approvals take time (R-64).

- A contact, visit, verification or request for help is done on its day. What faces the customer arrives with the chance
  of its channels (``reach``); our own work always does.
- A step that needs an approval is asked for, and waits; after some working days it is approved, and goes out if the
  plan of that day still asks for it; then it arrives (it is posted with proof of delivery). Until then it is no new
  task.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

import polars as pl

from huikuan.engine import cases
from huikuan.engine.calendars import Calendar
from huikuan.engine.outcome import Plan
from huikuan.engine.simulate.draws import uniform
from huikuan.engine.simulate.outcome import Assumptions
from huikuan.engine.simulate.papers import cycle_steps
from huikuan.engine.simulate.reach import chance_of_any
from huikuan.engine.statements.payers import with_late_payers
from huikuan.engine.tables import ACTIVITIES, Tables
from huikuan.engine.worklist import VERIFY, step_columns

_CASE = ["customer_id", "entity"]
_ARRIVES = 3  # what a number is drawn for
PENDING = {"customer_id": pl.String, "entity": pl.String, "step": pl.String, "ready_on": pl.Date}
WORKING_HOUR = time(10)


@dataclass(frozen=True)
class Desk:
    """What the work of any day needs: people, channels, and the numbers of the cases."""

    people: pl.DataFrame  # customer_id, owner, collector, habitual_delayer, struck (channels opted out of)
    case_numbers: pl.DataFrame  # customer_id, entity, case_no
    reach: pl.DataFrame
    calendar: Calendar
    assumptions: Assumptions

    @classmethod
    def of(cls, tables: Tables, case_numbers: pl.DataFrame, **more: object) -> Desk:
        """Gather the people from the tables."""
        struck = cases.blocked_channels(tables).group_by("customer_id").agg(struck="channel")
        people = tables.customers.select("customer_id", "owner", "collector", "habitual_delayer")
        return cls(people.join(struck, on="customer_id", how="left"), case_numbers, **more)  # type: ignore[arg-type]


def steps_of_day(plan: Plan, desk: Desk) -> pl.DataFrame:
    """Return one row per case and step that the plan asks for: the lead steps of its rows, and the others beside them.

    A step of the statement cycle is a row for each ``period``. Columns: case, policy, step, is_lead, action, role,
    assignee, approval, sanction, channels, customer_facing, period.
    """
    papers = cycle_steps(plan)
    steps = _ladder_steps(plan, desk).with_columns(period=pl.lit(None, pl.String))
    return steps if papers is None else pl.concat([steps, papers.select(steps.columns)])


def _ladder_steps(plan: Plan, desk: Desk) -> pl.DataFrame:
    facts = pl.concat(
        [step_columns(policy).with_columns(policy=pl.lit(policy.id)) for policy in plan.policies.values()]
    )
    lead = plan.worklist.select(
        *_CASE, "policy", "step", "action", "role", "assignee", "approval", "sanction", "channels", is_lead=pl.lit(True)
    ).join(facts.select("policy", "step", "customer_facing"), on=["policy", "step"], how="left", maintain_order="left")
    beside = plan.worklist.select(*_CASE, "policy", step="also").explode("step").filter(pl.col("step").is_not_null())
    late_payers = plan.statements.late_payers if plan.statements else None
    people = desk.people if late_payers is None else with_late_payers(desk.people, late_payers)
    known = beside.join(facts, on=["policy", "step"], how="inner", maintain_order="left").join(
        people, on="customer_id", how="left", maintain_order="left"
    )
    visited = pl.col("becomes_visit") & pl.col("habitual_delayer").fill_null(False)
    visitor = pl.col("policy").replace_strict(
        {policy.id: policy.visit_role for policy in plan.policies.values()}, return_dtype=pl.String
    )
    channels = pl.when(visited).then("visit_channels").otherwise("step_channels")
    allowed = channels.list.set_difference(pl.col("struck").fill_null([]))
    also = known.with_columns(
        action=pl.when(visited).then(pl.lit("visit")).otherwise("action"),
        role=pl.when(visited).then(visitor).otherwise("role"),
        channels=pl.when("customer_facing").then(allowed).otherwise(channels),
        is_lead=pl.lit(False),
    ).with_columns(assignee=_assignee())
    return pl.concat([lead, also.select(lead.columns)]).unique([*_CASE, "step"], keep="first", maintain_order=True)


def _assignee() -> pl.Expr:
    is_reps = pl.col("role").is_in(["rep", "sales_manager"])
    return pl.when(is_reps).then("owner").when(pl.col("role") == "collector").then("collector")


def worked(steps: pl.DataFrame, pending: pl.DataFrame, day: date, desk: Desk) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the tasks of the day with ``state`` and ``delivered``, and what still waits for approval.

    ``pending``: PENDING, the requests of earlier days. A request that the plan no longer makes is withdrawn.
    """
    numbered = steps.join(desk.case_numbers, on=_CASE, how="left", maintain_order="left")
    asked = numbered.join(pending, on=[*_CASE, "step"], how="left", maintain_order="left")
    needs = pl.col("approval") != ""
    ready_on = _ready_on(day, desk)
    is_new = needs & pl.col("ready_on").is_null()
    judged = asked.with_columns(
        is_new=is_new, ready_on=pl.when(is_new).then(pl.lit(ready_on)).otherwise("ready_on")
    ).with_columns(goes_out=needs & (pl.col("ready_on") <= day).fill_null(False))
    still = judged.filter(needs & ~pl.col("goes_out")).select(*PENDING)
    plain = _arrives(judged.filter(~needs).with_columns(state=pl.lit("worked")), day, desk)
    requests = judged.filter("is_new").with_columns(state=pl.lit("asked"), delivered=pl.lit(None, pl.Boolean))
    going = judged.filter("goes_out").with_columns(state=pl.lit("done"), delivered=pl.lit(True))
    idle = judged.filter(needs & ~pl.col("is_new") & ~pl.col("goes_out"))
    waiting = idle.with_columns(state=pl.lit("waiting"), delivered=pl.lit(None, pl.Boolean))
    parts = [part.drop("ready_on", "is_new", "goes_out") for part in (plain, requests, going, waiting)]
    return pl.concat(parts, how="vertical_relaxed").with_columns(day=pl.lit(day)), still


def _arrives(steps: pl.DataFrame, day: date, desk: Desk) -> pl.DataFrame:
    """Add ``delivered``: one number a case and day decides, so that both policies find the same people in."""
    number = uniform(steps["case_no"].fill_null(0), desk.assumptions.seed, _ARRIVES, day.toordinal())
    to_customer = pl.col("customer_facing") & (pl.col("step") != VERIFY.id)
    return steps.with_columns(delivered=~to_customer | (pl.lit(number) < chance_of_any(pl.col("channels"), desk.reach)))


def _ready_on(day: date, desk: Desk) -> date:
    count = desk.assumptions.approval_workdays
    if not count:
        return day
    ready: date = desk.calendar.plus_workdays(pl.Series([day]), count)[0]
    return ready


def activities_of(tasks: pl.DataFrame, day: date) -> pl.DataFrame:
    """Return what was done that day as activities, arrived or not."""
    done = tasks.filter(pl.col("state").is_in(["worked", "done"]))
    facts = {
        "step_policy": pl.col("policy"),  # a follow-up of the ladder is none of the statement's
        "at": pl.lit(datetime.combine(day, WORKING_HOUR)),
        "channel": pl.col("channels").list.first(),
        "outcome": pl.when("delivered").then(pl.lit("delivered")).otherwise(pl.lit("not_reached")),
    }
    shown = done.with_columns(**facts)
    return shown.select(
        (pl.col(name) if name in shown.columns else pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in ACTIVITIES.items()
    )


def contacts_made(tasks: pl.DataFrame, day: date) -> pl.DataFrame:
    """Return the cases whose customer was reached that day: case_no, contacted_on. Our own checks reach nobody."""
    reached = pl.col("delivered").fill_null(False) & pl.col("customer_facing") & (pl.col("step") != VERIFY.id)
    return tasks.filter(reached).select("case_no", contacted_on=pl.lit(day)).unique()
