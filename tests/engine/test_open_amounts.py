"""Which figure counts (files.md), one rule a test; R-03 to R-12."""

import polars as pl

from tests.engine.folder_rows import ago, allocation, invoice, payment, planned, row_of


def open_of(plan, document_no: str) -> int:
    found = plan.items.filter(pl.col("document_no") == document_no)
    return found["open_minor"].item() if found.height else 0


def test_open_is_the_amount_less_allocations_received_by_as_of():
    plan = planned(
        receivables=[invoice("A", overdue=10)],
        payments=[payment("P1", received=3, amount=30_000), payment("P2", received=-1, amount=50_000)],
        allocations=[allocation("P1", "A", 30_000), allocation("P2", "A", 50_000)],
    )
    assert open_of(plan, "A") == 70_000
    assert plan.future_payments == 1


def test_a_given_balance_is_lowered_only_by_later_payments():
    plan = planned(
        receivables=[invoice("A", overdue=10, open_minor=80_000, balance_date=ago(5))],
        payments=[payment("P1", received=5, amount=20_000), payment("P2", received=4, amount=15_000)],
        allocations=[allocation("P1", "A", 20_000), allocation("P2", "A", 15_000)],
    )
    assert open_of(plan, "A") == 65_000


def test_a_balance_of_a_later_day_is_hindsight_and_not_used():
    plan = planned(receivables=[invoice("A", overdue=10, open_minor=1, balance_date=ago(-1))])
    assert open_of(plan, "A") == 100_000
    assert plan.problems["code"].to_list() == ["balance_after_as_of"]


def test_settled_on_counts_only_without_balance_and_payment():
    plan = planned(
        receivables=[
            invoice("A", overdue=10, settled_on=ago(2)),
            invoice("B", overdue=10, settled_on=ago(-2)),
            invoice("C", overdue=10, settled_on=ago(2), open_minor=5_000),
            invoice("D", overdue=10, settled_on=ago(2)),
        ],
        payments=[payment("P1", received=3, amount=30_000)],
        allocations=[allocation("P1", "D", 30_000)],
    )
    assert [open_of(plan, name) for name in "ABCD"] == [0, 100_000, 5_000, 70_000]


def test_documents_issued_after_as_of_are_counted_and_left_out():
    plan = planned(receivables=[invoice("A", overdue=10), invoice("B", overdue=-60, issue_date=ago(-1))])
    assert plan.items["document_no"].to_list() == ["A"]
    assert plan.not_yet_issued == 1


def test_what_an_allocation_brings_beyond_the_balance_stays_unallocated():
    plan = planned(
        receivables=[invoice("A", overdue=10), invoice("B", overdue=5)],
        payments=[payment("P1", received=3, amount=130_000)],
        allocations=[allocation("P1", "A", 130_000)],
    )
    assert open_of(plan, "A") == 0
    assert row_of(plan.ageing, bucket="unallocated")["amount_minor"] == -30_000
    assert row_of(plan.items, document_no="B")["eligible_minor"] == 70_000
    assert plan.problems["code"].to_list() == ["over_allocated"]


def test_a_bank_reference_allocates_only_when_it_names_exactly_one_open_document():
    plan = planned(
        receivables=[invoice("INV-1", overdue=10), invoice("INV-2", overdue=5), invoice("INV-21", overdue=4)],
        payments=[
            payment("P1", received=3, amount=10_000, bank_reference="货款 INV-2,谢谢"),
            payment("P2", received=3, amount=1_000, bank_reference="INV-1 INV-21"),
        ],
    )
    assert [open_of(plan, name) for name in ("INV-1", "INV-2", "INV-21")] == [100_000, 90_000, 100_000]
    assert row_of(plan.ageing, bucket="unallocated")["amount_minor"] == -1_000


