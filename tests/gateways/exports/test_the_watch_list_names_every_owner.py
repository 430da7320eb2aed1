"""D-605: what is unpaid past its due date, owner by owner, for the watch mail (R-169)."""

from __future__ import annotations

import polars as pl
from tests.engine.folder_rows import AS_OF, ago, allocation, folder, invoice, payment

from huikuan.engine.outcome import Plan
from huikuan.engine.plan import Parameters, plan_day
from huikuan.gateways.exports.watch import owner_lines, watch_table
from huikuan.gateways.exports.workbook_sheets import Scene
from huikuan.gateways.imports import Reading
from huikuan.gateways.policies import preset_policies
from huikuan.gateways.texts import words

TABLES = folder(
    customers=[
        {"customer_id": "C1", "name": "临江泵业", "owner": "王芳"},
        {"customer_id": "C2", "name": "西闸纺织", "owner": "李强"},
        {"customer_id": "C3", "name": "街角五金", "owner": "王芳"},
        {"customer_id": "C4", "name": "北郊电机"},
    ],
    receivables=[
        invoice("YOUNG", overdue=3, amount=10_000),
        invoice("OLD", overdue=40, amount=20_000, customer_id="C3"),
        invoice("OLD-TOO", overdue=5, amount=5_000, customer_id="C3"),
        invoice("BILL", overdue=9, amount=30_000, customer_id="C2"),
        invoice("PARTLY-BILL", overdue=8, amount=30_000, customer_id="C2", disputed_minor=4_000),
        invoice("NOT-DUE", overdue=0, amount=70_000, customer_id="C2"),
        invoice("NOBODYS", overdue=1, amount=1_000, customer_id="C4"),
        invoice("CREDIT", overdue=20, amount=-500, customer_id="C4", kind="credit_note"),
    ],
    payments=[
        payment("B1", received=2, amount=42_000, customer_id="C2", method="acceptance_bill", matures_on=ago(-60))
    ],
    allocations=[allocation("B1", "BILL", 30_000), allocation("B1", "PARTLY-BILL", 12_000)],
)


def planned() -> tuple[Plan, Reading]:
    plan = plan_day(TABLES, preset_policies(), Parameters(as_of=AS_OF))
    return plan, Reading(TABLES, problems=plan.problems.clear(), inputs=(), unread=(), totals={}, extras={})


def test_the_owners_come_by_name_and_the_oldest_debt_first() -> None:
    """Bills in hand are no debt to watch; what nobody owns comes last."""
    rows = watch_table(*planned()).select("owner", "document_no", "overdue_days", "unpaid_minor", "eligible_minor")
    assert rows.rows() == [
        ("李强", "PARTLY-BILL", 8, 18_000, 14_000),
        ("王芳", "OLD", 40, 20_000, 20_000),
        ("王芳", "OLD-TOO", 5, 5_000, 5_000),
        ("王芳", "YOUNG", 3, 10_000, 10_000),
        ("", "NOBODYS", 1, 1_000, 500),
    ]


def test_the_list_holds_what_is_overdue_and_no_more() -> None:
    plan, reading = planned()
    overdue = plan.items.filter(pl.col("overdue_days") > 0)
    assert watch_table(plan, reading)["unpaid_minor"].sum() == (overdue["open_minor"] - overdue["bills_minor"]).sum()


def test_the_report_sums_it_up_for_each_owner() -> None:
    lines = list(owner_lines(Scene(*planned(), words("en"))))
    told = [(line.owner, line.customers, line.documents, line.unpaid, line.oldest) for line in lines]
    assert told == [
        ("王芳", "2", "3", "350.00", "40 days"),
        ("李强", "1", "1", "180.00", "8 days"),
        ("(no owner)", "1", "1", "10.00", "1 day"),
    ]
