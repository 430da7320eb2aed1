"""A second, plain reading of a sample folder with csv and dictionaries: what is open, late and taken off on a day."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

ZERO = Decimal(0)
Row = dict[str, str]


@dataclass
class Item:
    """A document on ``as_of``; ``late`` is negative before the due date, None while the due date is unknown."""

    row: Row
    late: int | None
    open: Decimal
    bills: Decimal = ZERO
    in_transit: Decimal = ZERO
    disputed: Decimal = ZERO

    @property
    def chaseable(self) -> Decimal:
        return self.open - self.bills

    @property
    def is_overdue(self) -> bool:
        return self.late is not None and self.late > 0 and self.open > 0 and self.row["kind"] != "credit_note"


@dataclass
class Case:
    """A customer in one entity and currency."""

    customer: Row
    entity: str
    currency: str
    items: list[Item] = field(default_factory=list)
    unallocated: Decimal = ZERO
    bills_loose: Decimal = ZERO
    log: list[Row] = field(default_factory=list)
    promises: list[Row] = field(default_factory=list)

    @property
    def overdue(self) -> Decimal:
        return sum((item.chaseable for item in self.items if item.is_overdue), ZERO)

    @property
    def credit(self) -> Decimal:
        return -sum((item.open for item in self.items if item.row["kind"] == "credit_note"), ZERO)

    def promised(self, as_of: date) -> Decimal:
        """Return what promises not yet judged cover (due date + 3 days not over), payments since left aside."""
        waiting = [row for row in self.promises if day(row["due_on"]) + timedelta(days=3) >= as_of]
        return sum((Decimal(row["amount"]) for row in waiting), ZERO)

    def eligible(self, as_of: date) -> Decimal:
        """Return what may be chased, by the contract's order, not below 0."""
        late = [item for item in self.items if item.is_overdue]
        left = self.overdue - sum((min(item.disputed, item.chaseable) for item in late), ZERO)
        left -= min(self.promised(as_of), left)
        left -= sum((item.in_transit for item in late), ZERO)
        return max(ZERO, left - self.credit - self.unallocated)

    def oldest(self) -> int | None:
        """Return the days past due of the oldest undisputed overdue item."""
        late = [item.late for item in self.items if item.is_overdue and item.chaseable > item.disputed and item.late]
        return max(late, default=None)

    def delivered(self, step: str) -> bool:
        return any(row["step"] == step and was_delivered(row) for row in self.log)


def was_delivered(row: Row) -> bool:
    """Read the column, else the outcome (R-21)."""
    missed = ("", "not_reached", "wrong_person", "bounced", "refused_delivery", "absent")
    return row["delivered"] == "true" if row["delivered"] else row["outcome"] not in missed


def day(text: str) -> date:
    return date.fromisoformat(text[:10])


def rows(folder: Path, table: str) -> list[Row]:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


Items = dict[tuple[str, str], Item]  # by entity and document number
Found = dict[tuple[str, str, str], Case]  # by customer, entity and currency


def cases(folder: Path, as_of: date) -> list[Case]:
    """Return the cases of the folder with everything known on ``as_of`` put on its place."""
    customers = {row["customer_id"]: row for row in rows(folder, "customers")}
    found: Found = {}
    for table in ("receivables", "payments", "promises"):
        for row in rows(folder, table):
            key = _payer(row, customers), row["entity"], row["currency"]
            found.setdefault(key, Case(customers[key[0]], *key[1:]))
    items = _items(folder, as_of, found)
    for row in sorted(rows(folder, "payments"), key=lambda row: row["received_on"]):
        _place(row, items, found[_payer(row, customers), row["entity"], row["currency"]], as_of)
    for item in items.values():
        if item.row["settled_on"] and day(item.row["settled_on"]) <= as_of:
            item.open = ZERO
    _dispute(folder, items, as_of)
    for row in rows(folder, "promises"):
        found[row["customer_id"], row["entity"], row["currency"]].promises.append(row)
    logs: dict[tuple[str, str], list[Row]] = {}
    for row in rows(folder, "activities"):
        logs.setdefault((row["customer_id"], row["entity"]), []).append(row)
    for (customer_id, entity, _), case in found.items():
        case.log = logs.get((customer_id, entity), [])
    return list(found.values())


def _payer(row: Row, customers: dict[str, Row]) -> str:
    if row["customer_id"]:
        return row["customer_id"]
    return next(key for key, customer in customers.items() if customer["name"] == row["payer_name"])


def _items(folder: Path, as_of: date, found: Found) -> Items:
    items: Items = {}
    for row in rows(folder, "receivables"):
        if day(row["issue_date"]) <= as_of:
            item = Item(row, _late(row, as_of), Decimal(row["open_amount"] or row["amount"]))
            if row["kind"] == "credit_note":
                item.open = -abs(item.open)  # whatever sign it was given
            item.disputed = Decimal(row["disputed_amount"] or 0)
            items[row["entity"], row["document_no"]] = item
            found[row["customer_id"], row["entity"], row["currency"]].items.append(item)
    return items


def _dispute(folder: Path, items: Items, as_of: date) -> None:
    numbered = {number: item for (_, number), item in items.items()}
    for row in rows(folder, "disputes"):
        item = numbered[row["document_no"]]
        is_over = row["resolved_on"] and day(row["resolved_on"]) <= as_of
        item.disputed = ZERO if is_over else Decimal(row["amount"] or item.chaseable)


def _late(row: Row, as_of: date) -> int | None:
    if row["kind"] == "credit_note":
        return 0
    if row["due_date"]:
        return (as_of - day(row["due_date"])).days
    words = re.fullmatch(r"(net |月结)(\d+)", row["terms"])
    if not words:
        return None
    start = day(row["issue_date"])
    if words[1] == "月结":
        start = (start.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return (as_of - start).days - int(words[2])


def _place(row: Row, items: Items, payer: Case, as_of: date) -> None:
    received = day(row["received_on"])
    if (row["refused_on"] and day(row["refused_on"]) <= as_of) or (received > as_of < day(row["recorded_on"])):
        return
    in_hand = row["method"] == "acceptance_bill" and day(row["matures_on"]) >= as_of
    loose = Decimal(row["amount"])
    for item, amount in _named(row, items):
        loose -= amount
        if received > as_of:
            item.in_transit += amount
        elif in_hand:
            item.bills += amount
        elif not item.row["open_amount"] or received > day(item.row["balance_date"]):
            item.open -= amount
    if received <= as_of and not in_hand:
        payer.unallocated += loose


def _named(row: Row, items: Items) -> Iterator[tuple[Item, Decimal]]:
    for part in filter(None, row["allocations"].split(";")):
        number, amount = part.split(":")
        yield items[row["entity"], number], Decimal(amount)
    named = re.search(r"[A-Z]{2,3}\d{4}-\w+", row["bank_reference"])
    if named and not row["allocations"]:
        yield items[row["entity"], named[0]], Decimal(row["amount"])


def in_yuan(found: Iterable[tuple[str, Decimal]]) -> Decimal:
    """Add amounts of several currencies at rough rates, for shares only."""
    rates = {"CNY": "1", "USD": "7.1", "EUR": "7.9", "JPY": "0.048", "KWD": "23.3"}
    return sum((amount * Decimal(rates[currency]) for currency, amount in found), ZERO)
