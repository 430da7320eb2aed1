"""Rows of a database as typed tables and back, in bulk, on the connection that Django already holds.

Both databases hand their rows over as CSV text, which Polars parses in columns: PostgreSQL by COPY, SQLite by one
expression that writes each row as a line (a hundred thousand Python tuples cost more than the query). No second client
library touches the database: what runs here is part of the caller's transaction.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

import polars as pl
from django.db import transaction

from huikuan.engine.tables import Schema
from huikuan.gateways.loading import indexes_built_after

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models import QuerySet

_AS_TEXT = (
    pl.Boolean,
    pl.List,
    pl.Datetime,
    pl.Time,
    pl.Binary,
)  # what the two databases spell differently, or CSV cannot hold
_CHUNK_ROWS = 50_000
_LOAD_ROWS = 20_000  # from so many on, building indexes afterwards is quicker than keeping them
_SQL_TYPES = {pl.Int64: "bigint", pl.Int32: "integer", pl.Date: "date", pl.String: "text"}
_in_one_state: ContextVar[bool] = ContextVar("in_one_state", default=False)
FLOAT_DECIMALS = 9  # of coordinates; SQLite writes no more of them faithfully


@contextmanager
def one_state(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Read as of one moment without keeping writers waiting."""
    token = _in_one_state.set(True)
    try:
        with _reading(connection):
            yield
    finally:
        _in_one_state.reset(token)


def is_one_state() -> bool:
    """Tell whether everything that is read now is of one moment."""
    return _in_one_state.get()


@contextmanager
def _reading(connection: BaseDatabaseWrapper) -> Iterator[None]:
    if connection.in_atomic_block:  # the tests' own transaction
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
    else:  # Django would open it as a writer, and writers wait for each other
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")


def read_table(connection: BaseDatabaseWrapper, rows: QuerySet[Any, Any], schema: Schema) -> pl.DataFrame:
    """Return the rows of a ``values_list`` query as a table; ``schema`` names and types its columns in their order.

    Lists are stored as JSON; times are read as they stand, without a zone.
    """
    sql, params = rows.query.get_compiler(connection=connection).as_sql()
    text = _from_postgresql if connection.vendor == "postgresql" else _from_sqlite
    parsed = {name: pl.String if _is_text(dtype) else dtype for name, dtype in schema.items()}
    content = text(connection, sql, params, schema)
    if not content:
        return pl.DataFrame(schema=dict(schema))
    table = pl.read_csv(content, has_header=False, schema=parsed, infer_schema=False)
    return table.with_columns(_typed(name, dtype) for name, dtype in schema.items() if _is_text(dtype))


def append_table(connection: BaseDatabaseWrapper, table: str, rows: pl.DataFrame) -> None:
    """Insert the rows into a table of the database; columns are named as there. Lists become JSON.

    An empty table that gets many rows is indexed after they are in.
    """
    rows = rows.with_columns(_stored(name, dtype) for name, dtype in rows.schema.items() if isinstance(dtype, pl.List))
    if connection.vendor == "postgresql":
        rows = rows.with_columns(_as_hex(name) for name, dtype in rows.schema.items() if dtype == pl.Binary)
    names = ", ".join(connection.ops.quote_name(name) for name in rows.columns)
    target = f"{connection.ops.quote_name(table)} ({names})"
    vendor = connection.vendor
    with (
        connection.cursor() as cursor,
        indexes_built_after(cursor, table, vendor=vendor) if rows.height >= _LOAD_ROWS else nullcontext(),
    ):
        if vendor == "postgresql":
            with cursor.copy(f"COPY {target} FROM STDIN (FORMAT csv)") as copy:
                for chunk in rows.iter_slices(_CHUNK_ROWS):
                    copy.write(chunk.write_csv(include_header=False).encode())
        else:
            marks = ", ".join(["%s"] * rows.width)
            for chunk in _plain(rows).iter_slices(_CHUNK_ROWS):
                cursor.executemany(f"INSERT INTO {target} VALUES ({marks})", chunk.rows())


def update_table(connection: BaseDatabaseWrapper, table: str, rows: pl.DataFrame, *, only: str = "TRUE") -> int:
    """Give rows of a table of the database new values; returns how many there were.

    ``rows``: ``id`` and the columns to be changed, named as in the database. ``only``: SQL that must hold of a row.
    """
    quoted = connection.ops.quote_name
    if rows.is_empty():
        return 0
    names = [name for name in rows.columns if name != "id"]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            changes = ", ".join(f"{quoted(name)} = told.{quoted(name)}" for name in names)
            arrays = ", ".join(f"%s::{_SQL_TYPES[rows.schema[name].base_type()]}[]" for name in ("id", *names))
            told = f"unnest({arrays}) AS told({', '.join(map(quoted, ('id', *names)))})"
            sql = f"UPDATE {quoted(table)} AS here SET {changes} FROM {told} WHERE here.id = told.id AND ({only})"
            cursor.execute(sql, [rows[name].to_list() for name in ("id", *names)])
        else:
            changes = ", ".join(f"{quoted(name)} = %s" for name in names)
            sql = f"UPDATE {quoted(table)} AS here SET {changes} WHERE here.id = %s AND ({only})"
            cursor.executemany(sql, _plain(rows.select(*names, "id")).rows())
        changed: int = cursor.rowcount
        return changed


