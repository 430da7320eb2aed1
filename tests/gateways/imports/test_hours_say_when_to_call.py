"""The table ``hours``: when a customer may be called, and what is set aside because it does not say when (R-70)."""

from pathlib import Path

import pytest
from import_folders import RECEIVABLES, problems, reading, shown

from huikuan.gateways.imports import Reading
from huikuan.gateways.imports.words import clock_of

HEADER = "客户编码,类型,星期,开始时间,结束时间,每月几号,日期,备注\n"


def hours(folder: Path, *rows: str, header: str = HEADER) -> Reading:
    files: dict[str, str | bytes] = {"receivables.csv": RECEIVABLES, "联系时段.csv": header + "\n".join(rows) + "\n"}
    return reading(folder, files)


def test_open_hours_blackouts_and_cash_ins_are_read(tmp_path: Path) -> None:
    read = hours(
        tmp_path,
        "C1,可联系,周一,8:30,17点半,,,",
        "C1,勿扰,,,,31,,扎账日",
        "C1,盘点,,,,,2026-12-01,",
        "C1,进账,,,,25,,",
        "C1,blackout,星期五,13:00,24:00,,,",
    )
    assert shown(read.tables.hours, "kind", "weekday", "from", "to", "month_day", "note") == [
        ("open", "1", 510, 1050, None, None),
        ("blackout", None, None, None, 31, "扎账日"),
        ("blackout", None, None, None, None, None),
        ("cash_in", None, None, None, 25, None),
        ("blackout", "5", 780, 1440, None, None),
    ]
    assert problems(read) == []


@pytest.mark.parametrize(
    ("row", "code", "value"),
    [
        ("C1,open,1,9:00,,,,", "hours_incomplete", "open"),
        ("C1,open,1,17:00,9:00,,,", "hours_incomplete", "open"),
        ("C1,blackout,,,,,,", "hours_incomplete", "blackout"),
        ("C1,cash_in,5,,,,,", "hours_incomplete", "cash_in"),
        ("C1,blackout,,,,32,,", "hours_incomplete", "blackout"),
        ("C1,blackout,某天,,,,,", "unknown_code", "某天"),
        ("C1,open,1,25:00,26:00,,,", "bad_clock", "25:00"),
        ("C1,lunch,1,9:00,17:00,,,", "unknown_code", "lunch"),
    ],
)
def test_a_row_that_does_not_say_when_is_set_aside(tmp_path: Path, row: str, code: str, value: str) -> None:
    read = hours(tmp_path, row)
    assert read.tables.hours.is_empty()
    assert problems(read, "code", "value", "severity")[0] == (code, value, "error")
    assert read.totals["hours"].set_aside == 1


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("9:00", 540),
        ("09：05", 545),
        ("17:30:00", 1050),
        ("9点", 540),
        ("9点半", 570),
        ("24:00", 1440),
        ("24:01", None),
        ("9:60", None),
        ("9", None),
        ("上午", None),
    ],
)
def test_a_clock_is_read_as_minutes_after_midnight(text: str, minutes: int | None) -> None:
    assert clock_of(text) == minutes
