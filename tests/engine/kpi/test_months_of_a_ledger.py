"""The numbers behind the KPIs, month by month from a ledger, each as it was known at the month's end."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from huikuan.engine.kpi.history import month_ends
from huikuan.engine.kpi.report import KpiReport, kpi_report
from tests.engine.folder_rows import Row, folder, planned

AS_OF = date(2026, 11, 20)
OCTOBER = date(2026, 10, 31)


def _invoice(document_no: str, issued: date, due: date, amount: int, **more: Any) -> Row:
    return {
        "document_no": document_no, "customer_id": "C1", "entity": "main", "kind": "invoice", "issue_date": issued,
        "due_date": due, "amount_minor": amount, "currency": "CNY",
    } | more  # fmt: skip


def _paid(payment_no: str, on: date, amount: int, **more: Any) -> Row:
    return {
        "payment_no": payment_no, "customer_id": "C1", "entity": "main", "received_on": on, "amount_minor": amount,
        "currency": "CNY", "method": "transfer",
    } | more  # fmt: skip


def _to(payment_no: str, document_no: str, amount: int) -> Row:
    return {"payment_no": payment_no, "entity": "main", "document_no": document_no, "amount_minor": amount}


# July to October; what is open at each month end, in fen:
#   INV-1  1,000 due 08-10; 400 paid 08-05, 600 paid 10-06
#   INV-2  2,000 due 09-15; paid 09-15
#   INV-3    900 due 10-10; 300 paid 10-20
#   INV-4    600 due 11-25
INVOICES = [
    _invoice("INV-1", date(2026, 7, 10), date(2026, 8, 10), 1_000),
    _invoice("INV-2", date(2026, 8, 15), date(2026, 9, 15), 2_000),
    _invoice("INV-3", date(2026, 9, 10), date(2026, 10, 10), 900),
    _invoice("INV-4", date(2026, 10, 25), date(2026, 11, 25), 600),
]
PAYMENTS = [
    _paid("P1", date(2026, 8, 5), 400),
    _paid("P2", date(2026, 9, 15), 2_000),
    _paid("P3", date(2026, 10, 6), 600),
    _paid("P4", date(2026, 10, 20), 300),
]
PARTS = [_to("P1", "INV-1", 400), _to("P2", "INV-2", 2_000), _to("P3", "INV-1", 600), _to("P4", "INV-3", 300)]


def _report(months: int = 1, as_of: date = AS_OF, **tables: Any) -> KpiReport:
    given = {"receivables": INVOICES, "payments": PAYMENTS, "allocations": PARTS} | tables
    return kpi_report(folder(**given), as_of=as_of, months=months, noted=lambda _done, _of: None)


def _value(report: KpiReport, kpi: str, end: date = OCTOBER, currency: str = "CNY") -> tuple[Any, ...]:
    """(value or reason, above, below) of one figure."""
    found = report.figures.filter(kpi=kpi, to_on=end, currency=currency)
    row = found.row(0, named=True)
    assert found.height == 1
    return (row["reason"] if row["value"] is None else row["value"], row["above_minor"], row["below_minor"])


def test_only_ended_months_count_and_a_last_day_has_ended() -> None:
    assert month_ends(as_of=date(2026, 11, 20), count=2) == [date(2026, 9, 30), OCTOBER]
    assert month_ends(as_of=OCTOBER, count=2) == [date(2026, 9, 30), OCTOBER]
    assert month_ends(as_of=date(2024, 2, 29), count=2) == [date(2024, 1, 31), date(2024, 2, 29)]


def test_every_kpi_of_october_can_be_redone_by_hand() -> None:
    """
    balance      end of July 1,000; August 600 + 2,000; September 600 + 900; October 600 (INV-3, late) + 600 (not due)
    sales        August 2,000, September 900, October 600 = 3,500 in 92 days
    """
    report = _report()
    expected = {
        "dso_simple": (Decimal("31.54"), 1_200, 3_500),  # x 92
        "dso_count_back": (Decimal("51.00"), 1_200, None),  # 600 of October: 31 days; 600 / 900 x 30
        "dso_best_possible": (Decimal("15.77"), 600, 3_500),
        "add": (Decimal("15.77"), 600, 3_500),
        "cei": (Decimal("84.62"), 3_300, 3_900),  # (1,000 + 3,500 - 1,200) / (1,000 + 3,500 - 600)
        "recovery_of_overdue": (Decimal("100.00"), 600, 600),  # INV-1
        "collection_rate": (Decimal("60.00"), 900, 1_500),  # INV-1 and INV-3
        "on_time_rate": (Decimal("0.00"), 0, 900),
        "overdue_ratio": (Decimal("50.00"), 600, 1_200),
        "roll_not_due": (Decimal("66.67"), 600, 900),
        "roll_1-30": ("empty_bucket", 0, 0),
        "roll_31-60": (Decimal("0.00"), 0, 600),  # INV-1 was 51 days late at the end of September
    }
    assert {kpi: _value(report, kpi) for kpi in expected} == expected


def test_money_on_the_due_date_is_on_time() -> None:
    assert _value(_report(months=2), "on_time_rate", date(2026, 9, 30)) == (Decimal("100.00"), 2_000, 2_000)


def test_turnover_looks_at_all_months_shown_at_once() -> None:
    """sales of September and October 1,500; mean balance (2,600 + 1,500 + 1,200) / 3; 61 days"""
    report = _report(months=2)
    assert _value(report, "turnover") == (Decimal("5.08"), 1_500, None)
    assert _value(report, "turnover_days") == (Decimal("71.84"), 1_500, None)


def test_a_balance_of_a_later_day_is_hindsight_and_stays_out() -> None:
    """INV-3 is closed in the file's balance of 20 November; at the end of October 600 of it were open."""
    closed = [row | {"open_minor": 0} if row["document_no"] == "INV-3" else row for row in INVOICES]
    report = _report(receivables=closed)
    assert _value(report, "overdue_ratio") == (Decimal("50.00"), 600, 1_200)
    # 900 less the 300 that are dated: how 600 were settled is not known.
    assert report.sources["undated_minor"].to_list() == [600]


