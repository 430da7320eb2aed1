"""Dates: ISO, 2026/3/5, 20260305, 2026年3月5日, workbook serials, and columns of d/m or m/d.

The one thing to know: whether 3/5 is May or March is never guessed cell by cell. A column decides itself when some
part exceeds 12, and says which row decided; else the person is asked (spec/files.md, "Dates").
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from huikuan.gateways.imports.reading import DateOrder

FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(2100, 12, 31)
SERIAL_ORIGIN = date(1899, 12, 30)  # day 0 of a workbook, as seen from any day after February 1900

_CLOCK = (
    r"(?:[T ]+(?P<hour>\d{1,2})[:时](?P<minute>\d{1,2})分?(?:[:]?(?P<second>\d{1,2})秒?(?:\.\d+)?)?"
    r"(?:Z|[-+]\d{2}:?\d{2})?)?"
)
_YEAR_FIRST = rf"^(?P<year>\d{{4}})[-/.年](?P<month>\d{{1,2}})[-/.月](?P<day>\d{{1,2}})日?{_CLOCK}$"
_COMPACT = r"^(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})$"
_SERIAL = r"^\d{5}(?:\.\d+)?$"
TWO_PARTS = rf"^(?P<first>\d{{1,2}})[-/.](?P<next>\d{{1,2}})[-/.](?P<year>\d{{4}}){_CLOCK}$"


@dataclass(frozen=True, slots=True)
class OrderFound:
    """What a column of d/m or m/d dates says about itself.

    ``day_first`` and ``month_first`` are the places (in the series) of the first cell that proves each order,
    ``undecided`` that of the first cell which reads differently either way.
    """

    day_first: int | None
    month_first: int | None
    undecided: int | None


def order_found(values: pl.Series) -> OrderFound:
    """Return the evidence that a column of texts holds about its order of day and month."""
    parts = (
        values.to_frame("value")
        .select(part=pl.col("value").str.extract_groups(TWO_PARTS))
        .unnest("part")
        .select(pl.col("first", "next").cast(pl.Int16))
    )
    first, second = pl.col("first"), pl.col("next")
    found = parts.select(
        day_first=first.is_between(13, 31) & second.is_between(1, 12),
        month_first=second.is_between(13, 31) & first.is_between(1, 12),
        undecided=first.is_between(1, 12) & second.is_between(1, 12) & (first != second),
    )
    places = {name: found[name].fill_null(False).arg_true() for name in found.columns}
    return OrderFound(**{name: int(place[0]) if len(place) else None for name, place in places.items()})


def plain_days(cell: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """Return ISO texts and native dates as days; null where the cell is anything else or out of bounds."""
    if dtype == pl.String:
        day = cell.str.to_date("%Y-%m-%d", strict=False)
    elif dtype.is_temporal() and dtype not in (pl.Time, pl.Duration):
        day = cell.cast(pl.Date)
    else:
        return pl.lit(None, dtype=pl.Date)
    return pl.when(day.is_between(FIRST_DAY, LAST_DAY)).then(day)


def plain_times(cell: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """Return ISO texts and native dates or times as times; a day alone is its midnight."""
    if dtype == pl.String:
        time = pl.coalesce(
            cell.str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False, time_unit="us"),
            cell.str.to_datetime("%Y-%m-%d %H:%M", strict=False, time_unit="us"),
            cell.str.to_date("%Y-%m-%d", strict=False).cast(pl.Datetime("us")),
        )
    elif isinstance(dtype, pl.Datetime):
        time = cell.dt.replace_time_zone(None).cast(pl.Datetime("us"))
    elif dtype == pl.Date:
        time = cell.cast(pl.Datetime("us"))
    else:
        return pl.lit(None, dtype=pl.Datetime("us"))
    return pl.when(time.dt.date().is_between(FIRST_DAY, LAST_DAY)).then(time)


def dressed_times(values: pl.Series, order: DateOrder | None) -> pl.Series:
    """Read the texts that are not plain ISO as times (midnight where no clock stands); null where that fails.

    ``order`` is how d/m and m/d are to be read; without it such cells are not read. Time zones are passed over: the
    clock that was written counts.
    """
    text = values.str.normalize("NFKC").str.strip_chars().alias("text").to_frame()
    year_first = _time_of_parts(text, _YEAR_FIRST)
    compact = _time_of_parts(text, _COMPACT)
    serial = text.select(
        pl.when(pl.col("text").str.contains(_SERIAL))
        .then(pl.col("text"))
        .cast(pl.Float64)
        .pipe(lambda days: pl.lit(SERIAL_ORIGIN).cast(pl.Datetime("us")) + pl.duration(seconds=(days * 86_400).round()))
    ).to_series()
    found = text.select(pl.coalesce(year_first, compact, serial)).to_series()
    if order is not None:
        first, second = ("day", "month") if order == "dmy" else ("month", "day")
        turned = TWO_PARTS.replace("<first>", f"<{first}>").replace("<next>", f"<{second}>")
        found = text.select(pl.coalesce(found, _time_of_parts(text, turned))).to_series()
    is_sound = found.dt.date().is_between(FIRST_DAY, LAST_DAY)
    return found.to_frame("read").select(pl.when(is_sound).then("read")).to_series()


def _time_of_parts(text: pl.DataFrame, form: str) -> pl.Series:
    """Return the times of the texts that have a form; a day or an hour that does not exist gives null."""
    parts = text.select(part=pl.col("text").str.extract_groups(form)).unnest("part")
    names = parts.columns
    clock = [pl.col(name) if name in names else pl.lit(None, dtype=pl.String) for name in ("hour", "minute", "second")]
    return parts.select(
        pl.concat_str(
            pl.concat_str("year", "month", "day", separator="-"),
            pl.concat_str([part.fill_null("0") for part in clock], separator=":"),
            separator=" ",
        ).str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False, time_unit="us")
    ).to_series()
