"""The twin's ledger against figures worked out by hand."""

from __future__ import annotations

from datetime import date, timedelta

from .balances import balances
from .rows import allocation, customer, folder, payment, receivable

AS_OF = date(2026, 6, 10)
EARLIER = date(2026, 6, 1)
MAIN = ("C1", "main", "CNY")


def test_cash_lowers_what_it_was_allocated_to_and_the_rest_stays_unallocated() -> None:
    """1,000.00 open; 700.00 received, 600.00 of it for INV-1: 400.00 open and 100.00 unallocated."""
    ledger = balances(
        folder(
            receivables=[receivable("INV-1", EARLIER, 100_000)],
            payments=[payment("P1", EARLIER, 70_000)],
            allocations=[allocation("P1", "INV-1", 60_000)],
        ),
        AS_OF,
    )
    assert [document.open_minor for document in ledger.documents] == [40_000]
    assert ledger.unallocated == {MAIN: 10_000}


def test_an_allocation_stops_at_zero_and_gives_the_rest_back_to_the_payer() -> None:
    """R-05: 500.00 given to a document of 300.00, paid by the parent: 200.00 is the parent's."""
    ledger = balances(
        folder(
            receivables=[receivable("INV-1", EARLIER, 30_000)],
            payments=[payment("P1", EARLIER, 50_000, customer_id="PARENT")],
            allocations=[allocation("P1", "INV-1", 50_000)],
        ),
        AS_OF,
    )
    assert [document.open_minor for document in ledger.documents] == [0]
    assert ledger.unallocated == {("PARENT", "main", "CNY"): 20_000}


def test_a_balance_given_is_lowered_by_later_cash_only() -> None:
    """R-12: 800.00 stands on 1 June; 100.00 of 1 June explains it, 50.00 of 2 June lowers it."""
    ledger = balances(
        folder(
            receivables=[receivable("INV-1", EARLIER, 100_000, open_minor=80_000, balance_date=EARLIER)],
            payments=[payment("P1", EARLIER, 10_000), payment("P2", EARLIER + timedelta(days=1), 5_000)],
            allocations=[allocation("P1", "INV-1", 10_000), allocation("P2", "INV-1", 5_000)],
        ),
        AS_OF,
    )
    assert [document.open_minor for document in ledger.documents] == [75_000]
    assert ledger.unallocated == {MAIN: 0}


def test_a_balance_from_after_as_of_is_not_used() -> None:
    ledger = balances(
        folder(
            receivables=[
                receivable("INV-1", EARLIER, 100_000, open_minor=1, balance_date=AS_OF + timedelta(days=1)),
            ],
        ),
        AS_OF,
    )
    assert [document.open_minor for document in ledger.documents] == [100_000]


def test_settled_on_closes_a_document_that_nothing_else_speaks_of() -> None:
    """R-04: INV-1 settled today → 0; INV-2 tomorrow → open; INV-3 has an allocation, even a future one → open."""
    ledger = balances(
        folder(
            receivables=[
                receivable("INV-1", EARLIER, 10_000, settled_on=AS_OF),
                receivable("INV-2", EARLIER, 20_000, settled_on=AS_OF + timedelta(days=1)),
                receivable("INV-3", EARLIER, 30_000, settled_on=AS_OF),
            ],
            payments=[payment("P1", AS_OF + timedelta(days=5), 30_000)],
            allocations=[allocation("P1", "INV-3", 30_000)],
        ),
        AS_OF,
    )
    assert [document.open_minor for document in ledger.documents] == [0, 20_000, 30_000]
    assert ledger.future_payments == 1


def test_a_bank_reference_names_a_document_only_as_a_whole_word() -> None:
    """R-08: "付A-1货款" names A-1; "A-1-2" and "XA-1" name nothing that is here."""
    for reference, open_minor in (("付A-1货款", 0), ("A-1-2", 10_000), ("XA-1", 10_000), ("A-1 A-2", 10_000)):
        ledger = balances(
            folder(
                receivables=[receivable("A-1", EARLIER, 10_000), receivable("A-2", EARLIER, 10_000)],
                payments=[payment("P1", EARLIER, 10_000, bank_reference=reference)],
            ),
            AS_OF,
        )
        assert ledger.documents[0].open_minor == open_minor, reference


def test_an_unknown_payer_is_found_by_a_name_that_fits_one_customer_only() -> None:
    """R-07: 华光 fits one customer; 同名 fits two; a name nobody has falls back on the allocated document."""
    customers = [
        customer("C1", name="华光机电"),
        customer("C2", name="远山", short_name="同名"),
        customer("C3", name="同名"),
    ]
    for name, document_no, payer in (("华光机电", "", "C1"), ("同名", "", ""), ("没有", "INV-2", "C2")):
        ledger = balances(
            folder(
                customers=customers,
                receivables=[receivable("INV-2", EARLIER, 100, customer_id="C2")],
                payments=[payment("P1", EARLIER, 1_000, customer_id=None, payer_name=name)],
                allocations=[allocation("P1", document_no, 100)] if document_no else [],
            ),
            AS_OF,
        )
        assert list(ledger.unallocated) == [(payer, "main", "CNY")]


def test_a_bill_is_in_hand_through_its_maturity_and_cash_from_the_next_day() -> None:
    """R-10, R-02: 1,000.00 open, a bill of 600.00.

    matures_on  refused_on  open    bills
    10 June     -           1,000   600
    9 June      -             400     0
    -           -           1,000   600
    10 June     10 June     1,000     0
    10 June     11 June     1,000   600
    """
    cases = (
        (AS_OF, None, 100_000, 60_000),
        (AS_OF - timedelta(days=1), None, 40_000, 0),
        (None, None, 100_000, 60_000),
        (AS_OF, AS_OF, 100_000, 0),
        (AS_OF, AS_OF + timedelta(days=1), 100_000, 60_000),
    )
    for matures_on, refused_on, open_minor, bills in cases:
        bill = payment("P1", EARLIER, 60_000, method="acceptance_bill", matures_on=matures_on, refused_on=refused_on)
        ledger = balances(
            folder(
                receivables=[receivable("INV-1", EARLIER, 100_000)],
                payments=[bill],
                allocations=[allocation("P1", "INV-1", 60_000)],
            ),
            AS_OF,
        )
        assert (ledger.documents[0].open_minor, ledger.documents[0].bills) == (open_minor, bills)


def test_a_payment_of_tomorrow_is_in_transit_when_it_was_recorded_today() -> None:
    tomorrow = AS_OF + timedelta(days=1)
    ledger = balances(
        folder(
            payments=[payment("P1", tomorrow, 10_000, recorded_on=AS_OF), payment("P2", tomorrow, 5_000)],
        ),
        AS_OF,
    )
    assert ledger.in_transit == {MAIN: 10_000}
    assert ledger.future_payments == 1


def test_due_dates_follow_the_terms_where_none_is_given() -> None:
    """net 30 from 15 January is 14 February; 月结30 from 15 January is 31 January + 30 days = 2 March."""
    issued = date(2026, 1, 15)
    ledger = balances(
        folder(
            customers=[customer(terms="月结30")],
            receivables=[
                receivable("INV-1", None, 1, issue_date=issued, terms="net 30"),
                receivable("INV-2", None, 1, issue_date=issued),
                receivable("CN-1", EARLIER, -1, issue_date=issued, kind="credit_note"),
            ],
        ),
        AS_OF,
    )
    assert [document.due_date for document in ledger.documents] == [date(2026, 2, 14), date(2026, 3, 2), issued]
    assert [document.is_monthly for document in ledger.documents] == [False, True, True]
