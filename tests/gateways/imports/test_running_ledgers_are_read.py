"""应收明细账: debits become documents, credits become payments, and the balance is held against the lines."""

from datetime import date
from pathlib import Path

import polars as pl
from import_folders import problems, reading, shown, written

from huikuan.engine.plan import Parameters, plan_day
from huikuan.gateways.imports import Reading, inspect_file, read_folder
from huikuan.gateways.policies import preset_policies

CUSTOMERS = "客户编码,客户名称,账期\nC1,甲公司,net 30\nC2,乙公司,net 30\n"
HEADERS = "日期,凭证号,客户编码,客户名称,摘要,借方,贷方,方向,余额\n"
LINES = """2026-01-01,,C1,甲公司,期初余额,,,借,"1,000.00"
2026-01-05,记-3,C1,甲公司,销售,500.00,,借,1500.00
2026-01-05,记-3,C1,甲公司,销售,250.00,,借,1750.00
2026-01-20,记-9,C1,甲公司,收款,,"1,200.00",借,550.00
,,C1,甲公司,本月合计,750.00,1200.00,借,550.00
2026-01-07,记-4,C2,乙公司,销售,80.00,,借,80.00
2026-01-09,记-5,C2,乙公司,红字冲回,-80.00,,平,
,,C2,乙公司,小计,0.00,0.00,平,0.00
,,,,合计,750.00,1200.00,借,550.00
"""


def ledger(folder: Path, content: str, *, name: str = "应收明细账.csv", customers: str = CUSTOMERS) -> Reading:
    return reading(folder, {name: content, "客户.csv": customers})


def documents(read: Reading) -> list[tuple[object, ...]]:
    return shown(read.tables.receivables, "row_no", "document_no", "kind", "issue_date", "amount_minor")


def payments(read: Reading) -> list[tuple[object, ...]]:
    return shown(read.tables.payments, "row_no", "payment_no", "customer_id", "received_on", "amount_minor")


def test_every_line_is_taken_once_and_no_subtotal(tmp_path: Path) -> None:
    """A voucher with several lines counts them on; a red debit is a credit note."""
    read = ledger(tmp_path, "应收账款明细账\n核算单位：我公司,,期间：2026年1月\n" + HEADERS + LINES)
    assert documents(read) == [
        (4, "期初 C1", "opening", date(2026, 1, 1), 100_000),
        (5, "2026-01 记-3", "invoice", date(2026, 1, 5), 50_000),
        (6, "2026-01 记-3/2", "invoice", date(2026, 1, 5), 25_000),
        (9, "2026-01 记-4", "invoice", date(2026, 1, 7), 8_000),
        (10, "2026-01 记-5", "credit_note", date(2026, 1, 9), -8_000),
    ]
    assert payments(read) == [(7, "2026-01 记-9", "C1", date(2026, 1, 20), 120_000)]
    assert problems(read, "code", "column", "row_no", "value", "severity") == [
        ("ledger_lines_left", "余额", None, "3", "warning"),
        ("negative_amount", "借方", 10, "-80", "warning"),
    ]


def test_what_is_open_less_what_is_unallocated_is_the_balance_of_the_ledger(tmp_path: Path) -> None:
    read = ledger(tmp_path, HEADERS + LINES)
    parameters = Parameters(as_of=date(2026, 3, 1), default_policy="b2b-standard")
    plan = plan_day(read.tables, preset_policies(), parameters)
    assert plan.ageing["amount_minor"].sum() == 55_000


def test_a_balance_that_does_not_follow_is_told_with_what_the_lines_lead_to(tmp_path: Path) -> None:
    """A line is missing before the payment: 50.00 more stand there than the lines give."""
    lines = "2026-01-05,记-1,C1,甲公司,销售,500.00,,借,500.00\n2026-01-06,记-2,C1,甲公司,收款,,100.00,借,450.00\n"
    lines += "2026-01-07,记-3,C1,甲公司,销售,10.00,,,\n2026-01-08,记-4,C1,甲公司,收款,,460.00,平,0.00\n"
    read = ledger(tmp_path, HEADERS + lines)
    assert problems(read, "code", "row_no", "column", "value", "detail") == [
        ("balance_breaks", 3, "余额", "450.00", "400.00")
    ]
    assert (len(documents(read)), len(payments(read))) == (2, 2)


