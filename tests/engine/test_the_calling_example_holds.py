"""The worked example of docs/engine/calling.md, recomputed from a folder that holds its calls."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from huikuan.engine.calling.slots import candidates, profiles
from tests.engine.folder_rows import Row, activity, invoice, planned

PAGE = Path(__file__).parents[2] / "docs" / "engine" / "calling.md"
FRIDAY, TUESDAY = datetime(2026, 11, 13, 15), datetime(2026, 11, 10, 11)


def calls(customer_id: str, at: datetime, *, reached: int, of: int) -> list[Row]:
    outcomes = ["stalling"] * reached + ["not_reached"] * (of - reached)
    return [activity(0, customer_id=customer_id, at=at, outcome=outcome) for outcome in outcomes]


def test_the_worked_example_is_what_the_engine_finds() -> None:
    plan = planned(
        receivables=[invoice("A", overdue=5)],
        activities=[
            *calls("C1", FRIDAY, reached=4, of=5),
            *calls("C2", FRIDAY, reached=30, of=40),
            *calls("C3", TUESDAY, reached=44, of=170),
        ],
    )
    rated = candidates(plan.worklist.select(profiles(plan.calling)), plan.calling)
    parts = rated.select("hour", "reach_prior", "reach_rate", "reach_chance", "score").rows_by_key("hour", unique=True)
    assert plan.calling.base == 0.366
    assert parts[9] == (0.3999, 0.3999, 0.3999, 0.3999)
    assert parts[15] == (0.3477, 0.6159, 0.6527, 0.6527)
    assert plan.worklist["best_slot"].to_list() == ["2026-11-20 15:00-16:00"]
    text = PAGE.read_text(encoding="utf-8")
    assert all(figure in text for figure in ("0.3660", "0.3999", "0.3477", "0.6159", "0.6527"))
