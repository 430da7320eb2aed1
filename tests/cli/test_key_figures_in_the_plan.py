"""The key figures that a plan carries: those of ``huikuan kpi``, one currency open and the rest folded (R-83).

At the end of October 600.00 of INV-3 are late and 600.00 of INV-4 are not due; see tests/engine/kpi.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from python_calamine import CalamineWorkbook

from huikuan.cli import planning, run
from tests.cli.conftest import Folder

DOCUMENTS = """
document_no,customer_id,issue_date,due_date,amount,currency
INV-1,C1,2026-07-10,2026-08-10,1000.00,CNY
INV-2,C1,2026-08-15,2026-09-15,2000.00,CNY
INV-3,C1,2026-09-10,2026-10-10,900.00,CNY
INV-4,C1,2026-10-25,2026-11-25,600.00,CNY
"""
PAYMENTS = """
payment_no,customer_id,received_on,amount,currency,allocations
P1,C1,2026-08-05,400.00,CNY,INV-1:400
P2,C1,2026-09-15,2000.00,CNY,INV-2:2000
P3,C1,2026-10-06,600.00,CNY,INV-1:600
P4,C1,2026-10-20,300.00,CNY,INV-3:300
"""
CUSTOMERS = "customer_id,name\nC1,苏州精工机械有限公司\n"
# More documents than the yuan has, so that the order of the page is not that of their number.
EUROS = "".join(f"EU-{n},C1,2026-09-0{n},2026-10-0{n},100.00,EUR\n" for n in range(1, 7))
EURO_PAYMENT = "P5,C1,2026-10-01,100.00,EUR,EU-1:100\n"
DOLLARS = "US-1,C1,2026-09-01,2026-10-01,50.00,USD\n"  # never a payment
DAY = "2026-11-20"


def _planned(company: Path, *formats: str, lang: str = "en") -> Path:
    out = company.parent / "plan"
    chosen = ["--formats", ",".join(formats or ["html"]), "--lang", lang, "--overwrite"]
    assert run(["plan", str(company), "--as-of", DAY, "--out", str(out), *chosen]) == 0
    return out


def _summary(out: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    return content


def _section(out: Path) -> str:
    """Return the words of the report's key figures, one space between them; a fold stands in [ ]."""
    page = (out / "report.html").read_text(encoding="utf-8")
    start = page.index('<section class="card kpis">')
    section = page[start : page.index("</section>", start)]
    folds = section.replace("<details", "[ <details").replace("</details>", " ]")
    return re.sub(r"\s+", " ", re.sub(r"<title>.*?</title>|<[^>]+>", " ", folds)).strip()


@pytest.fixture
def company(folder: Folder) -> Path:
    return folder(receivables=DOCUMENTS, payments=PAYMENTS, customers=CUSTOMERS)


def test_report_workbook_and_summary_say_what_huikuan_kpi_says(company: Path) -> None:
    out = _planned(company, "html", "xlsx")
    file = company.parent / "kpi.csv"
    assert run(["kpi", str(company), "--as-of", DAY, "--months", "12", "--out", str(file)]) == 0
    asked = pl.read_csv(file, infer_schema=False).filter(to_on="2026-10-31")
    said = dict(asked.select("kpi", "value").rows())

    assert _summary(out)["kpis"] == {"CNY": said}
    assert said["dso_simple"] == "31.54"
    sheet = CalamineWorkbook.from_path(out / "plan.xlsx").get_sheet_by_name("Key figures").to_python()
    head, *rows = [row for row in sheet if row[0] in ("Currency", "CNY")]
    october, kpi = head.index("2026-10"), head.index("kpi")
    assert {row[kpi]: row[october] for row in rows} == {
        kpi: "" if value is None else float(value) for kpi, value in said.items()
    }
    section = _section(out)
    assert "DSO, simple, quarter 31.54 days 38.0 / 39.3" in section
    assert "Collection effectiveness (CEI), quarter 84.62 % 86.5 / 82.8" in section


def test_a_gap_of_the_last_month_stands_with_its_reason(company: Path) -> None:
    section = _section(_planned(company))
    assert "Rolled from 1–30 to 31–60 days the younger bucket was empty a month before —" in section


def test_the_pages_first_currency_is_open_and_the_others_are_folded(folder: Folder) -> None:
    company = folder(receivables=DOCUMENTS + EUROS + DOLLARS, payments=PAYMENTS + EURO_PAYMENT, customers=CUSTOMERS)
    shown, folded = _section(_planned(company)).split("[")
    assert "CNY 2026-10 Trend US median DSO, simple, quarter 31.54 days" in shown
    assert "EUR" not in shown
    assert folded.strip().startswith("In other currencies: EUR · USD EUR 2026-10 Trend")
    assert (
        folded.split("]")[0]
        .strip()
        .endswith("USD: No key figures: the folder names no money in this currency, so earlier balances are not known.")
    )


def test_without_any_payment_there_is_a_sentence_and_no_table(folder: Folder) -> None:
    company = folder(receivables=DOCUMENTS, customers=CUSTOMERS)
    section = _section(_planned(company, lang="zh"))
    assert "CNY: 没有关键指标：文件夹里没有这个币种的收款，无法得知以前的余额。" in section
    assert "38.0 / 39.3" not in section


def test_without_an_ended_month_that_is_said(folder: Folder) -> None:
    company = folder(
        receivables="document_no,customer_id,issue_date,due_date,amount\nA,C1,2026-11-02,2026-11-12,5.00\n"
    )
    out = _planned(company)
    assert _section(out) == (
        "Key figures No document was issued by 2026-10-31, the last month end; there is nothing to measure."
    )
    assert _summary(out)["kpis"] == {}


def test_a_large_folder_is_told_where_to_ask(company: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "KPI_DOCUMENTS", 3)
    out = _planned(company, "html", "xlsx")
    assert _section(out).endswith("on a folder of this size. Have them with: huikuan kpi")
    assert _summary(out)["kpis"] == {}
    assert "Key figures" not in CalamineWorkbook.from_path(out / "plan.xlsx").sheet_names


def test_a_plan_without_pages_does_not_look_back(company: Path) -> None:
    assert _summary(_planned(company, "csv"))["kpis"] == {}
