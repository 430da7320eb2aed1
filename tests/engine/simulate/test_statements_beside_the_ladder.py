"""The statement cycle runs beside both ladders while days are lived through (P-0, R-168)."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from huikuan.engine.plan import Parameters, plan_day
from huikuan.engine.simulate.acting import activities_of
from huikuan.engine.simulate.known import without_hindsight
from huikuan.engine.simulate.outcome import MIDDLE, NOBODY, Assumptions, Side, Simulation
from huikuan.engine.simulate.papers import confirming
from huikuan.engine.simulate.simulation import simulated
from huikuan.gateways.policies import preset_cycle, preset_policies
from tests.engine.folder_rows import folder
from tests.engine.statement_days import bought, statement

POLICIES, CYCLE = preset_policies(), preset_cycle()
FIRST = date(2026, 11, 9)  # Monday: the statement is to be checked and sent
P1, P2 = (Side(POLICIES, name) for name in ("b2b-standard", "credit-15-30-60"))
CUSTOMERS = [f"C{number:02}" for number in range(20)]
# September's statements: half were confirmed six days after they had been sent, half wait since 9 October.
TABLES = folder(
    receivables=[bought(date(2026, 10, 12), document_no=f"INV-{each}", customer_id=each) for each in CUSTOMERS]
    + [
        bought(date(2026, 10, 8), document_no=f"DUE-{each}", customer_id=each, due_date=date(2026, 11, 7))
        for each in ("C00", "C02")
    ]
    + [bought(date(2026, 10, 12), document_no="PAID", customer_id="PAID", settled_on=date(2026, 11, 1))],
    statements=[
        statement("2026-09", date(2026, 10, 9), customer_id=each)
        | ({"confirmed_on": date(2026, 10, 15), "invoicing_details_on": date(2026, 10, 15)} if number % 2 else {})
        for number, each in enumerate(CUSTOMERS)
    ],
)


def lived(days: int = 12) -> Simulation:
    parameters = Parameters(as_of=FIRST, statement_cycle=CYCLE)
    return simulated(TABLES, {"a": P1, "b": P2}, parameters, Assumptions(days=days, draws=5))


@pytest.fixture(scope="module")
def month() -> Simulation:
    return lived()


def papers(simulation: Simulation, world: str = NOBODY, period: str = "2026-10") -> pl.DataFrame:
    return simulation.tasks.filter(world=world, side="a", period=period)


def test_the_first_day_is_the_plan(month):
    plan = plan_day(TABLES, POLICIES, Parameters(as_of=FIRST, statement_cycle=CYCLE))
    assert plan.statements is not None
    assert_frame_equal(plan.statements.due, month.first_plans["a"].statements.due)
    key = ["customer_id", "period", "step"]
    first = month.tasks.filter(world=MIDDLE, side="a", day=FIRST).filter(pl.col("period").is_not_null())
    assert first.select(key).sort(key).equals(plan.statements.due.select(key).sort(key))


def test_our_own_steps_are_done_on_their_days(month):
    """The 8th is a Sunday: all is done on Monday 9th; S+2 is the 11th, S+8 the 17th, and nobody confirms."""
    october = papers(month).filter(customer_id="C00")
    days = {step: days["day"].dt.day().sort().to_list() for (step,), days in october.group_by("step")}
    assert [days[step] for step in ("draft", "check", "send")] == [[9], [9], [9]]
    assert [days[step][0] for step in ("follow-1", "follow-2", "confirm")] == [11, 17, 20]


def test_an_invoice_is_issued_once(month):
    """Confirmed in October, not invoiced by the 30th: finance does it on the first day."""
    invoiced = papers(month, period="2026-09").filter(step="invoice")
    assert invoiced["day"].unique().to_list() == [FIRST]
    assert invoiced["customer_id"].to_list() == CUSTOMERS[1::2]


def test_a_follow_up_of_the_ladder_meets_none_of_the_statement(month):
    """Both are called follow-1: C00 and C02 are phoned for their overdue invoices under P-1, not under P-2."""
    assert {*month.tasks.filter(pl.col("period").is_null(), side="a", step="follow-1")["customer_id"]} == {"C00", "C02"}
    recorded = activities_of(month.tasks.filter(step="follow-1", customer_id="C00"), FIRST)
    assert {*recorded["step_policy"]} == {"b2b-standard", CYCLE.id}
    assert month.totals.filter(measure="statements")["difference"].to_list() == [0, 0]


def test_who_has_paid_everything_gets_a_statement_too(month):
    assert papers(month).filter(customer_id="PAID", step="send").height == 1


def test_statement_steps_are_counted_per_day_and_role(month):
    """On the 9th 21 statements are drafted and sent by the collector and checked: that verifies no payment."""
    ninth = month.daily.filter(world=NOBODY, side="a", day=date(2026, 11, 9))
    counted = {row["role"]: (row["statements"], row["verifications"]) for row in ninth.to_dicts()}
    sent = papers(month).filter(step="send", day=date(2026, 11, 9)).height
    late = papers(month, period="2026-09").filter(role="collector", day=FIRST)
    assert sent == 21
    assert counted["collector"] == (21 + 21 + late.height, 0)
    assert counted["supervisor"] == (21 + 10, 0)  # and 10 of September that nobody confirmed


def test_customers_confirm_at_the_rate_that_the_folder_shows(month):
    """10 confirmed after 6 days each; 10 wait 31 days: (10 + 200 x 0.100331) / (60 + 310 + 200) = 0.052748."""
    learned = confirming(without_hindsight(TABLES, as_of=FIRST).statements, CYCLE, as_of=FIRST)
    assert (learned.confirmed, learned.days, learned.rate) == (10, 370, 0.052748)
    assert month.confirming == learned
    asked = {world: papers(month, world).filter(step="confirm")["customer_id"].n_unique() for world in (MIDDLE, NOBODY)}
    assert asked[NOBODY] == 21
    assert 0 < asked[MIDDLE] < 21  # by the 20th, eleven days after sending, about half have confirmed


def test_a_confirmation_that_the_folder_dates_later_is_not_known():
    later = {"confirmed_on": date(2026, 11, 12), "invoicing_details_on": date(2026, 11, 12)}
    hindsight = folder(
        receivables=[bought(date(2026, 9, 12))], statements=[statement("2026-09", date(2026, 10, 9)) | later]
    )
    known = without_hindsight(hindsight, as_of=FIRST)
    assert known.statements.select("confirmed_on", "invoicing_details_on").row(0) == (None, None)
    assert known.statements["sent_on"].item() == date(2026, 10, 9)


def test_without_a_cycle_no_step_of_it_is_counted():
    without = simulated(TABLES, {"a": P1, "b": P1}, Parameters(as_of=FIRST), Assumptions(days=3, draws=2))
    assert without.confirming is None
    assert without.tasks["period"].null_count() == without.tasks.height
