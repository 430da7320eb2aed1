"""Which files of a folder are read (spec/files.md, "In")."""

import hashlib
from pathlib import Path

import pytest
import xlsxwriter
from import_folders import RECEIVABLES, problems, reading, shown, written

from huikuan.gateways.imports import InputFile, ReadOptions, Unusable, read_folder

ROW = "{},C1,2026-01-01,2026-02-01,100\n"


def test_files_of_one_table_are_joined_in_name_order(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "receivables-b.csv": RECEIVABLES + ROW.format("B"),
        "receivables.csv": RECEIVABLES + ROW.format("main"),
        "Receivables-a.CSV": RECEIVABLES + ROW.format("A"),
        "应收-2025.csv": RECEIVABLES + ROW.format("C"),
    }
    read = reading(tmp_path, files)
    assert read.tables.receivables["document_no"].to_list() == ["A", "B", "main", "C"]
    assert [file.file for file in read.inputs] == [
        "Receivables-a.CSV",
        "receivables-b.csv",
        "receivables.csv",
        "应收-2025.csv",
    ]
    assert shown(read.tables.receivables, "file_no", "row_no") == [(0, 2), (1, 2), (2, 2), (3, 2)]


def test_other_files_are_listed_and_hidden_ones_passed_over(tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    written(tmp_path / "archive", {"receivables.csv": RECEIVABLES + ROW.format("old")})
    read = reading(
        tmp_path,
        {
            "receivables.csv": RECEIVABLES + ROW.format("R1"),
            "notes.txt": "hello",
            "summary.csv": "a,b\n1,2\n",
            ".DS_Store": b"\x00",
            "~$receivables.xlsx": b"lock",
        },
    )
    assert read.unread == ("notes.txt", "summary.csv")
    assert read.tables.receivables["document_no"].to_list() == ["R1"]


def test_a_file_that_no_table_calls_for_may_be_broken(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "receivables.csv": RECEIVABLES + ROW.format("R1"),
        "old.xlsx": b"PK\x03\x04 nothing",
        "old.csv": b"\xff\xff\xff",
    }
    read = reading(tmp_path, files)
    assert read.tables.receivables["document_no"].to_list() == ["R1"]
    assert read.unread == ("old.csv", "old.xlsx")
    assert problems(read, "code", "table", "file_no", "value", "severity") == [
        ("unopened_file", "", None, "old.csv", "warning"),
        ("unopened_file", "", None, "old.xlsx", "warning"),
    ]


def test_each_input_is_named_with_its_digest(tmp_path: Path) -> None:
    read = reading(tmp_path, {"receivables.csv": RECEIVABLES})
    digest = hashlib.sha256(RECEIVABLES.encode()).hexdigest()
    assert read.inputs == (InputFile("receivables.csv", "", "receivables", 0, digest),)
    assert read.tables.receivables.height == 0


def test_sheets_of_one_workbook_are_tables_by_name(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "2026年11月.xlsx")
    for name, rows in {
        "应收": [["单据号", "客户编码", "开票日期", "到期日", "金额"], ["R1", 1001, "2026-01-01", "2026-02-01", 100.5]],
        "客户": [["客户编码", "客户名称"], [1001, "甲公司"]],
        "说明": [["read me"]],
    }.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    read = read_folder(tmp_path)
    assert shown(read.tables.receivables, "document_no", "customer_id", "amount_minor") == [("R1", "1001", 10050)]
    assert shown(read.tables.customers, "customer_id", "name") == [("1001", "甲公司")]
    assert read.unread == ("2026年11月.xlsx!说明",)
    assert [(file.sheet, file.table, file.rows) for file in read.inputs] == [
        ("应收", "receivables", 1),
        ("客户", "customers", 1),
    ]
    assert problems(read) == []


def test_a_workbook_named_by_a_table_needs_no_sheet_name(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "应收.xlsx")
    sheet = book.add_worksheet("Sheet1")
    sheet.write_row(0, 0, ["单据号", "客户编码", "开票日期", "到期日", "金额"])
    sheet.write_row(1, 0, ["R1", "C1", "2026-01-01", "2026-02-01", 100])
    book.close()
    assert read_folder(tmp_path).tables.receivables["document_no"].to_list() == ["R1"]


def test_a_single_file_is_read_by_its_headers(tmp_path: Path) -> None:
    written(tmp_path, {"export 2026.csv": RECEIVABLES + ROW.format("R1"), "receivables.csv": RECEIVABLES})
    read = read_folder(tmp_path / "export 2026.csv")
    assert read.tables.receivables["document_no"].to_list() == ["R1"]


def test_progress_names_each_file(tmp_path: Path) -> None:
    written(tmp_path, {"receivables.csv": RECEIVABLES, "customers.csv": "customer_id,name\n"})
    told: list[tuple[str, int, int]] = []
    read_folder(tmp_path, progress=lambda *step: told.append(step))
    assert told == [("customers.csv", 0, 2), ("receivables.csv", 1, 2)]


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({}, "no_receivables"),
        ({"customers.csv": "customer_id,name\nC1,A\n"}, "no_receivables"),
        ({"receivables.csv": ""}, "no_receivables"),
        ({"receivables.csv": "document_no,customer_id,amount\nR1,C1,5\n"}, "missing_columns"),
        ({"receivables.xlsx": b"PK\x03\x04 nothing"}, "broken_file"),
        ({"receivables.xls": b"not a workbook"}, "broken_file"),
        ({"receivables.parquet": b"PAR1 nothing"}, "broken_file"),
    ],
)
def test_an_input_without_receivables_is_refused(tmp_path: Path, files: dict[str, str | bytes], code: str) -> None:
    with pytest.raises(Unusable) as refused:
        reading(tmp_path, files)
    assert refused.value.code == code


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="does not exist"):
        read_folder(tmp_path / "nowhere")


def test_a_currency_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="XYZ is not a currency"):
        read_folder(tmp_path, ReadOptions(currency="XYZ"))


def test_missing_columns_are_named(tmp_path: Path) -> None:
    with pytest.raises(Unusable) as refused:
        reading(tmp_path, {"receivables.csv": "单据号,客户编码,合计数\nR1,C1,5\n"})
    assert refused.value.params == {"file": "receivables.csv", "columns": "issue_date, amount"}
