"""Dates: every form of the contract, and the d/m against m/d rule (spec/files.md, "Dates")."""

from datetime import date, datetime
from pathlib import Path
from typing import Literal

import polars as pl
import pytest
import xlsxwriter
from import_folders import RECEIVABLES, problems, reading, receivables, shown

from huikuan.gateways.imports import Unusable, read_folder

READ = """
2026-03-05
2026-3-5
2026/3/5
2026/03/05
2026.03.05
20260305
2026年3月5日
2026年03月05日
２０２６－０３－０５
2026-03-05 00:00:00
2026-03-05T08:30:00
2026-03-05T00:00:00.000Z
2026-03-05T23:59:00+08:00
2026/3/5 0:00
46086
46086.75
"""
REFUSED = """
2026-02-30
2026-13-01
2026-00-10
1969-12-31
2101-01-01
20260230
soon
2026
5
99999
2026-03-05 25:00
"""


def lines(table: str) -> list[str]:
    return table.strip().splitlines()


def rows(dates: list[str]) -> str:
    return "\n".join(f"R{number},C1,{text},2030-01-01,5" for number, text in enumerate(dates))


def test_every_form_of_a_day_is_read(tmp_path: Path) -> None:
    read = receivables(tmp_path, rows(lines(READ)))
    assert problems(read) == []
    assert read.tables.receivables["issue_date"].to_list() == [date(2026, 3, 5)] * len(lines(READ))


def test_days_that_do_not_exist_are_set_aside(tmp_path: Path) -> None:
    read = receivables(tmp_path, rows(lines(REFUSED)))
    assert problems(read) == [("bad_date", number, text) for number, text in enumerate(lines(REFUSED), start=2)]
    assert read.tables.receivables.is_empty()


def test_the_first_and_the_last_day_are_read(tmp_path: Path) -> None:
    read = receivables(tmp_path, rows(["1970-01-01", "2100-12-31", "2024-02-29"]))
    assert read.tables.receivables["issue_date"].to_list() == [date(1970, 1, 1), date(2100, 12, 31), date(2024, 2, 29)]


@pytest.mark.parametrize(
    ("dates", "first", "order", "proof"),
    [
        (["3/5/2026", "4/5/2026", "25/5/2026"], date(2026, 5, 3), "day/month/year", (4, "25/5/2026")),
        (["3/5/2026", "4/25/2026", "4/26/2026"], date(2026, 3, 5), "month/day/year", (3, "4/25/2026")),
        (["03.05.2026", "2026-07-01", "31.05.2026"], date(2026, 5, 3), "day/month/year", (4, "31.05.2026")),
        (["3-5-2026 10:15", "13-5-2026 0:00"], date(2026, 5, 3), "day/month/year", (3, "13-5-2026 0:00")),
    ],
)
def test_a_column_decides_itself_and_says_how(
    tmp_path: Path, dates: list[str], first: date, order: str, proof: tuple[int, str]
) -> None:
    read = receivables(tmp_path, rows(dates))
    assert read.tables.receivables["issue_date"].to_list()[0] == first
    assert problems(read, "code", "row_no", "value", "column", "detail", "severity") == [
        ("date_order_decided", *proof, "issue_date", order, "warning")
    ]


def test_a_column_that_cannot_decide_is_asked_about(tmp_path: Path) -> None:
    with pytest.raises(Unusable) as refused:
        receivables(tmp_path, rows(["2026-01-01", "5/5/2026", "3/5/2026"]))
    assert refused.value.code == "ambiguous_dates"
    assert refused.value.params == {"file": "receivables.csv", "column": "issue_date", "value": "3/5/2026"}


def test_each_column_decides_for_itself(tmp_path: Path) -> None:
    with pytest.raises(Unusable) as refused:
        receivables(tmp_path, "R1,C1,25/5/2026,3/6/2026,5")
    assert refused.value.params["column"] == "due_date"


