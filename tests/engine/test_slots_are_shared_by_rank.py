"""One person makes so many calls an hour: the best hours go to those who come first on the list (R-167, D-802).

Friday 20 November 2026, preset `mornings-midweek`, nothing learned: 9 to 12 are worth 1.15, 14 to 18 are worth 1.00 of
an ordinary hour. Customers owe 1,000.00, 2,000.00, … so that the largest debtor comes first.
"""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from huikuan.engine.outcome import Plan
from huikuan.engine.plan import Parameters, plan_day
from huikuan.gateways.policies import preset_policies
from tests.engine.folder_rows import AS_OF, Row, folder, invoice, promise

TODAY = "2026-11-20"


def on_list(count: int, *, calls_per_hour: int, overdue: int = 5, **more: Any) -> Plan:
    """So many customers of one collector with something overdue."""
    ids = [f"C{number}" for number in range(1, count + 1)]
    people = [{"customer_id": customer, "name": customer, "collector": "王", "owner": "李"} for customer in ids]
    owed = [
        invoice(f"I{customer}", overdue=overdue, customer_id=customer, amount=100_000 * (count - place))
        for place, customer in enumerate(ids)
    ]
    tables: dict[str, Any] = {"customers": people, "receivables": owed} | more
    return plan_day(folder(**tables), preset_policies(), Parameters(as_of=AS_OF, calls_per_hour=calls_per_hour))


def hours(plan: Plan) -> list[str]:
    """The start of each row's slot in rank order; with the day where it is another one."""
    return [slot.removeprefix(f"{TODAY} ")[:-6] for slot in plan.worklist.sort("rank")["best_slot"]]


def test_who_comes_first_takes_the_best_hour() -> None:
    plan = on_list(5, calls_per_hour=2)
    assert hours(plan) == ["09:00", "09:00", "10:00", "10:00", "11:00"]
    assert plan.worklist["best_slot_reason"].to_list() == [["by_preset"]] * 2 + [["by_preset", "hour_taken"]] * 3
    assert plan.worklist["wished_slot"].to_list() == [None] * 2 + [f"{TODAY} 09:00-10:00"] * 3


def test_mornings_fill_before_afternoons_and_lunch_stays_free() -> None:
    assert hours(on_list(7, calls_per_hour=1)) == ["09:00", "10:00", "11:00", "14:00", "15:00", "16:00", "17:00"]


def test_two_people_do_not_take_each_others_hours() -> None:
    people: list[Row] = [
        {"customer_id": customer, "name": customer, "collector": collector}
        for customer, collector in (("C1", "王"), ("C2", "赵"), ("C3", "王"))
    ]
    assert hours(on_list(3, calls_per_hour=1, customers=people)) == ["09:00", "09:00", "10:00"]


def test_more_calls_than_hours_are_told_and_fill_the_hours_once_more() -> None:
    """The hard lane does not wait: seven hours for nine broken promises."""
    promises = [
        promise(made=20, due=15, amount=100, customer_id=f"C{number}", currency="CNY") for number in range(1, 10)
    ]
    plan = on_list(9, calls_per_hour=1, overdue=30, promises=promises)
    assert hours(plan)[-3:] == ["17:00", "09:00", "10:00"]
    assert plan.worklist["best_slot_reason"].to_list()[-1] == ["by_preset", "hours_full"]
    assert plan.worklist["wished_slot"].to_list()[-1] is None


def test_a_case_in_two_currencies_is_called_once() -> None:
    owed = [
        invoice("A", overdue=5, amount=900_000),
        invoice("B", overdue=5, currency="USD"),
        invoice("C", overdue=5, amount=1_000, customer_id="C2"),
    ]
    plan = on_list(2, calls_per_hour=1, receivables=owed)
    slots = plan.worklist.sort("rank").select("customer_id", "best_slot_hour").rows()
    assert sorted(slots) == [("C1", 9), ("C1", 9), ("C2", 10)]


def test_a_step_beside_the_lead_that_is_a_call_gets_the_slot() -> None:
    """Day 92: the lock warning goes by letter and mail, the supervisor's call beside it."""
    row = on_list(1, calls_per_hour=2, overdue=92).worklist.row(0, named=True)
    assert (row["step"], "phone" in row["channels"], row["also"][-1]) == ("lock-warning", False, "supervisor")
    assert (row["slot_step"], row["best_slot"]) == ("supervisor", f"{TODAY} 09:00-10:00")
    assert row["best_slot_reason"] == ["by_preset", "beside"]


@pytest.mark.parametrize(("opted_out", "slot_step"), [(["phone"], None), (["sms"], "supervisor")])
def test_nobody_is_called_beside_the_lead_who_wants_no_calls(opted_out: list[str], slot_step: str | None) -> None:
    contact = {"customer_id": "C1", "name": "周", "opted_out": opted_out}
    plan = on_list(1, calls_per_hour=2, overdue=92, contacts=[contact])
    assert plan.worklist.select("slot_step").item() == slot_step
    assert plan.worklist.select(pl.col("best_slot").is_null()).item() == (slot_step is None)
