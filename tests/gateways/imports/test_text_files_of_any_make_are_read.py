"""CSV: encodings, separators, quotes, ragged rows, blank lines, line ends."""

from pathlib import Path

import polars as pl
import pytest
from import_folders import RECEIVABLES, problems, reading, receivables, shown

from huikuan.gateways.imports import Unusable

CHINESE = "单据号,客户编码,开票日期,到期日,金额,备注\n001,甲,2026-01-01,2026-02-01,100.50,上海市\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030"])
def test_the_encoding_is_found(tmp_path: Path, encoding: str) -> None:
    read = reading(tmp_path, {"receivables.csv": CHINESE.encode(encoding)})
    assert shown(read.tables.receivables, "document_no", "customer_id", "amount_minor", "note") == [
        ("001", "甲", 10050, "上海市")
    ]
    assert problems(read) == []


def test_a_given_encoding_overrules(tmp_path: Path) -> None:
    traditional = RECEIVABLES.replace("amount", "amount,note") + "R1,C1,2026-01-01,2026-02-01,5,臺北市\n"
    read = reading(tmp_path, {"receivables.csv": traditional.encode("big5")}, encoding="big5")
    assert read.tables.receivables["note"].to_list() == ["臺北市"]


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Unusable) as refused:
        reading(tmp_path, {"receivables.csv": RECEIVABLES.encode() + b"\xff\xff\xff,C1,2026-01-01,2026-02-01,5\n"})
    assert refused.value.code == "unreadable_encoding"
    with pytest.raises(Unusable) as refused:
        reading(tmp_path, {"receivables.csv": RECEIVABLES}, encoding="klingon")
    assert refused.value.code == "unknown_encoding"


def test_damaged_utf8_is_refused_rather_than_misread(tmp_path: Path) -> None:
    """One byte of 上海市 is broken; as GB18030 every Chinese word would come out as another."""
    with pytest.raises(Unusable) as refused:
        reading(tmp_path, {"receivables.csv": CHINESE.encode().replace("市".encode(), b"\xe5\xb8\xe5")})
    assert refused.value.params == {"file": "receivables.csv", "encoding": "utf-8"}


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_found_under_quoted_headers(tmp_path: Path, separator: str) -> None:
    header = separator.join(f'"{name}"' for name in RECEIVABLES.strip().split(","))
    row = separator.join(["R1", '"C,1;x"', "2026-01-01", "2026-02-01", '"1,234.50"'])
    read = reading(tmp_path, {"receivables.csv": f"{header}\n{row}\n"})
    assert shown(read.tables.receivables, "customer_id", "amount_minor") == [("C,1;x", 123450)]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_any_line_end_is_read(tmp_path: Path, line_end: str) -> None:
    text = RECEIVABLES + "R1,C1,2026-01-01,2026-02-01,5\nR2,C1,2026-01-01,2026-02-01,6"
    read = reading(tmp_path, {"receivables.csv": text.replace("\n", line_end)})
    assert shown(read.tables.receivables, "document_no", "amount_minor", "row_no") == [("R1", 500, 2), ("R2", 600, 3)]
    assert problems(read) == []


def test_leading_zeros_and_long_numbers_stay(tmp_path: Path) -> None:
    read = receivables(tmp_path, "000123456789012345678,007,2026-01-01,2026-02-01,5")
    assert shown(read.tables.receivables, "document_no", "customer_id") == [("000123456789012345678", "007")]


def test_a_quoted_line_break_is_one_row(tmp_path: Path) -> None:
    text = RECEIVABLES.replace("amount", "amount,note") + (
        'R1,C1,2026-01-01,2026-02-01,5,"two\nlines"\nR2,C1,2026-01-01,2026-02-01,bad,\n'
    )
    read = reading(tmp_path, {"receivables.csv": text})
    assert shown(read.tables.receivables, "document_no", "note") == [("R1", "two\nlines")]
    assert problems(read) == [("bad_amount", 3, "bad")]


def test_blank_lines_count_as_rows_but_are_no_rows(tmp_path: Path) -> None:
    read = receivables(tmp_path, "R1,C1,2026-01-01,2026-02-01,5\n\n,,,,\nR2,C1,2026-01-01,2026-02-01,x")
    assert problems(read) == [("bad_amount", 5, "x")]
    assert read.totals["receivables"].rows_in == 2


def test_ragged_rows_become_problems(tmp_path: Path) -> None:
    """Too long is set aside; too short lacks what it lacks; trailing separators are nothing."""
    read = receivables(
        tmp_path,
        """
        R1,C1,2026-01-01,2026-02-01,5
        R2,C1,2026-01-01,2026-02-01,1,234.50
        R3,C1,2026-01-01
        R4,C1,2026-01-01,2026-02-01,7,,,
        """,
    )
    assert read.tables.receivables["document_no"].to_list() == ["R1", "R4"]
    assert problems(read) == [
        ("too_many_cells", 3, "R2,C1,2026-01-01,2026-02-01,1,234.50"),
        ("missing_value", 4, ""),
    ]
    totals = read.totals["receivables"]
    assert (totals.rows_in, totals.loaded, totals.set_aside, totals.amounts_unreadable) == (4, 2, 2, 2)


def test_a_quote_that_never_closes_costs_one_row(tmp_path: Path) -> None:
    read = receivables(
        tmp_path,
        """
        R1,C1,2026-01-01,2026-02-01,5
        R2,"C1,2026-01-01,2026-02-01,6
        R3,C1,2026-01-01,2026-02-01,7
        """,
    )
    assert read.tables.receivables["document_no"].to_list() == ["R1", "R3"]
    assert problems(read) == [("broken_quotes", 3, 'R2,"C1,2026-01-01,2026-02-01,6')]


def test_inch_marks_inside_text_are_text(tmp_path: Path) -> None:
    text = RECEIVABLES.replace("amount", "amount,note") + (
        'R1,C1,2026-01-01,2026-02-01,5,5" pipe\nR2,C1,2026-01-01,2026-02-01,6,6" pipe\n'
    )
    read = reading(tmp_path, {"receivables.csv": text})
    assert read.tables.receivables["note"].to_list() == ['5" pipe', '6" pipe']


def test_an_empty_file_is_named(tmp_path: Path) -> None:
    read = reading(tmp_path, {"receivables.csv": RECEIVABLES, "customers.csv": "", "payments.csv": " \n\n"})
    assert problems(read, "code", "table", "value", "severity") == [
        ("empty_file", "customers", "customers.csv", "warning"),
        ("empty_file", "payments", "payments.csv", "warning"),
    ]


def test_blanks_around_cells_do_not_matter(tmp_path: Path) -> None:
    read = receivables(tmp_path, 'R1, C1 ," 2026-01-01",2026-02-01 ,"  5.00 "')
    assert shown(read.tables.receivables, "customer_id", "amount_minor") == [("C1", 500)]
    assert read.tables.receivables["issue_date"].dtype == pl.Date
    assert problems(read) == []
