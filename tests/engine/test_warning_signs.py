"""Each warning sign (D-307): a table that rings, one that does not, one just below the threshold; evidence by hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import polars as pl
import pytest

from huikuan.engine.ladder.document import Policy
from huikuan.engine.plan import Parameters, plan_day
from huikuan.gateways.policies import preset_policies
from tests.engine.folder_rows import AS_OF, Row, activity, ago, allocation, folder, invoice, payment, planned, row_of

OPEN = invoice("OPEN", overdue=5)


def signs(**tables: Iterable[Row]) -> list[str]:
    """The signs of a folder of the given rows, the serious ones first."""
    return planned(**tables).alerts["sign"].to_list()


def evidence(sign: str, **tables: Iterable[Row]) -> dict[str, Any]:
    """What is not empty in the one alert of that sign."""
    row = row_of(planned(**tables).alerts, sign=sign)
    return {name: value for name, value in row.items() if value is not None}


def issued(document_no: str, days_ago: int, amount: int, **more: Any) -> Row:
    """A document issued so many days ago and due 30 days later."""
    return invoice(document_no, overdue=days_ago - 30, amount=amount, **more)


def paid(document_no: str, *, due: int, late: int, amount: int = 100_000) -> tuple[Row, Row, Row]:
    """A document due so many days ago, with the payment that settled it so many days late."""
    receipt = payment(f"P-{document_no}", received=due - late, amount=amount)
    return (
        invoice(document_no, overdue=due, amount=amount),
        receipt,
        allocation(receipt["payment_no"], document_no, amount),
    )


def ledger(*settled: tuple[Row, Row, Row], beside: Iterable[Row] = (OPEN,)) -> dict[str, list[Row]]:
    """The tables of settled documents and of others beside them."""
    return {
        "receivables": [*(document for document, _payment, _part in settled), *beside],
        "payments": [receipt for _document, receipt, _part in settled],
        "allocations": [part for _document, _payment, part in settled],
    }


# Orders: a document of 1,000.00 every 30 days for more than a year, each paid at once; twelve of them in the year.
HABIT = [paid(f"H{number}", due=30 * number + 31, late=-30) for number in range(13)]


def test_orders_jump_when_a_month_brings_three_times_the_usual() -> None:
    """
    | window                 | documents | sum      |
    | 365 days before        | 12        | 12000.00 |
    | usual for 30 days      |           | 986.30   | 12000 x 30 / 365
    | last 30 days           | 3         | 2958.91  | 300 %, the threshold
    """
    now = [issued(f"N{number}", 10 + number, amount) for number, amount in enumerate((100_000, 100_000, 95_891))]
    found = evidence("orders_jump", **ledger(*HABIT, beside=now))

    assert (found["amount_minor"], found["usual_minor"], found["percent"]) == (295_891, 98_630, 300)
    assert (found["count"], found["usual_count"], found["since"]) == (3, 12, ago(12))


def test_just_below_three_times_the_usual_no_orders_jump() -> None:
    now = [issued(f"N{number}", 10 + number, amount) for number, amount in enumerate((100_000, 100_000, 95_889))]
    assert signs(**ledger(*HABIT, beside=now)) == []


def test_two_large_documents_are_no_jump() -> None:
    assert signs(**ledger(*HABIT, beside=[issued("N1", 10, 900_000), issued("N2", 11, 900_000)])) == []


def test_an_extract_of_open_items_raises_no_jump() -> None:
    """Only what is open is known, so the months before look empty (R-81)."""
    before = [issued(f"B{number}", 60 + 40 * number, 10_000) for number in range(7)]
    now = [issued(f"N{number}", 10 + number, 900_000) for number in range(3)]
    assert signs(receivables=[*before, *now]) == []


def test_orders_stop_when_ninety_days_bring_a_tenth_of_the_usual() -> None:
    """
    | window               | documents | sum      |
    | 91 to 455 days ago   | 12        | 12000.00 |
    | usual for 90 days    |           | 2958.90  | 12000 x 90 / 365
    | last 90 days         | 1         | 325.47   | 10.999 %, cut off to 10
    """
    habit = [paid(f"H{number}", due=30 * number + 61, late=0) for number in range(12)]
    found = evidence("orders_stop", **ledger(*habit, beside=[issued("N", 80, 32_547)]))

    assert (found["amount_minor"], found["usual_minor"], found["percent"]) == (32_547, 295_890, 10)
    assert (found["count"], found["usual_count"], found["since"]) == (1, 12, ago(80))


def test_eleven_hundredths_of_the_usual_are_no_stop() -> None:
    habit = [paid(f"H{number}", due=30 * number + 61, late=0) for number in range(12)]
    assert signs(**ledger(*habit, beside=[issued("N", 80, 32_548)])) == []


def test_five_documents_in_a_year_are_no_habit_that_could_stop() -> None:
    habit = [paid(f"H{number}", due=60 * number + 70, late=0) for number in range(5)]
    assert signs(**ledger(*habit, beside=[issued("N", 100, 100)])) == ["orders_stop"]
    assert signs(**ledger(*habit[1:], beside=[issued("N", 100, 100)])) == []


def lateness(recent: Iterable[tuple[int, int]], before: int) -> dict[str, list[Row]]:
    """Documents paid so many days late with these amounts in the last 90 days, six of 1,000.00 before."""
    new = [paid(f"N{at}", due=60 + late, late=late, amount=amount) for at, (late, amount) in enumerate(recent)]
    old = [paid(f"B{at}", due=200 + before + at, late=before) for at in range(6)]
    return ledger(*new, *old)


def test_slower_payment_weighs_days_by_amount() -> None:
    """
    | paid           | days late | amount  |
    | recently       | 10        | 1000.00 |
    |                | 20        | 1000.00 |
    |                | 30        | 2000.00 | (10 + 20 + 2 x 30) / 4 = 22.5, rounded 23
    | the year before, six | 5   | 1000.00 |
    """
    found = evidence("slower_payment", **lateness([(10, 100_000), (20, 100_000), (30, 200_000)], 5))

    assert (found["days"], found["usual_days"], found["count"], found["usual_count"]) == (23, 5, 3, 6)
    assert (found["amount_minor"], found["usual_minor"], found["since"]) == (400_000, 600_000, ago(60))
    assert (found["severity"], found["threshold"]) == ("serious", "days=10;documents=3;documents_before=6")
    assert found["effect"] == ["report_supervisor", "preservation_study"]


@pytest.mark.parametrize(("late", "rings"), [(15, ["slower_payment"]), (14, [])])
def test_slower_payment_rings_from_ten_days_more(late: int, rings: list[str]) -> None:
    assert signs(**lateness([(late, 100_000)] * 3, 5)) == rings


def test_paying_ten_days_less_early_is_no_sign() -> None:
    assert signs(**lateness([(-5, 100_000)] * 3, -20)) == []


def test_two_recent_documents_are_too_few_to_call_slow() -> None:
    assert signs(**lateness([(40, 100_000)] * 2, 5)) == []


def in_parts(recent: int, of: int, before: int, of_before: int) -> dict[str, list[Row]]:
    """Receipts: so many for half of their document, of so many, in the last 90 days and in the year before."""
    rows = []
    for name, parts, whole, days in (("N", recent, of, 40), ("B", before, of_before, 200)):
        for at in range(whole):
            document, receipt, part = paid(f"{name}{at}", due=days, late=0, amount=100_000)
            half = {"amount_minor": 50_000} if at < parts else {}
            rows.append((document, receipt | half, part | half))
    return ledger(*rows)


def test_more_part_payments_than_before() -> None:
    found = evidence("part_payments", **in_parts(3, 6, 2, 8))
    assert (found["count"], found["of_count"], found["percent"]) == (3, 6, 50)
    assert (found["usual_count"], found["usual_of_count"], found["usual_percent"]) == (2, 8, 25)
    assert (found["amount_minor"], found["since"]) == (150_000, ago(40))


@pytest.mark.parametrize("counts", [(2, 2, 0, 8), (3, 6, 3, 8), (3, 6, 0, 5)])
def test_few_part_payments_or_a_habit_of_them_are_no_sign(counts: tuple[int, int, int, int]) -> None:
    """Two only; 50 % after 37 %; too short a history."""
    assert signs(**in_parts(*counts)) == []


def test_a_refused_bill_and_a_refused_cheque_ring() -> None:
    bill = payment("B", received=50, amount=70_000, method="acceptance_bill", matures_on=ago(20), refused_on=ago(18))
    cheque = payment("Q", received=9, amount=30_000, method="cheque", refused_on=ago(3))
    found = evidence("paper_refused", receivables=[OPEN], payments=[bill, cheque])
    assert (found["count"], found["amount_minor"], found["since"]) == (2, 100_000, ago(18))


def test_a_refusal_half_a_year_ago_is_over() -> None:
    def refused(days: int) -> Row:
        return payment("B", received=190, amount=70_000, method="acceptance_bill", refused_on=ago(days))

    assert signs(receivables=[OPEN], payments=[refused(180)]) == []
    assert signs(receivables=[OPEN], payments=[refused(179)]) == ["paper_refused"]


def two_companies(overdue: int, received: int) -> dict[str, list[Row]]:
    """Overdue with ``main``; ``second`` was paid so many days ago."""
    other = invoice("S", overdue=received, entity="second")
    receipt = payment("P", received=received, amount=100_000, entity="second")
    return {
        "receivables": [invoice("M", overdue=overdue), other],
        "payments": [receipt],
        "allocations": [allocation("P", "S", 100_000) | {"entity": "second"}],
    }


def test_paying_our_other_company_and_not_this_one_rings() -> None:
    found = evidence("pays_others", **two_companies(30, 10))
    assert (found["entity"], found["days"], found["count"], found["amount_minor"]) == ("main", 30, 1, 100_000)
    assert found["since"] == ago(29)


@pytest.mark.parametrize(("overdue", "received"), [(29, 10), (30, 60)])
def test_late_by_less_or_paid_long_ago_says_nothing_of_preferring_others(overdue: int, received: int) -> None:
    assert signs(**two_companies(overdue, received)) == []


def not_reached(*days: int) -> list[Row]:
    return [activity(day, outcome="not_reached") for day in days]


def test_four_attempts_in_a_row_ring() -> None:
    reached = [activity(20, outcome="promised"), *not_reached(21)]
    found = evidence("unreachable", receivables=[OPEN], activities=[*reached, *not_reached(12, 9, 6, 3)])
    assert (found["count"], found["since"]) == (4, ago(12))


def test_three_attempts_or_a_contact_between_are_no_sign() -> None:
    assert signs(receivables=[OPEN], activities=not_reached(9, 6, 3)) == []
    assert signs(receivables=[OPEN], activities=[*not_reached(12, 9, 6, 3), activity(7, outcome="promised")]) == []


def test_a_row_of_attempts_long_ago_says_nothing_of_today() -> None:
    assert signs(receivables=[OPEN], activities=not_reached(70, 67, 64, 61)) == []


def test_a_changing_contact_person_rings_twice_in_ninety_days() -> None:
    met = [activity(80, outcome="wrong_person"), activity(20, outcome="wrong_person"), activity(1, outcome="promised")]
    found = evidence("contact_changed", receivables=[OPEN], activities=met)
    assert (found["count"], found["since"]) == (2, ago(80))
    assert signs(receivables=[OPEN], activities=met[1:]) == []


def test_four_conversations_without_a_date_ring_until_one_is_given() -> None:
    put_off = [activity(day) for day in (16, 12, 8, 4)]
    assert evidence("stalling", receivables=[OPEN], activities=put_off)["count"] == 4
    assert signs(receivables=[OPEN], activities=put_off[1:]) == []
    assert signs(receivables=[OPEN], activities=[*put_off, activity(1, outcome="promised")]) == []


def disputes(*opened: int) -> dict[str, list[Row]]:
    """One document per dispute, each due three days after the dispute was opened."""
    return {
        "receivables": [invoice(f"D{day}", overdue=day - 3) for day in opened],
        "disputes": [{"document_no": f"D{day}", "opened_on": ago(day), "reason": "price"} for day in opened],
    }


def test_two_disputes_just_before_the_due_date_ring() -> None:
    found = evidence("disputes_near_due", **disputes(50, 10, 120))
    assert (found["count"], found["usual_count"], found["since"]) == (2, 1, ago(50))


def test_one_dispute_or_as_many_as_ever_are_no_sign() -> None:
    """Nine in the year before are more than two in ninety days."""
    assert signs(**disputes(10)) == []
    assert signs(**disputes(50, 10, *range(120, 480, 40))) == []


def test_a_dispute_eight_days_ahead_is_not_just_before_the_due_date() -> None:
    tables = disputes(50, 10)
    tables["disputes"] = [row | {"opened_on": row["opened_on"] - timedelta(days=5)} for row in tables["disputes"]]
    assert signs(**tables) == []


def limited(limit: int, **more: Any) -> list[Row]:
    return [{"customer_id": "C1", "name": "甲", "credit_limit_minor": limit} | more]


def test_over_the_limit_counts_all_companies_less_unmatched_cash() -> None:
    """1000.00 with each of two companies less 300.00 of unmatched cash is 1700.00."""
    tables = {
        "receivables": [OPEN, invoice("S", overdue=2, entity="second")],
        "payments": [payment("U", received=1, amount=30_000)],
    }
    both = planned(customers=limited(169_999), **tables).alerts.filter(sign="over_limit")
    assert both.select("entity", "amount_minor", "usual_minor", "percent").rows() == [
        ("main", 170_000, 169_999, 100),
        ("second", 170_000, 169_999, 100),
    ]
    assert signs(customers=limited(170_000), **tables) == []


def test_a_closed_account_with_something_open_rings() -> None:
    found = evidence("account_closed", receivables=[OPEN], customers=limited(500_000, status="closed"))
    assert (found["status"], found["threshold"]) == ("closed", "")
    assert signs(receivables=[OPEN], customers=limited(500_000, status="watch")) == []


def test_nobody_who_owes_nothing_shows_a_sign() -> None:
    document, receipt, part = paid("A", due=40, late=3)
    settled = {"receivables": [document], "payments": [receipt], "allocations": [part]}
    assert signs(**settled, activities=not_reached(12, 9, 6, 3), customers=limited(0, status="closed")) == []


def test_a_sign_is_a_reason_on_the_worklist_and_moves_no_step() -> None:
    quiet = planned(receivables=[invoice("A", overdue=20)])
    warned = planned(receivables=[invoice("A", overdue=20)], customers=limited(50_000))

    row = row_of(warned.worklist, customer_id="C1")
    assert row["reasons"] == ["overdue", "escalated", "warning_sign"]
    assert row["warning_signs"] == ["over_limit"]
    assert row_of(quiet.worklist, customer_id="C1")["warning_signs"] == []
    columns = ["step", "also", "lane", "rank", "role", "due_on", "eligible_minor"]
    assert warned.worklist.select(columns).rows() == quiet.worklist.select(columns).rows()


def policies(**changed: Any) -> dict[str, Policy]:
    return {"b2b-standard": replace(preset_policies()["b2b-standard"], **changed)}


def signs_under(tables: dict[str, list[Row]], **changed: Any) -> pl.DataFrame:
    return plan_day(folder(**tables), policies(**changed), Parameters(as_of=AS_OF)).alerts


def test_a_policy_moves_thresholds_and_turns_signs_off() -> None:
    slow = lateness([(15, 100_000)] * 3, 5)
    assert signs_under(slow, warning_thresholds={"slower_payment": {"days": 11}}).is_empty()
    assert signs_under(slow, warnings_off=("slower_payment",)).is_empty()
    moved = signs_under(slow, warning_thresholds={"slower_payment": {"documents": 2}})
    assert moved["threshold"].to_list() == ["days=10;documents=2;documents_before=6"]


def test_a_policy_may_follow_up_twice_as_often_while_a_sign_stands() -> None:
    """D+4 is no day of "every 2 days" from D+1; every day it is, for whoever shows a sign."""
    late = {"receivables": [invoice("A", overdue=4)], "activities": [activity(1, outcome="promised")]}

    def steps(limit: int, **changed: Any) -> list[str]:
        tables = folder(**late, customers=limited(limit))
        return plan_day(tables, policies(**changed), Parameters(as_of=AS_OF)).worklist["step"].to_list()

    assert steps(50_000) == []
    assert steps(50_000, halves_on_warning=True) == ["follow-1"]
    assert steps(500_000, halves_on_warning=True) == []
