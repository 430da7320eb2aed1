"""Parquet: typed columns are taken as they are, whatever their type (spec/files.md, "Amounts")."""

from datetime import date
from pathlib import Path

import polars as pl
from import_folders import problems, shown

from huikuan.gateways.imports import read_folder

PLAIN = {"document_no": ["R1"], "customer_id": ["C1"], "issue_date": [date(2026, 1, 1)], "due_date": [date(2026, 2, 1)]}


def test_numbers_that_are_names_lose_no_digit_and_gain_no_decimal(tmp_path: Path) -> None:
    frame = pl.DataFrame({**PLAIN, "document_no": [10_000_000_001], "customer_id": [1001.0], "amount": [5]})
    frame.write_parquet(tmp_path / "receivables.parquet")
    read = read_folder(tmp_path)
    assert shown(read.tables.receivables, "document_no", "customer_id", "amount_minor") == [
        ("10000000001", "1001", 500)
    ]


def test_categories_flags_and_lists_are_read(tmp_path: Path) -> None:
    pl.DataFrame({**PLAIN, "amount": [5], "kind": ["贷项"]}, schema_overrides={"kind": pl.Categorical}).write_parquet(
        tmp_path / "receivables.parquet"
    )
    pl.DataFrame(
        {
            "customer_id": ["C1", "C1"],
            "at": [date(2026, 1, 1)] * 2,
            "channel": pl.Series(["phone", "sms"], dtype=pl.Enum(["phone", "sms"])),
            "delivered": [True, None],
            "document_nos": [["R1", "R2"], None],
        }
    ).write_parquet(tmp_path / "activities.parquet")
    read = read_folder(tmp_path)
    assert read.tables.receivables["kind"].to_list() == ["credit_note"]
    assert shown(read.tables.activities, "channel", "delivered", "document_nos") == [
        ("phone", True, ["R1", "R2"]),
        ("sms", None, None),
    ]


def test_nested_columns_where_none_belong_do_no_harm(tmp_path: Path) -> None:
    """The note is a list, an unknown column a struct, and open_amount a list that is no amount."""
    frame = pl.DataFrame(
        {**PLAIN, "amount": [5], "note": [["a", "b"]], "more": [{"x": 1}], "open_amount": [[1, 2]], "batch_on": [True]}
    )
    frame.write_parquet(tmp_path / "receivables.parquet")
    read = read_folder(tmp_path)
    assert problems(read, "code", "column", "value") == [
        ("unknown_column", "more", ""),
        ("bad_amount", "open_amount", "1;2"),
        ("bad_date", "batch_on", "true"),
    ]
    assert read.extras["receivables"]["more"].to_list() == ['{"x":1}']


def test_blank_rows_and_empty_columns_are_nothing(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {**PLAIN, "amount": [5.0], "note": pl.Series([None], dtype=pl.Null)},
    )
    blank = frame.clear(n=1)
    pl.concat([blank, frame]).write_parquet(tmp_path / "receivables.parquet")
    read = read_folder(tmp_path)
    assert shown(read.tables.receivables, "document_no", "row_no", "note") == [("R1", 3, None)]
    assert read.totals["receivables"].rows_in == 1
