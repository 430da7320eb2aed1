"""Two policies over the same days: the order in which everything is worked out.

Shared by both sides: the folder without hindsight, what may be paid, rates, speeds, reach and draws. Then each side
lives through the days twice, with nobody paying and in the middle draw. Four plans a working day are most of the time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

import polars as pl

from huikuan.engine import contacts
from huikuan.engine.balances import ledger_on
from huikuan.engine.calendars import working_calendar
from huikuan.engine.ladder.document import internal_steps
from huikuan.engine.plan import Parameters, plan_day
from huikuan.engine.simulate import comparison
from huikuan.engine.simulate.acting import Desk
from huikuan.engine.simulate.forecast import cash_table, drawn_cash, hazard_column, middle_draw, weeks
from huikuan.engine.simulate.habits import Habits, habits
from huikuan.engine.simulate.known import without_hindsight
from huikuan.engine.simulate.outcome import MIDDLE, NOBODY, SIDES, Assumptions, Side, SideName, Simulation
from huikuan.engine.simulate.papers import confirming
from huikuan.engine.simulate.paying import case_numbers, drawn, payable_items
from huikuan.engine.simulate.reach import reach
from huikuan.engine.simulate.run import Run, Scene, all_days, lived_through, of_side
from huikuan.engine.statements.cycles import without_inner_records
from huikuan.engine.tables import Tables

Noted = Callable[[int, int], None]  # days lived through, of how many


@dataclass(frozen=True)
class _Shared:
    """What both sides rest on."""

    scene: Scene
    learned: Habits


def simulated(
    tables: Tables,
    sides: Mapping[SideName, Side],
    parameters: Parameters,
    assumptions: Assumptions,
    noted: Noted = lambda _done, _total: None,
) -> Simulation:
    """Return what the two sides come to from ``parameters.as_of`` on, which is the first of the days."""
    shared = _shared(tables, sides, parameters, assumptions)
    total = 4 * assumptions.days
    done = 0

    def one_more() -> None:
        nonlocal done
        done += 1
        noted(done, total)

    scene = shared.scene
    runs: dict[tuple[str, SideName], Run] = {
        (NOBODY, side): lived_through(scene, sides[side], one_more) for side in SIDES
    }
    items = scene.items.with_columns(
        runs[NOBODY, side].hazards[str(week.number)].alias(hazard_column(side, week.number))
        for side in SIDES
        for week in scene.weeks
    )
    cash = drawn_cash(items, len(scene.weeks), assumptions)
    draw = middle_draw(cash, len(scene.weeks), base=parameters.base_currency)
    some_pay = replace(scene, items=drawn(scene.items, seed=assumptions.seed, draw=draw), draw=draw)
    runs |= {(MIDDLE, side): lived_through(some_pay, sides[side], one_more) for side in SIDES}
    middle = {side: runs[MIDDLE, side].paid for side in SIDES}
    return _outcome(shared, sides, assumptions, runs, draw, cash_table(items, cash, middle, scene.weeks))


def _shared(
    tables: Tables, sides: Mapping[SideName, Side], parameters: Parameters, assumptions: Assumptions
) -> _Shared:
    as_of = parameters.as_of
    days = all_days(as_of, assumptions.days)
    known = without_hindsight(tables, as_of=as_of)
    calendar = working_calendar(as_of, days[-1] + timedelta(days=30), country=parameters.country)
    activities = contacts.known_activities(known.activities, as_of=as_of)
    cycle = parameters.statement_cycle
    if cycle is not None:
        steps = {step.id for side in sides.values() for policy in side.policies.values() for step in policy.steps}
        activities = without_inner_records(activities, cycle, steps)
    internal = [step for side in sides.values() for step in internal_steps(side.policies)]
    with_customer = ~pl.col("step").is_in(internal).fill_null(False)
    made = activities.filter(pl.col("is_delivered") & with_customer)
    learned = habits(ledger_on(known, as_of=as_of).documents, made, as_of=as_of, with_lift=assumptions.with_lift)
    side = sides["a"]
    plan = plan_day(known, side.policies, of_side(parameters, side, as_of))
    numbers = case_numbers(plan, known)
    desk = Desk.of(
        known,
        numbers,
        reach=reach(activities, as_of=as_of),
        calendar=calendar,
        assumptions=assumptions,
    )
    last = made.join(numbers, on=["customer_id", "entity"]).group_by("case_no").agg(contacted_on=pl.col("on").max())
    scene = Scene(
        tables=known,
        parameters=parameters,
        days=days,
        calendar=calendar,
        items=payable_items(plan, numbers, learned),
        contacted=last,
        rates=learned.rates,
        desk=desk,
        weeks=weeks(as_of, assumptions.days),
        confirming=confirming(known.statements, cycle, as_of=as_of) if cycle is not None else None,
    )
    return _Shared(scene, learned)


def _outcome(
    shared: _Shared,
    sides: Mapping[SideName, Side],
    assumptions: Assumptions,
    runs: comparison.Runs,
    draw: int,
    cash: pl.DataFrame,
) -> Simulation:
    scene = shared.scene
    tasks = comparison.all_tasks(runs)
    daily = comparison.daily_counts(tasks)
    payable = scene.items.group_by("currency").agg(pl.col("payable_minor").sum(), items=pl.len()).sort("currency")
    return Simulation(
        as_of=scene.days[0],
        last_day=scene.days[-1],
        assumptions=assumptions,
        sides=sides,
        first_plans={side: runs[MIDDLE, side].first_plan for side in SIDES},
        middle_draw=draw,
        tasks=tasks,
        daily=daily,
        totals=comparison.totals(daily),
        movers=comparison.movers(runs),
        cash=cash,
        workload=comparison.workload(tasks, assumptions.capacity),
        payments=pl.concat([runs[MIDDLE, side].paid.with_columns(side=pl.lit(side)) for side in SIDES]),
        payable=payable,
        rates=shared.learned.rates,
        speeds=shared.learned.speeds,
        reach=scene.desk.reach,
        confirming=scene.confirming,
    )
