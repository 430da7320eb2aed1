"""Edges at which two readings of the contract once differed, told by twin and engine alike, each with its rule.

The day is Wednesday 12 August 2026 unless said; what is expected was worked out by hand.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from .rows import Folder, activity, allocation, customer, dispute, folder, payment, promise, receivable
from .views import SPEAKERS, View

AS_OF = date(2026, 8, 12)
DAY = timedelta(days=1)
TWENTY_DAYS_AGO = AS_OF - 20 * DAY
STANDARD = "b2b-standard"

pytestmark = pytest.mark.parametrize("speaker", SPEAKERS)


def told(speaker: str, rows: Folder, as_of: date = AS_OF) -> View:
    return SPEAKERS[speaker](rows, as_of, STANDARD)


def eligible(view: View) -> dict[str, int]:
    return {number: facts["eligible_minor"] for (_, _, number), facts in view.items.items()}


def test_money_in_transit_beyond_its_item_stands_at_the_case(speaker: str) -> None:
    """R-11: 300.00 on the way for A, open 100.00: A 0, and B 500.00 − 200.00 = 300.00."""
    view = told(
        speaker,
        folder(
            receivables=[receivable("A", TWENTY_DAYS_AGO, 10_000), receivable("B", AS_OF - 10 * DAY, 50_000)],
            payments=[payment("P1", AS_OF + DAY, 30_000, recorded_on=AS_OF)],
            allocations=[allocation("P1", "A", 30_000)],
        ),
    )
    assert eligible(view) == {"A": 0, "B": 30_000}


def test_money_in_transit_for_a_disputed_item_still_lowers_the_case(speaker: str) -> None:
    """R-17: 600.00 − disputed 60.00 − in transit 100.00 = 440.00, though A has room for 40.00 of it only."""
    view = told(
        speaker,
        folder(
            receivables=[receivable("A", TWENTY_DAYS_AGO, 10_000), receivable("B", AS_OF - 10 * DAY, 50_000)],
            payments=[payment("P1", AS_OF + DAY, 10_000, recorded_on=AS_OF)],
            allocations=[allocation("P1", "A", 10_000)],
            disputes=[dispute("A", AS_OF, 6_000)],
        ),
    )
    assert eligible(view) == {"A": 0, "B": 44_000}


def test_a_bill_beyond_its_document_counts_as_in_transit(speaker: str) -> None:
    """R-10 with R-05: a bill of 300.00 for A, open 100.00: the other 200.00 must not vanish."""
    view = told(
        speaker,
        folder(
            receivables=[receivable("A", TWENTY_DAYS_AGO, 10_000), receivable("B", AS_OF - 10 * DAY, 50_000)],
            payments=[payment("P1", AS_OF - DAY, 30_000, method="acceptance_bill", matures_on=AS_OF + DAY)],
            allocations=[allocation("P1", "A", 30_000)],
        ),
    )
    assert eligible(view) == {"A": 0, "B": 30_000}


def test_an_allocation_in_another_currency_says_nothing_of_a_settled_document(speaker: str) -> None:
    """R-04, R-06: dollars cannot name a document in yuan, so settled_on still closes it."""
    view = told(
        speaker,
        folder(
            receivables=[receivable("A", TWENTY_DAYS_AGO, 10_000, settled_on=AS_OF - DAY)],
            payments=[payment("P1", AS_OF - DAY, 3_000, currency="USD")],
            allocations=[allocation("P1", "A", 3_000)],
        ),
    )
    assert view.items == {}


def test_a_credit_note_used_up_does_not_become_a_claim(speaker: str) -> None:
    """R-05: a balance of 0.00 given, then −1.00 allocated: it stops at zero."""
    view = told(
        speaker,
        folder(
            receivables=[
                receivable(
                    "N", TWENTY_DAYS_AGO, -10_000, kind="credit_note", open_minor=0, balance_date=AS_OF - 5 * DAY
                )
            ],
            payments=[payment("P1", AS_OF - DAY, 3_000)],
            allocations=[allocation("P1", "N", -100)],
        ),
    )
    assert view.items == {}


def test_cash_beyond_a_document_keeps_the_promise_of_who_paid_it(speaker: str) -> None:
    """R-05, R-13: C2 allots 50.00 to C1's document of 1.00; 49.00 is C2's unallocated cash and keeps C2's promise."""
    promised = [promise(AS_OF - 5 * DAY, AS_OF + DAY, 4_000, customer_id=payer) for payer in ("C1", "C2")]
    view = told(
        speaker,
        folder(
            receivables=[
                receivable("A", TWENTY_DAYS_AGO, 100),
                receivable("B", TWENTY_DAYS_AGO, 50_000, customer_id="C2"),
            ],
            payments=[payment("P1", AS_OF - DAY, 5_000, customer_id="C2")],
            allocations=[allocation("P1", "A", 5_000)],
            promises=promised,
        ),
    )
    assert [(found[0], found[-3], found[-2]) for found in view.promises] == [("C1", 100, "open"), ("C2", 4_000, "kept")]


