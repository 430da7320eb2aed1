"""What happens outside, day by day: the sample company's rows, each told on the day on which it can be known.

What is dated later than the day of telling is left out and told again when it has come: an invoice is received, a
statement confirmed, a dispute resolved. Nothing is told while the house is closed.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path

from tests.stories.quarter.ledger import Row, Tables

FIRST, LAST = date(2026, 9, 1), date(2026, 11, 30)
NATIONAL_DAY = (date(2026, 10, 1), date(2026, 10, 7))
# On which column of a row it depends when we hear of it; tables not named here are known from the first day on.
_HEARD_ON: Mapping[str, tuple[str, ...]] = {
    "receivables": ("issue_date",),
    "payments": ("recorded_on", "received_on"),
    "promises": ("made_on",),
    "disputes": ("opened_on",),
    "activities": ("at",),
    "statements": ("sent_on",),
}
_TO_COME = (
    "delivered_on", "accepted_on", "pod_date", "invoice_received_on", "refused_on", "resolved_on", "confirmed_on",
    "invoicing_details_on", "invoiced_on", "posted_on",
)  # fmt: skip
SOUTH = "south"  # a second company of ours, whose accounts come as weekly snapshots
_SOUTH_SHARE = 4  # every fourth customer is South's


def house_days() -> Iterator[date]:
    """Return the days of the quarter on which the house is open."""
    day = FIRST
    while day <= LAST:
        if day.isoweekday() <= 5 and not NATIONAL_DAY[0] <= day <= NATIONAL_DAY[1]:
            yield day
        day += timedelta(days=1)


class Life:
    """The sample company's rows and the days on which they are told."""

    def __init__(self, sample: Path) -> None:
        self.tables: Tables = {file.stem: list(_rows(file)) for file in sorted(sample.glob("*.csv"))}
        customers = [row["customer_id"] for row in self.tables["customers"]]
        self.of_south = {customer for place, customer in enumerate(customers) if place % _SOUTH_SHARE == 3}
        of_document = {row["document_no"]: row["customer_id"] for row in self.tables["receivables"]}
        for table, rows in self.tables.items():
            self.tables[table] = [self._placed(row, of_document) for row in rows]

    def _placed(self, row: Row, of_document: Mapping[str, str]) -> Row:
        """Return the row as South's, where its customer is one of South's."""
        customer = row.get("customer_id", of_document.get(row.get("document_no", ""), ""))
        return {**row, "entity": SOUTH} if "entity" in row and customer in self.of_south else row

    def news(self, on: date, since: date | None) -> Tables:
        """Return what is new or has changed since the day told last; South's documents and money are left out."""
        told: Tables = defaultdict(list)
        for table, rows in self.tables.items():
            for row in rows:
                if row.get("entity") == SOUTH and table in ("receivables", "payments"):
                    continue
                now = as_known(table, row, on)
                if now is not None and (since is None or now != as_known(table, row, since)):
                    told[table].append(now)
        return dict(told)

    def open_in_south(self, on: date) -> list[Row]:
        """Return South's open documents as its system lists them: what is open, and of which day that is."""
        paid: dict[str, int] = defaultdict(int)
        for row in self.tables["payments"]:
            if row["entity"] == SOUTH and (row["recorded_on"] or row["received_on"]) <= str(on) and row["allocations"]:
                for part in row["allocations"].split(";"):
                    document_no, _, amount = part.partition(":")
                    paid[document_no] += _minor(amount)
        listed = []
        for row in self.tables["receivables"]:
            if row["entity"] == SOUTH and row["issue_date"] <= str(on):
                left = _minor(row["amount"]) - paid[row["document_no"]]
                if left:
                    now = as_known("receivables", row, on)
                    assert now is not None
                    listed.append({**now, "open_amount": _major(left), "balance_date": str(on)})
        return listed


def as_known(table: str, row: Row, on: date) -> Row | None:
    """Return a row as it could be told on a day, without what was yet to come; None before anybody knew of it."""
    heard_on = next((row[name] for name in _HEARD_ON.get(table, ()) if row.get(name)), "")
    if heard_on[:10] > str(on):
        return None
    return {name: "" if name in _TO_COME and value > str(on) else value for name, value in row.items()}


def _rows(file: Path) -> Iterator[Row]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        yield from csv.DictReader(lines)


def _minor(amount: str) -> int:
    whole, _, part = amount.partition(".")
    sign = -1 if whole.startswith("-") else 1
    return int(whole) * 100 + sign * int(part.ljust(2, "0")[:2] or 0)


def _major(minor: int) -> str:
    sign = "-" if minor < 0 else ""
    return f"{sign}{abs(minor) // 100}.{abs(minor) % 100:02}"
