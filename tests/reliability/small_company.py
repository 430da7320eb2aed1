"""A small company told in folders, one a business date: the same for the same seed.

The first folder lists everybody and what is open. After it come by turns folders of what is new (documents, payments,
promises, disputes, contacts, corrected amounts) and snapshots of all that is open, which settle what they leave out.
"""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

FIRST_DAY = date(2026, 9, 1)
CUSTOMERS = 60
OPEN_AT_FIRST = 400
NEW_A_DAY = 25
SNAPSHOT_EVERY = 4  # folders
_GONE_SHARE = 0.06  # of the open documents that a snapshot leaves out


@dataclass(frozen=True, slots=True)
class Told:
    """A folder, since when it is known, and whether what it leaves out is settled."""

    folder: Path
    on: date
    is_snapshot: bool

    def words(self) -> list[str]:
        """Return the command that imports it."""
        return ["import", str(self.folder), "--on", str(self.on), "--snapshot" if self.is_snapshot else "--delta"]


@dataclass
class _Company:
    dice: random.Random
    documents: dict[str, dict[str, str]] = field(default_factory=dict)  # open ones by number
    made: int = 0

    def new_documents(self, count: int, on: date, *, oldest: int) -> list[dict[str, str]]:
        rows = []
        for _ in range(count):
            self.made += 1
            issued = on - timedelta(days=self.dice.randint(0, oldest))
            row = {
                "document_no": f"INV-{self.made:05}",
                "customer_id": f"C{self.dice.randrange(CUSTOMERS):03}",
                "entity": self.dice.choice(("main", "south")),
                "issue_date": str(issued),
                "due_date": str(issued + timedelta(days=30)),
                "amount": f"{self.dice.randint(50_000, 9_000_000) / 100:.2f}",
            }
            self.documents[row["document_no"]] = row
            rows.append(row)
        return rows

    def payment(self, number: int, on: date) -> dict[str, str]:
        row = self.dice.choice(list(self.documents.values()))
        return {
            "payment_no": f"PAY-{on:%m%d}-{number}",
            "customer_id": row["customer_id"],
            "entity": row["entity"],
            "received_on": str(on),
            "amount": row["amount"],
            "allocations": f"{row['document_no']}:{row['amount']}",
        }


def told_folders(root: Path, count: int, *, seed: int) -> list[Told]:
    """Write so many folders, of as many working days in a row."""
    company, on, told = _Company(random.Random(seed)), FIRST_DAY, []
    for number in range(count):
        is_snapshot = number % SNAPSHOT_EVERY == SNAPSHOT_EVERY - 1
        tables = _first(company, on) if number == 0 else (_snapshot(company) if is_snapshot else _news(company, on))
        folder = root / str(on)
        folder.mkdir(parents=True)
        for table, rows in tables.items():
            _write(folder / f"{table}.csv", rows)
        told.append(Told(folder, on, is_snapshot))
        on += timedelta(days=3 if on.isoweekday() == 5 else 1)
    return told


def _first(company: _Company, on: date) -> dict[str, list[dict[str, str]]]:
    customers = [
        {"customer_id": f"C{number:03}", "name": f"客户{number:03}", "segment": company.dice.choice(("key", "small"))}
        for number in range(CUSTOMERS)
    ]
    return {"customers": customers, "receivables": company.new_documents(OPEN_AT_FIRST, on, oldest=120)}


def _snapshot(company: _Company) -> dict[str, list[dict[str, str]]]:
    gone = company.dice.sample(sorted(company.documents), int(len(company.documents) * _GONE_SHARE))
    for number in gone:
        del company.documents[number]
    return {"receivables": list(company.documents.values())}


def _news(company: _Company, on: date) -> dict[str, list[dict[str, str]]]:
    dice = company.dice
    corrected = dice.sample(sorted(company.documents), 3)
    for number in corrected:
        amount = f"{dice.randint(50_000, 9_000_000) / 100:.2f}"
        company.documents[number] = {**company.documents[number], "amount": amount}
    some = dice.sample(sorted(company.documents), 12)
    rows = [company.documents[number] for number in some]
    return {
        "receivables": [
            *(company.documents[number] for number in corrected),
            *company.new_documents(NEW_A_DAY, on, oldest=0),
        ],
        "payments": [company.payment(number, on) for number in range(15)],
        "promises": [
            {
                **{name: row[name] for name in ("customer_id", "entity", "amount")},
                "made_on": str(on),
                "due_on": str(on + timedelta(days=dice.randint(1, 10))),
            }
            for row in rows[:4]
        ],
        "disputes": [
            {"document_no": row["document_no"], "reason": "quality", "opened_on": str(on)} for row in rows[4:6]
        ],
        "activities": [
            {
                "customer_id": row["customer_id"],
                "entity": row["entity"],
                "at": f"{on} 10:{place:02}",
                "channel": "phone",
                "outcome": dice.choice(("met", "not_reached", "stalling")),
            }
            for place, row in enumerate(rows[6:])
        ],
    }


def _write(file: Path, rows: list[dict[str, str]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