def test_a_payer_known_by_name_may_name_a_document_in_the_bank_reference(speaker: str) -> None:
    """R-07, R-08: the name fits one customer, the reference one of its open documents."""
    view = told(
        speaker,
        folder(
            customers=[customer(name="华光")],
            receivables=[receivable("A", TWENTY_DAYS_AGO, 10_000)],
            payments=[payment("P1", AS_OF - DAY, 3_000, customer_id=None, payer_name="华光", bank_reference="A")],
        ),
    )
    assert view.items["main", "invoice", "A"]["open_minor"] == 7_000


def test_a_payer_known_by_name_means_its_own_document_first(speaker: str) -> None:
    """R-06, R-07: two customers have a document A; the payer's own is meant."""
    view = told(
        speaker,
        folder(
            customers=[customer(name="华光"), customer("C2")],
            receivables=[
                receivable("A", TWENTY_DAYS_AGO, 10_000),
                receivable("A", TWENTY_DAYS_AGO, 10_000, kind="opening", customer_id="C2"),
            ],
            payments=[payment("P1", AS_OF - DAY, 3_000, customer_id=None, payer_name="华光")],
            allocations=[allocation("P1", "A", 3_000)],
        ),
    )
    assert view.items["main", "invoice", "A"]["open_minor"] == 7_000


def test_a_bank_reference_is_read_with_what_was_open_before_the_payment(speaker: str) -> None:
    """R-08: A and B were both open when "A B" was paid; that B was paid later does not make A the one meant."""
    view = told(
        speaker,
        folder(
            receivables=[receivable("A", TWENTY_DAYS_AGO, 10_000), receivable("B", TWENTY_DAYS_AGO, 10_000)],
            payments=[
                payment("P1", AS_OF - 5 * DAY, 3_000, bank_reference="A B"),
                payment("P2", AS_OF - DAY, 10_000),
            ],
            allocations=[allocation("P2", "B", 10_000)],
        ),
    )
    assert view.items["main", "invoice", "A"]["open_minor"] == 10_000


def test_a_bill_that_names_two_open_documents_is_not_read_by_what_cash_paid_later(speaker: str) -> None:
    """R-08, R-10: A and B were both open when the bill for "A B" came; it waits at the case, on neither."""
    view = told(
        speaker,
        folder(
            receivables=[receivable("A", TWENTY_DAYS_AGO, 10_000), receivable("B", TWENTY_DAYS_AGO, 10_000)],
            payments=[
                payment("P1", AS_OF - DAY, 10_000),
                payment("P2", AS_OF - 5 * DAY, 10_000, method="acceptance_bill", bank_reference="A B"),
            ],
            allocations=[allocation("P1", "A", 10_000)],
        ),
    )
    found = view.items["main", "invoice", "B"]
    assert (found["bills_minor"], found["in_transit_minor"]) == (0, 10_000)


def test_a_warning_given_again_does_not_start_its_three_days_again(speaker: str) -> None:
    """P-1: a warning was delivered at least three working days before, whatever followed it."""
    warnings = [activity(date(2026, 8, day), step="lock-warning") for day in (3, 11)]
    view = told(speaker, folder(receivables=[receivable("A", date(2026, 4, 9), 10_000)], activities=warnings))
    assert view.cases["C1", "main"]["step"] == "lock"


def test_letters_given_again_do_not_start_their_fifteen_days_again(speaker: str) -> None:
    done = [activity(date(2026, 7, 3), step="lock")]
    done += [activity(on, step="letters", outcome="signed") for on in (date(2026, 7, 11), date(2026, 8, 11))]
    view = told(speaker, folder(receivables=[receivable("A", date(2026, 3, 9), 10_000)], activities=done))
    assert view.cases["C1", "main"]["step"] == "lawyer-letter"


