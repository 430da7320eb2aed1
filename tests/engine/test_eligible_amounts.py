"""What may be asked for today (files.md "Eligible"; R-15 to R-18, R-20)."""

from tests.engine.folder_rows import ago, allocation, invoice, payment, planned, promise, row_of


def eligible(plan) -> dict[str, int]:
    return dict(plan.items.select("document_no", "eligible_minor").iter_rows())


def test_the_vector_of_the_contract():
    """overdue 1,000 and 500; 300 disputed; promised 400; credit note 100; unallocated 50 -> 650."""
    plan = planned(
        receivables=[
            invoice("OLD", overdue=40, amount=100_000),
            invoice("NEW", overdue=10, amount=50_000, disputed_minor=30_000),
            invoice("CN", overdue=2, kind="credit_note", amount=-10_000),
        ],
        payments=[payment("P1", received=3, amount=5_000)],
        promises=[promise(made=1, due=-5, amount=40_000)],
    )
    row = row_of(plan.worklist, customer_id="C1")
    assert row["eligible_minor"] == 65_000
    assert (row["overdue_minor"], row["disputed_minor"], row["promised_minor"]) == (150_000, 30_000, 40_000)
    assert (row["credit_minor"], row["unallocated_minor"]) == (10_000, 5_000)
    assert eligible(plan) == {"OLD": 45_000, "NEW": 20_000, "CN": 0}


def test_nothing_is_asked_before_the_first_overdue_day():
    plan = planned(receivables=[invoice("DUE", overdue=0), invoice("LATE", overdue=1)])
    assert eligible(plan) == {"DUE": 0, "LATE": 100_000}


def test_an_open_dispute_row_wins_over_the_amount_on_the_document():
    receivables = [invoice("A", overdue=10, disputed_minor=90_000)]
    dispute = {"document_no": "A", "amount_minor": 20_000, "opened_on": ago(5)}
    assert eligible(planned(receivables=receivables)) == {"A": 10_000}
    assert eligible(planned(receivables=receivables, disputes=[dispute])) == {"A": 80_000}
    assert eligible(planned(receivables=receivables, disputes=[dispute | {"amount_minor": None}])) == {"A": 0}
    assert eligible(planned(receivables=receivables, disputes=[dispute | {"resolved_on": ago(0)}])) == {"A": 100_000}


def test_a_named_promise_covers_its_documents_and_no_more_than_is_open():
    plan = planned(
        receivables=[invoice("A", overdue=40), invoice("B", overdue=30, amount=50_000)],
        promises=[promise(made=1, due=-5, amount=80_000, document_nos=["B"])],
    )
    assert eligible(plan) == {"A": 100_000, "B": 0}
    assert row_of(plan.items, document_no="B")["suppressed_reason"] == "promised"


def test_two_promises_on_one_document_do_not_cover_it_twice():
    plan = planned(
        receivables=[invoice("A", overdue=40), invoice("B", overdue=30, amount=50_000)],
        promises=[
            promise(made=2, due=-3, amount=30_000, document_nos=["B"]),
            promise(made=1, due=-5, amount=40_000, document_nos=["B"]),
        ],
    )
    assert eligible(plan) == {"A": 100_000, "B": 0}


def test_what_was_already_paid_on_a_promise_no_longer_suppresses():
    plan = planned(
        receivables=[invoice("A", overdue=40)],
        payments=[payment("P1", received=1, amount=30_000)],
        allocations=[allocation("P1", "A", 30_000)],
        promises=[promise(made=2, due=-3, amount=40_000)],
    )
    assert eligible(plan) == {"A": 60_000}


def test_currencies_are_never_mixed():
    plan = planned(
        receivables=[invoice("A", overdue=40), invoice("U", overdue=30, currency="USD")],
        payments=[payment("P1", received=1, amount=30_000, currency="USD")],
    )
    assert eligible(plan) == {"A": 100_000, "U": 70_000}
    assert plan.worklist["rank"].to_list() == [1, 1]


def test_less_than_the_tolerance_is_left_alone_but_stays_in_the_ledger():
    plan = planned(
        receivables=[invoice("A", overdue=40, amount=99), invoice("B", overdue=40, amount=100, customer_id="C2")]
    )
    assert plan.worklist["customer_id"].to_list() == ["C2"]
    assert row_of(plan.skipped, customer_id="C1")["reason"] == "tolerance"
    assert row_of(plan.items, document_no="A")["suppressed_reason"] == "tolerance"
    assert plan.ageing["amount_minor"].sum() == 199


def test_suppressed_reason_names_the_largest_part():
    plan = planned(
        receivables=[
            invoice("A", overdue=10, disputed_minor=40_000),
            invoice("B", overdue=-3),
            invoice("CN", overdue=2, kind="credit_note", amount=-1),
        ],
        promises=[promise(made=1, due=-5, amount=70_000)],
    )
    reasons = dict(plan.items.select("document_no", "suppressed_reason").iter_rows())
    assert reasons == {"A": "promised", "B": "not_overdue", "CN": "credit"}
