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

AS_OF = date(2026, 11, 20)


@pytest.fixture(scope="module")
def statements(tmp_path_factory: pytest.TempPathFactory) -> StatementDay:
    folder = write_sample(tmp_path_factory.mktemp("sample")).folder
    tables = read_folder(folder, ReadOptions()).tables
    plan = plan_day(tables, preset_policies(), Parameters(as_of=AS_OF, statement_cycle=preset_cycle()))
    assert plan.statements is not None
    return plan.statements


@pytest.mark.parametrize("step", ["draft", "check", "send", "follow-2", "supervisor", "confirm", "tell-courier"])
def test_the_step_is_due_somewhere(statements: StatementDay, step: str) -> None:
    assert step in statements.due["step"].unique().to_list()


def test_a_late_confirmer_is_visited(statements: StatementDay) -> None:
    assert "visit" in statements.due["action"].unique().to_list()


def test_most_of_the_running_statements_are_confirmed(statements: StatementDay) -> None:
    running = statements.cycles.filter(pl.col("period") == "2026-10")

    assert running["confirmed_on"].is_not_null().mean() > 0.75


def test_most_invoices_are_electronic(statements: StatementDay) -> None:
    invoiced = statements.known.filter(pl.col("invoiced_on").is_not_null())

    assert 0.2 < invoiced["posted_on"].is_not_null().mean() < 0.4
