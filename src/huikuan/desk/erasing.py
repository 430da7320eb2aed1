"""Erasing personal words from the record: they go, the chain stays true, and the act of erasing is itself on record."""

from __future__ import annotations

from datetime import date

from huikuan.apps.audit.actors import Actor
from huikuan.apps.audit.services import Subject, empty_personal
from huikuan.desk.acts import act


def erase_personal(subject: Subject, *, reason: str, actor: Actor, on: date) -> int:
    """Empty the personal words of every entry on a subject; returns how many entries had some.

    Raises: Refused.
    """
    with act("erase_personal", actor=actor, on=on, subject=subject) as going_on:
        emptied = empty_personal(subject)
        going_on.facts = {"entries": emptied, "reason": reason}
    return len(emptied)
