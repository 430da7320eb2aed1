"""A cheque that bounces, a bill that is refused: the money never came (R-166, R-10).

1,000.00 due on 31 October 2026, looked at on 20 November; a cheque of 600.00 received on the 10th, refused on the 17th.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from huikuan.engine.kpi.history import month_ends, months_by_currency
from tests.engine.folder_rows import AS_OF, Row, activity, ago, allocation, folder, invoice, payment, planned, row_of

OWED = invoice("A", overdue=20)
NAMED = [allocation("P1", "A", 60_000)]
REFUSED = ago(3)


def paid(method: str | None = "cheque", **more: Any) -> Row:
    return payment("P1", received=10, amount=60_000, method=method, **({"refused_on": REFUSED} | more))


def item_of(as_of: date = AS_OF, **tables: Any) -> tuple[int, date, int]:
    """Open amount, due date and eligible amount of document A."""
    given: dict[str, Any] = {"receivables": [OWED], "payments": [paid()], "allocations": NAMED} | tables
    item = row_of(planned(as_of, **given).items, document_no="A")
    return item["open_minor"], item["due_date"], item["eligible_minor"]


@pytest.mark.parametrize(
    ("as_of", "open_minor"), [(ago(11), 100_000), (ago(10), 40_000), (ago(4), 40_000), (REFUSED, 100_000)]
)
def test_the_item_is_open_again_from_the_day_of_the_refusal(as_of: date, open_minor: int) -> None:
    assert item_of(as_of) == (open_minor, ago(20), open_minor)


@pytest.mark.parametrize("method", ["cheque", "acceptance_bill", "transfer", None])
def test_the_method_makes_no_difference(method: str | None) -> None:
    assert item_of(payments=[paid(method)]) == (100_000, ago(20), 100_000)


def test_unmatched_refused_money_lowers_nothing() -> None:
    assert item_of(allocations=[]) == (100_000, ago(20), 100_000)


@pytest.mark.parametrize(
    ("balance", "balance_on", "open_minor"),
    [
        (40_000, ago(4), 100_000),  # the cheque was off the balance, and bounced the next day
        (40_000, REFUSED, 40_000),  # a balance of that day knows of it
        (40_000, ago(11), 40_000),  # before it came: the balance never had it
        (100_000, ago(4), 100_000),  # the books had waited for the bank: not asked for twice
        (40_000, None, 40_000),  # a balance of today
    ],
)
def test_a_balance_that_had_taken_it_off_gets_it_back(balance: int, balance_on: date | None, open_minor: int) -> None:
    owed = OWED | {"open_minor": balance, "balance_date": balance_on}
    assert item_of(receivables=[owed])[0] == open_minor


def test_a_promise_kept_by_it_is_broken() -> None:
    given = {
        "receivables": [OWED],
        "allocations": NAMED,
        "promises": [
            {
                "customer_id": "C1",
                "entity": "main",
                "made_on": ago(15),
                "due_on": ago(9),
                "amount_minor": 60_000,
                "currency": "CNY",
                "document_nos": [],
            }
        ],
    }
    before = planned(ago(4), payments=[paid()], **given)
    after = planned(payments=[paid()], **given)
    assert [plan.promises.select("state", "kept_minor").row(0) for plan in (before, after)] == [
        ("kept", 60_000),
        ("broken", 0),
    ]
    assert row_of(after.worklist, customer_id="C1")["reasons"][0] == "promise_broken"


def test_the_case_stands_in_the_hard_lane_until_somebody_speaks_of_it() -> None:
    given = {"receivables": [OWED], "payments": [paid()], "allocations": NAMED}
    row = row_of(planned(**given).worklist, customer_id="C1")
    assert (row["lane"], row["reasons"][0], row["bill_refused_on"]) == ("hard", "bill_refused", REFUSED)
    spoken = row_of(planned(**given, activities=[activity(2)]).worklist, customer_id="C1")
    assert (spoken["lane"], spoken["reasons"][0]) == ("value", "overdue")


def test_the_key_figures_count_no_cash() -> None:
    """November 2026, seen on its last day; the same cheque unrefused brings 600.00 of 1,000.00."""
    collected = []
    for payments in ([paid(refused_on=None)], [paid()]):
        tables = folder(receivables=[OWED], payments=payments, allocations=NAMED)
        end = date(2026, 11, 30)
        months, _ = months_by_currency(tables, as_of=end, ends=month_ends(as_of=end, count=2), noted=lambda *_: None)
        collected.append((months["CNY"][-1].collected, months["CNY"][-1].collectable, months["CNY"][-1].ar))
    assert collected == [(60_000, 100_000, 40_000), (0, 100_000, 100_000)]


def test_an_ended_month_keeps_what_it_counted_then() -> None:
    """Received in October, refused in November: October had it, November begins with it open again."""
    owed = invoice("A", overdue=60)
    cheque = payment("P1", received=30, amount=60_000, method="cheque", refused_on=ago(3))
    tables = folder(receivables=[owed], payments=[cheque], allocations=NAMED)
    end = date(2026, 11, 30)
    months, _ = months_by_currency(tables, as_of=end, ends=month_ends(as_of=end, count=3), noted=lambda *_: None)
    assert [(month.collected, month.ar) for month in months["CNY"]][1:] == [(60_000, 40_000), (0, 100_000)]


def test_the_chances_see_no_payment_and_the_sign_sees_a_refusal() -> None:
    plan = planned(receivables=[OWED], payments=[paid()], allocations=NAMED)
    assert row_of(plan.alerts, sign="paper_refused")["amount_minor"] == 60_000
    assert plan.chances["paid"].sum() == 0
