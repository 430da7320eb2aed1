"""The memory's part of docs/performance.md: bars met or missed, days, imports."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from statistics import median

from bench.measure import peak_gib
from bench.memory_runs import HouseRun, server_said

DAY_BARS_SECONDS = {
    ("1M", "postgresql"): 10.0,
    ("1M", "sqlite"): 14.0,
    ("100k", "postgresql"): 2.0,
    ("100k", "sqlite"): 2.0,
}
WAIT_BAR_SECONDS, IMPORT_BAR_SECONDS = 1.0, 40.0
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def written(houses: Sequence[HouseRun]) -> str:
    """Return the part."""
    server = server_said() if any(house.database == "postgresql" for house in houses) else "PostgreSQL was not at hand"
    return "\n\n".join(
        [
            "## The memory",
            "Written by `python -m bench.run --only memory`. Every house is new: `huikuan init`, `huikuan import` of "
            "the folder (a process of its own, reading included), then days in one process, as a worker runs them. The "
            "*first day* decides everything; a *next day* is what every morning costs (median of "
            f"{len(houses[0].next_days)}). While one more next day is run, another process takes a task in hand "
            "twenty times a second: its longest act, start to commit, is the wait. "
            f"{os.cpu_count()} cores, {server} (loopback), SQLite {sqlite3.sqlite_version} (WAL). CPU counts our "
            "process and our connection's process in the server; peak is our process.",
            _bars(houses),
            "### A day",
            _days(houses),
            "### An import",
            "Rows are those of all tables that became facts.",
            _imports(houses),
        ]
    )


def _bars(houses: Sequence[HouseRun]) -> str:
    rows = []
    for house in houses:
        where = f"{house.size} open items, {NAMES[house.database]}"
        bar = DAY_BARS_SECONDS.get((house.size, house.database))
        if bar is not None:
            rows.append(_bar(f"a day at {where}", house.next_day_seconds, bar))
        if house.database == "postgresql":
            rows.append(_bar(f"a writer's wait at {where}", house.longest_wait, WAIT_BAR_SECONDS))
        if house.size == "1M":
            rows.append(_bar(f"import of {where}", house.imported.seconds, IMPORT_BAR_SECONDS))
    return table(["bar", "at most", "measured", "verdict"], rows)


def _bar(what: str, seconds: float, bar: float) -> list[str]:
    return [what, f"{bar:g} s", f"{seconds:.2f} s", "met" if seconds <= bar else "**missed**"]


def _days(houses: Sequence[HouseRun]) -> str:
    rows = []
    for house in houses:
        days = house.next_days
        rows.append(
            [
                NAMES[house.database],
                f"{days[-1]['items']:,}",
                f"{days[-1]['counts']['rows']:,}",
                f"{house.first_day['seconds']:.2f} s",
                f"{house.next_day_seconds:.2f} s",
                *(f"{median(day['phases'][phase] for day in days):.2f}" for phase in ("read", "decide", "write")),
                f"{median(day['cpu_seconds'] for day in days):.1f} s",
                f"{max(day['peak_bytes'] for day in days) / 2**30:.2f} GiB",
                f"{median(house.waits):.3f} s" if house.waits else "",
                f"{house.longest_wait:.2f} s",
            ]
        )
    head = [
        "database", "open items", "worklist rows", "first day", "next day", "read", "decide", "write", "CPU", "peak",
        "an act, median", "longest",
    ]  # fmt: skip
    return table(head, rows)


def _imports(houses: Sequence[HouseRun]) -> str:
    rows = [
        [
            NAMES[house.database],
            house.size,
            f"{house.imported_rows:,}",
            f"{house.imported.seconds:.1f} s",
            f"{house.imported_rows / house.imported.seconds:,.0f}",
            f"{house.imported.cpu_seconds:.1f} s",
            f"{peak_gib([house.imported]):.2f} GiB",
        ]
        for house in houses
    ]
    return table(["database", "open items", "rows", "time", "rows a second", "CPU", "peak"], rows)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table in Markdown."""
    return "\n".join("| " + " | ".join(line) + " |" for line in [head, ["---"] * len(head), *rows])
