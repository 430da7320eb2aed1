"""What the folder says of the days after the first one stays unknown on all simulated days (R-63)."""

from __future__ import annotations

from datetime import date

import polars as pl
from polars.testing import assert_frame_equal

from huikuan.engine.plan import Parameters, plan_day
from huikuan.engine.simulate.known import with_events, without_hindsight
from huikuan.gateways.policies import preset_policies
from tests.engine.folder_rows import AS_OF, ago, allocation, folder, invoice, payment

POLICIES = preset_policies()
TABLES = folder(
    receivables=[
        invoice("UNDATED", overdue=10, open_minor=60_000),
        invoice("BALANCED", overdue=10, open_minor=50_000, balance_date=ago(2)),
        invoice("BALANCED-LATER", overdue=10, open_minor=1_000, balance_date=ago(-5)),
        invoice("SETTLED-LATER", overdue=10, settled_on=ago(-5)),
        invoice("SETTLED", overdue=10, settled_on=ago(5)),
        invoice("SETTLED-YET-PAID-LATER", overdue=10, settled_on=ago(5)),
        invoice("DISPUTED", overdue=10),
    ],
    payments=[
        payment("LATER", received=-5, amount=100_000),
        payment("BILL", received=3, amount=30_000, method="acceptance_bill", matures_on=ago(-60), refused_on=ago(-5)),
    ],
    allocations=[allocation("LATER", "SETTLED-YET-PAID-LATER", 100_000), allocation("BILL", "BALANCED", 30_000)],
    disputes=[{"document_no": "DISPUTED", "opened_on": ago(3), "resolved_on": ago(-5)}],
)


def open_on(tables, day):
    items = plan_day(tables, POLICIES, Parameters(as_of=day)).items
    return dict(items.select("document_no", "open_minor").rows())


def test_the_plan_of_the_first_day_is_the_same():
    known = without_hindsight(TABLES, as_of=AS_OF)
    whole, cut = (plan_day(tables, POLICIES, Parameters(as_of=AS_OF)) for tables in (TABLES, known))
    for table in ("worklist", "items", "ageing", "skipped"):
        assert_frame_equal(getattr(whole, table), getattr(cut, table))


def test_ten_days_later_nothing_more_is_known():
    """Of the folder itself, a balance falls to 10.00, documents are settled, a bill is refused and a dispute ends."""
    known = without_hindsight(TABLES, as_of=AS_OF)
    later = date(2026, 11, 30)
    assert open_on(known, later) == open_on(known, AS_OF)
    assert open_on(TABLES, later)["BALANCED-LATER"] == 1_000
    assert open_on(known, later)["BALANCED-LATER"] == 100_000
    items = plan_day(known, POLICIES, Parameters(as_of=later)).items
    disputed = items.filter(document_no="DISPUTED")["disputed_minor"].item()
    assert (disputed, items["bills_minor"].sum()) == (100_000, 30_000)


def test_a_simulated_payment_lowers_a_balance_without_a_date():
    """An undated balance is of the first day: 600.00 less 600.00 paid five days later."""
    known = without_hindsight(TABLES, as_of=AS_OF)
    paid = pl.DataFrame(
        {
            "item": [0],
            "customer_id": ["C1"],
            "entity": ["main"],
            "document_no": ["UNDATED"],
            "currency": ["CNY"],
            "payable_minor": [60_000],
            "paid_on": [ago(-5)],
        }
    )
    lived = with_events(known, paid=paid, done=known.activities.clear(), statements=known.statements)
    assert "UNDATED" not in open_on(lived, date(2026, 11, 30))
    assert open_on(lived, date(2026, 11, 24))["UNDATED"] == 60_000
