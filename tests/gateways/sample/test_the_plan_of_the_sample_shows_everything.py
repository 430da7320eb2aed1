"""The shop window: planned on its day, the sample company shows everything that a plan can say."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from huikuan.engine.codes import BUCKETS, DEBT_CLASSES, SKIP_REASONS
from huikuan.engine.ladder.document import Policy
from huikuan.engine.outcome import Plan
from huikuan.engine.plan import Parameters, plan_day
from huikuan.engine.readiness import GAPS
from huikuan.engine.warning_signs.registry import SIGNS
from huikuan.gateways.imports import Reading, read_folder
from huikuan.gateways.policies import preset_cycle, preset_policies, read_assignment
from huikuan.gateways.sample import write_ladders, write_sample
from huikuan.gateways.sample.cast import customer_id
from huikuan.gateways.sample.company import PARTS

AS_OF = date(2026, 11, 20)
PLAIN = ("b2b-standard", "credit-15-30-60")
ASSIGNED = (
    "remind-1",
    "remind-2",
    "remind-3",
    "card-agency",
    "grace-by-credit",
    "debt-recovery",
)  # the school has none


def sample_policies() -> list[Policy]:
    return [preset_policies()[name] for name in PLAIN]


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    return read_folder(write_sample(tmp_path_factory.mktemp("sample")).folder)


@pytest.fixture(scope="module")
def plan(reading: Reading) -> Plan:
    return plan_day(reading.tables, preset_policies(), Parameters(as_of=AS_OF, statement_cycle=preset_cycle()))


@pytest.fixture(scope="module")
def assigned(reading: Reading, tmp_path_factory: pytest.TempPathFactory) -> Plan:
    ladders: Path = write_ladders(tmp_path_factory.mktemp("ladders") / "ladders.yaml")
    read = read_assignment(ladders, preset_policies())
    assert read.assignment is not None, read.problems
    return plan_day(reading.tables, read.policies, Parameters(as_of=AS_OF, assignment=read.assignment))


def playing(shows: str) -> str:
    return customer_id([part.shows for part in PARTS].index(shows))


def due_steps(rows: pl.DataFrame) -> set[str]:
    return set(rows["step"]) | set(rows["also"].explode().drop_nulls())


def test_the_files_are_read_without_a_problem(reading: Reading) -> None:
    assert reading.problems.height == 0
    assert reading.unread == ()


def test_every_step_of_both_ladders_is_to_be_done_by_somebody(plan: Plan) -> None:
    steps = {step.id for policy in sample_policies() for rung in policy.rungs for step in rung.steps}
    assert due_steps(plan.worklist) == steps | {"verify"}


@pytest.mark.parametrize("policy", ["remind-1", "card-agency", "grace-by-credit", "debt-recovery"])
def test_every_step_of_an_assigned_ladder_is_to_be_done_by_somebody(assigned: Plan, policy: str) -> None:
    own = {step.id for rung in preset_policies()[policy].rungs if rung.id != "next" for step in rung.steps}
    assert own - due_steps(assigned.worklist.filter(pl.col("policy") == policy)) == set()


@pytest.mark.parametrize("policy", ASSIGNED)
def test_every_rung_of_an_assigned_ladder_holds_an_item(assigned: Plan, policy: str) -> None:
    held = set(assigned.items.filter(pl.col("policy") == policy)["rung"].drop_nulls())
    assert {rung.id for rung in preset_policies()[policy].rungs} - held <= LIKE_REMIND_1.get(policy, set())


LIKE_REMIND_1 = {"remind-2": {"phone-2", "phone-3"}, "remind-3": {"phone-2", "phone-3", "next"}}


@pytest.mark.parametrize(
    ("shows", "step"),
    [
        ("P-3 next procedure after three talks", "supervisor"),
        ("P-5 card of 彭志强, handed over 15 days ago", "w3-visit"),
        ("P-6 deterrence, for the general manager to approve", "deter"),
        ("P-6 law, for the boss to approve", "legal"),
        ("P-6 agency, for the boss to approve", "agency"),
        ("P-7 a large sum goes to law early", "suit"),
        ("P-7 enforcement, followed up by the month", "enforce"),
    ],
)
def test_a_part_of_the_cast_is_at_its_step(assigned: Plan, shows: str, step: str) -> None:
    rows = assigned.worklist.filter(pl.col("customer_id") == playing(shows))
    assert rows["step"].to_list() == [step]


def test_grace_and_small_sums_leave_a_customer_alone(assigned: Plan) -> None:
    alone = {playing("P-6 within the grace of an A"), playing("P-7 a small sum, the letter and no more")}
    assert not alone & set(assigned.worklist["customer_id"])
    assert alone <= set(assigned.skipped["customer_id"])


def test_every_rung_bucket_and_class_holds_an_item(plan: Plan) -> None:
    rungs = {rung.id for policy in sample_policies() for rung in policy.rungs}
    assert set(plan.items["rung"].drop_nulls()) == rungs
    assert set(plan.ageing["bucket"]) == set(BUCKETS)
    assert set(plan.items["debt_class"]) == set(DEBT_CLASSES)


def test_every_reason_to_wait_is_somebodys(plan: Plan) -> None:
    """A write-off has no column in the contract's tables."""
    assert set(plan.skipped["reason"]) == set(SKIP_REASONS) - {"written_off"}


