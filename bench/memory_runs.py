"""The memory measured: an import and days of a house, on both databases, each in a process of its own.

PostgreSQL is measured where HUIKUAN_TEST_DATABASE names a server (``make bench`` sees to that).
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, Literal

import psycopg

from bench.data import OUT, folder_of
from bench.measure import Run, run

Database = Literal["sqlite", "postgresql"]
# The first day decides everything, the next ones are what a worker does every morning; the last has a writer beside it.
DAYS = ("2026-11-20", "2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26")
HOUSES = OUT / "memory"
HUIKUAN = str(Path(sys.executable).parent / "huikuan")


@dataclass(frozen=True, slots=True)
class HouseRun:
    """One house of a size on a database: its import, and what each of its days took."""

    size: str
    database: Database
    imported: Run
    days: list[Mapping[str, Any]]
    waits: list[float]
    imported_rows: int

    @property
    def first_day(self) -> Mapping[str, Any]:
        """The day on which everything is new."""
        return self.days[0]

    @property
    def next_days(self) -> list[Mapping[str, Any]]:
        """The days after it that had no writer beside them."""
        return self.days[1:-1]

    @property
    def next_day_seconds(self) -> float:
        """Median seconds of a next day."""
        return float(median(day["seconds"] for day in self.next_days))

    @property
    def longest_wait(self) -> float:
        """The longest act of the writer, in seconds."""
        return max(self.waits, default=0.0)


def databases() -> list[Database]:
    """Return the kinds of databases at hand."""
    return ["sqlite", "postgresql"] if os.environ.get("HUIKUAN_TEST_DATABASE") else ["sqlite"]


def measured(size: str, open_items: int, database: Database, *, said: Callable[[str], None]) -> HouseRun:
    """Import the folder of that size into a new house and run days in it."""
    folder = folder_of(open_items, "parquet")
    with house(size, database) as environment:
        run([HUIKUAN, "init"], environment=environment)
        imported = run([HUIKUAN, "import", str(folder), "--on", DAYS[0]], environment=environment)
        said(f"  {database}: import {imported.seconds:.1f} s")
        told = HOUSES / f"{size}-{database}.json"
        run([sys.executable, "-m", "bench.memory_probe", ",".join(DAYS), str(told)], environment=environment)
        known = json.loads(told.read_text(encoding="utf-8"))
    found = HouseRun(size, database, imported, known["days"], known["waits"], known["imported_rows"])
    said(f"  {database}: a next day {found.next_day_seconds:.2f} s, longest wait {found.longest_wait:.2f} s")
    return found


@contextmanager
def house(size: str, database: Database) -> Iterator[dict[str, str]]:
    """Give the environment of an empty house; afterwards nothing is left of it."""
    data = HOUSES / f"{size}-{database}"
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(parents=True)
    environment = {**os.environ, "HUIKUAN_DATA": str(data)}
    environment.pop("DATABASE_URL", None)
    name = f"huikuan_bench_{size.lower()}"
    try:
        if database == "postgresql":
            on_server(f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}")
            environment["DATABASE_URL"] = f"{os.environ['HUIKUAN_TEST_DATABASE'].rsplit('/', 1)[0]}/{name}"
        yield environment
    finally:
        shutil.rmtree(data, ignore_errors=True)
        if database == "postgresql":
            on_server(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def on_server(*statements: str, address: str = "") -> None:
    """Run statements on the server, in the database of that address where one is given."""
    with psycopg.connect(address or os.environ["HUIKUAN_TEST_DATABASE"], autocommit=True) as server:
        for statement in statements:
            server.execute(statement.encode())


def server_said() -> str:
    """Return which PostgreSQL was measured, and whether it waits for the disk."""
    with psycopg.connect(os.environ["HUIKUAN_TEST_DATABASE"], autocommit=True) as server:
        version = server.execute("SHOW server_version").fetchone()
        fsync = server.execute("SHOW fsync").fetchone()
    assert version is not None
    assert fsync is not None
    return f"PostgreSQL {version[0].split()[0]}, fsync {fsync[0]}"
