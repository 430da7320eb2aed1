"""What only the whole folder can tell: repeats, unknown customers, terms, signs, allocations."""

from datetime import date
from pathlib import Path

import pytest
from import_folders import RECEIVABLES, problems, reading, receivables, shown

CUSTOMERS = "customer_id,name,terms\n"
PAYMENTS = "payment_no,customer_id,received_on,amount,allocations\n"


def test_an_identical_document_is_noted_once_and_another_is_set_aside(tmp_path: Path) -> None:
    read = reading(
        tmp_path,
        {
            "receivables-1.csv": RECEIVABLES + "R1,C1,2026-01-01,2026-02-01,5\nR2,C1,2026-01-01,2026-02-01,6\n",
            "receivables-2.csv": RECEIVABLES
            + "R1,C1,2026-01-01,2026-02-01,5.00\nR2,C1,2026-01-01,2026-02-01,7\nR3,C1,2026-01-01,2026-02-01,8\n",
        },
    )
    assert shown(read.tables.receivables, "document_no", "amount_minor") == [("R1", 500), ("R2", 600), ("R3", 800)]
    assert problems(read, "code", "file_no", "row_no", "value", "severity", "detail") == [
        ("duplicate_identical", 1, 2, "R1", "warning", "receivables-1.csv:2"),
        ("duplicate_conflict", 1, 3, "R2", "error", "receivables-1.csv:3"),
    ]
    totals = read.totals["receivables"]
    assert (totals.rows_in, totals.loaded, totals.set_aside) == (5, 3, 2)
    assert (totals.amounts_in, totals.amounts_loaded, totals.amounts_set_aside) == (
        {"CNY": 3100},
        {"CNY": 1900},
        {"CNY": 1200},
    )


def test_one_number_may_serve_two_entities_and_two_kinds(tmp_path: Path) -> None:
    read = receivables(
        tmp_path,
        """
        R1,C1,2026-01-01,2026-02-01,5,north,invoice
        R1,C1,2026-01-01,2026-02-01,5,south,invoice
        R1,C1,2026-01-01,2026-02-01,5,north,credit_note
        R1,C1,2026-01-01,2026-02-01,-5,south,invoice
        """,
        header=RECEIVABLES[:-1] + ",entity,kind\n",
    )
    assert read.tables.receivables.height == 4
    assert problems(read, "code") == [("negative_amount",)]


def test_payments_and_customers_have_their_own_identity(tmp_path: Path) -> None:
    read = reading(
        tmp_path,
        {
            "receivables.csv": RECEIVABLES,
            "customers.csv": CUSTOMERS + "C1,A,net 30\nC1,A,net 30\nC1,B,net 30\n",
            "payments.csv": PAYMENTS + "P1,C1,2026-01-01,5,\nP1,C1,2026-01-01,5,R1:5\nP1,C1,2026-01-01,5,\n",
        },
    )
    assert problems(read, "table", "code", "row_no", "column") == [
        ("customers", "duplicate_identical", 3, "customer_id"),
        ("customers", "duplicate_conflict", 4, "name"),
        ("payments", "duplicate_conflict", 3, "allocations"),
        ("payments", "duplicate_identical", 4, "payment_no"),
    ]
    assert read.tables.allocations.is_empty()


def test_without_a_customers_table_customers_come_from_the_documents(tmp_path: Path) -> None:
    read = receivables(
        tmp_path,
        "R1,C2,2026-01-01,2026-02-01,5,乙公司\nR2,C1,2026-01-01,2026-02-01,5,\nR3,C2,2026-01-01,2026-02-01,5,乙\n",
        header=RECEIVABLES[:-1] + ",客户名称\n",
    )
    assert shown(read.tables.customers, "customer_id", "name", "row_no") == [("C2", "乙公司", 2), ("C1", "C1", 3)]
    assert problems(read) == []
    assert "customers" not in read.totals


def test_a_customer_nobody_listed_is_added_with_one_warning(tmp_path: Path) -> None:
    read = reading(
        tmp_path,
        {
            "customers.csv": CUSTOMERS + "C1,A,\n",
            "receivables.csv": RECEIVABLES + "R1,C1,2026-01-01,2026-02-01,5\nR2,C9,2026-01-01,2026-02-01,5\n",
            "payments.csv": PAYMENTS + "P1,C9,2026-01-01,5,\nP2,C8,2026-01-01,5,\nP3,C8,2026-01-01,5,\n",
        },
    )
    assert shown(read.tables.customers, "customer_id", "name") == [("C1", "A"), ("C9", "C9"), ("C8", "C8")]
    assert problems(read, "code", "table", "row_no", "value", "severity") == [
        ("unknown_customer", "payments", 3, "C8", "warning"),
        ("unknown_customer", "receivables", 3, "C9", "warning"),
    ]


