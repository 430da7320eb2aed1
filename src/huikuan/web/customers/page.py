"""What the customer page says: the figures, what is to be done today and why, the items, people, and what was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import polars as pl

from huikuan.apps.dunning.selectors import Wanted, worklist_page
from huikuan.desk.known import known_tables, planned
from huikuan.desk.manual import manual_of
from huikuan.desk.rights import About, may
from huikuan.gateways.exports.listing import Listing
from huikuan.gateways.exports.palette import PROMISE_TONES, ramp_colour
from huikuan.gateways.exports.report_worklist import WorkRow, work_rows
from huikuan.gateways.texts import Words
from huikuan.gateways.texts.phones import masked_phone
from huikuan.web.visitors import Visit

if TYPE_CHECKING:
    from huikuan.apps.dunning.models import Run
    from huikuan.engine.outcome import Plan
    from huikuan.engine.tables import Tables

HISTORY_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Figure:
    """A key figure: its name, the amount, and the line below it."""

    name: str
    value: str
    below: str
    tone: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An open item."""

    document: str
    due: str
    oldest: str
    colour: str
    amount: str
    unit: str
    status: str


@dataclass(frozen=True, slots=True)
class Person:
    """A contact person at the customer."""

    name: str
    role: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, with its day."""

    on: date
    day: str
    icon: str
    what: str
    below: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """The whole page, all text."""

    customer_id: str
    name: str
    tags: list[str]
    facts: str
    figures: list[Figure]
    today: list[WorkRow]
    items: list[ItemLine]
    totals: list[tuple[str, str]]  # unit, amount
    people: list[Person]
    events: list[Event]
    events_in_all: int


def customer_screen(customer_id: str, run: Run, visit: Visit) -> Page | None:
    """Return the page of a customer on the day of the run, on what is known now; None where nobody is called so."""
    tables = known_tables(None, customer_id)
    if tables.customers.is_empty():
        return None
    manual = manual_of(run)
    policies, base = manual.policies, manual.parameters.base_currency
    plan = planned(tables, policies, manual.parameters)
    row, words = tables.customers.row(0, named=True), visit.words
    found = worklist_page(run, Wanted(customer=customer_id), viewer=visit.actor, after=0, size=10)
    listing = Listing(found.rows, run.business_date, policies, base, words, found.rows["entity"].n_unique() > 1)
    events = sorted(_events(tables, plan, words), key=attrgetter("on"), reverse=True)
    return Page(
        customer_id=customer_id,
        name=row["name"] or customer_id,
        tags=_tags(row, words),
        facts=_facts(row, words),
        figures=list(_figures(plan, words)),
        today=work_rows(listing, shown=found.rows.height),
        items=[_item(item, plan, words) for item in plan.items.iter_rows(named=True)],
        totals=[
            (words.currency(currency), words.money(minor, currency))
            for currency, minor in plan.items.group_by("currency")
            .agg(pl.col("open_minor").sum())
            .sort("currency")
            .iter_rows()
        ],
        people=[
            _person(contact, words, is_shown=_may_call(customer_id, visit))
            for contact in tables.contacts.iter_rows(named=True)
        ],
        events=events[:HISTORY_SHOWN],
        events_in_all=len(events),
    )


def _tags(row: Mapping[str, Any], words: Words) -> list[str]:
    grade = words.text("grade {grade}", grade=row["grade"]) if row["grade"] else ""
    status = words.title("status", row["status"]) if row["status"] not in (None, "normal") else ""
    segment = words.title("segment", row["segment"]) if row["segment"] == "key" else ""
    return [tag for tag in (grade, status, segment) if tag]


def _facts(row: Mapping[str, Any], words: Words) -> str:
    people = [
        words.text("{role}: {name}", role=words.title("role", role), name=row[column])
        for role, column in (("rep", "owner"), ("collector", "collector"))
        if row[column]
    ]
    since = words.text("customer since {year}", year=row["since"].year) if row["since"] else ""
    return " · ".join(part for part in (row["customer_id"], *people, row["terms"] or "", since) if part)


def _figures(plan: Plan, words: Words) -> Iterator[Figure]:
    overdue = pl.col("overdue_days") > 0
    sums = plan.items.group_by("currency").agg(
        pl.col("open_minor").filter(overdue).sum().alias("overdue_minor"),
        pl.col("overdue_days").filter(overdue).max().alias("oldest"),
        overdue.sum().alias("count"),
        pl.col("eligible_minor").sum(),
        pl.col("open_minor").sum(),
    )
    for row in sums.sort("currency").iter_rows(named=True):
        unit = words.currency(row["currency"])
        count = words.count("{n} document", "{n} documents", row["count"])
        oldest = words.text("oldest {days}", days=words.days(row["oldest"] or 0))
        below = f"{count} · {oldest}" if row["count"] else unit
        yield Figure(words.text("Overdue"), words.money(row["overdue_minor"], row["currency"]), below)
        yield Figure(words.text("Amount to chase"), words.money(row["eligible_minor"], row["currency"]), unit)
        yield Figure(words.text("All that is open"), words.money(row["open_minor"], row["currency"]), unit)
    if plan.promises.height:
        last = plan.promises.sort("made_on").row(-1, named=True)
        due = words.text("by {day}", day=words.day(last["due_on"], plan.as_of))
        yield Figure(
            words.text("Last promise"),
            words.title("promise_state", last["state"]),
            f"{words.money(last['amount_minor'], last['currency'])} {due}",
            PROMISE_TONES.get(last["state"]),
        )


def _item(item: Mapping[str, Any], plan: Plan, words: Words) -> ItemLine:
    days = item["overdue_days"] or 0
    reason = item["suppressed_reason"] or ""
    state = words.title("skip_reason", reason) if reason else words.text("To chase")
    if reason == "disputed":
        state = f"{state} {words.money(item['disputed_minor'], item['currency'])}"
    return ItemLine(
        document=item["document_no"],
        due=words.day(item["due_date"], plan.as_of),
        oldest=words.days(days) if days > 0 else words.text("due in {days}", days=words.days(days)),
        colour=ramp_colour(days),
        amount=words.money(item["open_minor"], item["currency"]),
        unit=words.currency(item["currency"]),
        status=state,
    )


def _person(contact: Mapping[str, Any], words: Words, *, is_shown: bool) -> Person:
    number = contact["mobile"] or contact["phone"] or ""
    return Person(
        name=contact["name"],
        role=contact["title"] or contact["role"] or "",
        phone=number if is_shown else masked_phone(number),
        email=contact["email"] or "",
    )


def _may_call(customer_id: str, visit: Visit) -> bool:
    return may("see_phone", actor=visit.actor, on=visit.business_date, about=About(customer_id))


def _events(tables: Tables, plan: Plan, words: Words) -> Iterator[Event]:
    day = plan.as_of
    for row in tables.activities.iter_rows(named=True):
        outcome = words.title("outcome", row["outcome"])
        on = row["at"].date()
        yield Event(
            on,
            words.day(on, day),
            "phone",
            f"{words.title('channel', row['channel'])} · {outcome}".rstrip(" ·"),
            row["note"] or "",
        )
    for row in plan.promises.iter_rows(named=True):
        amount = words.money(row["amount_minor"], row["currency"])
        by = words.text("promised {amount} by {day}", amount=amount, day=words.day(row["due_on"], day))
        yield Event(
            row["made_on"],
            words.day(row["made_on"], day),
            "calendar-dollar",
            by,
            words.title("promise_state", row["state"]),
        )
    for row in tables.payments.iter_rows(named=True):
        amount = words.money(row["amount_minor"], row["currency"])
        yield Event(
            row["received_on"],
            words.day(row["received_on"], day),
            "cash",
            words.text("paid {amount}", amount=amount),
            row["bank_reference"] or "",
        )
    for row in tables.disputes.iter_rows(named=True):
        yield Event(
            row["opened_on"],
            words.day(row["opened_on"], day),
            "message-exclamation",
            words.text("disputed {document}", document=row["document_no"]),
            row["reason"] or "",
        )
    for row in tables.statements.filter(pl.col("confirmed_on").is_not_null()).iter_rows(named=True):
        yield Event(
            row["confirmed_on"],
            words.day(row["confirmed_on"], day),
            "file-check",
            words.text("confirmed the statement of {period}", period=row["period"]),
        )
