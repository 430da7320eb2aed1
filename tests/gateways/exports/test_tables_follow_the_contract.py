"""The tables of spec/files.md, "Out": names and order of columns, exact amounts, the same facts in every format."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from huikuan.gateways.exports import write_plan
from huikuan.gateways.texts import LANGUAGES

from .example_day import example_plan, example_reading

CONTRACT = {
    "worklist": "rank customer_id entity name lane score step also action channels role assignee approval due_on "
    "currency overdue_amount eligible_amount disputed_amount promised_amount in_transit_amount unallocated_amount "
    "oldest_overdue_days documents template reasons reasons_text",
    "items": "document_no customer_id entity kind currency issue_date due_date open_amount disputed_amount "
    "promised_amount in_transit_amount bills_amount overdue_days bucket debt_class policy_class policy rung "
    "eligible_amount suppressed_reason",
    "ageing": "customer_id entity currency bucket amount",
    "skipped": "customer_id entity document_no reason until",
    "alerts": "customer_id entity sign severity since evidence_text threshold false_alarm_text effect",
    "watch": "owner customer_id entity name document_no kind issue_date due_date overdue_days currency unpaid_amount "
    "disputed_amount promised_amount eligible_amount rung suppressed_reason",
    "problems": "file row column value code severity message remedy",
}


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plan")
    write_plan(
        example_plan(), example_reading(), folder, formats=("csv", "json", "parquet"), lang="zh", overwrite=False
    )
    return folder


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("table", CONTRACT)
def test_the_contracts_columns_come_first_and_in_its_order(out: Path, table: str) -> None:
    expected = CONTRACT[table].split()

    assert list(rows(out / f"{table}.csv")[0])[: len(expected)] == expected
    assert list(json.loads((out / f"{table}.json").read_text(encoding="utf-8"))[0])[: len(expected)] == expected
    assert pl.read_parquet(out / f"{table}.parquet").columns[: len(expected)] == expected


def test_csv_is_utf_8_without_a_mark_and_starts_with_the_header(out: Path) -> None:
    assert (out / "worklist.csv").read_bytes().startswith(b"rank,customer_id,entity,name,lane,score,step,also,")


@pytest.mark.parametrize(
    ("document", "open_amount"),
    [("INV-1001", "463800.00"), ("CN-0001", "-15000.00"), ("INV-3001", "1180000"), ("INV-4001", "12345.678")],
)
def test_an_amount_has_as_many_decimals_as_its_currency(out: Path, document: str, open_amount: str) -> None:
    in_csv = {row["document_no"]: row["open_amount"] for row in rows(out / "items.csv")}
    in_json = {row["document_no"]: row["open_amount"] for row in json.loads((out / "items.json").read_text("utf-8"))}
    in_parquet = dict(pl.read_parquet(out / "items.parquet").select("document_no", "open_amount").iter_rows())

    assert in_csv[document] == open_amount
    assert in_json[document] == open_amount
    assert in_parquet[document] == Decimal(open_amount)


def test_parquet_amounts_are_decimals_of_the_largest_scale_and_dates_are_dates(out: Path) -> None:
    schema = pl.read_parquet(out / "items.parquet").schema

    assert schema["open_amount"] == pl.Decimal(38, 3)
    assert schema["due_date"] == pl.Date


def test_one_currency_keeps_its_own_scale(tmp_path: Path) -> None:
    plan = example_plan()
    only_yen = replace(plan, items=plan.items.filter(currency="JPY"))

    write_plan(only_yen, example_reading(), tmp_path, formats=["parquet", "csv"], lang="en", overwrite=False)

    assert pl.read_parquet(tmp_path / "items.parquet").schema["open_amount"] == pl.Decimal(38, 0)
    assert rows(tmp_path / "items.csv")[0]["open_amount"] == "1180000"


def test_cost_and_value_are_in_the_base_currency_whatever_the_rows_own(out: Path) -> None:
    yen = next(row for row in rows(out / "worklist.csv") if row["currency"] == "JPY")

    assert (yen["base_currency"], yen["cost_amount"], yen["value_amount"]) == ("CNY", "37.00", "77000.00")


def test_lists_are_joined_by_semicolons_and_empty_texts_are_empty_cells(out: Path) -> None:
    first, second = rows(out / "worklist.csv")[:2]

    assert (first["also"], first["channels"], first["reasons"]) == (
        "manager",
        "email;phone",
        "promise_broken;overdue;part_disputed",
    )
    assert second["also"] == ""
    assert ',""' not in (out / "worklist.csv").read_text(encoding="utf-8")


def test_values_stand_unaltered_even_when_they_look_like_a_formula(out: Path) -> None:
    names = {row["customer_id"]: row["name"] for row in rows(out / "worklist.csv")}

    assert names["C014"] == "=苏州远迈物流有限公司"
    assert names["C011"] == "Ångström & <Söhne> GmbH"


def test_dates_are_iso_and_missing_ones_are_empty(out: Path) -> None:
    untils = {row["reason"]: row["until"] for row in rows(out / "skipped.csv")}

    assert (untils["promised"], untils["disputed"]) == ("2026-11-23", "")


def test_problems_of_reading_and_engine_stand_together_with_their_place(out: Path) -> None:
    found = [(row["file"], row["row"], row["code"], row["severity"]) for row in rows(out / "problems.csv")]

    assert found == [
        ("receivables.csv", "14", "bad_amount", "error"),
        ("账套.xlsx", "收款!7", "over_allocated", "warning"),
    ]


def test_texts_follow_the_language(tmp_path: Path) -> None:
    for lang in LANGUAGES:
        write_plan(example_plan(), example_reading(), tmp_path / lang, formats=["csv"], lang=lang, overwrite=False)

    assert rows(tmp_path / "zh" / "worklist.csv")[1]["reasons_text"].startswith(
        "承诺 11-20 付 96,000.00 元，请先查到账。"
    )
    assert rows(tmp_path / "en" / "worklist.csv")[1]["reasons_text"].startswith("CNY 96,000.00 is promised for 20 Nov")
    assert rows(tmp_path / "en" / "problems.csv")[0]["message"] == "金额: 12,34 cannot be read as one amount."
    assert rows(tmp_path / "zh" / "worklist.csv")[1]["reasons"] == rows(tmp_path / "en" / "worklist.csv")[1]["reasons"]


def test_an_empty_plan_still_writes_every_header(tmp_path: Path) -> None:
    plan = example_plan()
    empty = replace(
        plan,
        worklist=plan.worklist.clear(),
        items=plan.items.clear(),
        ageing=plan.ageing.clear(),
        skipped=plan.skipped.clear(),
        promises=plan.promises.clear(),
        alerts=plan.alerts.clear(),
    )

    write_plan(
        empty,
        example_reading(),
        tmp_path,
        formats=("csv", "json", "parquet", "xlsx", "html"),
        lang="zh",
        overwrite=False,
    )

    assert (tmp_path / "items.csv").read_text(encoding="utf-8").strip().split(",") == [
        *CONTRACT["items"].split(),
        "legal_flag",
    ]
    assert json.loads((tmp_path / "items.json").read_text(encoding="utf-8")) == []
    assert "今天没有要催的客户" in (tmp_path / "report.html").read_text(encoding="utf-8")