def test_the_customer_may_stand_above_and_the_day_in_two_columns(tmp_path: Path) -> None:
    """As printed: one customer a sheet, month and day below the year, given where they change."""
    content = (
        "应收账款明细账,,,,,,\n客户：C1 甲公司,,,,,,\n2026年,,凭证号,摘要,借方,贷方,余额\n月,日,,,,,\n"
        "1,5,记-3,销售,500,,500\n,,记-4,销售,20,,520\n2,10,记-1,收款,,520,0\n"
    )
    read = ledger(tmp_path, content)
    assert documents(read) == [
        (5, "2026-01 记-3", "invoice", date(2026, 1, 5), 50_000),
        (6, "2026-01 记-4", "invoice", date(2026, 1, 5), 2_000),
    ]
    assert payments(read) == [(7, "2026-02 记-1", "C1", date(2026, 2, 10), 52_000)]
    assert shown(read.tables.customers, "customer_id", "name") == [("C1", "甲公司"), ("C2", "乙公司")]
    assert problems(read) == []


def test_an_opening_balance_without_a_day_is_asked_for_not_dated(tmp_path: Path) -> None:
    read = ledger(tmp_path, HEADERS + ",,C1,甲公司,期初余额,,,借,1000\n2026-01-05,记-1,C1,甲公司,销售,5,,借,1005\n")
    assert [row[1] for row in documents(read)] == ["2026-01 记-1"]
    assert problems(read, "code", "row_no", "column") == [("missing_value", 2, "日期")]


def test_documents_keep_their_own_number_and_due_date(tmp_path: Path) -> None:
    content = "日期,单据号,客户名称,摘要,借方金额,贷方金额,到期日\n2026-01-05,INV-7,甲公司,销售,5,,2026-02-01\n"
    read = reading(tmp_path, {"应收账款.csv": content})
    assert shown(read.tables.receivables, "document_no", "customer_id", "due_date") == [
        ("INV-7", "甲公司", date(2026, 2, 1))
    ]


def test_a_ledger_of_payables_and_a_bank_journal_are_left_unread(tmp_path: Path) -> None:
    own = "document_no,customer_id,issue_date,due_date,amount\nR1,C1,2026-01-01,2026-02-01,100\n"
    read = reading(tmp_path, {"receivables.csv": own, "应付明细账.csv": HEADERS + LINES, "日记账.csv": HEADERS + LINES})
    assert read.unread == ("应付明细账.csv", "日记账.csv")
    assert [row[1] for row in documents(read)] == ["R1"]


def test_typed_cells_of_parquet_say_the_same(tmp_path: Path) -> None:
    """0.1 + 0.2 went through a binary float: the sliver beyond the cent means nothing."""
    days = [date(2026, 1, 5), date(2026, 1, 6)]
    figures = {"借方": [0.1 + 0.2, None], "贷方": [None, 0.25], "余额": [0.3, 0.05], "标签": [["a"], None]}
    table = pl.DataFrame(
        {"日期": days, "凭证号": [1, 2], "客户编码": ["C1", "C1"], "摘要": ["销售", "收款"], **figures}
    )
    written(tmp_path, {"客户.csv": CUSTOMERS})
    table.write_parquet(tmp_path / "应收账款.parquet")
    read = read_folder(tmp_path)
    assert documents(read) == [(2, "2026-01 1", "invoice", days[0], 30)]
    assert payments(read) == [(3, "2026-01 2", "C1", days[1], 25)]
    assert problems(read) == []


def test_inspect_shows_both_halves(tmp_path: Path) -> None:
    ledger(tmp_path, HEADERS + LINES)
    seen = inspect_file(tmp_path / "应收明细账.csv")
    assert [(half.table, half.known_by, half.format_name, half.rows) for half in seen] == [
        ("receivables", "format", "running-ledger", 5),
        ("payments", "format", "running-ledger", 1),
    ]
    assert [(column.header, column.ours, column.read) for column in seen[1].columns] == [
        ("凭证号", "payment_no", "2026-01 记-9"),
        ("客户编码", "customer_id", "C1"),
        ("贷方", "amount", "1200.00"),
        ("日期", "received_on", "2026-01-20"),
        ("摘要", "bank_reference", "收款"),
    ]
