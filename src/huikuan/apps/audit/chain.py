"""The chain over the audit's entries: what a digest covers, and how a link binds it to the one before.

    digest of an entry = SHA-256 of its columns as canonical JSON, without ``personal`` and ``salt``
    link n             = SHA-256(link n-1 · n as eight bytes · digest of its entry); link 0 is 32 zero bytes

Personal words enter by their salted digest alone, so that they can be emptied later and every link stays true.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

START = bytes(32)
COVERED = (
    "id", "at", "act_id", "act", "actor_kind", "actor_id", "on_behalf_of_id", "subject_kind", "subject_id", "facts",
    "personal_digest",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ExportedHead:
    """The end of the chain at a moment, as it was written down elsewhere; ``chain`` in hexadecimal."""

    exported_at: datetime
    number: int
    chain: str


def entry_digest(entry: Mapping[str, Any]) -> bytes:
    """Return the digest of an entry given by its ``COVERED`` columns; the same on every database."""
    told = {
        **{name: entry[name] for name in COVERED},
        "at": entry["at"].astimezone(UTC).isoformat(timespec="microseconds"),
        "act_id": entry["act_id"].hex,
        "personal_digest": bytes(entry["personal_digest"]).hex() if entry["personal_digest"] is not None else None,
    }
    return hashlib.sha256(canonical(told).encode()).digest()


def link(before: bytes, number: int, digest: bytes) -> bytes:
    """Return link ``number`` of the chain."""
    return hashlib.sha256(before + number.to_bytes(8, "big") + digest).digest()


def personal_digest(salt: bytes, personal: str) -> bytes:
    """Return what the chain knows of personal words."""
    return hashlib.sha256(salt + personal.encode()).digest()


def canonical(facts: Mapping[str, Any]) -> str:
    """Return facts as JSON that is the same text for the same facts."""
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
