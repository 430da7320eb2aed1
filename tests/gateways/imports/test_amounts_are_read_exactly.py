"""Amounts, cell by cell: what is read, what is refused, and why (R-01)."""

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from import_folders import RECEIVABLES, problems, reading, receivables, shown

from huikuan.engine.money import exponent
from huikuan.gateways.imports import read_folder
from huikuan.gateways.imports.amounts import dressed_amounts, minor_units

READ = """
CNY | 100           | 10000
CNY | 100.5         | 10050
CNY | 100.50        | 10050
CNY | 100.0000      | 10000
CNY | .5            | 50
CNY | 5.            | 500
CNY | 1e3           | 100000
CNY | 1,234.50      | 123450
CNY | 12,345,678    | 1234567800
CNY | 1 234 567.8   | 123456780
CNY | 1'234.50      | 123450
CNY | １２３４．５０ | 123450
CNY | １，２３４     | 123400
CNY | ￥1,234.50     | 123450
CNY | ¥ 5           | 500
CNY | 5元           | 500
CNY | 5 元整        | 500
CNY | 人民币5.00元  | 500
CNY | CNY 1,234.5   | 123450
CNY | 12.50 RMB     | 1250
CNY | -5            | -500
CNY | +5            | 500
CNY | 5-            | -500
CNY | (5.00)        | -500
CNY | （￥1,234.50） | -123450
CNY | ¥(5)          | -500
CNY | −5            | -500
CNY | -￥5           | -500
USD | $1,000.00     | 100000
USD | USD 7         | 700
EUR | 7.10€         | 710
JPY | ¥1,234        | 1234
JPY | 5.00          | 5
KWD | 1.234         | 1234
KWD | 1.2340        | 1234
CLF | 0.0001        | 1
"""
REFUSED = """
CNY | 1,23          | bad_amount
CNY | 1.234,50      | bad_amount
CNY | 12,34,567     | bad_amount
CNY | 1 23          | bad_amount
CNY | abc           | bad_amount
CNY | --5           | bad_amount
CNY | (-5)          | bad_amount
CNY | (5            | bad_amount
CNY | -             | bad_amount
CNY | 5%            | bad_amount
CNY | 1e99          | bad_amount
CNY | 99999999999999999999 | bad_amount
CNY | NaN           | bad_amount
CNY | 12万          | amount_in_ten_thousands
CNY | 1.5万元       | amount_in_ten_thousands
CNY | 12.345        | excess_decimals
CNY | 1,234.005     | excess_decimals
CNY | 0.001         | excess_decimals
CNY | 100.10000000001 | excess_decimals
JPY | 5.5           | excess_decimals
KWD | 1.2345        | excess_decimals
CNY | USD 5         | amount_currency_differs
USD | ￥5            | amount_currency_differs
JPY | $5            | amount_currency_differs
"""
HEADER = "document_no,customer_id,issue_date,due_date,currency,amount\n"


def one_each(table: str) -> str:
    cells = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    return "\n".join(
        f'R{number},C1,2026-01-01,2026-02-01,{currency},"{text}"' for number, (currency, text, _) in enumerate(cells)
    )


def column(table: str, at: int) -> list[str]:
    return [line.split("|")[at].strip() for line in table.strip().splitlines()]


def test_amounts_are_read_in_the_forms_people_write(tmp_path: Path) -> None:
    read = receivables(tmp_path, one_each(READ), header=HEADER)
    assert [problem for problem in problems(read) if problem[0] != "negative_amount"] == []
    assert read.tables.receivables["amount_minor"].to_list() == [int(minor) for minor in column(READ, 2)]


def test_amounts_that_could_mean_two_things_are_refused(tmp_path: Path) -> None:
    read = receivables(tmp_path, one_each(REFUSED), header=HEADER)
    assert [code for code, _, _ in problems(read)] == column(REFUSED, 2)
    assert [value for _, _, value in problems(read)] == column(REFUSED, 1)
    assert read.tables.receivables.is_empty()
    assert read.totals["receivables"].amounts_unreadable == len(column(REFUSED, 2))


def test_excess_decimals_name_the_currency(tmp_path: Path) -> None:
    read = receivables(tmp_path, "R1,C1,2026-01-01,2026-02-01,JPY,5.5", header=HEADER)
    assert problems(read, "column", "detail", "severity") == [("amount", "JPY", "error")]


def test_an_unknown_currency_sets_the_row_aside_once(tmp_path: Path) -> None:
    read = receivables(tmp_path, "R1,C1,2026-01-01,2026-02-01,ABC,1.234\nR2,C1,2026-01-01,2026-02-01,,5", header=HEADER)
    assert problems(read) == [("unknown_currency", 2, "ABC")]
    assert shown(read.tables.receivables, "document_no", "currency", "amount_minor") == [("R2", "CNY", 500)]
    assert read.totals["receivables"].amounts_in == {"CNY": 500}
    assert read.totals["receivables"].amounts_unreadable == 1


def test_the_currency_of_the_options_is_the_default(tmp_path: Path) -> None:
    read = receivables(tmp_path, "R1,C1,2026-01-01,2026-02-01,1.234", currency="KWD")
    assert shown(read.tables.receivables, "currency", "amount_minor") == [("KWD", 1234)]


def test_currencies_are_known_by_their_chinese_names(tmp_path: Path) -> None:
    rows = "\n".join(f"R{name},C1,2026-01-01,2026-02-01,{name},5" for name in ("人民币", "RMB", "usd", "美元", "日元"))
    read = receivables(tmp_path, rows, header=HEADER)
    assert read.tables.receivables["currency"].to_list() == ["CNY", "CNY", "USD", "USD", "JPY"]