def test_a_balance_that_was_given_by_the_month_end_counts() -> None:
    given = {"open_minor": 200, "balance_date": OCTOBER}
    balanced = [row | given if row["document_no"] == "INV-3" else row for row in INVOICES]
    assert _value(_report(receivables=balanced), "overdue_ratio") == (Decimal("25.00"), 200, 800)


def test_what_only_a_settling_day_closes_counts_as_paid_on_it() -> None:
    settled = [
        _invoice("INV-1", date(2026, 7, 10), date(2026, 8, 10), 1_000, settled_on=date(2026, 10, 6)),
        *INVOICES[1:],
    ]
    report = _report(receivables=settled, payments=PAYMENTS[1:2], allocations=PARTS[1:2])
    assert _value(report, "recovery_of_overdue") == (Decimal("100.00"), 1_000, 1_000)


def test_a_bill_in_hand_is_not_overdue_and_not_cash() -> None:
    bill = _paid("B1", date(2026, 9, 20), 600, method="acceptance_bill", matures_on=date(2027, 3, 20))
    report = _report(
        payments=[*PAYMENTS[:2], PAYMENTS[3], bill], allocations=[*PARTS[:2], PARTS[3], _to("B1", "INV-1", 600)]
    )
    assert _value(report, "recovery_of_overdue") == ("nothing_overdue_at_start", 0, 0)
    assert _value(report, "overdue_ratio") == (Decimal("33.33"), 600, 1_800)


def test_credit_notes_and_unallocated_cash_stand_in_the_balance() -> None:
    credit = _invoice("CN-1", date(2026, 10, 28), date(2026, 10, 28), -100, kind="credit_note")
    report = _report(receivables=[*INVOICES, credit], payments=[*PAYMENTS, _paid("P5", date(2026, 10, 30), 50)])
    assert _value(report, "dso_simple") == (Decimal("28.41"), 1_050, 3_400)
    assert _value(report, "overdue_ratio") == (Decimal("57.14"), 600, 1_050)


