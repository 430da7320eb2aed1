"""A small company lived through under two policies: what must hold whatever the figures are."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from huikuan.engine.plan import Parameters, plan_day
from huikuan.engine.simulate.outcome import MIDDLE, NOBODY, Assumptions, Side, Simulation
from huikuan.engine.simulate.simulation import simulated
from huikuan.gateways.policies import preset_policies
from tests.engine.folder_rows import AS_OF, activity, ago, allocation, folder, invoice, payment, promise

POLICIES = preset_policies()
P1, P2 = Side(POLICIES, "b2b-standard"), Side(POLICIES, "credit-15-30-60")
FEW = Assumptions(days=12, draws=20)
# Overdue days of each customer's open invoices; C4 has a lock warning behind it.
OPEN = {"C1": (3, 12), "C2": (18,), "C3": (40, 5, -4), "C4": (120,), "C5": (-3,), "C6": (70,)}
TABLES = folder(
    receivables=[
        invoice(f"{customer}-{number}", overdue=days, customer_id=customer, amount=1_000_00 * (number + 1))
        for customer, overdue in OPEN.items()
        for number, days in enumerate(overdue)
    ]
    + [invoice(f"OLD-{number}", overdue=60 + number, customer_id=f"C{number % 6 + 1}") for number in range(24)]
    + [invoice("LATER", overdue=-40, issue_date=ago(-2))],
    payments=[
        payment(f"P{number}", received=40 - number, amount=100_000, customer_id=f"C{number % 6 + 1}")
        for number in range(24)
    ]
    + [
        payment("HINDSIGHT", received=-3, amount=100_000, recorded_on=ago(-3)),
        payment("ON-ITS-WAY", received=-4, amount=70_000, recorded_on=ago(0), customer_id="C2"),
    ],
    allocations=[allocation(f"P{number}", f"OLD-{number}", 100_000) for number in range(24)]
    + [allocation("HINDSIGHT", "C1-0", 100_000)],
    promises=[promise(made=5, due=-2, amount=50_000, customer_id="C3")],
    activities=[
        activity(1, customer_id="C1"),
        activity(-5, customer_id="C1"),
        activity(20, customer_id="C4", step="lock-warning", channel="letter", outcome="signed"),
    ],
)


def lived(a: Side = P1, b: Side = P2, assumptions: Assumptions = FEW) -> Simulation:
    return simulated(TABLES, {"a": a, "b": b}, Parameters(as_of=AS_OF), assumptions)


@pytest.fixture(scope="module")
def compared() -> Simulation:
    return lived()


@pytest.fixture(scope="module")
def alike() -> Simulation:
    return lived(P1, P1)


def middle(simulation: Simulation, side: str = "a") -> pl.DataFrame:
    return simulation.tasks.filter(world=MIDDLE, side=side)


@pytest.mark.parametrize("side", ["a", "b"])
def test_the_first_day_is_the_plan(compared, side):
    policy = compared.sides[side].default
    plan = plan_day(TABLES, POLICIES, Parameters(as_of=AS_OF, default_policy=policy))
    for table in ("worklist", "items", "ageing", "skipped", "promises"):
        assert_frame_equal(getattr(plan, table), getattr(compared.first_plans[side], table))
    first = compared.tasks.filter(world=MIDDLE, side=side, day=AS_OF, is_lead=True)
    steps = plan.worklist.select("customer_id", "entity", "step").unique().sort("customer_id")
    assert first.select(steps.columns).sort("customer_id").equals(steps)


def test_the_same_seed_gives_the_same_and_another_seed_another():
    short = replace(FEW, days=5)
    once, again, other = (lived(assumptions=replace(short, seed=seed)) for seed in (7, 7, 8))
    for table in ("tasks", "daily", "movers", "cash", "workload", "payments"):
        assert_frame_equal(getattr(once, table), getattr(again, table))
    assert not once.cash["high_minor"].equals(other.cash["high_minor"])


def test_a_policy_against_itself_moves_nobody_and_changes_nothing(alike):
    assert alike.movers.is_empty()
    assert alike.totals["difference"].unique().to_list() == [0]
    change = alike.cash.filter(side="difference").select(pl.selectors.ends_with("_minor"))
    assert change.sum().row(0) == (0, 0, 0, 0)


def test_money_is_conserved(compared):
    """Every payment pays its own document once, wholly; the weeks sum to the days, and never exceed what is payable."""
    for side in ("a", "b"):
        paid = compared.payments.filter(side=side)
        assert paid["document_no"].is_unique().all()
        weeks = compared.cash.filter(pl.col("week") > 0, side=side)
        total = compared.cash.filter(side=side, week=0).row(0, named=True)
        assert weeks["middle_minor"].sum() == total["middle_minor"] == paid["payable_minor"].sum()
        assert weeks["expected_minor"].sum() == total["expected_minor"]
        assert total["low_minor"] <= total["high_minor"] <= compared.payable["payable_minor"].item()
        assert paid["paid_on"].is_between(AS_OF + timedelta(days=1), compared.last_day).all()


def test_what_may_be_paid_is_what_may_be_asked_for_or_is_promised(compared):
    """Open 15,000.00 less nothing disputed, less 700.00 that is on its way from C2 (C3's promise is its own money)."""
    open_minor = sum(1_000_00 * (number + 1) for overdue in OPEN.values() for number in range(len(overdue)))
    assert compared.payable.rows() == [("CNY", open_minor - 70_000, 9)]


def test_where_nobody_pays_everybody_stays_in_the_work(compared):
    for side in ("a", "b"):
        at_work = compared.tasks.filter(side=side).group_by("world").agg(pl.col("customer_id").n_unique())
        customers = dict(at_work.rows())
        assert customers[NOBODY] == len(OPEN) >= customers[MIDDLE]


def test_work_is_done_on_working_days_only(compared):
    """20 November 2026 is a Friday; the twelve days end on 1 December."""
    days = middle(compared)["day"].unique().sort().to_list()
    assert [day.day for day in days] == [20, 23, 24, 25, 26, 27, 30, 1]


def test_a_lock_is_asked_for_once_and_goes_out_two_working_days_later(compared):
    """C4's warning was signed for twenty days ago: asked on Friday 20th, waiting on Monday, out on Tuesday 24th."""
    lock = compared.tasks.filter(world=NOBODY, side="a", customer_id="C4", step="lock")
    assert [(day.day, state) for day, state in lock.select("day", "state").rows()] == [
        (20, "asked"),
        (23, "waiting"),
        (24, "done"),
    ]
    after = compared.tasks.filter(world=NOBODY, side="a", customer_id="C4", step="letters")
    assert after["day"].min().day == 25
    asked = compared.daily.filter(world=NOBODY, side="a", role="boss", day=AS_OF)
    assert (asked["approvals"].item(), asked["tasks"].item()) == (1, 0)
    held = compared.daily.filter(world=NOBODY, side="a").filter(pl.col("holds") > 0)
    assert [(row["day"].day, row["role"], row["holds"]) for row in held.to_dicts()] == [(24, "manager", 1)]


def test_an_approval_without_delay_goes_out_the_same_day():
    quick = lived(P1, P1, replace(FEW, days=1, approval_workdays=0)).tasks
    states = quick.filter(world=NOBODY, side="a", customer_id="C4", step="lock")["state"].to_list()
    assert states == ["asked", "done"]


def test_a_rung_that_comes_earlier_moves_those_who_stand_there_first():
    """The manager from day 38 instead of 31: C2, 18 days late, is not there yet on either side within twelve days;
    C3 stands at 40 on both. From day 25 instead: C2 moves on its 25th day, the 27th."""
    policy = POLICIES["b2b-standard"]
    rungs = tuple(
        replace(rung, begins=replace(rung.begins, count=25)) if rung.id == "manager" else rung for rung in policy.rungs
    )
    draft = Side({**POLICIES, policy.id: replace(policy, rungs=rungs)}, policy.id)
    never_paid = lived(P1, draft).movers
    moved = never_paid.filter(customer_id="C2").to_dicts()
    assert [(row["what"], row["rung_a"], row["rung_b"], row["moved_on"].day) for row in moved] == [
        ("rung", "supervisor", "manager", 27)
    ]


def test_capacity_names_the_day_and_the_excess():
    """The supervisor follows up C2, C3, C4 and C6; the collector C1 and C5."""
    load = lived(P1, P1, replace(FEW, days=1, capacity=3)).workload.filter(side="a")
    assert load.select("day", "role", "contacts", "capacity", "over").rows() == [
        (AS_OF, "collector", 2, 3, 0),
        (AS_OF, "supervisor", 4, 3, 1),
    ]


def test_one_day_is_a_plan_and_no_payment():
    one = lived(assumptions=replace(FEW, days=1))
    assert one.cash.is_empty()
    assert one.payments.is_empty()
    assert one.tasks["day"].unique().to_list() == [AS_OF]
