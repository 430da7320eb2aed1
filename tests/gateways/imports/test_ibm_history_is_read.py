"""The IBM receivables history in its three variants, read where it lies beside the checkout, never copied."""

import os
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from import_folders import problems, reading, shown

from huikuan.gateways.imports import ReadOptions, read_folder

FOLDER = Path(__file__).parents[4] / "shared" / "data" / "receivables"
FIRST = "WA_Fn-UseC_-Accounts-Receivable.csv"
HEADER = "countryCode,customerID,PaperlessDate,invoiceNumber,InvoiceDate,DueDate,InvoiceAmount,Disputed,SettledDate\n"


def history(name: str) -> Path:
    path = FOLDER / name
    if not path.exists():
        reason = f"{name} is not beside the checkout (shared/data/receivables)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return path


def plain_rows(path: Path, order: str) -> pl.DataFrame:
    """Read the file by plain means: as text, dates by one format, amounts by Decimal."""
    raw = pl.read_csv(path, infer_schema=False)
    raw = raw.rename({name: name.lower() for name in raw.columns})
    return raw.select(
        document_no="invoicenumber",
        customer_id="customerid",
        issue_date=pl.col("invoicedate").str.to_date(order),
        due_date=pl.col("duedate").str.to_date(order),
        settled_on=pl.col("settleddate").str.to_date(order),
        amount_minor=(pl.col("invoiceamount").cast(pl.Decimal(38, 2)) * 100).cast(pl.Int64),
    )


@pytest.mark.parametrize(
    ("name", "order", "rows", "told"),
    [
        (FIRST, "%m/%d/%Y", 2466, "month/day/year"),
        ("WA_Fn-UseC_-Accounts-Receivable.day_first.csv", "%d/%m/%Y", 2466, "day/month/year"),
        ("WA_Fn-UseC_-Accounts-Receivable_with_missing.csv", None, 2586, None),
    ],
)
def test_each_variant_loads_whole(name: str, order: str | None, rows: int, told: str | None) -> None:
    read = read_folder(history(name), ReadOptions(currency="USD"))
    documents = read.tables.receivables
    assert documents.height == rows
    assert read.totals["receivables"].set_aside == 0
    assert read.tables.customers.height == 100
    assert set(documents["currency"]) == {"USD"}
    assert set(documents["kind"]) == {"invoice"}
    assert documents["disputed_minor"].null_count() == rows
    assert ((documents["due_date"] - documents["issue_date"]).dt.total_days() == 30).all()
    if order:
        expected = plain_rows(history(name), order)
        assert documents.select(expected.columns).equals(expected)
        assert {detail for _, detail in problems(read, "code", "detail")} == {told}


def test_day_first_and_month_first_are_the_same_history() -> None:
    names = (FIRST, "WA_Fn-UseC_-Accounts-Receivable.day_first.csv")
    columns = ["document_no", "customer_id", "issue_date", "due_date", "settled_on", "amount_minor"]
    first, second = (
        read_folder(history(name))
        .tables.receivables.select(columns)
        .with_columns(pl.col("document_no").str.strip_chars_start("0"))
        .sort("document_no")
        for name in names
    )
    assert first.equals(second)


def test_leading_zeros_stay() -> None:
    documents = read_folder(history(FIRST)).tables.receivables["document_no"]
    assert documents[0] == "0000611365"
    assert (documents.str.len_chars() == 10).all()


def test_hindsight_is_kept_beside_the_data_and_not_used(tmp_path: Path) -> None:
    read = reading(
        tmp_path,
        {"any name.csv": HEADER.upper() + "391,X1,4/6/2013,0007,1/26/2013,2/25/2013,55.94,Yes,1/15/2014\n"},
    )
    assert shown(read.tables.receivables, "document_no", "disputed_minor", "settled_on") == [
        ("0007", None, date(2014, 1, 15))
    ]
    assert read.tables.disputes.is_empty()
    assert shown(read.tables.customers, "customer_id", "name", "region") == [("X1", "X1", "391")]
    assert read.extras["receivables"].to_dicts() == [
        {"file_no": 0, "row_no": 2, "PAPERLESSDATE": "4/6/2013", "DISPUTED": "Yes"}
    ]
    assert [code for code, _, _ in problems(read)] == ["date_order_decided"] * 3
