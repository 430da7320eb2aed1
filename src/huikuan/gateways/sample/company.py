"""Write the sample company: one folder of the contract's tables, the same bytes for the same seed.

Everything is drawn as NumPy columns; the cast (customers written by hand) comes first and guarantees that every case of
the manual occurs. Nothing here is a real company, person or number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

import numpy as np
import polars as pl

from huikuan.engine.tables import (
    ACTIVITIES,
    CONTACTS,
    CUSTOMERS,
    DISPUTES,
    HOURS,
    PAYMENTS,
    PLACE,
    PROMISES,
    RECEIVABLES,
    STATEMENTS,
    Schema,
)
from huikuan.gateways.sample.cast import FLAGS, Part, customer_id, overrides, rows_of
from huikuan.gateways.sample.cast_knowing import KNOWING_PARTS
from huikuan.gateways.sample.cast_ladder import LADDER_PARTS
from huikuan.gateways.sample.cast_manuals import MANUAL_PARTS
from huikuan.gateways.sample.cast_money import MONEY_PARTS
from huikuan.gateways.sample.contact_log import contact_log
from huikuan.gateways.sample.customers import draw_contacts, draw_firms
from huikuan.gateways.sample.days import HISTORY_DAYS, Days
from huikuan.gateways.sample.documents import draw_documents, receivable_table
from huikuan.gateways.sample.hours import hours_table
from huikuan.gateways.sample.limits import credit_limits
from huikuan.gateways.sample.paperwork import dispute_table, statement_table
from huikuan.gateways.sample.payments import decimal_text, payment_table
from huikuan.gateways.sample.words import DECIMALS

DOCUMENTS_PER_CUSTOMER = 25
CUSTOMERS_BY_DEFAULT = 300
AS_OF = date(2026, 11, 20)
PARTS = (*LADDER_PARTS, *MONEY_PARTS, *MANUAL_PARTS, *KNOWING_PARTS)
FILE_FORMATS = ("csv", "parquet")
MAJOR = {
    "amount_minor": "amount",
    "open_minor": "open_amount",
    "disputed_minor": "disputed_amount",
    "credit_limit_minor": "credit_limit",
}
COLUMNS: Mapping[str, Schema] = {
    "customers": CUSTOMERS,
    "contacts": CONTACTS,
    "receivables": RECEIVABLES,
    "payments": {**PAYMENTS, "allocations": pl.String},
    "promises": PROMISES,
    "disputes": DISPUTES,
    "activities": ACTIVITIES,
    "statements": STATEMENTS,
    "hours": {**HOURS, "from": pl.String, "to": pl.String},  # as on a clock
}
CLOSED = ("blacklisted", "cancelled", "closed")
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class SampleSummary:
    """What was written: rows by table and the files, in the contract's order."""

    folder: Path
    as_of: date
    rows: Mapping[str, int]
    files: tuple[Path, ...]


