"""``huikuan kpi`` from the command line: what it prints, what it leaves out and why, and the file it writes."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from huikuan.cli import run
from huikuan.engine.kpi.answers import REASONS
from huikuan.engine.kpi.registry import KPIS
from huikuan.gateways.texts.kpi_words import KPI_NAMES, REASON_WORDS, UNIT_WORDS
from tests.cli.conftest import Folder

# At the end of October 600.00 of INV-3 are late and 600.00 of INV-4 are not due; see tests/engine/kpi.
RECEIVABLES = """
document_no,customer_id,issue_date,due_date,amount
INV-1,C1,2026-07-10,2026-08-10,1000.00
INV-2,C1,2026-08-15,2026-09-15,2000.00
INV-3,C1,2026-09-10,2026-10-10,900.00
INV-4,C1,2026-10-25,2026-11-25,600.00
"""
PAYMENTS = """
payment_no,customer_id,received_on,amount,allocations
P1,C1,2026-08-05,400.00,INV-1:400
P2,C1,2026-09-15,2000.00,INV-2:2000
P3,C1,2026-10-06,600.00,INV-1:600
P4,C1,2026-10-20,300.00,INV-3:300
"""
CUSTOMERS = "customer_id,name\nC1,苏州精工机械有限公司\n"
DAY = ["--as-of", "2026-11-20"]


@pytest.fixture
def company(folder: Folder) -> Path:
    return folder(receivables=RECEIVABLES, payments=PAYMENTS, customers=CUSTOMERS)


def _printed(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> list[str]:
    assert run(["kpi", *arguments]) == 0
    return [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]


def test_the_months_stand_side_by_side_with_the_survey_beside(
    company: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = _printed([str(company), *DAY, "--months", "2", "--lang", "en"], capsys)
    assert lines[:2] == ["KPIs of 2 months to 31 Oct 2026", "Only ended months count; 2026-11 is still running."]
    assert "CNY: 4 documents since 2026-07-10, payments since 2026-08-05" in lines
    assert "KPI 2026-09 2026-10 US median" in lines
    assert "DSO, simple, quarter (days) 35.38 31.54 38.0 / 39.3" in lines
    assert "Collection effectiveness (CEI), quarter (%) 80.00 84.62 86.5 / 82.8" in lines
    assert "Recovery of overdue (%) 0.00 100.00" in lines
    assert "Turnover over 2 months (times a year) 5.08" in lines
    assert any("Credit Research Foundation, domestic trade, 2021 Q1 / 2020 Q3" in line for line in lines)


def test_the_table_speaks_chinese(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = _printed([str(company), *DAY, "--months", "1", "--lang", "zh"], capsys)
    assert lines[0] == "截至 2026-10-31 的 1 个月回款指标"
    assert "最佳可能 DSO·近三月（天） 15.77 32.0 / 32.2" in lines
    assert "逾期占比（%） 50.00" in lines


def test_what_cannot_be_computed_is_said_with_the_reason(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = _printed([str(company), *DAY, "--months", "1", "--lang", "en"], capsys)
    assert "Rolled from 1–30 to 31–60 days (%) —" in lines
    assert "— the younger bucket was empty a month before: Rolled from 1–30 to 31–60 days" in lines


def test_counting_back_that_runs_out_of_sales_shows_how_far_it_came(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    opening = "document_no,customer_id,issue_date,due_date,amount,kind\n"
    company = folder(
        receivables=opening + "OP,C1,2026-08-01,2026-08-31,900.00,opening\nA,C1,2026-10-05,2026-11-05,100.00,invoice\n",
        payments="payment_no,customer_id,received_on,amount,allocations\nP,C1,2026-09-02,1.00,OP:1\n",
        customers=CUSTOMERS,
    )
    lines = _printed([str(company), *DAY, "--months", "1", "--lang", "en"], capsys)
    assert "DSO, counted back (days) > 92.00" in lines
    assert any("more than all known sales" in line and line.endswith("DSO, counted back") for line in lines)


def test_a_folder_without_payments_says_so_instead_of_guessing(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    company = folder(receivables=RECEIVABLES, customers=CUSTOMERS)
    lines = _printed([str(company), *DAY, "--months", "1", "--lang", "en"], capsys)
    assert "CNY: 4 documents since 2026-07-10, no payments" in lines
    assert "— the folder names no money in this currency, so earlier balances are not known: all" in lines


def test_balances_that_no_payment_explains_are_named(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    given = "document_no,customer_id,issue_date,due_date,amount,open_amount\nA,C1,2026-09-10,2026-10-10,900.00,250.00\n"
    company = folder(receivables=given, payments=PAYMENTS.replace("INV-3", "A"), customers=CUSTOMERS)
    lines = _printed([str(company), *DAY, "--months", "1", "--lang", "en"], capsys)
    assert any(line.startswith("The given balances are CNY 350.00 lower than dated payments") for line in lines)


def test_a_folder_whose_first_month_is_still_running_has_nothing_to_measure(
    company: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = _printed([str(company), "--as-of", "2026-07-20", "--lang", "en"], capsys)
    assert lines == ["No document was issued by 2026-06-30, the last month end; there is nothing to measure."]


def test_the_csv_file_has_every_month_with_its_parts(
    company: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "kpi.csv"
    _printed([str(company), *DAY, "--out", str(target)], capsys)
    with target.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == (len(KPIS) - 2) * 12 + 2
    october = next(row for row in rows if row["kpi"] == "cei" and row["to_on"] == "2026-10-31")
    assert october == {
        "currency": "CNY",
        "kpi": "cei",
        "from_on": "2026-08-01",
        "to_on": "2026-10-31",
        "unit": "percent",
        "value": "84.62",
        "reason": "",
        "at_least": "",
        "above_amount": "3300.00",
        "below_amount": "3900.00",
    }
    first = next(row for row in rows if row["kpi"] == "cei")
    assert (first["to_on"], first["value"], first["reason"]) == ("2025-11-30", "", "history_short")


def test_the_json_file_carries_sources_and_benchmarks(
    company: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "new" / "kpi.json"
    _printed([str(company), *DAY, "--months", "1", "--out", str(target)], capsys)
    document = json.loads(target.read_text(encoding="utf-8"))
    assert document["month_ends"] == ["2026-10-31"]
    assert document["sources"][0]["payments_from"] == "2026-08-05"
    assert document["figures"][0]["value"] == "31.54"
    assert document["benchmarks"][0] == {
        "kpi": "cei",
        "source": "Credit Research Foundation",
        "2021 Q1": "86.5",
        "2020 Q3": "82.8",
    }
    assert [entry.name for entry in target.parent.iterdir()] == ["kpi.json"]


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("name", "said"), [("kpi.xlsx", "names no format"), ("kpi.csv", "is there already"), ("sub.csv", "is a folder")]
)
def test_a_file_that_cannot_be_written_is_refused_before_the_work(
    name: str, said: str, company: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "kpi.csv").write_text("mine", encoding="utf-8")
    (tmp_path / "sub.csv").mkdir()
    assert run(["kpi", str(company), *DAY, "--out", str(tmp_path / name)]) == 2
    assert said in capsys.readouterr().err
    assert (tmp_path / "kpi.csv").read_text(encoding="utf-8") == "mine"


def test_every_kpi_unit_and_reason_has_words() -> None:
    assert set(KPI_NAMES) == {kpi.id for kpi in KPIS}
    assert set(UNIT_WORDS) == {kpi.unit for kpi in KPIS}
    assert set(REASON_WORDS) == set(REASONS)
