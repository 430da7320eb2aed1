"""The literal table of KPIs: id, unit, over how many months, and what is divided by what.

A new KPI is a formula in its family's file and a row here; the command and its file show it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from huikuan.engine.kpi.ageing import ROLLS, overdue_ratio, roll_rate
from huikuan.engine.kpi.answers import Answer
from huikuan.engine.kpi.collection import cei, collection_rate, on_time_rate, recovery_of_overdue
from huikuan.engine.kpi.dso import average_days_delinquent, best_possible_dso, dso_count_back, dso_simple
from huikuan.engine.kpi.promises import LEVELS, promise_rate
from huikuan.engine.kpi.turnover import turnover, turnover_days
from huikuan.engine.kpi.window import Window

DAYS, PERCENT, TIMES = "days", "percent", "times"
MONTH, QUARTER = 1, 3
WHOLE = 0  # all the months that were asked for, once
_DECIDED = ("kept", "partly", "broken")


@dataclass(frozen=True, slots=True)
class Figure:
    """An answer with the amounts it was made from, in minor units; empty where it is no plain quotient."""

    answer: Answer
    above: int | None = None
    below: int | None = None


@dataclass(frozen=True, slots=True)
class Kpi:
    """One KPI: what it is called, counted in, looked at over, and how it comes from a window."""

    id: str
    unit: str
    months: int
    figure: Callable[[Window], Figure]


def _dso(at: Window) -> Figure:
    answer = dso_simple(ar_end=at.last.ar, sales=at.sales, days=at.days)
    return Figure(answer, at.last.ar, at.sales)


def _count_back(at: Window) -> Figure:
    return Figure(dso_count_back(ar_end=at.last.ar, months=at.sales_back), at.last.ar)


def _best_possible(at: Window) -> Figure:
    answer = best_possible_dso(current=at.last.current, sales=at.sales, days=at.days)
    return Figure(answer, at.last.current, at.sales)


def _delinquent(at: Window) -> Figure:
    last = at.last
    answer = average_days_delinquent(ar_end=last.ar, current=last.current, sales=at.sales, days=at.days)
    return Figure(answer, last.ar - last.current, at.sales)


def _cei(at: Window) -> Figure:
    last, came_in = at.last, at.ar_begin + at.sales
    answer = cei(ar_begin=at.ar_begin, sales=at.sales, ar_end=last.ar, current_end=last.current)
    return Figure(answer, came_in - last.ar, came_in - last.current)


def _recovery(at: Window) -> Figure:
    last = at.last
    answer = recovery_of_overdue(recovered=last.recovered, overdue_at_start=last.overdue_at_start)
    return Figure(answer, last.recovered, last.overdue_at_start)


def _collection(at: Window) -> Figure:
    last = at.last
    answer = collection_rate(collected=last.collected, collectable=last.collectable)
    return Figure(answer, last.collected, last.collectable)


def _on_time(at: Window) -> Figure:
    last = at.last
    answer = on_time_rate(paid_on_time=last.paid_on_time, fell_due=last.fell_due)
    return Figure(answer, last.paid_on_time, last.fell_due)


def _overdue(at: Window) -> Figure:
    return Figure(overdue_ratio(overdue=at.last.overdue, ar_end=at.last.ar), at.last.overdue, at.last.ar)


def _roll(step: int) -> Callable[[Window], Figure]:
    source, target = ROLLS[step]

    def figure(at: Window) -> Figure:
        arrived, started = at.last.buckets.get(target, 0), at.before.buckets.get(source, 0)
        return Figure(roll_rate(arrived=arrived, started=started), arrived, started)

    return figure


def _promises(state: str, *levels: int) -> Callable[[Window], Figure]:
    def figure(at: Window) -> Figure:
        amount = at.last.promised(states=(state,), levels=levels)
        fell_due = at.last.promised(states=_DECIDED, levels=levels)
        return Figure(promise_rate(amount=amount, fell_due=fell_due), amount, fell_due)

    return figure


def _turnover(at: Window) -> Figure:
    return Figure(turnover(sales=at.sales, balances=at.balances, days=at.days), at.sales)


def _turnover_days(at: Window) -> Figure:
    return Figure(turnover_days(sales=at.sales, balances=at.balances, days=at.days), at.sales)


KPIS = (
    Kpi("dso_simple", DAYS, QUARTER, _dso),
    Kpi("dso_count_back", DAYS, MONTH, _count_back),
    Kpi("dso_best_possible", DAYS, QUARTER, _best_possible),
    Kpi("add", DAYS, QUARTER, _delinquent),
    Kpi("cei", PERCENT, QUARTER, _cei),
    Kpi("recovery_of_overdue", PERCENT, MONTH, _recovery),
    Kpi("collection_rate", PERCENT, MONTH, _collection),
    Kpi("on_time_rate", PERCENT, MONTH, _on_time),
    Kpi("overdue_ratio", PERCENT, MONTH, _overdue),
    Kpi("roll_not_due", PERCENT, MONTH, _roll(0)),
    Kpi("roll_1-30", PERCENT, MONTH, _roll(1)),
    Kpi("roll_31-60", PERCENT, MONTH, _roll(2)),
    Kpi("promise_kept", PERCENT, MONTH, _promises("kept", *LEVELS)),
    Kpi("promise_partly", PERCENT, MONTH, _promises("partly", *LEVELS)),
    Kpi("promise_kept_1", PERCENT, MONTH, _promises("kept", 1)),
    Kpi("promise_kept_2", PERCENT, MONTH, _promises("kept", 2)),
    Kpi("promise_kept_3", PERCENT, MONTH, _promises("kept", 3)),
    Kpi("turnover", TIMES, WHOLE, _turnover),
    Kpi("turnover_days", DAYS, WHOLE, _turnover_days),
)