def test_promises_stand_in_every_state_and_both_lanes_are_filled(plan: Plan) -> None:
    assert set(plan.promises["state"]) == {"open", "kept", "partly", "broken"}
    assert plan.promises.filter(pl.col("level") >= 3).height >= 1
    assert set(plan.worklist["lane"]) == {"hard", "value"}
    assert set(plan.worklist["action"]) == {"contact", "visit", "escalate", "propose", "verify"}
    assert {"boss", "gm", "credit_manager", ""} == set(plan.worklist["approval"].fill_null(""))


def test_every_warning_sign_is_somebodys_and_few_have_passed_their_limit(plan: Plan) -> None:
    signs = dict(plan.alerts["sign"].value_counts().iter_rows())
    assert set(signs) == {sign.id for sign in SIGNS}
    assert signs["over_limit"] <= 15


@pytest.mark.parametrize(
    ("shows", "sign"),
    [
        ("pays another of our companies, not us", "pays_others"),
        ("cannot be reached any more", "unreachable"),
        ("disputes shortly before the due date", "disputes_near_due"),
        ("the person in charge has changed", "contact_changed"),
        ("bill refused, the debt is open again", "paper_refused"),
    ],
)
def test_a_part_of_the_cast_rings(plan: Plan, shows: str, sign: str) -> None:
    assert sign in plan.alerts.filter(pl.col("customer_id") == playing(shows))["sign"].to_list()


def test_everything_that_can_be_missing_before_a_contact_is_missing_somewhere(plan: Plan) -> None:
    assert set(plan.worklist["readiness_gaps"].explode().drop_nulls()) == set(GAPS)
    nothing = plan.worklist.filter(pl.col("customer_id") == playing("new customer of whom nothing is on file"))
    assert nothing["readiness"].to_list() == ["2/8"]


def test_an_early_proposal_rests_on_two_tables(plan: Plan) -> None:
    """45 days late, two promises broken, three newer documents paid: the lock is proposed before its day (R-77)."""
    row = plan.worklist.filter(pl.col("customer_id") == playing("can pay and does not, the lock proposed early"))
    assert row.select("intent", "early_step", "strong_sources", "step").rows() == [("malicious", "lock", 2, "manager")]


def test_a_late_payer_of_whom_nobody_said_so_is_found_and_visited(plan: Plan, reading: Reading) -> None:
    customer = playing("late payer found by the months, visited")
    assert reading.tables.customers.filter(pl.col("customer_id") == customer)["habitual_delayer"].to_list() == [None]
    row = plan.worklist.filter(pl.col("customer_id") == customer)
    assert row["action"].to_list() == ["visit"]
    assert "habitual_delayer" in row["reasons"].explode().to_list()


def test_hours_of_a_customer_decide_when_to_call(plan: Plan) -> None:
    row = plan.worklist.filter(pl.col("customer_id") == playing("to be called on Tuesday and Thursday mornings"))
    assert row["best_slot_on"].to_list() == [date(2026, 11, 24)]


def test_whoever_owes_is_to_be_asked_or_waits_for_a_reason(plan: Plan, assigned: Plan) -> None:
    """Nobody with something overdue is missing from both lists."""
    for day in (plan, assigned):
        owing = day.items.filter(pl.col("overdue_days") > 0).select("customer_id", "entity").unique()
        told = pl.concat(table.select("customer_id", "entity") for table in (day.worklist, day.skipped))
        assert owing.join(told, on=["customer_id", "entity"], how="anti").rows() == []