def test_an_opening_balance_is_no_sale_and_was_there_from_the_start() -> None:
    opening = _invoice("OP-1", date(2026, 10, 1), date(2026, 12, 1), 300, kind="opening")
    report = _report(receivables=[*INVOICES, opening])
    assert _value(report, "dso_simple")[2] == 3_500
    assert _value(report, "cei") == (Decimal("84.62"), 3_300, 3_900)  # 300 more at both ends, all of it not due


def test_a_period_that_begins_before_the_first_document_is_not_computed() -> None:
    report = _report(months=4)
    assert _value(report, "dso_simple", date(2026, 8, 31)) == ("history_short", None, None)
    assert _value(report, "dso_simple", date(2026, 9, 30)) == (Decimal("35.38"), 1_500, 3_900)  # x 92 days
    assert _value(report, "overdue_ratio", date(2026, 7, 31)) == (Decimal("0.00"), 0, 1_000)


def test_without_any_payment_nothing_is_computed() -> None:
    report = _report(payments=[], allocations=[])
    assert set(report.figures["reason"]) == {"no_payments"}
    assert report.figures["value"].null_count() == report.figures.height


def test_currencies_stay_apart_and_the_one_with_most_documents_comes_first() -> None:
    dollars = _invoice("US-1", date(2026, 8, 3), date(2026, 9, 3), 5_000, currency="USD")
    paid = _paid("US-P", date(2026, 10, 2), 1_000, currency="USD")
    report = _report(
        receivables=[dollars, *INVOICES], payments=[*PAYMENTS, paid], allocations=[*PARTS, _to("US-P", "US-1", 1_000)]
    )
    assert report.sources["currency"].to_list() == ["CNY", "USD"]
    assert _value(report, "overdue_ratio") == (Decimal("50.00"), 600, 1_200)
    assert _value(report, "recovery_of_overdue", currency="USD") == (Decimal("20.00"), 1_000, 5_000)


def test_promises_count_in_the_month_their_tolerance_ends_by_amount_and_level() -> None:
    """
    made    due     amount  came                    judged
    08-12   08-20     100   nothing in time         broken on 08-24, level 1
    10-01   10-06     600   600 on 10-06            kept, level 2 (decided 10-10)
    10-12   10-20     500   300 on 10-20            partly, level 2 (decided 10-24)
    10-22   10-29     200   nothing                 decided 11-02: not October's
    """

    def promised(made: date, due: date, amount: int) -> Row:
        return {
            "customer_id": "C1", "entity": "main", "made_on": made, "due_on": due, "amount_minor": amount,
            "currency": "CNY", "document_nos": [],
        }  # fmt: skip

    report = _report(
        promises=[
            promised(date(2026, 8, 12), date(2026, 8, 20), 100),
            promised(date(2026, 10, 1), date(2026, 10, 6), 600),
            promised(date(2026, 10, 12), date(2026, 10, 20), 500),
            promised(date(2026, 10, 22), date(2026, 10, 29), 200),
        ]
    )
    # The first takes 100 of the money of 09-15: too late to keep it, and gone for the others.
    assert _value(report, "promise_kept") == (Decimal("54.55"), 600, 1_100)
    assert _value(report, "promise_partly") == (Decimal("45.45"), 500, 1_100)
    assert _value(report, "promise_kept_1") == ("no_promise_fell_due", 0, 0)
    assert _value(report, "promise_kept_2") == (Decimal("54.55"), 600, 1_100)


def test_the_balance_of_a_month_end_is_the_ledger_that_a_plan_of_that_day_shows() -> None:
    report = _report()
    plan = planned(OCTOBER, receivables=INVOICES, payments=PAYMENTS, allocations=PARTS)
    assert _value(report, "dso_count_back")[1] == plan.ageing.select(pl.col("amount_minor").sum()).item()
