"""The shop window: planned on its day, the sample company shows everything that a plan can say."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from huikuan.engine.codes import BUCKETS, DEBT_CLASSES, SKIP_REASONS
from huikuan.engine.ladder.document import Policy
from huikuan.engine.outcome import Plan
from huikuan.engine.plan import Parameters, plan_day
from huikuan.gateways.imports import Reading, read_folder
from huikuan.gateways.policies import preset_policies
from huikuan.gateways.sample import write_sample

# The sample is a manufacturer's: the school's ladder has no place in it.
SAMPLE_POLICIES = ("b2b-standard", "credit-15-30-60")


def sample_policies() -> list[Policy]:
    return [preset_policies()[name] for name in SAMPLE_POLICIES]


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    return read_folder(write_sample(tmp_path_factory.mktemp("sample")).folder)


@pytest.fixture(scope="module")
def plan(reading: Reading) -> Plan:
    return plan_day(reading.tables, preset_policies(), Parameters(as_of=date(2026, 11, 20)))


def test_the_files_are_read_without_a_problem(reading: Reading) -> None:
    assert reading.problems.height == 0
    assert reading.unread == ()


def test_every_step_of_both_ladders_is_to_be_done_by_somebody(plan: Plan) -> None:
    steps = {step.id for policy in sample_policies() for rung in policy.rungs for step in rung.steps}
    due = set(plan.worklist["step"]) | set(plan.worklist["also"].explode().drop_nulls())
    assert due == steps | {"verify"}


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


def test_the_common_warning_signs_are_somebodys(plan: Plan) -> None:
    common = {"paper_refused", "account_closed", "slower_payment", "over_limit", "orders_stop", "orders_jump"}
    assert common | {"part_payments", "stalling"} == set(plan.alerts["sign"])
