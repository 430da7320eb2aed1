"""What explain derives again is what the plan decided, for every case of the sample company."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from huikuan.engine.explain import Ascent, ascent_of
from huikuan.engine.outcome import Plan
from huikuan.engine.plan import Parameters, plan_day
from huikuan.engine.stairs import stairs
from huikuan.engine.worklist import VERIFY
from huikuan.gateways.imports import Reading, read_folder
from huikuan.gateways.policies import preset_policies
from huikuan.gateways.sample import write_sample
from huikuan.gateways.texts import words

AS_OF = date(2026, 11, 20)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[Reading, Plan]:
    folder = write_sample(tmp_path_factory.mktemp("sample") / "company", as_of=AS_OF).folder
    reading = read_folder(folder)
    return reading, plan_day(reading.tables, preset_policies(), Parameters(as_of=AS_OF))


def _due_steps(found: Ascent | None) -> list[str]:
    return [state.step for state in found.steps if state.is_due] if found else []


def test_the_anchor_and_steps_explained_are_those_planned(sample: tuple[Reading, Plan]) -> None:
    reading, plan = sample
    differing = []
    for row in plan.worklist.iter_rows(named=True):
        # Verifying a payment comes from facts of the day, an early proposal from the judgement.
        planned = [step for step in (row["step"], *row["also"]) if step not in (VERIFY.id, row["early_step"])]
        found = ascent_of(plan, reading.tables, (row["customer_id"], row["entity"]))
        anchor = found.anchor.document_no if found else None
        if (row["anchor_document"], planned) != (anchor, _due_steps(found)):
            differing.append((row["customer_id"], row["anchor_document"], planned, anchor, _due_steps(found)))
    assert differing == []
    assert plan.worklist.height > 100


def test_a_case_without_a_row_has_no_step_due_unless_it_is_held_back(sample: tuple[Reading, Plan]) -> None:
    reading, plan = sample
    listed = set(plan.worklist.select("customer_id", "entity").iter_rows())
    held = set(
        plan.skipped.filter(pl.col("reason").is_in(["paused", "opted_out"])).select("customer_id", "entity").iter_rows()
    )
    idle = set(plan.items.select("customer_id", "entity").iter_rows()) - listed - held
    assert [case for case in sorted(idle) if _due_steps(ascent_of(plan, reading.tables, case))] == []
    assert len(idle) > 50


def test_the_stairs_of_a_case_are_those_that_are_explained(sample: tuple[Reading, Plan]) -> None:
    reading, plan = sample
    differing = []
    found = stairs(plan, reading.tables)
    for row in found.iter_rows(named=True):
        ascent = ascent_of(plan, reading.tables, (row["customer_id"], row["entity"]))
        assert ascent is not None
        anchor, rungs = ascent.anchor, ascent.policy.rungs
        told = (anchor.document_no, anchor.rung.id if anchor.rung else None, anchor.begun_on, anchor.next_on)
        days = {rung.id: on for rung, on in zip(rungs, row["begins"], strict=True)}
        following = days.get(anchor.next_rung.id) if anchor.next_rung else None
        if told != (row["document_no"], row["rung"], days.get(row["rung"]), following):
            differing.append((row, told))
    assert differing == []
    assert found.height == 253


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_customers_of_every_kind_can_be_explained(
    sample: tuple[Reading, Plan], lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from huikuan.cli.derivation import derivation_lines

    monkeypatch.setenv("LANGUAGE", "zh_Hans" if lang == "zh" else "en")
    reading, plan = sample
    first = 0 if lang == "zh" else 1
    for customer_id in reading.tables.customers["customer_id"][first::4]:
        lines = derivation_lines(plan, reading.tables, customer_id, words=words("zh" if lang == "zh" else "en"))
        assert len(lines) >= 2, customer_id


@pytest.mark.usefixtures("english")
def test_every_chance_explained_is_the_chance_used(sample: tuple[Reading, Plan]) -> None:
    """A line whose last figure is not the row's own chance would be a derivation of something else."""
    from huikuan.cli.standing import standing_lines

    _reading, plan = sample
    for row in plan.worklist.unique(["customer_id", "entity"], keep="none").iter_rows(named=True):
        lines = "\n".join(standing_lines(plan, (row["customer_id"], row["entity"]), words("en"))).splitlines()
        for start, chance in (("  without: ", row["chance_without"]), ("  with: ", row["chance_with"])):
            (line,) = [line for line in lines if line.startswith(start)]
            assert f"{chance:.2%}" in line, (row["customer_id"], line)
