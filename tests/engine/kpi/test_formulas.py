"""The KPI formulas over plain numbers: the vectors of kpis.md, and what is undefined."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from huikuan.engine.kpi.ageing import overdue_ratio, roll_rate
from huikuan.engine.kpi.answers import REASONS, Answer, Undefined, rounded
from huikuan.engine.kpi.collection import cei, collection_rate, on_time_rate, recovery_of_overdue
from huikuan.engine.kpi.dso import average_days_delinquent, best_possible_dso, dso_count_back, dso_simple
from huikuan.engine.kpi.promises import promise_rate
from huikuan.engine.kpi.turnover import turnover, turnover_days


def _shown(answer: Answer) -> Decimal:
    assert isinstance(answer, Fraction), answer
    return rounded(answer)


def test_a_quarter_with_half_its_sales_open_has_a_dso_of_45_days() -> None:
    """quarter of 90 days, sales 1,800, AR 900 of which 600 not due -> 45.0, best possible 30.0, ADD 15.0"""
    assert dso_simple(ar_end=900, sales=1_800, days=90) == 45
    assert best_possible_dso(current=600, sales=1_800, days=90) == 30
    assert average_days_delinquent(ar_end=900, current=600, sales=1_800, days=90) == 15


def test_the_collection_index_of_the_vector_is_70() -> None:
    """begin 1,000, sales 600, end 900, not due 600 -> 70.0"""
    assert cei(ar_begin=1_000, sales=600, ar_end=900, current_end=600) == 70


def test_counting_back_takes_whole_months_and_the_last_one_pro_rata() -> None:
    """AR 900; last month (30 days) 600; the month before (31 days) 700 -> 30 + 300/700 x 31 = 43.29"""
    assert _shown(dso_count_back(ar_end=900, months=[(600, 30), (700, 31)])) == Decimal("43.29")


def test_the_roll_rate_of_the_vector_is_a_quarter() -> None:
    """last month's 31-60 = 200, this month's 61-90 = 50 -> 25 %"""
    assert roll_rate(arrived=50, started=200) == 25


@pytest.mark.parametrize(
    ("ar_end", "months", "days"),
    [
        (0, [(600, 30)], "0.00"),
        (599, [(600, 30), (700, 31)], "29.95"),
        (600, [(600, 30), (700, 31)], "30.00"),
        (900, [(600, 30), (0, 31), (300, 28)], "89.00"),  # a month without sales counts its days
        (500, [(-100, 30), (1_200, 30)], "45.00"),  # credit notes outweighed sales: 600 are left to find
    ],
)
def test_counting_back_at_its_edges(ar_end: int, months: list[tuple[int, int]], days: str) -> None:
    assert _shown(dso_count_back(ar_end=ar_end, months=months)) == Decimal(days)


def test_counting_back_stops_and_says_so_when_the_balance_exceeds_all_known_sales() -> None:
    answer = dso_count_back(ar_end=1_301, months=[(600, 30), (700, 31)])
    assert answer == Undefined("ar_exceeds_known_sales", Fraction(61))


def test_rates_are_plain_quotients_in_per_cent() -> None:
    assert recovery_of_overdue(recovered=700, overdue_at_start=1_000) == 70
    assert collection_rate(collected=250, collectable=1_000) == 25
    assert on_time_rate(paid_on_time=900, fell_due=1_200) == 75
    assert overdue_ratio(overdue=300, ar_end=900) == Fraction(100, 3)
    assert promise_rate(amount=60, fell_due=100) == 60


def test_the_balance_turns_over_by_its_mean_in_a_year() -> None:
    """sales 3,650 in 365 days over balances 400, 500, 600 (mean 500) -> 7.3 times, every 50 days"""
    assert turnover(sales=3_650, balances=[400, 500, 600], days=365) == Fraction(73, 10)
    assert turnover_days(sales=3_650, balances=[400, 500, 600], days=365) == 50


def test_a_turnover_of_a_shorter_period_is_brought_to_a_year() -> None:
    assert turnover(sales=730, balances=[500, 500], days=73) == Fraction(73, 10)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (dso_simple(ar_end=900, sales=0, days=90), "no_sales"),
        (dso_simple(ar_end=-1, sales=1_800, days=90), "ar_negative"),
        (dso_count_back(ar_end=-1, months=[(600, 30)]), "ar_negative"),
        (average_days_delinquent(ar_end=900, current=600, sales=0, days=90), "no_sales"),
        (cei(ar_begin=0, sales=600, ar_end=600, current_end=600), "nothing_collectable"),
        (recovery_of_overdue(recovered=0, overdue_at_start=0), "nothing_overdue_at_start"),
        (collection_rate(collected=0, collectable=0), "nothing_collectable"),
        (on_time_rate(paid_on_time=0, fell_due=0), "nothing_fell_due"),
        (overdue_ratio(overdue=0, ar_end=0), "no_balance"),
        (roll_rate(arrived=50, started=0), "empty_bucket"),
        (promise_rate(amount=0, fell_due=0), "no_promise_fell_due"),
        (turnover(sales=100, balances=[0, 0], days=31), "no_balance"),
        (turnover_days(sales=0, balances=[100, 100], days=31), "no_sales"),
    ],
)
def test_nothing_to_divide_by_is_undefined_with_its_reason(answer: Answer, reason: str) -> None:
    assert answer == Undefined(reason)
    assert reason in REASONS


@pytest.mark.parametrize(
    ("value", "shown"), [("13.285", "13.29"), ("13.2849", "13.28"), ("-0.005", "-0.01"), ("-0.004", "0.00"), ("7", "7")]
)
def test_a_half_is_rounded_away_from_zero(value: str, shown: str) -> None:
    assert rounded(Fraction(value)) == Decimal(shown)
