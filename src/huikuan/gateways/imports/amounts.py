"""Amounts: from what stands in a cell to whole minor units, exactly.

The one thing to know: text never passes through a float. A cell is first read as a plain decimal (one cast for the
whole column); only what that refuses is looked at for signs, brackets, symbols and thousands separators. What could
mean two things (`1,23`, `1.234,50`, `12万`) is refused, not guessed.
"""

from __future__ import annotations

import polars as pl

from huikuan.engine.money import MAX_EXPONENT, exponents

SCALE = 18  # decimals kept while a text is looked at
NEAR_A_CENT = 1e-6  # a float this near to a whole minor unit is that unit, in major units
_LARGEST_MAJOR = 10**15
_DIGITS_OF_INT64 = 18  # so many always fit; dividing them takes a fraction of the time of an Int128

_SIGN = r"[-+(]?"
_UNIT = r"[A-Z]{3}|¥|\$|€|£|元整?|圆整?|人民币"
_GROUPED = "|".join(rf"\d{{1,3}}(?:{mark}\d{{3}})+(?:\.\d*)?" for mark in (",", " ", "'"))
_NUMBER = _GROUPED + r"|\d+(?:\.\d*)?(?:E[-+]?\d{1,2})?|\.\d+"
_FORM = (
    rf"^(?P<lead>{_SIGN})\s*(?P<before>{_UNIT})?\s*(?P<inner>{_SIGN})\s*(?P<number>{_NUMBER})"
    rf"\s*(?P<after>{_UNIT})?\s*(?P<tail>[-)]?)\s*(?P<last>{_UNIT})?$"
)
# The currencies a unit may stand for; 元 is said of any of them.
_UNIT_CURRENCIES = {
    "¥": ("CNY", "JPY"),
    "人民币": ("CNY",),
    "RMB": ("CNY",),
    "€": ("EUR",),
    "£": ("GBP",),
    "$": ("USD", "HKD", "AUD", "CAD", "SGD", "NZD", "TWD", "MXN"),
}


def minor_units(cell: pl.Expr, dtype: pl.DataType, *, exponent: pl.Expr) -> pl.Expr:
    """Return plain cells of any type as minor units; null where the cell is not plain or has excess decimals (R-01).

    ``exponent`` is that of each row's currency. Integers, decimals and floats are major units; a float may lie
    ``NEAR_A_CENT`` off.
    """
    if dtype.is_float():
        factor = pl.lit(10.0).pow(exponent)
        minor = (cell * factor).round()
        is_near = ((cell - minor / factor).abs() <= NEAR_A_CENT) & (cell.abs() < _LARGEST_MAJOR)
        return pl.when(is_near).then(minor).cast(pl.Int64, strict=False)
    if dtype.is_integer():
        is_sound = cell.is_between(-_LARGEST_MAJOR, _LARGEST_MAJOR)
        return pl.when(is_sound).then(cell.cast(pl.Int64, strict=False)) * _power_of_ten(exponent, 0)
    if dtype == pl.String:
        scaled = cell.cast(pl.Decimal(38, SCALE), strict=False).reinterpret(dtype=pl.Int128)
        return _whole(scaled, exponent=exponent, scale=SCALE)
    if isinstance(dtype, pl.Decimal) and dtype.scale <= SCALE:
        scaled = cell.reinterpret(dtype=pl.Int128)
        if dtype.precision <= _DIGITS_OF_INT64 and dtype.scale <= MAX_EXPONENT:
            return _whole(scaled.cast(pl.Int64), exponent=exponent, scale=dtype.scale, dtype=pl.Int64)
        return _whole(scaled, exponent=exponent, scale=dtype.scale)
    return pl.lit(None, dtype=pl.Int64)


def _power_of_ten(exponent: pl.Expr, below: int, dtype: type[pl.DataType] = pl.Int128) -> pl.Expr:
    """Return 10 ** (exponent - below), at least 1."""
    powers = {decimals: 10 ** max(decimals - below, 0) for decimals in range(MAX_EXPONENT + 1)}
    return exponent.replace_strict(powers, default=None, return_dtype=pl.Int64).cast(dtype)


