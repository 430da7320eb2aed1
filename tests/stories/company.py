"""A company that plans its day: tables on disk, one run of ``huikuan plan`` per day, read back as people see it."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from pathlib import Path

from huikuan.cli import run

HEADERS = {
    "receivables": "document_no,customer_id,issue_date,due_date,amount",
    "customers": "customer_id,name",
    "payments": "payment_no,customer_id,received_on,amount,allocations",
    "promises": "customer_id,made_on,due_on,amount",
    "disputes": "document_no,amount,opened_on,resolved_on",
    "activities": "customer_id,at,channel,outcome,step",
}


@dataclass
class Company:
    """Rows are kept as CSV lines under the contract's headers; ``day`` plans on what stands in the folder by then."""

    root: Path
    lines: dict[str, list[str]] = field(default_factory=dict)

    def record(self, table: str, line: str) -> None:
        self.lines.setdefault(table, []).append(line)

    def contact(
        self, on: str, *, step: str, channel: str = "phone", outcome: str = "met", customer: str = "C1"
    ) -> None:
        self.record("activities", f"{customer},{on},{channel},{outcome},{step}")

    @property
    def folder(self) -> Path:
        return self.root / "company"

    def write(self) -> None:
        self.folder.mkdir(exist_ok=True)
        for table, lines in self.lines.items():
            text = "\n".join([HEADERS[table], *lines]) + "\n"
            (self.folder / f"{table}.csv").write_text(text, encoding="utf-8")

    def day(self, as_of: str, *options: str) -> list[dict[str, str]]:
        """Return the worklist of the day, best first."""
        self.write()
        out = self.root / f"plan-{as_of}-{len(list(self.root.iterdir()))}"
        assert run(["plan", str(self.folder), "--as-of", as_of, "--out", str(out), "--formats", "csv", *options]) == 0
        return read(out / "worklist.csv")


def read(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
