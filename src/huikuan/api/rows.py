"""Tables of the contract as the interface shows them: the same names, amounts as exact text, days as ISO dates."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import polars as pl
from ninja import Schema
from pydantic import create_model

from huikuan.engine.tables import Schema as TableSchema
from huikuan.gateways.exports.amounts import amount_name, with_amount_texts

_KINDS: dict[Any, Any] = {
    pl.String: str,
    pl.Boolean: bool,
    pl.Date: date,
    pl.Float64: float,
    pl.List(pl.String): list[str],
}


def row_model(name: str, columns: TableSchema) -> type[Schema]:
    """Return the description of a table's rows; every field may be empty, as in a file."""
    fields: dict[str, Any] = {}
    for column, dtype in columns.items():
        if column.endswith("_minor"):
            fields[amount_name(column)] = (str | None, None)
        else:
            fields[column] = (_kind(dtype) | None, None)
    model: type[Schema] = create_model(name, __base__=Schema, **fields)
    return model


def _kind(dtype: Any) -> Any:
    if isinstance(dtype, pl.Datetime):
        return datetime
    return _KINDS.get(dtype, int)


def rows_of(frame: pl.DataFrame, columns: TableSchema) -> list[dict[str, Any]]:
    """Return a table's rows with these columns."""
    return with_amount_texts(frame.select(*columns)).to_dicts()
