"""Properties of the months of the sample company: nothing is lost between months, and nothing is known too early."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from huikuan.engine.balances import ledger_on
from huikuan.engine.kpi.history import month_ends, months_by_currency
from huikuan.engine.kpi.report import kpi_report
from huikuan.engine.tables import Tables
from huikuan.gateways.imports import ReadOptions, read_folder
from huikuan.gateways.sample import write_sample

AS_OF, OCTOBER = date(2026, 11, 20), date(2026, 10, 31)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    folder = tmp_path_factory.mktemp("sample")
    write_sample(folder, customers=60, seed=7, as_of=AS_OF)
    return read_folder(folder, ReadOptions()).tables


def _cash_until(tables: Tables, ends: Sequence[date]) -> list[dict[str, int]]:
    """The money that counts by each end, by currency, whatever it was for."""
    ledgers = (ledger_on(tables, as_of=end) for end in ends)
    return [
        dict(
            ledger.money.payments.filter(pl.col("state") == "cash")
            .group_by("currency")
            .agg(pl.col("amount_minor").sum())
            .iter_rows()
        )
        for ledger in ledgers
    ]


def test_a_month_begins_with_what_the_last_one_ended_with(sample: Tables) -> None:
    """balance before + sales + opening balances - cash = balance, for every month and currency to the cent"""
    no_balances = sample.receivables.with_columns(open_minor=pl.lit(None, pl.Int64), settled_on=pl.lit(None, pl.Date))
    tables = replace(sample, receivables=no_balances)
    ends = month_ends(as_of=AS_OF, count=18)
    by_currency, _last = months_by_currency(tables, as_of=AS_OF, ends=ends, noted=lambda _done, _of: None)
    cash = _cash_until(tables, ends)
    assert len(by_currency) == sample.receivables["currency"].n_unique()
    for currency, months in by_currency.items():
        came = [until.get(currency, 0) for until in cash]
        carried = [
            before.ar + month.sales + month.opening - (later - earlier)
            for before, month, earlier, later in zip(months, months[1:], came, came[1:], strict=False)
        ]
        assert carried == [month.ar for month in months[1:]]


def test_what_was_overdue_at_an_end_is_what_the_next_month_starts_with(sample: Tables) -> None:
    ends = month_ends(as_of=AS_OF, count=12)
    by_currency, _last = months_by_currency(sample, as_of=AS_OF, ends=ends, noted=lambda _done, _of: None)
    for months in by_currency.values():
        assert [month.overdue for month in months[:-1]] == [month.overdue_at_start for month in months[1:]]


def test_a_later_look_back_shows_the_same_october(sample: Tables) -> None:
    then, later = (
        kpi_report(sample, as_of=day, months=1, noted=lambda _done, _of: None).figures for day in (OCTOBER, AS_OF)
    )
    assert then.height == later.height
    assert then.sort("currency", "kpi").equals(later.sort("currency", "kpi"))
