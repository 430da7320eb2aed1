"""Whom to ask at a customer (D-302), and how it pays and may be called (D-303)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from huikuan.engine.habits_of_one import PayingHabit, ReachHabit
from huikuan.gateways.texts import Words
from huikuan.gateways.texts.phones import masked_phone
from huikuan.web.visitors import Visit

_FIRST = ("payer", "finance", "decision_maker", "handler", "boss")  # whom to ask first (D-308)


@dataclass(frozen=True, slots=True)
class Person:
    """A contact person at the customer."""

    name: str
    role: str
    phone: str
    email: str
    below: str


def people_of(contacts: pl.DataFrame, visit: Visit, *, is_shown: bool) -> list[Person]:
    """Return the contact persons, those who can pay first; ``is_shown``: with whole telephone numbers."""
    rows = sorted(contacts.iter_rows(named=True), key=_place)
    return [_person(contact, visit, is_shown=is_shown) for contact in rows]


def _place(contact: Mapping[str, Any]) -> int:
    return _FIRST.index(contact["role"]) if contact["role"] in _FIRST else len(_FIRST)


def _person(contact: Mapping[str, Any], visit: Visit, *, is_shown: bool) -> Person:
    words, number = visit.words, contact["mobile"] or contact["phone"] or ""
    role = words.title("contact_role", contact["role"])
    below = []
    if contact["opted_out"]:
        channels = words.text(", ").join(words.code("channel", channel) for channel in contact["opted_out"])
        below.append(words.text("opted out of: {channels}", channels=channels))
    if contact["verified_on"]:
        below.append(words.text("verified on {day}", day=words.day(contact["verified_on"], visit.business_date)))
    return Person(
        name=contact["name"],
        role=" · ".join(part for part in (role, contact["title"] or "") if part),
        phone=number if is_shown else masked_phone(number),
        email=contact["email"] or "",
        below=" · ".join(below),
    )


def profile_of(row: Mapping[str, Any], hours: pl.DataFrame, words: Words) -> Iterator[str]:
    """Yield how this customer pays and when it may be called; ``row``: of the customers table."""
    if row["terms"]:
        yield words.text("Terms: {terms}", terms=row["terms"])
    if row["habitual_delayer"]:
        yield words.text("Marked as a habitual late payer")
    names = {
        "open": words.text("may be called"),
        "blackout": words.text("not to be called"),
        "cash_in": words.text("its own cash comes in"),
    }
    for hour in hours.iter_rows(named=True):
        told = " ".join(part for part in (_when(hour, words), names[hour["kind"]]) if part)
        yield " · ".join(part for part in (told, hour["note"] or "") if part)


def habits_said(paying: PayingHabit, reach: ReachHabit, words: Words) -> Iterator[str]:
    """Yield what shows in the last year: how it pays, on which weekday, and when it picks up (R-232)."""
    if paying.method is not None:
        method = words.code("method", paying.method)
        yield words.text("Pays mostly by {method}: {n} payments in a year", method=method, n=paying.payments)
    if paying.weekday is not None:
        day = words.code("short_weekday", str(paying.weekday))
        yield words.text("{n} of {all} payments came on {weekday}", n=paying.on_it, all=paying.payments, weekday=day)
    if reach.calls:
        morning, afternoon = words.text(", mostly in the morning"), words.text(", mostly in the afternoon")
        when = "" if reach.is_morning is None else morning if reach.is_morning else afternoon
        yield words.text("Reached in {n} of {all} calls", n=reach.reached, all=reach.calls) + when


def _when(hour: Mapping[str, Any], words: Words) -> str:
    parts = [words.title("weekday", hour["weekday"])] if hour["weekday"] else []
    parts += [words.text("day {n} of the month", n=hour["month_day"])] if hour["month_day"] else []
    parts += [words.day_full(hour["date"])] if hour["date"] else []
    if hour["from"] is not None and hour["to"] is not None:
        parts.append("{:02d}:{:02d}–{:02d}:{:02d}".format(*divmod(hour["from"], 60), *divmod(hour["to"], 60)))
    return " ".join(parts)
