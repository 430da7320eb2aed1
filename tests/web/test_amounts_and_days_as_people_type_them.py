"""Amounts and days as people type them; today is Friday, 20 November 2026."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from huikuan.apps.audit.errors import Refused
from huikuan.web.typed import typed_amount, typed_day

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("18 万", "180000"),
        ("18万元", "180000"),
        ("１８０，０００．００", "180000.00"),
        ("180,000.00", "180000.00"),
        ("￥1.5亿", "150000000"),
        ("1.2M", "1200000"),
        ("usd 300k", "300000"),
    ],
)
def test_an_amount_is_read_as_it_is_meant(text: str, amount: str) -> None:
    assert typed_amount(text) == Decimal(amount)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("周五", "2026-11-20"),
        ("周四", "2026-11-26"),
        ("下周一", "2026-11-23"),
        ("Fri", "2026-11-20"),
        ("+7", "2026-11-27"),
        ("明天", "2026-11-21"),
        ("11-27", "2026-11-27"),
        ("11月3日", "2026-11-03"),
        ("1.5", "2027-01-05"),
        ("2027年2月28日", "2027-02-28"),
        ("27 Nov", "2026-11-27"),
        ("3 January 2027", "2027-01-03"),
    ],
)
def test_a_day_is_read_as_it_is_meant(text: str, day: str) -> None:
    assert typed_day(text, TODAY).isoformat() == day


@pytest.mark.parametrize("text", ["十八万", "-5", "1e6", "18万5", "NaN", ""])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="amount_unreadable"):
        typed_amount(text)


@pytest.mark.parametrize("text", ["2-30", "2026-13-01", "改天", "", "99-99"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="day_unreadable"):
        typed_day(text, TODAY)
