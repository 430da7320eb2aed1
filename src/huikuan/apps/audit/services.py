"""Writes the record of an act in the act's own transaction, seals what is committed, empties what is personal (D-1403).

Sealing stands apart: a chain inside each transaction would make all acts wait for each other.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from huikuan.apps.audit.actors import Actor
from huikuan.apps.audit.chain import COVERED, START, ExportedHead, canonical, entry_digest, link, personal_digest
from huikuan.apps.audit.models import Entry, Head, Seal
from huikuan.gateways import clock
from huikuan.gateways.turns import wait_for_turn

_PART = 5_000  # entries in one transaction


@dataclass(frozen=True, slots=True)
class Subject:
    """What an act was done to."""

    kind: str
    id: str


def record_entry(
    *,
    act_id: UUID,
    act: str,
    actor: Actor,
    subject: Subject,
    facts: Mapping[str, Any],
    personal: Mapping[str, Any] | None = None,
) -> None:
    """Record one act. ``facts`` hold ids and figures; names, numbers and words of people belong into ``personal``."""
    salt = secrets.token_bytes(16) if personal else None
    told = canonical(personal) if personal else None
    Entry.objects.create(
        at=clock.now(),
        act_id=act_id,
        act=act,
        actor_kind=actor.kind,
        actor_id=actor.id,
        on_behalf_of_id=actor.on_behalf_of,
        subject_kind=subject.kind,
        subject_id=subject.id,
        facts=canonical(facts),
        personal=told,
        salt=salt,
        personal_digest=personal_digest(salt, told) if salt and told else None,
    )


def seal() -> int:
    """Number and chain the committed entries that are not sealed yet; returns how many.

    One sealer at a time: it waits for the other and then finds nothing to do. Killed anywhere, it goes on where the
    last full transaction ended.
    """
    sealed = 0
    while Entry.objects.filter(seal__isnull=True).exists():
        sealed += _seal_part()
    return sealed


def _seal_part() -> int:
    with transaction.atomic():
        wait_for_turn("sealing", connection)  # other sealers
        last = Seal.objects.order_by("-number").first()
        number, chain = (last.number, bytes(last.chain)) if last else (0, START)
        seals = []
        for entry in Entry.objects.filter(seal__isnull=True).order_by("id").values(*COVERED)[:_PART]:
            number, digest = number + 1, entry_digest(entry)
            chain = link(chain, number, digest)
            seals.append(Seal(number=number, entry_id=entry["id"], entry_digest=digest, chain=chain))
        Seal.objects.bulk_create(seals)
    return len(seals)


def export_head() -> ExportedHead | None:
    """Note the end of the chain as exported and return it; None before the first seal.

    The same end is noted once. What it is worth is where the caller keeps it: outside this database.
    """
    end = Seal.objects.order_by("-number").first()
    if end is None:
        return None
    head = Head.objects.filter(seal_number=end.number, chain=end.chain).first()
    if head is None:
        head = Head.objects.create(exported_at=clock.now(), seal_number=end.number, chain=end.chain)
    return ExportedHead(head.exported_at, head.seal_number, bytes(head.chain).hex())


def empty_personal(subject: Subject) -> list[int]:
    """Empty the personal words and their salts in all entries on a subject; returns those entries.

    Without the salt the digest that stays says nothing about anybody.
    """
    about = Entry.objects.filter(subject_kind=subject.kind, subject_id=subject.id, personal__isnull=False)
    emptied = list(about.order_by("id").values_list("id", flat=True))
    about.filter(pk__in=emptied).update(personal=None, salt=None)
    return emptied
