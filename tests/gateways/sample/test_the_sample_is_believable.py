"""A credit supervisor must find the portfolio believable: how much is late, how old, who the customers are."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from plain_ledger import cases, day, in_yuan, rows

from huikuan.gateways.sample import write_sample

AS_OF = date(2026, 11, 20)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_sample(tmp_path_factory.mktemp("sample")).folder


def test_about_two_fifths_are_overdue_most_of_it_under_sixty_days_with_a_thin_tail(folder: Path) -> None:
    items = [(case.currency, item) for case in cases(folder, AS_OF) for item in case.items]
    owed = in_yuan((currency, item.chaseable) for currency, item in items)
    late = [(currency, item) for currency, item in items if item.is_overdue]
    overdue = in_yuan((currency, item.chaseable) for currency, item in late)
    young = in_yuan((currency, item.chaseable) for currency, item in late if (item.late or 0) <= 60)
    old = in_yuan((currency, item.chaseable) for currency, item in late if (item.late or 0) > 180)
    assert 0.35 <= overdue / owed <= 0.45
    assert 0.60 <= young / overdue <= 0.80
    assert 0.01 <= old / overdue <= 0.10


def test_nothing_of_the_log_is_from_the_future_or_from_a_weekend_without_work(folder: Path) -> None:
    """In 2026 some Saturdays and Sundays are working days; plain Sundays of August are not."""
    at = [day(row["at"]) for row in rows(folder, "activities")]
    assert max(at) == AS_OF
    assert not [each for each in at if each.year == 2026 and each.month == 8 and each.weekday() == 6]


def test_money_rests_at_spring_festival(folder: Path) -> None:
    received = [day(row["received_on"]) for row in rows(folder, "payments")]
    assert not [each for each in received if date(2026, 2, 10) <= each < date(2026, 2, 27)]
    assert [each for each in received if date(2026, 2, 27) <= each <= date(2026, 3, 6)]


def test_december_invoices_far_more_than_february(folder: Path) -> None:
    months = [row["issue_date"][:7] for row in rows(folder, "receivables")]
    assert months.count("2025-12") > 1.7 * months.count("2026-02")


def test_names_are_unique_and_numbers_are_invented(folder: Path) -> None:
    customers = rows(folder, "customers")
    assert len({row["name"] for row in customers}) == len(customers) == 300
    contacts = rows(folder, "contacts")
    assert all(row["email"].endswith(".example") for row in contacts)
    assert all(re.fullmatch(r"1\d\d0000\d{4}|", row["mobile"]) for row in contacts)
    assert all("555" in row["phone"] for row in contacts)


def test_nobody_pays_more_than_the_document_says(folder: Path) -> None:
    overpaid = [
        item.row["document_no"]
        for case in cases(folder, AS_OF)
        for item in case.items
        if item.row["kind"] != "credit_note" and item.open < 0
    ]
    assert overpaid == []
