"""Read by plain means, the sample company holds every rung, step, class, bucket, pause and currency case on its day.

``written_off`` has no column in the contract's tables, so no folder can hold it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from plain_ledger import ZERO, Case, Item, cases, day, rows, was_delivered

from huikuan.gateways.sample import write_sample

AS_OF = date(2026, 11, 20)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_sample(tmp_path_factory.mktemp("sample")).folder


@pytest.fixture(scope="module")
def ledger(folder: Path) -> list[Case]:
    return cases(folder, AS_OF)


def _late_items(ledger: list[Case]) -> list[Item]:
    return [item for case in ledger for item in case.items if item.is_overdue]


def _is_p2(case: Case) -> bool:
    return case.customer["policy"] == "credit-15-30-60"


def _last(case: Case, step: str) -> int | None:
    """Return how many days ago the step was last delivered."""
    ago = [(AS_OF - day(row["at"])).days for row in case.log if row["step"] == step and was_delivered(row)]
    return min(ago, default=None)


def _stands(case: Case, first: int, last: int) -> bool:
    return case.eligible(AS_OF) >= 1 and first <= (case.oldest() or 0) <= last


@pytest.mark.parametrize(
    ("rung", "first", "last"),
    [
        ("remind", -7, 0),
        ("follow-1", 1, 7),
        ("follow-2", 8, 14),
        ("supervisor", 15, 30),
        ("manager", 31, 60),
        ("gm", 61, 90),
        ("lock", 91, 104),
        ("letters", 105, 9999),
    ],
)
def test_every_rung_of_p1_is_reached(ledger: list[Case], rung: str, first: int, last: int) -> None:
    late = [item.late for case in ledger if not _is_p2(case) for item in case.items if item.chaseable > 0]
    assert any(each is not None and first <= each <= last for each in late), rung


@pytest.mark.parametrize(
    ("rung", "first", "last"),
    [("within", -7, 0), ("general", 1, 15), ("serious", 16, 30), ("doubtful", 31, 60), ("grave", 61, 9999)],
)
def test_every_rung_of_p2_is_reached(ledger: list[Case], rung: str, first: int, last: int) -> None:
    late = [item.late for case in ledger if _is_p2(case) for item in case.items if item.chaseable > 0]
    assert any(each is not None and first <= each <= last for each in late), rung


STEPS: dict[str, Callable[[Case], bool]] = {
    "remind": lambda case: (
        not _late_items([case]) and any(item.late == -7 for item in case.items) and _last(case, "remind") is None
    ),
    "follow-1": lambda case: _stands(case, 1, 7) and case.oldest() in (3, 5) and _last(case, "follow-1") != 0,
    "follow-2": lambda case: _stands(case, 8, 14) and _last(case, "follow-2") != 0,
    "supervisor": lambda case: _stands(case, 15, 30) and (_last(case, "supervisor") or 99) > 2,
    "manager": lambda case: _stands(case, 31, 60) and _last(case, "manager") is None,
    "gm": lambda case: _stands(case, 61, 90) and _last(case, "gm") is None,
    "lock-warning": lambda case: _stands(case, 91, 104) and not case.delivered("lock-warning"),
    "lock": lambda case: (
        _stands(case, 91, 9999) and (_last(case, "lock-warning") or 0) >= 6 and not case.delivered("lock")
    ),
    "letters": lambda case: _stands(case, 105, 9999) and case.delivered("lock") and not case.delivered("letters"),
    "letters, the lock refused": lambda case: (
        _stands(case, 105, 9999)
        and not case.delivered("letters")
        and any(row["step"] == "lock" and row["outcome"] == "refused" for row in case.log)
    ),
    "lawyer-letter": lambda case: (
        _stands(case, 120, 9999) and (_last(case, "letters") or 0) >= 15 and not case.delivered("lawyer-letter")
    ),
    "lock still waiting for its three working days": lambda case: (
        _stands(case, 91, 9999) and _last(case, "lock-warning") == 1
    ),
    "visit of a habitual delayer": lambda case: _stands(case, 1, 14) and case.customer["habitual_delayer"] == "true",
}


@pytest.mark.parametrize("step", STEPS)
def test_every_step_of_p1_is_somebodys(ledger: list[Case], step: str) -> None:
    assert [case for case in ledger if not _is_p2(case) and STEPS[step](case)]


STEPS_BY_DEGREES: dict[str, Callable[[Case], bool]] = {
    "within": lambda case: not _late_items([case]) and any(item.late == -7 for item in case.items),
    "month settlement in its ten days": lambda case: _stands(case, 1, 10) and case.customer["terms"].startswith("月结"),
    "payment-notice": lambda case: _stands(case, 1, 15) and not case.delivered("payment-notice"),
    "general": lambda case: _stands(case, 1, 15) and case.delivered("payment-notice"),
    "serious": lambda case: _stands(case, 16, 30) and case.delivered("payment-notice"),
    "doubtful": lambda case: _stands(case, 31, 60) and case.delivered("payment-notice"),
    "grave": lambda case: _stands(case, 61, 9999) and case.delivered("payment-notice"),
    "grave without its notice": lambda case: _stands(case, 61, 9999) and not case.delivered("payment-notice"),
}


@pytest.mark.parametrize("step", STEPS_BY_DEGREES)
def test_every_step_of_p2_is_somebodys(ledger: list[Case], step: str) -> None:
    assert [case for case in ledger if _is_p2(case) and STEPS_BY_DEGREES[step](case)]


@pytest.mark.parametrize(
    ("bucket", "first", "last"),
    [
        ("not_due", -9999, 0),
        ("1-30", 1, 30),
        ("31-60", 31, 60),
        ("61-90", 61, 90),
        ("91-180", 91, 180),
        ("181-365", 181, 365),
        ("over-365", 366, 9999),
        ("doubtful with the legal flag", 366, 730),
        ("dead", 731, 9999),
    ],
)
def test_every_age_and_debt_class_occurs(ledger: list[Case], bucket: str, first: int, last: int) -> None:
    ages = [item.late for case in ledger for item in case.items if item.chaseable > 0]
    assert any(each is not None and first <= each <= last for each in ages), bucket


def test_credit_bills_retention_and_unallocated_cash_stand_in_the_ledger(ledger: list[Case]) -> None:
    items = [item for case in ledger for item in case.items]
    assert any(case.credit > 0 for case in ledger)
    assert any(item.bills > 0 for item in items)
    assert any(case.unallocated > 0 for case in ledger)
    retention = [item for item in items if item.row["kind"] == "retention" and item.open > 0]
    assert any(item.late is not None and item.late <= 0 for item in retention)
    assert any(item.is_overdue for item in retention)


def _only(case: Case, taken: Decimal) -> bool:
    return 0 < case.overdue <= taken


PAUSES: dict[str, Callable[[Case], bool]] = {
    "disputed": lambda case: _only(case, sum((item.disputed for item in case.items), ZERO)),
    "promised": lambda case: _only(case, case.promised(AS_OF)),
    "in_transit": lambda case: _only(case, sum((item.in_transit for item in case.items), ZERO)),
    "unallocated": lambda case: _only(case, case.unallocated),
    "credit": lambda case: _only(case, case.credit),
    "tolerance": lambda case: 0 < case.eligible(AS_OF) < 1,
    "not_overdue": lambda case: case.overdue == 0 and any(item.open > 0 for item in case.items),
    "paused": lambda case: _said_paid(case, 0, 3),
    "verify, the pause is over": lambda case: _said_paid(case, 6, 30) and case.overdue > 0,
    "interval_not_passed": lambda case: _stands(case, 4, 4) and _last(case, "follow-1") == 1 and len(case.log) == 2,
    "done_today": lambda case: case.eligible(AS_OF) >= 1 and any(day(row["at"]) == AS_OF for row in case.log),
}


def _said_paid(case: Case, first: int, last: int) -> bool:
    if not case.log:
        return False
    newest = max(case.log, key=lambda row: row["at"])
    return newest["outcome"] == "says_paid" and first <= (AS_OF - day(newest["at"])).days <= last


@pytest.mark.parametrize("reason", PAUSES)
def test_every_pause_occurs(ledger: list[Case], reason: str) -> None:
    assert [case for case in ledger if PAUSES[reason](case)]


def test_a_late_customer_wants_to_hear_nothing_more(folder: Path, ledger: list[Case]) -> None:
    heard: dict[str, set[str]] = {}
    for row in rows(folder, "contacts"):
        heard.setdefault(row["customer_id"], set()).add(row["opted_out"])
    deaf = {customer for customer, wishes in heard.items() if wishes == {"all"}}
    assert any(case.customer["customer_id"] in deaf and case.eligible(AS_OF) > 1 for case in ledger)


def test_promises_are_open_kept_partly_kept_and_broken_up_to_level_3(ledger: list[Case]) -> None:
    """Level = 1 + promises of the case that failed before; the third of one case is at level 3."""
    judged: set[str] = set()
    deepest = 0
    for case in ledger:
        failed = 0
        for row in sorted(case.promises, key=lambda row: row["made_on"]):
            item = next((each for each in case.items if each.row["document_no"] == row["document_nos"]), None)
            deepest = max(deepest, failed + 1)
            if item is None or day(row["due_on"]) + timedelta(days=3) >= AS_OF:
                judged.add("open")
            elif item.open == 0:
                judged.add("paid")
            else:
                judged.add("partly" if item.open < Decimal(row["amount"]) else "broken")
                failed += 1
    assert judged == {"open", "paid", "partly", "broken"}
    assert deepest >= 3


def test_every_currency_case_occurs(ledger: list[Case]) -> None:
    late = {(case.currency, case.customer["customer_id"], case.entity) for case in ledger if case.overdue > 0}
    assert {currency for currency, _, _ in late} == {"CNY", "USD", "EUR", "JPY", "KWD"}
    assert any((other, customer, entity) in late for _, customer, entity in late for other in ("USD",) if _ == "CNY")
    assert {entity for _, _, entity in late} == {"main", "export", "service", "leasing"}


def test_money_comes_in_every_way(folder: Path) -> None:
    payments = rows(folder, "payments")
    assert any(row["bank_reference"].startswith("货款 INV") and not row["allocations"] for row in payments)
    assert any(not row["customer_id"] and row["payer_name"] for row in payments)
    assert any(row["refused_on"] for row in payments)
    assert any(row["matures_on"] and day(row["matures_on"]) < AS_OF and not row["refused_on"] for row in payments)
    assert any(day(row["received_on"]) > AS_OF >= day(row["recorded_on"]) for row in payments)
    assert any(day(row["recorded_on"]) > AS_OF for row in payments)
    owner = {row["document_no"]: row["customer_id"] for row in rows(folder, "receivables")}
    parent = {row["customer_id"]: row["parent_id"] for row in rows(folder, "customers")}
    foreign = [
        (row["customer_id"], owner[row["allocations"].split(":")[0]])
        for row in payments
        if row["customer_id"] and row["allocations"]
    ]
    assert any(payer == parent[of] for payer, of in foreign if payer != of)
    assert all(payer == parent[of] for payer, of in foreign if payer != of)


def test_documents_of_every_kind_and_some_from_after_the_day(folder: Path) -> None:
    documents = rows(folder, "receivables")
    kinds = {row["kind"] for row in documents}
    assert kinds == {"invoice", "credit_note", "debit_note", "opening", "retention", "unbilled"}
    assert any(day(row["issue_date"]) > AS_OF for row in documents)
    assert any(row["open_amount"] for row in documents)
    assert any(row["settled_on"] for row in documents)
    assert any(not row["due_date"] and row["terms"].startswith("月结") for row in documents)
    assert {row["status"] for row in rows(folder, "customers")} >= {"normal", "watch", "blacklisted", "closed"}
