"""The story's own memory: every row it ever told, since when it held and until when; written out as a plain folder.

It knows nothing of the database. A row that is told again in other words follows the one before; what a snapshot leaves
out has nothing open from then on; what is undone never held, and what it had replaced holds again.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

Row = Mapping[str, str]
Tables = dict[str, list[Row]]
# What tells two rows of a table apart; of the others, everything they say.
KEYS: Mapping[str, tuple[str, ...]] = {
    "customers": ("customer_id",),
    "contacts": ("customer_id", "name"),
    "receivables": ("entity", "kind", "document_no"),
    "payments": ("entity", "payment_no"),
    "disputes": ("document_no", "opened_on", "reason"),
    "activities": ("customer_id", "entity", "at", "channel", "step"),
    "statements": ("customer_id", "entity", "period"),
}


@dataclass
class Line:
    """One row as it was told, from ``since`` on; ``until`` is the first day on which it held no more."""

    table: str
    row: Row
    since: date
    until: date | None = None
    telling: int = 0  # which telling it came with
    followed_by: int = 0  # which telling replaced it


@dataclass
class Ledger:
    """Rows in the order in which they were told."""

    lines: list[Line] = field(default_factory=list)
    tellings: int = 0

    def hear(self, told: Tables, on: date) -> None:
        """Note an import that only adds and corrects: of each table first what is new, then what is corrected."""
        self.tellings += 1
        for table, rows in told.items():
            present = {_key(table, line.row): line for line in self._present(table)}
            corrected = [row for row in rows if _key(table, row) in present]
            for row in rows:
                if _key(table, row) not in present:
                    self.lines.append(Line(table, row, on, telling=self.tellings))
            for row in corrected:
                self._correct(present[_key(table, row)], row, on)

    def hear_snapshot(self, documents: list[Row], entity: str, on: date) -> list[str]:
        """Note all that is open in one company; returns the documents that it leaves out, which are settled."""
        self.hear({"receivables": documents}, on)
        listed = {row["document_no"] for row in documents}
        settled = []
        for line in list(self._present("receivables")):
            row = line.row
            is_open = row.get("open_amount") not in ("0.00", None, "")
            if row["entity"] == entity and row["document_no"] not in listed and is_open:
                self._correct(line, {**row, "open_amount": "0.00", "balance_date": str(on)}, on)
                settled.append(row["document_no"])
        return settled

    def correct(self, table: str, which: Row, words: Row, on: date) -> None:
        """Note that a row says something else from now on."""
        self.tellings += 1
        line = self._found(table, which)
        self._correct(line, {**line.row, **words}, on)

    def take_back(self, table: str, which: Row, on: date) -> None:
        """Note that a row holds no more, and nothing in its place."""
        self._found(table, which).until = on

    def undo_last(self, on: date) -> None:
        """Note that the last telling is undone: what it said holds no more, what it had replaced holds again."""
        for line in list(self.lines):
            if line.telling == self.tellings:
                line.until = on
            elif line.followed_by == self.tellings:
                self.lines.append(Line(line.table, line.row, on))

    def known(self, on: date) -> Tables:
        """Return the rows that held at the end of a day."""
        held: Tables = {}
        for line in self.lines:
            if line.since <= on and (line.until is None or on < line.until):
                held.setdefault(line.table, []).append(line.row)
        return held

    def write(self, folder: Path, on: date) -> Path:
        """Write what held at the end of a day as a folder."""
        write_tables(folder, self.known(on))
        return folder

    def _present(self, table: str) -> Iterator[Line]:
        return (line for line in self.lines if line.table == table and line.until is None)

    def _found(self, table: str, which: Row) -> Line:
        found = [line for line in self._present(table) if which.items() <= line.row.items()]
        assert len(found) == 1, f"{len(found)} rows of {table} are {which}"
        return found[0]

    def _correct(self, line: Line, row: Row, on: date) -> None:
        if _told(row) != _told(line.row):
            line.until = on
            self.lines.append(Line(line.table, row, on, telling=self.tellings))
            line.followed_by = self.tellings


def write_tables(folder: Path, tables: Mapping[str, Iterable[Row]]) -> None:
    """Write tables as CSV files into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for table, rows in tables.items():
        listed = list(rows)
        heads = list(dict.fromkeys(name for row in listed for name in row))
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, heads)
            writer.writeheader()
            writer.writerows(listed)


def _key(table: str, row: Row) -> tuple[str, ...]:
    names = KEYS.get(table)
    return tuple(row.get(name, "") for name in names) if names else tuple(f"{name}={row[name]}" for name in sorted(row))


def _told(row: Row) -> Row:
    return {name: value for name, value in row.items() if value}
