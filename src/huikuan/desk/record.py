"""The record of who did what, read by those who may: page by page, one entry whole, checked, and taken as a file."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from django.db import transaction

from huikuan.apps.audit import selectors
from huikuan.apps.audit.actors import Actor
from huikuan.apps.audit.chain import ExportedHead
from huikuan.apps.audit.errors import Refused
from huikuan.apps.audit.selectors import Verification
from huikuan.apps.audit.services import Subject, record_entry
from huikuan.apps.audit.trail import Recorded, SealState, Wanted, entry_count, entry_numbered, entry_page, seal_state
from huikuan.desk.rights import require
from huikuan.gateways.heads import read_heads

LARGEST_FILE = 20_000  # entries that are taken at once; a year of a busy house is asked for month by month


def entries(wanted: Wanted, *, viewer: Actor, on: date, before: int, size: int) -> list[Recorded]:
    """Return so many entries before that number, the newest first. Raises: Refused not_allowed."""
    require("see_audit", actor=viewer, on=on)
    return entry_page(wanted, before=before, size=size)


def entry(number: int, *, viewer: Actor, on: date) -> Recorded | None:
    """Return an entry, None when there is none. Raises: Refused not_allowed."""
    require("see_audit", actor=viewer, on=on)
    return entry_numbered(number)


def state(*, viewer: Actor, on: date) -> SealState:
    """Return how far the record is sealed, and when it was last checked. Raises: Refused not_allowed."""
    require("see_audit", actor=viewer, on=on)
    return seal_state()


def verify_record(file: Path, *, actor: Actor, on: date) -> Verification:
    """Check the record against itself and against the heads in the file, if there is one; that it was, is on record.

    Raises: Refused not_allowed; ValueError, when the file holds something else.
    """
    require("verify_audit", actor=actor, on=on)
    verification = selectors.verify([ExportedHead(*line) for line in read_heads(file)])
    facts = {
        "sealed": verification.sealed,
        "unsealed": verification.unsealed,
        "findings": len(verification.findings),
    }
    _noted("verify_audit", Subject("audit", "chain"), facts, actor)
    return verification


def taken(wanted: Wanted, *, actor: Actor, on: date) -> list[Recorded]:
    """Return all entries asked for, the newest first, and record that they were taken.

    Raises: Refused not_allowed, too_many_entries.
    """
    require("export_audit", actor=actor, on=on)
    rows = entry_count(wanted)
    if rows > LARGEST_FILE:
        raise Refused("too_many_entries", count=f"{rows:,}", most=f"{LARGEST_FILE:,}")
    found = entry_page(wanted, before=0, size=LARGEST_FILE)
    asked = {
        "since": wanted.since, "until": wanted.until, "person": wanted.person, "act": wanted.act,
        "subject": f"{wanted.subject_kind}/{wanted.subject_id}" if wanted.subject_kind else "",
    }  # fmt: skip
    facts = {"list": "audit", "rows": len(found), "asked": {name: value for name, value in asked.items() if value}}
    _noted("export_audit", Subject("list", "audit"), facts, actor)
    return found


def _noted(act: str, subject: Subject, facts: Mapping[str, object], actor: Actor) -> None:
    with transaction.atomic():
        record_entry(act_id=uuid.uuid4(), act=act, actor=actor, subject=subject, facts=facts)
