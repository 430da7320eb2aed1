"""The KPIs of the IBM receivables history, counted a second time by plain means (read where it lies, never copied)."""

from __future__ import annotations

import csv
import os
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import NamedTuple

import pytest

from huikuan.engine.kpi.report import KpiReport, kpi_report
from huikuan.gateways.imports import ReadOptions, read_folder

HISTORY = Path(__file__).parents[4] / "shared" / "data" / "receivables" / "WA_Fn-UseC_-Accounts-Receivable.csv"
MARCH, MAY, JUNE = date(2013, 3, 31), date(2013, 5, 31), date(2013, 6, 30)


class Document(NamedTuple):
    issued: date
    due: date
    settled: date
    amount: Decimal

    def is_open(self, day: date) -> bool:
        return self.issued <= day < self.settled


@pytest.fixture(scope="module")
def history() -> Path:
    if not HISTORY.exists():
        reason = "the IBM history is not beside the checkout (shared/data/receivables)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return HISTORY


@pytest.fixture(scope="module")
def documents(history: Path) -> list[Document]:
    def day(text: str) -> date:
        month, of_month, year = (int(part) for part in text.split("/"))
        return date(year, month, of_month)

    with history.open(newline="", encoding="utf-8") as file:
        return [
            Document(
                day(row["InvoiceDate"]), day(row["DueDate"]), day(row["SettledDate"]), Decimal(row["InvoiceAmount"])
            )
            for row in csv.DictReader(file)
        ]


@pytest.fixture(scope="module")
def report(history: Path, tmp_path_factory: pytest.TempPathFactory) -> KpiReport:
    folder = tmp_path_factory.mktemp("history")
    (folder / history.name).symlink_to(history)
    tables = read_folder(folder, ReadOptions(currency="USD")).tables
    return kpi_report(tables, as_of=JUNE, months=1, noted=lambda _done, _of: None)


def _sum(documents: list[Document]) -> Decimal:
    return sum((document.amount for document in documents), Decimal(0))


def _percent(above: Decimal, below: Decimal) -> Decimal:
    return (above * 100 / below).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _shown(report: KpiReport, kpi: str) -> Decimal:
    return Decimal(report.figures.filter(kpi=kpi)["value"].item())


def test_dso_and_cei_of_the_quarter_agree(report: KpiReport, documents: list[Document]) -> None:
    begin, end = (_sum([one for one in documents if one.is_open(day)]) for day in (MARCH, JUNE))
    current = _sum([one for one in documents if one.is_open(JUNE) and one.due >= JUNE])
    sales = _sum([one for one in documents if MARCH < one.issued <= JUNE])
    assert (end, current, sales) == (Decimal("5119.85"), Decimal("4284.29"), Decimal("20098.87"))
    assert _shown(report, "dso_simple") == _percent(end * 91, sales * 100) == Decimal("23.18")
    assert _shown(report, "dso_best_possible") == _percent(current * 91, sales * 100) == Decimal("19.40")
    assert _shown(report, "cei") == _percent(begin + sales - end, begin + sales - current)


def test_collection_and_punctuality_of_june_agree(report: KpiReport, documents: list[Document]) -> None:
    late = [one for one in documents if one.is_open(MAY) and one.due < MAY]
    assert _shown(report, "recovery_of_overdue") == _percent(
        _sum([one for one in late if one.settled <= JUNE]), _sum(late)
    )
    asked = [one for one in documents if one.due <= JUNE and one.issued <= JUNE and one.settled > max(MAY, one.issued)]
    came = [one for one in asked if one.settled <= JUNE]
    assert _shown(report, "collection_rate") == _percent(_sum(came), _sum(asked)) == Decimal("84.94")
    due = [one for one in documents if MAY < one.due <= JUNE and one.issued <= JUNE]
    on_time = [one for one in due if one.settled <= one.due]
    assert _shown(report, "on_time_rate") == _percent(_sum(on_time), _sum(due)) == Decimal("64.25")