def write_sample(  # noqa: PLR0913 - every one is an option of the command
    folder: Path,
    *,
    customers: int | None = None,
    seed: int = 7,
    receivables: int | None = None,
    as_of: date = AS_OF,
    file_format: Literal["csv", "parquet"] = "csv",
    settled_months: int | None = None,
    progress: Progress | None = None,
) -> SampleSummary:
    """Write a company with two years of documents up to ``as_of`` into ``folder``, made if need be.

    ``receivables`` counts the drawn documents (the cast's come on top); without ``customers`` there is one for every 25
    of them. ``settled_months`` leaves out documents that were settled longer ago, as an ERP's extract does. Files of
    the same tables are replaced; the caller sees to it that they may be.
    """
    count = customers or (
        CUSTOMERS_BY_DEFAULT if receivables is None else max(1, receivables // DOCUMENTS_PER_CUSTOMER)
    )
    documents = count * DOCUMENTS_PER_CUSTOMER if receivables is None else receivables
    tables = _draw(
        np.random.default_rng(seed), as_of=as_of, customers=count, documents=documents, settled_months=settled_months
    )
    folder.mkdir(parents=True, exist_ok=True)
    rows: dict[str, int] = {}
    files = []
    for nth, name in enumerate(COLUMNS):
        if progress:
            progress(name, nth, len(COLUMNS))
        table = _in_major_units(tables.pop(name), name)
        files.append(_write(table, folder / name, file_format))
        rows[name] = len(table)
    if progress:
        progress("done", len(COLUMNS), len(COLUMNS))
    return SampleSummary(folder, as_of, rows, tuple(files))


def _draw(
    rng: np.random.Generator, *, as_of: date, customers: int, documents: int, settled_months: int | None
) -> dict[str, pl.DataFrame]:
    parts = PARTS[:customers]
    days = Days.up_to(as_of)
    alone = [at for at, part in enumerate(parts) if part.only_these]
    firms = draw_firms(rng, days, count=customers, cast=len(parts), alone=alone)
    drawn = draw_documents(rng, days, firms, count=documents)
    if settled_months is not None:
        drawn = drawn.kept(drawn.settled_on() > HISTORY_DAYS - round(settled_months * 30.4))
    names = firms.table["name"].head(len(parts)).to_list()
    played = rows_of(parts, as_of=as_of, names=names, workday=days.workday_before)
    activities, promises = contact_log(rng, days, firms, drawn)
    contacts = draw_contacts(rng, days, firms, opted_out=_who(parts, "opted_out"))
    known = firms.table.update(overrides(parts), on="customer_id").with_columns(
        pl.when(~pl.col("customer_id").is_in(_who(parts, "unsaid"))).then(flag).alias(flag) for flag in FLAGS
    )
    receivables = receivable_table(days, firms, drawn, rng=rng)
    by_hand = pl.DataFrame(played["receivables"], schema=_shape("receivables"))
    tables = {
        "customers": known.with_columns(
            credit_limit_minor=credit_limits(rng, firms, drawn, by_hand, closed=known["status"].is_in(CLOSED))
        ),
        "contacts": contacts.filter(~pl.col("customer_id").is_in(_who(parts, "unknown"))),
        "receivables": receivables,
        "payments": payment_table(rng, days, firms, drawn),
        "promises": promises,
        "disputes": dispute_table(rng, days, drawn),
        "activities": activities,
        "statements": statement_table(rng, days, firms, told=_told(parts)),
        "hours": hours_table(rng, firms),
    }
    return {name: _with_cast(_shaped(table, name), played.get(name, []), name) for name, table in tables.items()}


def _who(parts: Sequence[Part], trait: str) -> list[str]:
    """Return the customers of the cast that have a trait, a column of ``Part`` that is true or false."""
    return [customer_id(at) for at, part in enumerate(parts) if getattr(part, trait)]


def _told(parts: Sequence[Part]) -> list[str]:
    """Return the customers of the cast whose statements are told by hand."""
    return [customer_id(at) for at, part in enumerate(parts) if part.statements is not None]


def _shape(name: str) -> dict[str, pl.DataType | type[pl.DataType]]:
    """Return the columns of a table as they are written: no place in a file, lists as text, steps without policy."""
    written = {}
    for column, kind in COLUMNS[name].items():
        if column not in (*PLACE, "step_policy"):
            written[column] = pl.String if isinstance(kind, pl.List) else kind
    return written


def _shaped(table: pl.DataFrame, name: str) -> pl.DataFrame:
    columns = [*_shape(name).items(), *([("currency", pl.String)] if "currency" in table.columns else [])]
    return table.select(
        (pl.col(column) if column in table.columns else pl.lit(None)).cast(kind).alias(column)
        for column, kind in dict(columns).items()
    )


def _with_cast(table: pl.DataFrame, rows: list[dict[str, object]], name: str) -> pl.DataFrame:
    if not rows:
        return table
    return pl.concat([table, pl.DataFrame(rows, schema=_shape(name))])


def _in_major_units(table: pl.DataFrame, name: str) -> pl.DataFrame:
    """Return the table with exact amounts in major units and the contract's column names; empty text is no value."""
    is_foreign = "currency" in table.columns
    money = {}
    for column in set(MAJOR) & set(table.columns):
        amount = pl.col(column)
        if is_foreign:
            cases = [pl.when(pl.col("currency") == code).then(_major(amount, code)) for code in DECIMALS]
            money[column] = pl.coalesce(cases)
        else:
            money[column] = _major(amount, "CNY")
    return table.with_columns(**money).rename({old: new for old, new in MAJOR.items() if old in table.columns})


def _major(amount: pl.Expr, currency: str) -> pl.Expr:
    return decimal_text(amount, DECIMALS[currency])


def _write(table: pl.DataFrame, path: Path, file_format: str) -> Path:
    """Write one table beside removing its other form, which would be read as a second part of it."""
    for other in FILE_FORMATS:
        path.with_suffix(f".{other}").unlink(missing_ok=True)
    written = path.with_suffix(f".{file_format}")
    table = table.with_columns(pl.col(pl.String).replace("", None))
    if file_format == "parquet":
        numbers = [name for name in MAJOR.values() if name in table.columns]
        table.with_columns(pl.col(numbers).cast(pl.Decimal(18, 3))).write_parquet(written)
    else:
        table.write_csv(written, datetime_format="%Y-%m-%dT%H:%M:%S")
    return written
