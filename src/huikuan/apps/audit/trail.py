"""The record as it is read: entries in pages, the newest first, each with the link that seals it (D-1403)."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q

from huikuan.apps.audit.models import Entry, Head, Seal

if TYPE_CHECKING:
    from django.db.models import QuerySet


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries are asked for; what is None or empty asks for nothing."""

    since: datetime | None = None
    until: datetime | None = None  # up to here, itself not
    person: int | None = None  # who acted, or in whose name
    act: str = ""
    subject_kind: str = ""
    subject_id: str = ""


@dataclass(frozen=True, slots=True)
class Recorded:
    """An entry. ``personal`` is None where there was none, empty where it was erased."""

    number: int
    at: datetime
    act: str
    actor_kind: str
    actor_id: int | None
    on_behalf_of: int | None
    subject_kind: str
    subject_id: str
    facts: dict[str, Any]
    personal: dict[str, Any] | None
    seal: int | None  # the link's number; None: not sealed yet


def entry_page(wanted: Wanted, *, before: int, size: int) -> list[Recorded]:
    """Return so many entries before that number (0: from the newest on), the newest first."""
    rows = _asked(wanted)
    if before:
        rows = rows.filter(pk__lt=before)
    return [_recorded(row) for row in rows.select_related("seal").order_by("-id")[:size]]


def entry_numbered(number: int) -> Recorded | None:
    """Return one entry; None when there is none of that number."""
    row = Entry.objects.filter(pk=number).select_related("seal").first()
    return _recorded(row) if row else None


def entry_count(wanted: Wanted) -> int:
    """Return how many entries are asked for."""
    return _asked(wanted).count()


def _asked(wanted: Wanted) -> QuerySet[Entry]:
    among = Q()
    if wanted.since:
        among &= Q(at__gte=wanted.since)
    if wanted.until:
        among &= Q(at__lt=wanted.until)
    if wanted.person is not None:
        among &= Q(actor_kind="person") & (Q(actor_id=wanted.person) | Q(on_behalf_of_id=wanted.person))
    if wanted.act:
        among &= Q(act=wanted.act)
    if wanted.subject_kind:
        among &= Q(subject_kind=wanted.subject_kind, subject_id=wanted.subject_id)
    return Entry.objects.filter(among)


def _recorded(row: Entry) -> Recorded:
    personal = None if row.personal_digest is None else json.loads(row.personal or "{}")
    seal = getattr(row, "seal", None)
    return Recorded(
        number=row.pk,
        at=row.at,
        act=row.act,
        actor_kind=row.actor_kind,
        actor_id=row.actor_id,
        on_behalf_of=row.on_behalf_of_id,
        subject_kind=row.subject_kind,
        subject_id=row.subject_id,
        facts=json.loads(row.facts),
        personal=personal,
        seal=seal.number if seal else None,
    )


@dataclass(frozen=True, slots=True)
class SealState:
    """How far the record is sealed, when its head last left the house, when it was last checked and what was found."""

    sealed: int
    unsealed: int
    head_at: datetime | None
    verified_at: datetime | None
    findings: int


def seal_state() -> SealState:
    """Return how the record stands. Only links without a gap are counted by their newest number."""
    newest = Seal.objects.order_by("-number").values_list("number", "entry_id").first()
    sealed, last_entry = newest or (0, 0)
    unsealed = Entry.objects.filter(pk__gt=last_entry, seal__isnull=True).aggregate(n=Count("id"))["n"]
    head = Head.objects.order_by("-id").values_list("exported_at", flat=True).first()
    checked = Entry.objects.filter(act="verify_audit").order_by("-id").first()
    findings = json.loads(checked.facts).get("findings", 0) if checked else 0
    return SealState(sealed, unsealed, head, checked.at if checked else None, findings)


def acts_recorded() -> Collection[str]:
    """Return which acts were ever recorded."""
    return set(Entry.objects.order_by().values_list("act", flat=True).distinct())