def test_a_row_set_aside_adds_no_customer(tmp_path: Path) -> None:
    read = receivables(tmp_path, "R1,C1,2026-01-01,2026-02-01,5\nR2,C2,2026-01-01,2026-02-01,x")
    assert read.tables.customers["customer_id"].to_list() == ["C1"]


def test_a_document_needs_a_due_date_or_terms_of_somebody(tmp_path: Path) -> None:
    """R1 own terms, R2 the customer's, R3 none, R4 unreadable ones, R5 a credit note, R6 unreadable beside a date."""
    read = reading(
        tmp_path,
        {
            "customers.csv": CUSTOMERS + "C1,A,月结30天\nC2,B,\n",
            "receivables.csv": "document_no,customer_id,issue_date,due_date,terms,amount,kind\n"
            "R1,C2,2026-01-01,,net 30,5,\n"
            "R2,C1,2026-01-01,,,5,\n"
            "R3,C2,2026-01-01,,,5,\n"
            "R4,C2,2026-01-01,,看情况,5,\n"
            "R5,C2,2026-01-01,,,5,credit_note\n"
            "R6,C2,2026-01-01,2026-02-01,看情况,5,\n",
        },
    )
    assert read.tables.receivables["document_no"].to_list() == ["R1", "R2", "R5", "R6"]
    assert problems(read, "code", "row_no", "value", "severity") == [
        ("missing_due_date", 4, "R3", "error"),
        ("unreadable_terms", 5, "看情况", "warning"),
        ("missing_due_date", 5, "R4", "error"),
        ("unreadable_terms", 7, "看情况", "warning"),
    ]


def test_credit_notes_are_negative_whatever_the_sign(tmp_path: Path) -> None:
    """R3 is an invoice below zero: it becomes a credit note, and that is said (R-09)."""
    read = receivables(
        tmp_path,
        """
        R1,C1,2026-01-01,2026-02-01,100,credit_note,60
        R2,C1,2026-01-01,2026-02-01,-100,credit_note,-60
        R3,C1,2026-01-01,2026-02-01,-100.50,invoice,-60
        R4,C1,2026-01-01,2026-02-01,0,invoice,
        """,
        header=RECEIVABLES[:-1] + ",kind,open_amount\n",
    )
    assert shown(read.tables.receivables, "kind", "amount_minor", "open_minor") == [
        ("credit_note", -10000, -6000),
        ("credit_note", -10000, -6000),
        ("credit_note", -10050, -6000),
        ("invoice", 0, None),
    ]
    assert problems(read, "code", "row_no", "value", "severity") == [("negative_amount", 4, "-100.5", "warning")]


def test_a_payment_names_a_customer_or_a_payer(tmp_path: Path) -> None:
    read = reading(
        tmp_path,
        {
            "receivables.csv": RECEIVABLES,
            "payments.csv": "payment_no,customer_id,payer_name,received_on,amount\n"
            "P1,C1,,2026-01-01,5\nP2,,甲公司,2026-01-01,5\nP3,,,2026-01-01,5\n",
        },
    )
    assert shown(read.tables.payments, "payment_no", "customer_id", "payer_name") == [
        ("P1", "C1", None),
        ("P2", None, "甲公司"),
    ]
    assert problems(read) == [("missing_payer", 4, "")]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("R1:5", [("R1", 500)]),
        ("R1:5;R2:3.50", [("R1", 500), ("R2", 350)]),
        ("R1：5；R2：3", [("R1", 500), ("R2", 300)]),
        ("R1=5;", [("R1", 500)]),
        ('"R1: 1,000.00"', [("R1", 100000)]),
        ("A:B:7", [("A:B", 700)]),
        ("CN1:-100;R1:2100", [("CN1", -10000), ("R1", 210000)]),
    ],
)
def test_allocations_are_split(tmp_path: Path, text: str, parts: list[tuple[str, int]]) -> None:
    read = reading(
        tmp_path, {"receivables.csv": RECEIVABLES, "payments.csv": PAYMENTS + f"P1,C1,2026-01-01,2000,{text}\n"}
    )
    assert shown(read.tables.allocations, "document_no", "amount_minor") == parts
    assert shown(read.tables.allocations, "payment_no", "entity", "row_no") == [("P1", "main", 2)] * len(parts)
    assert problems(read) == []