def _plain(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the rows in the types that SQLite's driver takes."""
    return rows.with_columns(pl.col(pl.Date, pl.Datetime, pl.Time).cast(pl.String), pl.col(pl.Boolean).cast(pl.Int8))


def check_references(connection: BaseDatabaseWrapper) -> None:
    """Have PostgreSQL check now, and from now on at once, what it would check when the transaction ends.

    Raises: IntegrityError when a row points nowhere.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def reserved_ids(connection: BaseDatabaseWrapper, table: str, count: int) -> pl.Series:
    """Return ids for so many new rows of a table, so that rows pointing at them can be made in columns.

    SQLite: to be called inside the writing transaction, which is alone.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sequence = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
            cursor.execute(sequence, [table, count])
            return pl.Series("id", [row[0] for row in cursor.fetchall()], dtype=pl.Int64)
        cursor.execute(f"SELECT coalesce(max(id), 0) FROM {connection.ops.quote_name(table)}")
        last = cursor.fetchone()[0]
        return pl.int_range(last + 1, last + 1 + count, dtype=pl.Int64, eager=True).rename("id")


def _is_text(dtype: Any) -> bool:
    return any(dtype == kind or isinstance(dtype, kind) for kind in _AS_TEXT)


def _typed(name: str, dtype: Any) -> pl.Expr:
    if dtype == pl.Boolean:
        return pl.when(pl.col(name).is_not_null()).then(pl.col(name).is_in(["t", "1"])).alias(name)
    if isinstance(dtype, pl.List):
        return pl.col(name).str.json_decode(dtype)
    if dtype == pl.Binary:
        return pl.col(name).str.strip_prefix("\\x").str.decode("hex")
    if dtype == pl.Time:
        return pl.col(name).str.to_time("%H:%M:%S%.f")
    return pl.col(name).str.strip_suffix("+00").str.to_datetime("%Y-%m-%d %H:%M:%S%.f", time_unit="us")


def _stored(name: str, dtype: pl.List) -> pl.Expr:
    """Return a list of texts as JSON."""
    assert dtype.inner == pl.String
    document = pl.struct(x=pl.col(name)).struct.json_encode()  # {"x":[…]}
    return pl.when(pl.col(name).is_not_null()).then(document.str.slice(5).str.head(-1)).alias(name)


def _as_hex(name: str) -> pl.Expr:
    """Return bytes as PostgreSQL reads them from text."""
    return pl.format("\\x{}", pl.col(name).bin.encode("hex")).alias(name)


def _from_postgresql(connection: BaseDatabaseWrapper, sql: str, params: Sequence[Any], _: Schema) -> bytes:
    with connection.cursor() as cursor, cursor.copy(f"COPY ({sql}) TO STDOUT (FORMAT csv)", params) as copy:
        return b"".join(copy)


def _from_sqlite(connection: BaseDatabaseWrapper, sql: str, params: Sequence[Any], schema: Schema) -> bytes:
    names = [f"c{place}" for place in range(len(schema))]
    cells = [_csv_cell(name, dtype) for name, dtype in zip(names, schema.values(), strict=True)]
    line = " || ',' || ".join(cells)
    with connection.cursor() as cursor:
        cursor.execute(f"WITH rows({', '.join(names)}) AS ({sql}) SELECT {line} FROM rows", params)
        lines = io.StringIO()
        while chunk := cursor.fetchmany(_CHUNK_ROWS):
            lines.write("\n".join(row[0] for row in chunk))
            lines.write("\n")
    return lines.getvalue().encode()


def _csv_cell(name: str, dtype: Any) -> str:
    if dtype == pl.Binary:
        return f"hex({name})"
    if dtype == pl.String or _is_text(dtype):
        return f"ifnull('\"' || replace({name}, '\"', '\"\"') || '\"', '')"
    if dtype == pl.Float64:  # printf takes null for 0
        return f"CASE WHEN {name} IS NULL THEN '' ELSE printf('%.{FLOAT_DECIMALS}f', {name}) END"
    return f"ifnull({name}, '')"
