"""The frame of every act: one transaction, one act id, one batch, one audit record.

Whoever changes facts does it inside ``act``: what is not allowed is refused before anything begins, what fails leaves
nothing behind, and what succeeds is on record.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction

from huikuan.apps.audit.actors import Actor
from huikuan.apps.audit.errors import Refused
from huikuan.apps.audit.services import Subject, record_entry
from huikuan.apps.dunning.selectors import newest_business_date
from huikuan.apps.intake.services import BatchKind, open_batch
from huikuan.desk.rights import HOUSE, About, require, require_any

if TYPE_CHECKING:
    from huikuan.apps.intake.models import Batch

REACHED = None  # instead of ``about``: the act leaves out by itself whatever its actor does not reach


@dataclass(slots=True)
class Act:
    """An act while it is going on; what it did is filled in by whoever does it."""

    batch: Batch
    subject: Subject
    facts: dict[str, Any] = field(default_factory=dict)
    personal: dict[str, Any] = field(default_factory=dict)


@contextmanager
def act(
    name: str, *, actor: Actor, on: date, subject: Subject, about: About | None = HOUSE, kind: BatchKind = "act"
) -> Iterator[Act]:
    """Open an act of that business date; leaving the block commits it, an exception undoes it.

    ``name`` is a row of the permission table; ``about`` says on which customer or in which entities.
    An act on many is ``REACHED``.
    Raises: Refused not_allowed, out_of_reach, day_decided.
    """
    if about is REACHED:
        require_any(name, actor=actor, on=on)
    else:
        require(name, actor=actor, on=on, about=about)
    with transaction.atomic():
        _refuse_decided_day(on)
        batch = open_batch(act_id=uuid.uuid4(), kind=kind, recorded_on=on)
        going_on = Act(batch=batch, subject=subject)
        yield going_on
        record_entry(
            act_id=batch.act_id,
            act=name,
            actor=actor,
            subject=going_on.subject,
            facts={**going_on.facts, "batch": batch.pk},
            personal=going_on.personal or None,
        )


def _refuse_decided_day(on: date) -> None:
    """Refuse whatever would become known on a day before the newest that was run: it was decided without it (R-123)."""
    newest = newest_business_date()
    if newest is not None and on < newest:
        raise Refused("day_decided", on=on, newest=newest)
