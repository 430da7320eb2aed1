"""Minor units, exponents and the one rounding, against scalar twins in plain Python."""

from decimal import ROUND_HALF_UP, Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huikuan.engine.money import (
    EXPONENTS,
    decimal_amount,
    exponent,
    exponents,
    half_up_quotient,
    major,
    major_by_currency,
    minor_per_major,
)

INT64 = st.integers(min_value=-(2**63) + 1, max_value=2**63 - 1)


def scalar_half_up(numerator: int, denominator: int) -> int:
    return int((Decimal(numerator) / Decimal(denominator)).quantize(Decimal(1), rounding=ROUND_HALF_UP))


@pytest.mark.parametrize(
    ("currency", "decimals"),
    [("CNY", 2), ("USD", 2), ("JPY", 0), ("KRW", 0), ("VND", 0), ("KWD", 3), ("BHD", 3), ("CLF", 4), ("UYW", 4)],
)
def test_a_currency_has_its_iso_decimals(currency: str, decimals: int) -> None:
    assert exponent(currency) == decimals


def test_the_table_is_whole_and_holds_only_codes() -> None:
    assert len(EXPONENTS) == 170
    assert all(len(code) == 3 and code.isascii() and code.isupper() for code in EXPONENTS)
    assert sorted(code for code, decimals in EXPONENTS.items() if decimals == 3) == [
        "BHD",
        "IQD",
        "JOD",
        "KWD",
        "LYD",
        "OMR",
        "TND",
    ]


def test_an_unknown_currency_has_no_decimals() -> None:
    with pytest.raises(KeyError):
        exponent("XYZ")
    frame = pl.DataFrame({"currency": ["CNY", "XYZ", None, "JPY"]})
    assert frame.select(exponents(pl.col("currency"))).to_series().to_list() == [2, None, None, 0]
    assert frame.select(minor_per_major(pl.col("currency"))).to_series().to_list() == [100, None, None, 1]


def test_minor_units_become_exact_decimals() -> None:
    """
    minor                 major
    123456                1234.56
    -5                    -0.05
    9223372036854775807   92233720368547758.07
    """
    frame = pl.DataFrame({"minor": [123_456, -5, 2**63 - 1, None]}, schema={"minor": pl.Int64})
    amounts = frame.select(major(pl.col("minor"), 2)).to_series()
    assert amounts.to_list() == [Decimal("1234.56"), Decimal("-0.05"), Decimal("92233720368547758.07"), None]
    assert decimal_amount(123_456, "CNY") == Decimal("1234.56")
    assert str(decimal_amount(100, "KWD")) == "0.100"


def test_mixed_currencies_share_the_largest_scale() -> None:
    frame = pl.DataFrame({"minor": [100, 100, 100], "currency": ["CNY", "JPY", "KWD"]})
    amounts = frame.select(major_by_currency(pl.col("minor"), currency=pl.col("currency"), scale=3)).to_series()
    assert [str(amount) for amount in amounts] == ["1.000", "100.000", "0.100"]


@settings(deadline=None)
@given(st.lists(INT64, min_size=1, max_size=20), st.integers(min_value=1, max_value=10**12))
def test_division_rounds_half_away_from_zero_like_its_scalar_twin(numerators: list[int], denominator: int) -> None:
    frame = pl.DataFrame({"n": numerators}, schema={"n": pl.Int64})
    expected = [scalar_half_up(number, denominator) for number in numerators]
    assert frame.select(half_up_quotient(pl.col("n"), denominator)).to_series().to_list() == expected
    by_column = frame.with_columns(d=pl.lit(denominator)).select(half_up_quotient(pl.col("n"), pl.col("d")))
    assert by_column.to_series().to_list() == expected


def test_a_product_beyond_int64_does_not_wrap() -> None:
    """9.2e18 x 365 / 365 is itself."""
    frame = pl.DataFrame({"n": [2**63 - 1]}, schema={"n": pl.Int64})
    product = pl.col("n").cast(pl.Int128) * 365
    assert frame.select(half_up_quotient(product, 365)).item() == 2**63 - 1
