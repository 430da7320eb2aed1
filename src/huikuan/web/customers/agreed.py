"""What was agreed with a customer and is still to be done or looked for: follow-ups, claims, letters, files (R-230)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from huikuan.apps.attachments.selectors import files_of
from huikuan.apps.audit.services import Subject
from huikuan.apps.cash.selectors import claims_of
from huikuan.apps.customers.selectors import names_of_customers
from huikuan.apps.promises.selectors import confirmations_of
from huikuan.apps.tasks.selectors import open_follow_ups
from huikuan.gateways.texts import Words
from huikuan.web.visitors import Visit

if TYPE_CHECKING:
    from datetime import date, time

_LETTERS, _CLAIMS, _ROWS = 3, 3, 12


@dataclass(frozen=True, slots=True)
class ToDo:
    """A follow-up: what, when, for whom, and the version in which it was read."""

    number: int
    version: int
    customer_id: str
    customer: str
    word: str
    when: str
    note: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A filed document: its name, its size and day, and the number under which it is opened."""

    number: int
    name: str
    below: str


@dataclass(frozen=True, slots=True)
class Agreed:
    """What stands beside a customer's items."""

    to_do: list[ToDo]
    claims: list[str]
    letters: list[str]
    files: list[KeptFile]


def agreed_with(customer_id: str, customer_no: int, visit: Visit) -> Agreed:
    """Return what was agreed with a customer."""
    words, on = visit.words, visit.business_date
    claims = [
        words.text(", ").join(
            part
            for part in (
                words.text("said to be paid on {day}", day=words.day(claim.paid_on, on))
                if claim.paid_on
                else words.text("said to be paid"),
                claim.bank,
                claim.reference,
                words.text("told on {day}", day=words.day(claim.claimed_on, on)),
            )
            if part
        )
        for claim in claims_of(customer_no)[:_CLAIMS]
    ]
    return Agreed(
        to_do=to_do(Q(case__customer=customer_no), visit),
        claims=claims,
        letters=list(confirmations_of(customer_no).values())[:_LETTERS],
        files=[
            KeptFile(file.number, file.name, f"{_size(file.size_bytes)} · {words.day(file.attached_at.date(), on)}")
            for file in files_of(Subject("customer", customer_id))
        ],
    )


def to_do(only: Q, visit: Visit) -> list[ToDo]:
    """Return the open follow-ups that the visitor sees, the earliest first."""
    words, on = visit.words, visit.business_date
    found = open_follow_ups(only, viewer=visit.actor, on=on, limit=_ROWS)
    names = names_of_customers({seen.customer_id for seen in found})
    return [
        ToDo(
            number=seen.number,
            version=seen.version,
            customer_id=seen.customer_id,
            customer=names.get(seen.customer_id) or seen.customer_id,
            word=words.title("follow_up", seen.kind),
            when=_when(seen.due_on, seen.due_at, on, words),
            note=seen.note,
            is_late=seen.due_on < on,
        )
        for seen in found
    ]


def _when(due_on: date, due_at: time | None, on: date, words: Words) -> str:
    day = words.text("today") if due_on == on else words.day(due_on, on)
    return f"{day} {due_at:%H:%M}" if due_at else day


def _size(size_bytes: int) -> str:
    return f"{size_bytes / 2**20:.1f} MB" if size_bytes >= 2**20 else f"{-(-size_bytes // 1024)} KB"
