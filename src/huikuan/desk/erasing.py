"""Erasing personal words from the record: they go, the chain stays true, and the act of erasing is itself on record."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from huikuan.apps.activities.services import erase_notes
from huikuan.apps.audit.actors import Actor
from huikuan.apps.audit.services import Subject, empty_personal
from huikuan.apps.cash.services import erase_claims
from huikuan.apps.intake.present import copies_folder, mark_erasure
from huikuan.apps.promises.services import erase_confirmations
from huikuan.apps.tasks.services import erase_follow_up_notes
from huikuan.desk.acts import act
from huikuan.gateways.copies import forget_copies

# What people wrote down of a customer, each emptied by its own app.
_WORDS = (erase_notes, erase_claims, erase_follow_up_notes, erase_confirmations)


def erase_personal(subject: Subject, *, reason: str, actor: Actor, on: date) -> int:
    """Empty the personal words of every entry on a subject, of a customer also people's notes; returns how many
    entries had some. Copies of the facts on the disk, which hold such words too, are forgotten (R-115).

    Raises: Refused.
    """
    with act("erase_personal", actor=actor, on=on, subject=subject) as going_on:
        emptied = empty_personal(subject)
        notes = sum(erase(subject.id) for erase in _WORDS) if subject.kind == "customer" else 0
        mark_erasure(going_on.batch)
        going_on.facts = {"entries": emptied, "notes": notes, "reason": reason}
        transaction.on_commit(lambda: forget_copies(copies_folder()))
    return len(emptied)
