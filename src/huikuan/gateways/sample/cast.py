"""The cast: customers written by hand, so that every rung, step, pause and currency case occurs on ``as_of``.

Days are told from as_of: ``late=5`` is a document five days past due, ``late=-7`` one that is due in a week; ``ago=2``
happened the day before yesterday, ``ago=-3`` will happen in three days. Amounts are text in major units. Columns not
named are drawn like everybody's. A part's documents carry tags, which its payments, promises and disputes name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

import polars as pl

from huikuan.gateways.sample.documents import KINDS, PREFIXES
from huikuan.gateways.sample.words import DECIMALS, NOTES

Cell = str | int | bool | None
Extra = Mapping[str, Cell]  # columns of the contract; days are told like everywhere here: how long ago
NOTHING: Extra = MappingProxyType({})
TERM_DAYS = 45
DATES = frozenset(
    (
        *("issue_date", "due_date", "delivered_on", "accepted_on", "pod_date", "balance_date", "settled_on"),
        *("recorded_on", "matures_on", "refused_on", "invoice_received_on", "batch_on"),
    )
)
PLAYED = ("receivables", "payments", "promises", "disputes", "activities", "statements", "hours")
MONEY = {"open_amount": "open_minor", "disputed_amount": "disputed_minor"}


FLAGS = ("habitual_delayer", "late_confirmer")
FIXED = (
    "customer_id", "name", "short_name", "kind", "payer_class", "policy", "terms", "status", "segment", "grade",
    *FLAGS, "parent_id",
)  # fmt: skip


class Doc(NamedTuple):
    """A document by its days past due."""

    tag: str
    late: int
    amount: str
    kind: str = "invoice"
    currency: str = "CNY"
    entity: str = "main"
    extra: Extra = NOTHING


class Pay(NamedTuple):
    """A payment and what it says it is for: amounts by tag, or nothing."""

    ago: int
    amount: str
    on: Mapping[str, str] = MappingProxyType({})
    extra: Extra = NOTHING
    names: str = ""  # tag of the document that only the bank's reference names


class Said(NamedTuple):
    """One contact or notice; ``delivered`` None leaves the column to be read from the outcome.

    ``note`` None takes what a collector usually notes.
    """

    ago: int
    channel: str
    outcome: str
    step: str = ""
    delivered: bool | None = None
    note: str | None = None


class Stated(NamedTuple):
    """The statement of the month that lies ``back`` months before that of as_of.

    ``sent`` and ``confirmed`` are days of the following month, in which the cycle runs, and may reach beyond its end.
    """

    back: int
    sent: int | None = 8
    confirmed: int | None = 12
    is_invoiced: bool = True


class When(NamedTuple):
    """Hours, a blackout or a cash-in of a customer; empty parts mean every day or the whole day (R-70)."""

    kind: str
    weekday: str = ""
    hours: tuple[str, str] = ("", "")
    month_day: int | None = None
    note: str = ""


class Promise(NamedTuple):
    """A promise made ``ago`` days before as_of for ``due_in`` days after it (negative: before)."""

    ago: int
    due_in: int
    amount: str
    tags: Sequence[str] = ()


class Dispute(NamedTuple):
    """A dispute of a document, open unless ``resolved_ago`` is given."""

    tag: str
    ago: int
    amount: str | None = None
    reason: str = "quality"
    resolved_ago: int | None = None


@dataclass(frozen=True)
class Part:
    """What one customer of the cast shows, and everything that happens to it."""

    shows: str
    documents: Sequence[Doc]
    customer: Mapping[str, str | bool] = field(default_factory=dict)
    payments: Sequence[Pay] = ()
    log: Sequence[Said] = ()
    promises: Sequence[Promise] = ()
    disputes: Sequence[Dispute] = ()
    statements: Sequence[Stated] | None = None  # instead of the drawn ones
    hours: Sequence[When] = ()
    opted_out: bool = False
    parent: str = ""  # what another part shows, as written there
    only_these: bool = False  # no drawn documents beside the part's own
    unsaid: bool = False  # nobody has said whether the customer confirms or pays late: it is worked out (D-606)
    unknown: bool = False  # no contact person either


Row = dict[str, object]
Rows = dict[str, list[Row]]


def rows_of(parts: Sequence[Part], *, as_of: date, names: Sequence[str], workday: Callable[[date], date]) -> Rows:
    """Return the rows of every table but customers and contacts; the n-th part is customer ``C0000n``.

    ``workday`` rolls the day of a contact to one on which the team works.
    """
    rows: Rows = {table: [] for table in PLAYED}
    places = {part.shows: at for at, part in enumerate(parts)}
    for at, part in enumerate(parts):
        parent = customer_id(places.get(part.parent, at))
        _play(part, rows, stage=_Stage(as_of, at, {"{name}": names[at], "{parent}": parent}, workday))
    return rows


def customer_id(at: int) -> str:
    """Return the id of the customer that plays the part at this place."""
    return f"C{at + 1:05d}"


def overrides(parts: Sequence[Part]) -> pl.DataFrame:
    """Return the customer columns that the parts fix, empty where they leave the draw alone."""
    places = {part.shows: at for at, part in enumerate(parts)}
    rows: list[Row] = []
    for at, part in enumerate(parts):
        parent = customer_id(places[part.parent]) if part.parent in places else None
        row = {"customer_id": customer_id(at), "parent_id": parent, **part.customer}
        rows.append({name: row.get(name) for name in FIXED})
    types = {name: pl.Boolean if name in FLAGS else pl.String for name in FIXED}
    return pl.DataFrame(rows, schema=types)


class _Stage(NamedTuple):
    as_of: date
    at: int
    stands_for: Mapping[str, str]  # what a cell such as "{name}" is replaced with
    workday: Callable[[date], date]

    @property
    def customer_id(self) -> str:
        return customer_id(self.at)

    def day(self, ago: int) -> date:
        return self.as_of - timedelta(days=ago)

    def extra(self, extra: Extra, currency: str) -> Row:
        row: Row = {}
        for name, cell in extra.items():
            if name in MONEY:
                row[MONEY[name]] = _minor(str(cell), currency)
            else:
                row[name] = self.day(cell) if name in DATES and isinstance(cell, int) else self._read(cell)
        return row

    def _read(self, cell: Cell) -> Cell:
        return self.stands_for.get(cell, cell) if isinstance(cell, str) else cell


def _minor(amount: str, currency: str) -> int:
    return int(Decimal(amount).scaleb(DECIMALS[currency]))


def _play(part: Part, rows: Rows, *, stage: _Stage) -> None:
    numbers: dict[str, str] = {}
    terms = str(part.customer.get("terms", f"net {TERM_DAYS}"))
    for nth, doc in enumerate(part.documents):
        issued = doc.extra.get("issue_date", doc.late + TERM_DAYS)
        assert isinstance(issued, int)
        prefix = PREFIXES[KINDS.index(doc.kind)]
        numbers[doc.tag] = f"{prefix}{stage.day(issued):%y%m}-K{stage.at + 1:03d}{nth + 1}"
        rows["receivables"].append(
            {
                "document_no": numbers[doc.tag],
                "customer_id": stage.customer_id,
                "entity": doc.entity,
                "kind": doc.kind,
                "issue_date": stage.day(issued),
                "due_date": stage.day(doc.late),
                "terms": terms,
                "amount_minor": _minor(doc.amount, doc.currency),
                "currency": doc.currency,
                "contract_no": f"HT-K{stage.at + 1:03d}",
                "order_no": f"SO-K{stage.at + 1:03d}{nth + 1}",
                **_papers(doc, stage, issued=issued),
                **stage.extra(doc.extra, doc.currency),
            }
        )
    _pay(part, rows, stage=stage, numbers=numbers)
    _talk(part, rows, stage=stage, numbers=numbers)
    _agree(part, rows, stage=stage)


def _papers(doc: Doc, stage: _Stage, *, issued: int) -> Row:
    """Return what came back of an invoice: the signed note after two days, its own arrival after four."""
    if doc.kind != "invoice":
        return {}
    back = {"delivered_on": issued, "pod_date": issued - 2, "invoice_received_on": issued - 4}
    return {name: stage.day(ago) for name, ago in back.items() if ago >= 0}


def _agree(part: Part, rows: Rows, *, stage: _Stage) -> None:
    """Add the part's own statements and the hours at which it may be called."""
    for stated in part.statements or ():
        begins = _month(stage.as_of, 1 - stated.back)
        sent, confirmed = (
            None if day is None or begins + timedelta(days=day - 1) > stage.as_of else begins + timedelta(days=day - 1)
            for day in (stated.sent, stated.confirmed)
        )
        rows["statements"].append(
            {
                "customer_id": stage.customer_id,
                "entity": "main",
                "period": f"{_month(stage.as_of, -stated.back):%Y-%m}",
                "sent_on": sent,
                "confirmed_on": confirmed,
                "seal": "statement" if confirmed else "",
                "invoicing_details_on": confirmed,
                "invoiced_on": stage.workday(confirmed + timedelta(days=2))
                if confirmed and stated.is_invoiced
                else None,
            }
        )
    for when in part.hours:
        rows["hours"].append(
            {
                "customer_id": stage.customer_id,
                "kind": when.kind,
                "weekday": when.weekday,
                "from": when.hours[0],
                "to": when.hours[1],
                "month_day": when.month_day,
                "note": when.note,
            }
        )


