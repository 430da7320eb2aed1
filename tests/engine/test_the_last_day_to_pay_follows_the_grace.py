"""Due day and last payment day are two dates: the second is the first plus the days of grace (P-3, D-402, R-165).

Due Friday 20 November 2026, planned on that day with bank data of the day before.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from huikuan.engine.explain import ascent_of
from huikuan.engine.plan import Parameters, plan_day
from huikuan.gateways.policies import preset_policies
from tests.engine.folder_rows import AS_OF, Row, folder, invoice, payment, row_of

FRESH = payment("P", received=1, amount=100, customer_id="C2")


def told(policy: str, customer: Row, **more: Any) -> tuple[Row, tuple[int, date] | None]:
    """C1's row, and the grace and last payment day that ``explain`` finds by its own way."""
    people = [{"customer_id": "C1", "name": "C1"} | customer, {"customer_id": "C2", "name": "C2"}]
    tables = folder(receivables=[invoice("A", overdue=0, **more)], payments=[FRESH], customers=people)
    plan = plan_day(tables, preset_policies(), Parameters(as_of=AS_OF, default_policy=policy))
    ascent = ascent_of(plan, tables, ("C1", "main"))
    derived = (ascent.anchor.grace_days, ascent.anchor.last_payment_on) if ascent else None
    return row_of(plan.worklist, customer_id="C1"), derived


@pytest.mark.parametrize(
    ("policy", "customer", "grace", "last"),
    [
        ("remind-1", {}, 0, date(2026, 11, 20)),
        ("remind-1", {"grace_days": 3}, 3, date(2026, 11, 23)),
        ("remind-1", {"grade": "A"}, 0, date(2026, 11, 20)),  # remind-1 grants nothing by grade
        ("grace-by-credit", {"grade": "A"}, 10, date(2026, 11, 30)),
        ("grace-by-credit", {"grade": "A", "grace_days": 2}, 2, date(2026, 11, 22)),  # a Sunday: never rolled
    ],
)
def test_it_is_the_due_date_and_the_grace_that_was_granted(policy: str, customer: Row, grace: int, last: date) -> None:
    row, derived = told(policy, customer)
    assert row["last_payment_on"] == last
    assert derived == (grace, last)


def test_the_row_tells_it_where_the_words_of_the_step_do() -> None:
    assert told("remind-1", {"grace_days": 3})[0]["reasons"] == ["due_soon", "last_payment_day"]
    assert told("remind-3", {"grace_days": 3})[0]["reasons"] == ["due_soon"]


def test_the_tolerated_delay_of_month_settlement_is_not_announced() -> None:
    row, derived = told("credit-15-30-60", {}, is_monthly=True)
    assert (row["last_payment_on"], derived) == (AS_OF, (0, AS_OF))