def test_a_bad_part_stays_unallocated(tmp_path: Path) -> None:
    read = reading(
        tmp_path,
        {"receivables.csv": RECEIVABLES, "payments.csv": PAYMENTS + "P1,C1,2026-01-01,20,R1:5;R2;R3:x;R4:1.234;:5\n"},
    )
    assert shown(read.tables.allocations, "document_no", "amount_minor") == [("R1", 500)]
    assert problems(read, "code", "detail", "severity") == [
        ("bad_allocation", part, "warning") for part in ("R2", "R3:x", "R4:1.234", ":5")
    ]
    assert read.tables.payments["payment_no"].to_list() == ["P1"]


def test_more_allocated_than_paid_sets_the_payment_aside(tmp_path: Path) -> None:
    """P1 100.01 of 100, P2 balanced by a credit note, P3 a refund within its amount, P4 a refund beyond it."""
    read = reading(
        tmp_path,
        {
            "receivables.csv": RECEIVABLES,
            "payments.csv": PAYMENTS
            + "P1,C1,2026-01-01,100,R1:60;R2:40.01\nP2,C1,2026-01-01,100,R1:150;CN:-50\n"
            + "P3,C1,2026-01-01,-100,CN:-100\nP4,C1,2026-01-01,-100,CN:-101\n",
        },
    )
    assert problems(read, "code", "row_no", "detail", "severity") == [
        ("allocations_exceed_amount", 2, "100.01", "error"),
        ("allocations_exceed_amount", 5, "-101", "error"),
    ]
    assert read.tables.payments["payment_no"].to_list() == ["P2", "P3"]
    assert read.tables.allocations["payment_no"].to_list() == ["P2", "P2", "P3"]
    assert read.totals["payments"].amounts_loaded == {"CNY": 0}


def test_promises_and_disputes_need_an_amount_above_zero(tmp_path: Path) -> None:
    """A dispute may leave its amount empty: then all that is open is disputed."""
    read = reading(
        tmp_path,
        {
            "receivables.csv": RECEIVABLES,
            "promises.csv": "customer_id,made_on,due_on,amount\n"
            "C1,2026-01-01,2026-01-09,0\nC1,2026-01-01,2026-01-09,5\n",
            "disputes.csv": "document_no,opened_on,amount\nR1,2026-01-01,-5\nR2,2026-01-01,\n",
        },
    )
    assert problems(read, "table", "code", "value") == [
        ("disputes", "amount_not_positive", "-5"),
        ("promises", "amount_not_positive", "0"),
    ]
    assert shown(read.tables.disputes, "document_no", "amount_minor", "opened_on") == [("R2", None, date(2026, 1, 1))]


def test_a_dispute_stands_in_the_currency_of_its_document(tmp_path: Path) -> None:
    read = reading(
        tmp_path,
        {
            "disputes.csv": "document_no,opened_on,amount\nK,2026-01-01,1.234\nR,2026-01-01,1.23\nnone,2026-01-01,5\n",
            "receivables.csv": "document_no,customer_id,issue_date,due_date,amount,currency\n"
            "K,C1,2026-01-01,2026-02-01,9,KWD\nR,C1,2026-01-01,2026-02-01,9,CNY\n",
        },
    )
    assert read.tables.disputes["amount_minor"].to_list() == [1234, 123, 500]


def test_a_table_without_a_required_column_is_set_aside_whole(tmp_path: Path) -> None:
    read = reading(
        tmp_path,
        {"receivables.csv": RECEIVABLES, "payments.csv": "payment_no,customer_id,received_on\nP1,C1,2026-01-01\n"},
    )
    assert problems(read, "code", "row_no", "column", "severity") == [("missing_column", None, "amount", "error")]
    assert (read.totals["payments"].rows_in, read.totals["payments"].set_aside) == (1, 1)


def test_columns_are_named_as_the_file_names_them(tmp_path: Path) -> None:
    rows = "发票号码,客户编码,开票日期,到期日,金额\nR1,C1,2026-01-01,2026-02-01,5\nR1,C1,2026-01-01,2026-02-01,6\n"
    rows += "R2,C1,2026-01-01,,7\nR3,C9,2026-01-01,2026-02-01,8\n"
    read = reading(tmp_path, {"应收.csv": rows, "客户.csv": "编码,名称\nC1,甲公司\n"})
    assert problems(read, "code", "row_no", "column") == [
        ("duplicate_conflict", 3, "金额"),
        ("missing_due_date", 4, "到期日"),
        ("unknown_customer", 5, "客户编码"),
    ]