def test_a_column_against_itself_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unusable) as refused:
        receivables(tmp_path, rows(["25/5/2026", "5/25/2026"]))
    assert refused.value.code == "contradictory_dates"
    assert (refused.value.params["value"], refused.value.params["other"]) == ("25/5/2026", "5/25/2026")


@pytest.mark.parametrize(("order", "day"), [("dmy", date(2026, 5, 3)), ("mdy", date(2026, 3, 5))])
def test_an_answer_settles_it(tmp_path: Path, order: Literal["dmy", "mdy"], day: date) -> None:
    read = receivables(tmp_path, rows(["3/5/2026"]), dates=order)
    assert read.tables.receivables["issue_date"].to_list() == [day]
    assert problems(read) == []


def test_what_does_not_fit_the_answer_is_set_aside(tmp_path: Path) -> None:
    read = receivables(tmp_path, rows(["25/5/2026", "5/25/2026"]), dates="dmy")
    assert problems(read) == [("bad_date", 3, "5/25/2026")]


def test_the_same_number_twice_needs_no_answer(tmp_path: Path) -> None:
    read = receivables(tmp_path, rows(["5/5/2026"]))
    assert read.tables.receivables["issue_date"].to_list() == [date(2026, 5, 5)]


def test_a_date_that_decides_nothing_is_emptied_with_a_warning(tmp_path: Path) -> None:
    read = receivables(
        tmp_path, "R1,C1,2026-01-01,2026-02-01,5,soon", header=RECEIVABLES.replace("amount", "amount,accepted_on")
    )
    assert problems(read, "code", "column", "severity") == [("bad_date", "accepted_on", "warning")]
    assert shown(read.tables.receivables, "document_no", "accepted_on") == [("R1", None)]


def test_the_time_of_an_activity_is_a_day_or_a_moment(tmp_path: Path) -> None:
    texts = ["2026-03-05", "2026-03-05 09:30", "2026-03-05 09:30:15", "2026/3/5 9:30", "2026-03-05T09:30:00Z", "later"]
    read = reading(
        tmp_path,
        {
            "receivables.csv": RECEIVABLES,
            "activities.csv": "customer_id,at,channel\n" + "".join(f"C1,{text},phone\n" for text in texts),
        },
    )
    assert read.tables.activities["at"].to_list() == [
        datetime(2026, 3, 5),
        datetime(2026, 3, 5, 9, 30),
        datetime(2026, 3, 5, 9, 30, 15),
        datetime(2026, 3, 5, 9, 30),
        datetime(2026, 3, 5, 9, 30),
    ]
    assert ("bad_date", 7, "later") in problems(read)


def test_workbook_dates_and_serials_are_days(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "receivables.xlsx")
    sheet = book.add_worksheet("receivables")
    sheet.write_row(0, 0, RECEIVABLES.strip().split(","))
    sheet.write_row(1, 0, ["R1", "C1"])
    sheet.write_datetime(1, 2, date(2026, 3, 5), book.add_format({"num_format": "yyyy-mm-dd"}))
    sheet.write_row(1, 3, [46086, 5])
    book.close()
    read = read_folder(tmp_path)
    assert shown(read.tables.receivables, "issue_date", "due_date") == [(date(2026, 3, 5), date(2026, 3, 5))]


def test_native_dates_are_taken_as_they_are(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {
            "document_no": ["R1", "R2"],
            "customer_id": [1001, 1002],
            "issue_date": [datetime(2026, 3, 5, 12), None],
            "due_date": [date(2026, 4, 5), date(2026, 4, 6)],
            "amount": [1.5, 2.5],
        }
    )
    frame.write_parquet(tmp_path / "receivables.parquet")
    read = read_folder(tmp_path)
    assert shown(read.tables.receivables, "customer_id", "issue_date", "due_date") == [
        ("1001", date(2026, 3, 5), date(2026, 4, 5))
    ]
    assert problems(read) == [("missing_value", 3, "")]