def _month(day: date, months: int) -> date:
    """Return the first of the month that lies so many months after that of ``day``."""
    counted = day.year * 12 + day.month - 1 + months
    return date(counted // 12, counted % 12 + 1, 1)


def _pay(part: Part, rows: Rows, *, stage: _Stage, numbers: Mapping[str, str]) -> None:
    first = part.documents[0] if part.documents else Doc("", 0, "0")
    for nth, paid in enumerate(part.payments):
        named = {tag: numbers.get(tag, tag) for tag in paid.on}
        extra = stage.extra(paid.extra, first.currency)
        currency = str(extra.get("currency", first.currency))
        rows["payments"].append(
            {
                "payment_no": f"RC-K{stage.at + 1:03d}{nth + 1}",
                "customer_id": stage.customer_id,
                "payer_name": "",
                "entity": first.entity,
                "received_on": stage.day(paid.ago),
                "recorded_on": stage.day(paid.ago),
                "amount_minor": _minor(paid.amount, currency),
                "currency": currency,
                "method": "transfer",
                "bank_reference": f"货款 {numbers[paid.names]}" if paid.names else "",
                "allocations": ";".join(f"{named[tag]}:{amount}" for tag, amount in paid.on.items()),
                **extra,
            }
        )


def _talk(part: Part, rows: Rows, *, stage: _Stage, numbers: Mapping[str, str]) -> None:
    first = part.documents[0] if part.documents else Doc("", 0, "0")
    case = {"customer_id": stage.customer_id, "entity": first.entity}
    for nth, said in enumerate(part.log):
        clock = time(9 + (stage.at + nth) % 8, (stage.at * 7 + nth * 13) % 60)
        note = NOTES.get(said.outcome, ("",))
        rows["activities"].append(
            {
                **case,
                "at": datetime.combine(stage.workday(stage.day(said.ago)), clock),
                "channel": said.channel,
                "outcome": said.outcome,
                "step": said.step,
                "delivered": said.delivered,
                "document_nos": numbers.get(first.tag, ""),
                "note": note[nth % len(note)] if said.note is None else said.note,
            }
        )
    for promise in part.promises:
        rows["promises"].append(
            {
                **case,
                "made_on": stage.workday(stage.day(promise.ago)),
                "due_on": stage.day(-promise.due_in),
                "amount_minor": _minor(promise.amount, first.currency),
                "currency": first.currency,
                "document_nos": ";".join(numbers[tag] for tag in promise.tags),
            }
        )
    for dispute in part.disputes:
        resolved = None if dispute.resolved_ago is None else stage.day(dispute.resolved_ago)
        rows["disputes"].append(
            {
                "document_no": numbers[dispute.tag],
                "amount_minor": None if dispute.amount is None else _minor(dispute.amount, first.currency),
                "reason": dispute.reason,
                "opened_on": stage.day(dispute.ago),
                "resolved_on": resolved,
            }
        )