def _whole(scaled: pl.Expr, *, exponent: pl.Expr, scale: int, dtype: type[pl.DataType] = pl.Int128) -> pl.Expr:
    """Return numbers of ``scale`` decimals as minor units, null where some digit beyond the exponent is not 0.

    ``dtype`` is that of ``scaled``, in which is calculated.
    """
    divisors = {decimals: 10 ** max(scale - decimals, 0) for decimals in range(MAX_EXPONENT + 1)}
    divisor = exponent.replace_strict(divisors, default=None, return_dtype=pl.Int64).cast(dtype)
    is_sound = (scaled % divisor == 0) & scaled.is_between(-_LARGEST_MAJOR * 10**scale, _LARGEST_MAJOR * 10**scale)
    minor = scaled // divisor * _power_of_ten(exponent, scale, dtype)
    return pl.when(is_sound).then(minor).cast(pl.Int64, strict=False)


def dressed_amounts(cells: pl.DataFrame, *, is_from_floats: bool) -> pl.DataFrame:
    """Read the cells that are no plain numbers, with the code of the problem where there is one.

    In: ``value`` (as it stands), ``currency``. Out, in the same order: ``read`` (minor units), ``code``, ``detail``
    (null where the amount was read).
    """
    exponent = exponents(pl.col("currency"))
    parts = (
        cells.select(
            "currency",
            text=pl.col("value")
            .str.normalize("NFKC")
            .str.replace_all("[−–—]", "-")
            .str.strip_chars()
            .str.to_uppercase(),
        )
        .with_columns(part=pl.col("text").str.extract_groups(_FORM))
        .unnest("part")
    )
    sign = pl.concat_str("lead", "inner", "tail")
    number = pl.col("number").str.replace_all("[, ']", "").cast(pl.Decimal(38, SCALE), strict=False)
    read = parts.select(
        "currency",
        "text",
        unit=pl.coalesce("before", "after", "last"),
        exponent=exponent,
        scaled=pl.when(sign.is_in(["", "+"]))
        .then(number)
        .when(sign.is_in(["-", "()"]))
        .then(-number)
        .reinterpret(dtype=pl.Int128),
    )
    exact = _whole(pl.col("scaled"), exponent=pl.col("exponent"), scale=SCALE)
    minor = pl.coalesce(exact, _nearest(pl.col("scaled"), pl.col("exponent"))) if is_from_floats else exact
    is_foreign = pl.struct("unit", "currency").map_batches(_foreign, return_dtype=pl.Boolean)
    code = (
        pl.when(pl.col("text").str.contains("[万萬亿]"))
        .then(pl.lit("amount_in_ten_thousands"))
        .when(pl.col("scaled").is_null() | (pl.col("scaled").abs() > _LARGEST_MAJOR * 10**SCALE))
        .then(pl.lit("bad_amount"))
        .when(is_foreign)
        .then(pl.lit("amount_currency_differs"))
        .when(pl.col("minor").is_null())
        .then(pl.lit("excess_decimals"))
    )
    return (
        read.with_columns(minor=minor)
        .select(code=code, minor="minor", detail=pl.when(code.is_not_null()).then("currency"))
        .select(read=pl.when(pl.col("code").is_null()).then("minor"), code="code", detail="detail")
    )


def _nearest(scaled: pl.Expr, exponent: pl.Expr) -> pl.Expr:
    """Return the minor unit that a number from a float lies ``NEAR_A_CENT`` to, else null."""
    units = {decimals: 10 ** (SCALE - decimals) for decimals in range(MAX_EXPONENT + 1)}
    unit = exponent.replace_strict(units, default=None, return_dtype=pl.Int64).cast(pl.Int128)
    minor = (scaled + unit // 2) // unit
    return (
        pl.when((scaled - minor * unit).abs() <= int(NEAR_A_CENT * 10**SCALE)).then(minor).cast(pl.Int64, strict=False)
    )


def _foreign(pairs: pl.Series) -> pl.Series:
    """Return whether a unit written in the cell contradicts the row's currency."""
    distinct = pairs.unique().to_list()
    foreign = [pair for pair in distinct if _contradicts(pair["unit"], pair["currency"])]
    if not foreign:
        return pl.repeat(value=False, n=len(pairs), dtype=pl.Boolean, eager=True)
    return pairs.is_in(pl.Series(foreign, dtype=pairs.dtype).implode())


def _contradicts(unit: str | None, currency: str) -> bool:
    if unit is None or unit.startswith(("元", "圆")):
        return False
    return currency not in _UNIT_CURRENCIES.get(unit, (unit,))