def test_an_unreadable_balance_sets_the_row_aside_but_a_credit_limit_is_emptied(tmp_path: Path) -> None:
    read = reading(
        tmp_path,
        {
            "customers.csv": "customer_id,name,credit_limit\nC1,A,plenty\n",
            "receivables.csv": RECEIVABLES.replace("\n", ",open_amount\n")
            + "R1,C1,2026-01-01,2026-02-01,5,some\nR2,C1,2026-01-01,2026-02-01,5,3\n",
        },
    )
    assert problems(read, "code", "column", "severity") == [
        ("bad_amount", "credit_limit", "warning"),
        ("bad_amount", "open_amount", "error"),
    ]
    assert shown(read.tables.receivables, "document_no", "open_minor") == [("R2", 300)]
    assert read.tables.customers["credit_limit_minor"].to_list() == [None]


def test_workbook_numbers_are_major_units_with_a_sliver_forgiven(tmp_path: Path) -> None:
    """The sum 0.1 + 0.2 is a float a hair above 0.30."""
    book = xlsxwriter.Workbook(tmp_path / "receivables.xlsx")
    sheet = book.add_worksheet("receivables")
    sheet.write_row(0, 0, RECEIVABLES.strip().split(","))
    for number, amount in enumerate(
        [100, 100.5, 0.1 + 0.2, 4.35 * 100, 33.333, 0.30000001, "1,234.50", 0.301], start=1
    ):
        sheet.write_row(number, 0, [1000 + number, "C1", "2026-01-01", "2026-02-01", amount])
    book.close()
    read = read_folder(tmp_path)
    assert read.tables.receivables["amount_minor"].to_list() == [10000, 10050, 30, 43500, 30, 123450]
    assert read.tables.receivables["document_no"].to_list() == ["1001", "1002", "1003", "1004", "1006", "1007"]
    assert problems(read) == [("excess_decimals", 6, "33.333"), ("excess_decimals", 9, "0.301")]


@pytest.mark.parametrize(
    ("values", "dtype", "minor", "refused"),
    [
        ([100, -5], pl.Int32, [10000, -500], 0),
        ([100.5, 0.1 + 0.2, 99_999_999_999.99], pl.Float64, [10050, 30, 9_999_999_999_999], 0),
        ([1.005, float("nan"), float("inf")], pl.Float64, [], 3),
        ([Decimal("1.50"), Decimal("-0.01")], pl.Decimal(38, 2), [150, -1], 0),
        ([Decimal("1.5000"), Decimal("1.2345")], pl.Decimal(15, 4), [150], 1),
        ([Decimal("7"), Decimal("8")], pl.Decimal(10, 0), [700, 800], 0),
        (["1,234.5", "x"], pl.String, [123450], 1),
        ([10**17, 1], pl.Int64, [100], 1),
    ],
)
def test_parquet_numbers_are_major_units(
    tmp_path: Path, values: list[object], dtype: pl.DataType, minor: list[int], refused: int
) -> None:
    frame = pl.DataFrame({"amount": pl.Series(values, dtype=dtype)}).with_row_index("document_no")
    frame = frame.with_columns(
        customer_id=pl.lit("C1"), issue_date=pl.date(2026, 1, 1), due_date=pl.lit("2026-02-01"), kind=pl.lit("opening")
    )
    frame.write_parquet(tmp_path / "receivables.parquet")
    read = read_folder(tmp_path)
    assert read.tables.receivables["amount_minor"].abs().to_list() == [abs(amount) for amount in minor]
    assert read.totals["receivables"].set_aside == refused


def scalar_minor(text: str, currency: str) -> int | None:
    """The scalar twin: one cell, by Decimal and plain string work."""
    plain = unicodedata.normalize("NFKC", text).strip().replace("−", "-")
    plain = re.sub(r"[¥元]", "", plain).strip()
    sign = 1
    if plain.startswith("(") and plain.endswith(")"):
        sign, plain = -1, plain[1:-1]
    elif plain.endswith("-"):
        sign, plain = -1, plain[:-1]
    if "," in plain and not re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d*)?", plain):
        return None
    try:
        scaled = sign * Decimal(plain.replace(",", "")).scaleb(exponent(currency))
    except InvalidOperation:
        return None
    return int(scaled) if scaled == scaled.to_integral_value() else None


WIDE = str.maketrans("0123456789.,()-", "０１２３４５６７８９．，（）－")
DRESSED = st.builds(
    lambda major, decimals, dress: dress.format(f"{major:,}" + (f".{decimals}" if decimals else "")),
    st.integers(min_value=0, max_value=10**12),
    st.text("0123456789", max_size=5),
    st.sampled_from(["{}", "-{}", "({})", "{}-", "￥{}", "{}元", "（￥{}）", " {} "]),
)


@settings(deadline=None)
@given(st.lists(st.tuples(DRESSED, st.booleans()), min_size=1, max_size=20), st.sampled_from(["CNY", "JPY", "KWD"]))
def test_columns_agree_with_the_scalar_twin(amounts: list[tuple[str, bool]], currency: str) -> None:
    currency_free = [text.replace("￥", "").replace("元", "") if currency == "KWD" else text for text, _ in amounts]
    texts = [text.translate(WIDE) if wide else text for text, (_, wide) in zip(currency_free, amounts, strict=True)]
    frame = pl.DataFrame({"value": texts, "currency": currency})
    plain = frame.select(minor_units(pl.col("value"), pl.String(), exponent=pl.lit(exponent(currency)))).to_series()
    dressed = dressed_amounts(frame, is_from_floats=False)["read"]
    both = [first if first is not None else second for first, second in zip(plain, dressed, strict=True)]
    assert both == [scalar_minor(text, currency) for text in texts]
