"""``plan.xlsx``: words instead of codes, text as text, sums that close, pages that print."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from python_calamine import CalamineWorkbook

from huikuan.gateways.exports import write_plan
from huikuan.gateways.texts import LANGUAGES, Language

from .example_day import example_plan, example_reading

SHEETS = {
    "zh": ["催收清单", "单据", "账龄", "盯账清单", "暂不催", "危险信号", "问题", "摘要"],
    "en": ["Worklist", "Items", "Ageing", "Watch list", "Skipped", "Warning signs", "Problems", "Summary"],
}
HEADER = 3


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> dict[Language, Path]:
    folder = tmp_path_factory.mktemp("books")
    for lang in LANGUAGES:
        write_plan(example_plan(), example_reading(), folder / lang, formats=["xlsx"], lang=lang, overwrite=False)
    return {lang: folder / lang / "plan.xlsx" for lang in LANGUAGES}


def cells(book: Path, sheet: str) -> list[list[Any]]:
    found: list[list[Any]] = CalamineWorkbook.from_path(book).get_sheet_by_name(sheet).to_python()
    return found


def column(book: Path, sheet: str, head: str) -> list[Any]:
    rows = cells(book, sheet)
    return [row[rows[HEADER].index(head)] for row in rows[HEADER + 1 :]]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_sheets_speak_the_language(books: dict[Language, Path], lang: Language) -> None:
    assert CalamineWorkbook.from_path(books[lang]).sheet_names == SHEETS[lang]


def test_the_title_names_the_day_and_the_policy(books: dict[Language, Path]) -> None:
    rows = cells(books["zh"], "催收清单")

    assert rows[0][0] == "催收清单"
    assert rows[1][0] == "截至 2026-11-20 · 策略：标准账款催收，第 3 版 · 15 户 · 必须今天 5 户"


def test_the_worklist_shows_words_and_keeps_codes_at_the_right(books: dict[Language, Path]) -> None:
    rows = cells(books["zh"], "催收清单")
    head, first = rows[HEADER], rows[HEADER + 1]

    assert first[head.index("今天做什么")] == "主管跟进\n邮件 + 电话"
    assert first[head.index("负责人")] == "主管\n李薇"
    assert first[head.index("逾期")] == 486200.0
    assert first[head.index("依据")] == "承诺落空"
    assert first[head.index("上次联系")] == "2026-11-13 电话\n承诺"
    assert head.index("办理结果（手填）") < head.index("customer_id") < head.index("reasons")
    assert first[head.index("reasons")] == "promise_broken;overdue;part_disputed"


def test_a_name_that_looks_like_a_formula_stays_text(books: dict[Language, Path]) -> None:
    assert "=苏州远迈物流有限公司" in column(books["zh"], "催收清单", "客户")
    with zipfile.ZipFile(books["zh"]) as packed:
        sheets = [packed.read(name).decode() for name in packed.namelist() if name.startswith("xl/worksheets/sheet")]
    assert [sheet for sheet in sheets if "<f>" in sheet] == []


def test_the_ageing_of_each_currency_closes_to_the_ledger(books: dict[Language, Path]) -> None:
    rows = cells(books["en"], "Ageing")
    head = rows[HEADER]
    totals = {row[1]: row[head.index("Total")] for row in rows[HEADER + 1 :] if row[0] == "Total = ledger"}

    assert totals == {"CNY": 7479635.49, "EUR": 57120.5, "JPY": 1180000.0, "KWD": 12345.678}
    unknown_payer = next(row for row in rows if row[0] == "(payer not known)")
    assert unknown_payer[head.index("Unallocated")] == -12345.0


def test_amounts_are_shown_with_the_decimals_of_their_currency(books: dict[Language, Path]) -> None:
    with zipfile.ZipFile(books["en"]) as packed:
        formats = set(re.findall(r'formatCode="(#,##0[.0]*);', packed.read("xl/styles.xml").decode()))

    assert {"#,##0", "#,##0.00", "#,##0.000"} <= formats


def test_each_sheet_prints_on_a4_landscape_with_its_header_on_every_page(books: dict[Language, Path]) -> None:
    with zipfile.ZipFile(books["zh"]) as packed:
        sheets = [packed.read(f"xl/worksheets/sheet{number}.xml").decode() for number in range(1, 9)]
        names = packed.read("xl/workbook.xml").decode()

    for sheet in sheets:
        assert re.search(r'<pageSetup paperSize="9" fitToHeight="0" orientation="landscape"/>', sheet)
        assert "第 &amp;P 页，共 &amp;N 页" in sheet
        assert 'state="frozen"' in sheet
        assert "<autoFilter" in sheet
    assert names.count("_xlnm.Print_Titles") == 8
    assert names.count("_xlnm.Print_Area") == 8


def test_ageing_and_reasons_are_coloured_by_rules_that_follow_the_cell(books: dict[Language, Path]) -> None:
    with zipfile.ZipFile(books["zh"]) as packed:
        worklist = packed.read("xl/worksheets/sheet1.xml").decode()
        styles = packed.read("xl/styles.xml").decode()

    assert worklist.count('operator="between"') == 6
    assert '<formula>"承诺落空"</formula>' in worklist
    assert "FF661D1C" in styles
    assert "FFFCEDEB" in styles


def test_a_long_list_stops_at_the_limit_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = example_plan()
    many = pl.concat([plan.items] * 801)
    long = replace(plan, items=many)

    write_plan(long, example_reading(), tmp_path, formats=["xlsx"], lang="zh", overwrite=False)

    rows = cells(tmp_path / "plan.xlsx", "单据")
    assert many.height == 20_025
    assert len(rows) == HEADER + 1 + 20_000
    assert rows[2][0] == "这里是前 20,000 行，共 20,025 行；全部在 CSV 或 Parquet 文件里。"


def test_problems_say_what_to_do(books: dict[Language, Path]) -> None:
    assert column(books["zh"], "问题", "处理结果") == ["未载入", "已载入，有疑问"]
    assert column(books["zh"], "问题", "怎么办")[1] == "请核对这笔收款的核销明细，把多出的部分转到应核销的单据。"


def test_the_summary_lists_what_was_read(books: dict[Language, Path]) -> None:
    rows = cells(books["en"], "Summary")
    read = {row[1]: row[3] for row in rows if row[0] == "Read from"}

    assert read == {"receivables.csv": 27.0, "账套.xlsx · 收款": 12.0}
