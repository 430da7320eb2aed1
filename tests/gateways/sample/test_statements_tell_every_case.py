"""The sample's statements hold what the board is for: never drafted, unsent, unconfirmed, late by habit, posted."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from huikuan.engine.plan import Parameters, plan_day
from huikuan.engine.statements.day import StatementDay
from huikuan.gateways.imports import ReadOptions, read_folder
from huikuan.gateways.policies import preset_cycle, preset_policies
from huikuan.gateways.sample import write_sample
from huikuan.gateways.sample.cast import customer_id
from huikuan.gateways.sample.company import PARTS

AS_OF = date(2026, 11, 20)


@pytest.fixture(scope="module")
def statements(tmp_path_factory: pytest.TempPathFactory) -> StatementDay:
    folder = write_sample(tmp_path_factory.mktemp("sample")).folder
    tables = read_folder(folder, ReadOptions()).tables
    plan = plan_day(tables, preset_policies(), Parameters(as_of=AS_OF, statement_cycle=preset_cycle()))
    assert plan.statements is not None
    return plan.statements


@pytest.mark.parametrize(
    "step", ["draft", "check", "send", "follow-2", "supervisor", "confirm", "pod", "invoice", "tell-courier"]
)
def test_the_step_is_due_somewhere(statements: StatementDay, step: str) -> None:
    assert step in statements.due["step"].unique().to_list()


def test_a_late_confirmer_of_whom_nobody_said_so_is_found_and_visited(statements: StatementDay) -> None:
    """Of five judged cycles four were confirmed after the 20th; the customers table says nothing (D-606)."""
    found = statements.due.filter(pl.col("customer_id") == _playing("late confirmer found by the cycles, visited"))

    assert {*found["action"]} == {"visit"}
    assert {*found["late_cycles"]} == {4}
    assert {*found["judged_cycles"]} == {5}


def test_missing_proofs_of_delivery_are_asked_for(statements: StatementDay) -> None:
    asked = statements.due.filter(pl.col("step") == "pod")

    assert asked.select("customer_id", "pods_missing").rows() == [
        (_playing("settles on proof of delivery, two slips missing"), 2)
    ]


def _playing(shows: str) -> str:
    return customer_id([part.shows for part in PARTS].index(shows))


def test_most_of_the_running_statements_are_confirmed(statements: StatementDay) -> None:
    running = statements.cycles.filter(pl.col("period") == "2026-10")

    assert running["confirmed_on"].is_not_null().mean() > 0.75


def test_most_invoices_are_electronic(statements: StatementDay) -> None:
    invoiced = statements.known.filter(pl.col("invoiced_on").is_not_null())

    assert 0.2 < invoiced["posted_on"].is_not_null().mean() < 0.4