def test_a_bill_in_hand_stays_in_the_ledger_and_leaves_the_chase_until_it_matures():
    rows = {
        "receivables": [invoice("A", overdue=40)],
        "allocations": [allocation("P1", "A", 60_000)],
    }
    bill = {"method": "acceptance_bill", "received": 10, "amount": 60_000}
    in_hand = planned(**rows, payments=[payment("P1", matures_on=ago(0), **bill)])
    matured = planned(**rows, payments=[payment("P1", matures_on=ago(1), **bill)])
    refused = planned(**rows, payments=[payment("P1", matures_on=ago(2), refused_on=ago(1), **bill)])
    shape = [
        (item["open_minor"], item["bills_minor"], item["eligible_minor"])
        for item in (row_of(plan.items, document_no="A") for plan in (in_hand, matured, refused))
    ]
    assert shape == [(100_000, 60_000, 40_000), (40_000, 0, 40_000), (100_000, 0, 100_000)]
    assert row_of(in_hand.ageing, bucket="bills_in_hand")["amount_minor"] == 60_000
    assert row_of(refused.worklist, customer_id="C1")["reasons"][0] == "bill_refused"


def test_money_recorded_but_not_received_is_in_transit():
    plan = planned(
        receivables=[invoice("A", overdue=10), invoice("B", overdue=5)],
        payments=[payment("P1", received=-2, recorded_on=ago(1), amount=40_000)],
        allocations=[allocation("P1", "B", 40_000)],
    )
    item = row_of(plan.items, document_no="B")
    assert (item["open_minor"], item["in_transit_minor"], item["eligible_minor"]) == (100_000, 40_000, 60_000)
    assert row_of(plan.skipped, reason="in_transit")["until"] == ago(-2)


def test_a_payment_that_names_only_its_payer_finds_the_customer_by_name_or_document():
    plan = planned(
        customers=[{"customer_id": "C1", "name": "宁远机电有限公司", "short_name": "宁远"}],
        receivables=[invoice("A", overdue=10), invoice("B", overdue=9)],
        payments=[
            payment("P1", received=3, amount=1_000, customer_id=None, payer_name="宁远"),
            payment("P2", received=3, amount=2_000, customer_id=None, payer_name="代付人"),
            payment("P3", received=3, amount=4_000, customer_id=None, payer_name="不详"),
        ],
        allocations=[allocation("P2", "B", 500)],
    )
    cash = plan.ageing.filter(pl.col("bucket") == "unallocated")
    assert dict(cash.select("customer_id", "amount_minor").iter_rows()) == {"C1": -2_500, "": -4_000}
    assert plan.problems["code"].to_list() == ["payer_unknown"]


def test_an_allocation_that_cannot_be_placed_is_said_and_stays_unallocated():
    plan = planned(
        receivables=[invoice("A", overdue=10), invoice("U", overdue=9, currency="USD")],
        payments=[payment("P1", received=3, amount=3_000)],
        allocations=[allocation("P1", "X", 1_000), allocation("P1", "U", 2_000)],
    )
    assert sorted(plan.problems["code"]) == ["allocation_other_currency", "allocation_unknown_document"]
    assert row_of(plan.ageing, bucket="unallocated")["amount_minor"] == -3_000


def test_the_payers_own_document_is_meant_before_another_customers():
    plan = planned(
        receivables=[invoice("A", overdue=10), invoice("A", overdue=10, customer_id="C2")],
        payments=[payment("P1", received=3, amount=30_000, customer_id="C2")],
        allocations=[allocation("P1", "A", 30_000)],
    )
    assert dict(plan.items.select("customer_id", "open_minor").iter_rows()) == {"C1": 100_000, "C2": 70_000}


def test_a_parent_may_pay_for_its_child():
    plan = planned(
        receivables=[invoice("A", overdue=10)],
        payments=[payment("P1", received=3, amount=30_000, customer_id="PARENT")],
        allocations=[allocation("P1", "A", 30_000)],
    )
    assert open_of(plan, "A") == 70_000
