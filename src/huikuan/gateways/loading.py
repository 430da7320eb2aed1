"""The first load of a table: rows first, then its indexes and foreign keys, each made once by a sort.

A million rows that are indexed and checked one by one cost minutes; sorted and joined, some seconds. Only an empty
table is loaded so: dropping an index locks a table of PostgreSQL until the transaction ends.
Source: R-151.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_SORTED_IN_MEMORY = "256MB"
_CONSTRAINTS = """
    SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE conrelid = %s::regclass AND contype IN ('f', 'u') ORDER BY contype DESC, conname
"""
_INDEXES = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
    WHERE indrelid = %s::regclass
        AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid AND contype <> 'f')
    ORDER BY 1
"""
_SQLITE_INDEXES = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s AND sql IS NOT NULL"
_IS_OURS = "SELECT pg_has_role(relowner, 'MEMBER') FROM pg_class WHERE oid = %s::regclass"


@contextmanager
def indexes_built_after(cursor: Any, table: str, *, vendor: str) -> Iterator[None]:
    """Let the block fill an empty table without its indexes and foreign keys, and make them again after it.

    A table that holds rows is filled as it stands. Primary keys stay, and in SQLite what was made with the table.
    """
    cursor.execute(f'SELECT EXISTS (SELECT 1 FROM "{table}")')
    if cursor.fetchone()[0]:
        yield
        return
    with _on_postgresql(cursor, table) if vendor == "postgresql" else _on_sqlite(cursor, table):
        yield


@contextmanager
def _on_sqlite(cursor: Any, table: str) -> Iterator[None]:
    cursor.execute(_SQLITE_INDEXES, [table])
    indexes = cursor.fetchall()
    for name, _ in indexes:
        cursor.execute(f'DROP INDEX "{name}"')
    yield
    for _, definition in indexes:
        cursor.execute(definition)


@contextmanager
def _on_postgresql(cursor: Any, table: str) -> Iterator[None]:
    cursor.execute(_IS_OURS, [f'"{table}"'])
    if not cursor.fetchone()[0]:  # only its owner may change a table
        yield
        return
    cursor.execute(_CONSTRAINTS, [f'"{table}"'])
    constraints = cursor.fetchall()
    cursor.execute(_INDEXES, [f'"{table}"'])
    indexes = cursor.fetchall()
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no table is changed while checks on it are waiting
    for name, _ in constraints:
        cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')
    for name, _ in indexes:
        cursor.execute(f"DROP INDEX {name}")
    yield
    cursor.execute(f"SET LOCAL maintenance_work_mem = '{_SORTED_IN_MEMORY}'")
    for _, definition in indexes:
        cursor.execute(definition)
    for name, definition in constraints:
        cursor.execute(f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" {definition}')
    cursor.execute("SET CONSTRAINTS ALL DEFERRED")