def test_letters_do_not_become_due_on_a_rest_day(speaker: str) -> None:
    """D-711, R-27: the boss refused the lock on 2 October; the letters are due on the 8th, not in the holiday."""
    refused = activity(date(2026, 10, 2), step="lock", outcome="refused")
    rows = folder(receivables=[receivable("A", date(2026, 5, 9), 10_000)], activities=[refused])
    assert told(speaker, rows, date(2026, 10, 3)).cases["C1", "main"]["step"] == "gm"


def test_beside_an_overdue_anchor_nothing_is_reminded_of(speaker: str) -> None:
    """R-22: rung, days and slots are the overdue anchor's; its contact of D+3, yesterday, was made."""
    rows = folder(
        receivables=[receivable("A", AS_OF - 4 * DAY, 10_000), receivable("B", AS_OF + 7 * DAY, 10_000)],
        activities=[activity(AS_OF - DAY)],
    )
    assert told(speaker, rows).cases == {}


def test_a_case_that_is_paused_says_so_before_it_says_that_it_is_small(speaker: str) -> None:
    """R-18 names the pause first."""
    rows = folder(receivables=[receivable("A", TWENTY_DAYS_AGO, 99)], activities=[activity(AS_OF, outcome="says_paid")])
    assert told(speaker, rows).items["main", "invoice", "A"]["suppressed_reason"] == "paused"


def test_a_word_of_payment_is_answered_by_money_that_somebody_else_paid_for_the_case(speaker: str) -> None:
    """R-19, D-311: the parent's 1.00 for A came a day after C1 said it was paid; nothing is left to verify."""
    view = told(
        speaker,
        folder(
            receivables=[receivable("A", TWENTY_DAYS_AGO, 10_000)],
            payments=[payment("P1", date(2026, 8, 4), 100, customer_id="PARENT")],
            allocations=[allocation("P1", "A", 100)],
            activities=[activity(date(2026, 8, 3), outcome="says_paid")],
        ),
    )
    assert view.cases["C1", "main"]["step"] == "supervisor"


def test_a_refused_bill_belongs_to_the_customer_of_the_document_it_was_given_for(speaker: str) -> None:
    """R-07, R-34: nobody is called 某某, but the bill was for A, so C1 has not been spoken to since the refusal."""
    bill = payment("P1", AS_OF - 9 * DAY, 3_000, customer_id=None, payer_name="某某", method="acceptance_bill")
    view = told(
        speaker,
        folder(
            receivables=[receivable("A", TWENTY_DAYS_AGO, 10_000)],
            payments=[{**bill, "refused_on": AS_OF - DAY}],
            allocations=[allocation("P1", "A", 3_000)],
            activities=[activity(AS_OF - 5 * DAY)],
        ),
    )
    assert view.cases["C1", "main"]["lane"] == "hard"


def test_a_bill_that_the_balance_has_partly_taken_off_covers_what_is_left_and_no_more(speaker: str) -> None:
    """R-12: a bill of 300.00 came, then a balance of 125.00 was given: 125.00 stands in bills, B is asked for whole."""
    view = told(
        speaker,
        folder(
            receivables=[
                receivable("A", TWENTY_DAYS_AGO, 50_000, open_minor=12_500, balance_date=AS_OF - DAY),
                receivable("B", AS_OF - 10 * DAY, 50_000),
            ],
            payments=[payment("P1", AS_OF - 5 * DAY, 30_000, method="acceptance_bill")],
            allocations=[allocation("P1", "A", 30_000)],
        ),
    )
    assert eligible(view) == {"A": 0, "B": 50_000}


def test_a_used_up_credit_note_does_not_make_its_invoice_ambiguous(speaker: str) -> None:
    """R-06: an invoice and a credit note are both A; a positive part means the invoice, whatever is left of both."""
    view = told(
        speaker,
        folder(
            receivables=[
                receivable("A", TWENTY_DAYS_AGO, 10_000),
                receivable("A", TWENTY_DAYS_AGO, -10_000, kind="credit_note", open_minor=0, balance_date=AS_OF - DAY),
            ],
            payments=[payment("P1", AS_OF - DAY, 3_000)],
            allocations=[allocation("P1", "A", 3_000)],
        ),
    )
    assert view.items["main", "invoice", "A"]["open_minor"] == 7_000
