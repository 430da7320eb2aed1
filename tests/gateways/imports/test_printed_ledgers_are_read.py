"""Ledgers as accounting programs print them: lines above the headers, merged headers in two rows, subtotals."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from import_folders import problems, shown

from huikuan.gateways.imports import Reading, ReadOptions, inspect_file, read_folder

PREAMBLE: list[list[Any]] = [["应收账款明细账"], [], ["核算单位：", "甲公司", "", "期间：2026年1月"]]
DATA: list[list[Any]] = [
    ["R1", "C1", "苏州精工", "2026-01-05", "2026-02-05", 1200.5, 200.5],
    ["R2", "C1", "苏州精工", "2026-01-06", "2026-02-06", 300, 300],
    ["小计", None, None, None, None, 1500.5, 500.5],
]
ONE_ROW: list[list[Any]] = [["单据号", "客户编码", "客户名称", "单据日期", "到期日", "应收金额", "未收金额"]]
# As merged cells are stored: only the first cell of each has its word.
TWO_ROWS: list[list[Any]] = [
    ["单据", None, "客户名称", "日期", None, "金额", None],
    ["单据号", "客户编码", None, "单据日期", "到期日", "应收金额", "未收金额"],
]


def ledger(folder: Path, rows: list[list[Any]]) -> Path:
    """Write one workbook; nothing is written for None and the empty text."""
    folder.mkdir(parents=True, exist_ok=True)
    book = xlsxwriter.Workbook(folder / "应收.xlsx")
    sheet = book.add_worksheet("明细账")
    for number, row in enumerate(rows):
        for at, cell in enumerate(row):
            if cell not in (None, ""):
                sheet.write(number, at, cell)
    book.close()
    return folder


def loaded(read: Reading) -> list[tuple[Any, ...]]:
    return shown(read.tables.receivables, "row_no", "document_no", "issue_date", "amount_minor", "open_minor")


@pytest.mark.parametrize(
    ("above", "headers"), [([], ONE_ROW), (PREAMBLE, ONE_ROW), ([], TWO_ROWS), (PREAMBLE, TWO_ROWS)]
)
def test_headers_are_found_and_rows_numbered_as_on_the_sheet(
    tmp_path: Path, above: list[list[Any]], headers: list[list[Any]]
) -> None:
    read = read_folder(ledger(tmp_path, [*above, *headers, *DATA]))
    first = len(above) + len(headers) + 1
    assert loaded(read) == [
        (first, "R1", date(2026, 1, 5), 120_050, 20_050),
        (first + 1, "R2", date(2026, 1, 6), 30_000, 30_000),
    ]
    assert shown(read.tables.customers, "customer_id", "name") == [("C1", "苏州精工")]
    assert set(problems(read, "code", "row_no", "severity")) == {("missing_value", first + 2, "error")}
    totals = read.totals["receivables"]
    assert (totals.rows_in, totals.loaded, totals.set_aside) == (3, 2, 1)
    assert [seen.header_row for seen in inspect_file(tmp_path / "应收.xlsx")] == [first - 1]


def test_a_lower_word_that_says_nothing_alone_is_joined_to_the_one_above(tmp_path: Path) -> None:
    headers: list[list[Any]] = [
        ["单据号", "客户编码", "单据日期", "到期日", "应收", None],
        [None, None, None, None, "金额", "摘记"],
    ]
    read = read_folder(ledger(tmp_path, [*headers, ["R1", "C1", "2026-01-05", "2026-02-05", 5, "x"]]))
    assert shown(read.tables.receivables, "document_no", "amount_minor") == [("R1", 500)]
    assert problems(read, "code", "column") == [("unknown_column", "应收摘记")]


def test_a_first_row_of_data_is_never_taken_for_headers(tmp_path: Path) -> None:
    """The first document lacks its customer and its dates: it is set aside, not read as half a header."""
    read = read_folder(ledger(tmp_path, [*ONE_ROW, ["R", None, "甲", None, None, None, None], *DATA[:2]]))
    assert [row[1] for row in loaded(read)] == ["R1", "R2"]
    assert read.totals["receivables"].set_aside == 1


def as_csv(folder: Path, rows: list[list[Any]], *, separator: str = ",") -> Path:
    """Write the same rows as a text file, blank lines included."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = (separator.join("" if cell is None else str(cell) for cell in row) for row in rows)
    (folder / "应收.csv").write_bytes("\n".join(lines).encode("gb18030"))
    return folder


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize(
    ("above", "headers"), [([], ONE_ROW), (PREAMBLE, ONE_ROW), ([], TWO_ROWS), (PREAMBLE, TWO_ROWS)]
)
def test_a_text_file_says_the_same_as_the_workbook(
    tmp_path: Path, above: list[list[Any]], headers: list[list[Any]], separator: str
) -> None:
    rows = [*above, *headers, *DATA]
    text = read_folder(as_csv(tmp_path / "text", rows, separator=separator))
    book = read_folder(ledger(tmp_path / "book", rows))
    assert loaded(text) == loaded(book)
    assert len(loaded(text)) == 2
    assert problems(text, "code", "row_no", "column") == problems(book, "code", "row_no", "column")
    assert text.totals == book.totals
    seen = [inspect_file(path)[0].header_row for path in (tmp_path / "text/应收.csv", tmp_path / "book/应收.xlsx")]
    assert seen == [len(above) + len(headers)] * 2


MAPPED: list[list[Any]] = [
    ["我公司"],
    ["业务号", "伙伴", "发生", None, "本币", None],
    [None, None, "日子", "期限", "合计数", "余额"],
    ["R1", "C1", "2026-01-05", "2026-02-05", 5, 3],
]
MAPPING = {
    "receivables": {
        "业务号": "document_no",
        "伙伴": "customer_id",
        "发生/日子": "issue_date",
        "发生/期限": "due_date",
        "本币/合计数": "amount",
        "本币/余额": "open_amount",
    }
}


@pytest.mark.parametrize("written", [as_csv, ledger])
def test_a_mapping_names_headers_of_two_rows_as_upper_and_lower(tmp_path: Path, written: Any) -> None:
    """Without the mapping no row shows known headers, so the first would be taken for them."""
    read = read_folder(written(tmp_path, MAPPED), ReadOptions(mapping=MAPPING))
    assert loaded(read) == [(4, "R1", date(2026, 1, 5), 500, 300)]
    assert problems(read) == []


def test_the_same_word_under_two_headers_is_told_apart(tmp_path: Path) -> None:
    headers: list[list[Any]] = [
        ["单据号", "客户编码", "单据日期", "到期日", "美元", None, "本位币", None],
        [None, None, None, None, "金额", "余额", "金额", "余额"],
    ]
    rows = [*headers, ["R1", "C1", "2026-01-05", "2026-02-05", 1, 2, 7, 14]]
    read = read_folder(as_csv(tmp_path / "plain", rows))
    assert shown(read.tables.receivables, "amount_minor", "open_minor") == [(100, 200)]
    assert problems(read, "code", "column") == [("unknown_column", "本位币/金额"), ("unknown_column", "本位币/余额")]
    mapping = {"receivables": {"本位币/金额": "amount", "本位币/余额": "open_amount"}}
    mapped = read_folder(as_csv(tmp_path / "mapped", rows), ReadOptions(mapping=mapping))
    assert shown(mapped.tables.receivables, "amount_minor", "open_minor") == [(700, 1_400)]
