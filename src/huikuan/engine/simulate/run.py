"""One policy lived through day by day: plan, work, sleep, see who paid; again.

Work is done on working days, and on the first day whatever day that is: it is the plan that ``plan`` gives. Payments
come on any day after the first one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import polars as pl

from huikuan.engine.calendars import Calendar
from huikuan.engine.outcome import Plan
from huikuan.engine.plan import Parameters, plan_day
from huikuan.engine.simulate.acting import PENDING, Desk, activities_of, contacts_made, steps_of_day, worked
from huikuan.engine.simulate.forecast import Week
from huikuan.engine.simulate.known import with_events
from huikuan.engine.simulate.outcome import Side
from huikuan.engine.simulate.papers import Confirming, thresholds, with_confirmations, with_work
from huikuan.engine.simulate.paying import CASE, after_a_day, is_paid
from huikuan.engine.tables import ACTIVITIES, Tables, empty

Noted = Callable[[], None]


@dataclass(frozen=True)
class Scene:
    """What a run needs beside its side: the folder without hindsight, the days, what may be paid, and how fast."""

    tables: Tables
    parameters: Parameters  # of the first day; the choice of policies is the side's
    days: Sequence[date]
    calendar: Calendar
    items: pl.DataFrame  # paying.payable_items; drawn, where somebody pays
    contacted: pl.DataFrame  # case_no, contacted_on: the last contact before the first day
    rates: pl.DataFrame
    desk: Desk
    weeks: Sequence[Week]
    confirming: Confirming | None = None
    draw: int | None = None  # the draw in which customers pay and confirm; None: nobody does


@dataclass(frozen=True)
class Run:
    """What came of the days: the first plan, the tasks, where each case stood, who paid, hazards at the weeks' ends."""

    first_plan: Plan
    tasks: pl.DataFrame
    standings: pl.DataFrame
    paid: pl.DataFrame  # item, case, document_no, currency, payable_minor, paid_on
    hazards: pl.DataFrame  # a column per week, rows as items


def lived_through(scene: Scene, side: Side, noted: Noted) -> Run:
    """Live through the days of the scene under the policy of ``side``; items without a threshold are never paid."""
    items = scene.items.with_columns(paid_on=pl.lit(None, pl.Date))
    done, pending, contacted = empty(ACTIVITIES), empty(PENDING), scene.contacted
    plans: list[Plan] = []
    tasks: list[pl.DataFrame] = []
    statements = scene.tables.statements
    standings: list[pl.DataFrame] = []
    hazards: dict[str, pl.Series] = {}
    for day in scene.days:
        if plans:
            items = _with_payments(after_a_day(items, day, contacted=contacted, rates=scene.rates), day)
            statements = _with_confirmations(statements, scene, day)
            hazards |= {str(week.number): items["hazard"] for week in scene.weeks if week.to_on == day}
        if plans and not scene.calendar.is_workday(day):
            noted()
            continue
        paid = items.filter(pl.col("paid_on").is_not_null())
        parameters = of_side(scene.parameters, side, day)
        lived = with_events(scene.tables, paid=paid, done=done, statements=statements)
        plan = plan_day(lived, side.policies, parameters)
        day_tasks, pending = worked(steps_of_day(plan, scene.desk), pending, day, scene.desk)
        done = pl.concat([done, activities_of(day_tasks, day)])
        statements = _with_work(statements, day_tasks, scene, day)
        contacted = pl.concat([contacted, contacts_made(day_tasks, day)]).group_by("case_no").max()
        plans = plans or [plan]
        tasks.append(day_tasks)
        standings.append(_standings(plan))
        noted()
    return Run(
        first_plan=plans[0],
        tasks=pl.concat(tasks),
        standings=pl.concat(standings),
        paid=items.filter(pl.col("paid_on").is_not_null()).select(
            "item", *CASE, "document_no", "currency", "payable_minor", "paid_on"
        ),
        hazards=pl.DataFrame(hazards),
    )


def of_side(parameters: Parameters, side: Side, day: date) -> Parameters:
    """Return the parameters of a day under the policies of ``side``."""
    return replace(
        parameters, as_of=day, default_policy=side.default, force_policy=side.force, assignment=side.assignment
    )


def _with_payments(items: pl.DataFrame, day: date) -> pl.DataFrame:
    if "threshold" not in items.columns:
        return items
    return items.with_columns(paid_on=pl.coalesce("paid_on", pl.when(is_paid()).then(pl.lit(day))))


def _with_confirmations(statements: pl.DataFrame, scene: Scene, day: date) -> pl.DataFrame:
    if scene.confirming is None or scene.draw is None:
        return statements
    desk, rate = scene.desk, scene.confirming.rate
    threshold = thresholds(statements, desk.case_numbers, seed=desk.assumptions.seed, draw=scene.draw)
    return with_confirmations(statements, threshold, rate, since=scene.days[0], day=day)


def _with_work(statements: pl.DataFrame, day_tasks: pl.DataFrame, scene: Scene, day: date) -> pl.DataFrame:
    return statements if scene.confirming is None else with_work(statements, day_tasks, scene.confirming.cycle, day)


def _standings(plan: Plan) -> pl.DataFrame:
    """Return where each case that owes something stands that day: its policy, rung, lead step and how that is done.

    The rung is that of its oldest item that may be asked for, else of the next to fall due. ``is_active``: something
    may be asked for or is to be done. Columns: day, case, policy, rung, step, manner, currency, eligible_minor,
    is_active.
    """
    owed = plan.items.filter(pl.col("open_minor") > 0).sort(pl.col("eligible_minor") <= 0, maintain_order=True)
    stands = owed.group_by(CASE, maintain_order=True).agg(
        pl.col("policy", "rung", "currency").first(),
        eligible_minor=pl.col("eligible_minor").filter(pl.col("currency") == pl.col("currency").first()).sum(),
    )
    lead = plan.worklist.unique(CASE, keep="first", maintain_order=True).select(*CASE, "step", _manner())
    is_active = (pl.col("eligible_minor") > 0) | pl.col("step").is_not_null()
    return stands.join(lead, on=CASE, how="left", maintain_order="left").select(
        pl.lit(plan.as_of).alias("day"),
        *CASE,
        "policy",
        "rung",
        "step",
        "manner",
        "currency",
        "eligible_minor",
        is_active=is_active,
    )


def _manner() -> pl.Expr:
    """Who does a step and how, as codes: action, role, approval, channels; semicolons between."""
    parts = (pl.col("action"), pl.col("role"), pl.col("approval"), pl.col("channels").list.join("+"))
    return pl.concat_str([part.fill_null("") for part in parts], separator=";").alias("manner")


def all_days(as_of: date, count: int) -> list[date]:
    """Return ``count`` days, of which the first is ``as_of``."""
    return [as_of + timedelta(days=number) for number in range(count)]
