"""Writes the record of an act, in the act's own transaction (D-1403)."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from huikuan.apps.audit.actors import Actor
from huikuan.apps.audit.models import Entry
from huikuan.gateways import clock


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
        personal_digest=hashlib.sha256(salt + told.encode()).digest() if salt and told else None,
    )


def canonical(facts: Mapping[str, Any]) -> str:
    """Return facts as JSON that is the same text for the same facts."""
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
