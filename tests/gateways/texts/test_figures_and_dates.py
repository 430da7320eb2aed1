"""Amounts, days and dates as each language writes them (UI.md 3); columns say what the scalar says."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huikuan.gateways.texts import Language, words
from huikuan.gateways.texts.columns import date_text, days_text, money_text, priced_text

AS_OF = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("minor", "currency", "shown"),
    [
        (123_450, "CNY", "1,234.50"),
        (-123_450, "CNY", "−1,234.50"),
        (0, "CNY", "0.00"),
        (5, "CNY", "0.05"),
        (-5, "CNY", "−0.05"),
        (100_000, "CNY", "1,000.00"),
        (1_180_000, "JPY", "1,180,000"),
        (12_345_678, "KWD", "12,345.678"),
    ],
)
def test_exact_money_has_the_decimals_of_its_currency(minor: int, currency: str, shown: str) -> None:
    assert words("zh").money(minor, currency) == shown
    assert words("en").money(minor, currency) == shown


@pytest.mark.parametrize(
    ("minor", "zh", "en"),
    [
        (999_999, "9,999.99", "10.0K"),
        (1_000_000, "1.0 万", "10.0K"),
        (372_000_000, "372.0 万", "3.7M"),
        (-1_542_100_000, "−1,542.1 万", "−15.4M"),
        (12_345_600_000_00, "123.5 亿", "12.3B"),
        (99_999, "999.99", "999.99"),
        (12_345, "123.45", "123.45"),
    ],
)
def test_short_money_is_in_ten_thousands_in_chinese_and_in_thousands_in_english(minor: int, zh: str, en: str) -> None:
    assert words("zh").money_short(minor, "CNY") == zh
    assert words("en").money_short(minor, "CNY") == en


@settings(deadline=None)
@given(st.lists(st.integers(-(10**14), 10**14), min_size=1, max_size=20), st.sampled_from(["CNY", "JPY", "KWD", "USD"]))
def test_a_column_of_money_reads_as_each_amount_does(minors: list[int], currency: str) -> None:
    frame = pl.DataFrame({"minor": minors, "currency": currency}, schema={"minor": pl.Int64, "currency": pl.String})

    shown = frame.select(shown=money_text(pl.col("minor"), pl.col("currency")))["shown"]

    assert shown.to_list() == [words("en").money(minor, currency) for minor in minors]


@pytest.mark.parametrize(
    ("lang", "yuan", "dollars"), [("zh", "180.00 元", "USD 180.00"), ("en", "CNY 180.00", "USD 180.00")]
)
def test_money_in_a_sentence_carries_its_unit(lang: Language, yuan: str, dollars: str) -> None:
    frame = pl.DataFrame({"minor": [18_000, 18_000], "currency": ["CNY", "USD"]})

    shown = frame.select(shown=priced_text(pl.col("minor"), pl.col("currency"), lang))["shown"]

    assert shown.to_list() == [yuan, dollars]


@pytest.mark.parametrize(
    ("day", "zh", "en"),
    [
        (date(2026, 11, 2), "11-02", "2 Nov"),
        (date(2025, 12, 31), "2025-12-31", "31 Dec 2025"),
        (date(2027, 1, 1), "2027-01-01", "1 Jan 2027"),
        (None, "—", "—"),
    ],
)
def test_the_year_stands_only_outside_the_year_of_the_plan(day: date | None, zh: str, en: str) -> None:
    assert words("zh").day(day, AS_OF) == zh
    assert words("en").day(day, AS_OF) == en


@settings(deadline=None)
@given(st.dates(date(2000, 1, 1), date(2060, 12, 31)), st.sampled_from(["zh", "en"]))
def test_a_column_of_dates_reads_as_each_date_does(day: date, lang: Language) -> None:
    column = pl.DataFrame({"day": [day]}).select(shown=date_text(pl.col("day"), lang, AS_OF))["shown"]

    assert column.to_list() == [words(lang).day(day, AS_OF)]


@pytest.mark.parametrize(
    ("lang", "shown"), [("zh", ["1 天", "34 天", "1,068 天"]), ("en", ["1 day", "34 days", "1,068 days"])]
)
def test_one_day_is_singular_and_thousands_have_a_separator(lang: Language, shown: list[str]) -> None:
    days = pl.DataFrame({"days": [1, -34, 1068]})

    assert days.select(shown=days_text(pl.col("days"), lang))["shown"].to_list() == shown
    assert [words(lang).days(count) for count in (1, -34, 1068)] == shown


def test_a_share_of_nothing_is_a_dash() -> None:
    assert words("zh").percent(1, 0) == "—"
    assert words("zh").percent(394, 1000) == "39.4%"
    assert words("zh").percent(-7, 1000) == "−0.7%"
