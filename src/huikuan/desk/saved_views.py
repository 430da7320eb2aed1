"""Saved views are a person's own: every change of one is on record, none touches the ledger (R-213)."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date

from django.db import transaction

from huikuan.apps.audit.actors import Actor
from huikuan.apps.audit.services import Subject, record_entry
from huikuan.apps.people import saved_views
from huikuan.apps.people.saved_views import Naming
from huikuan.desk.rights import require_any


def keep_view(asked: Mapping[str, str], naming: Naming, *, actor: Actor, on: date) -> int:
    """Keep a view; returns its number. Raises: Refused not_allowed, view_exists, views_full, field_missing."""
    with _changing("kept", 0, actor, on) as subject:
        number = saved_views.keep_view(asked, naming, actor=actor)
        subject.append(number)
    return number


def change_view(number: int, naming: Naming, *, actor: Actor, on: date, version: int | None = None) -> None:
    """Name a view anew. Raises: Refused view_unknown, view_exists, changed_meanwhile, field_missing."""
    with _changing("changed", number, actor, on):
        saved_views.change_view(number, naming, actor=actor, version=version)


def remove_view(number: int, *, actor: Actor, on: date) -> None:
    """Take a view off the tabs. Raises: Refused view_unknown."""
    with _changing("removed", number, actor, on):
        saved_views.remove_view(number, actor=actor)


def restore_view(number: int, *, actor: Actor, on: date) -> None:
    """Bring a removed view back. Raises: Refused view_unknown, view_exists."""
    with _changing("restored", number, actor, on):
        saved_views.restore_view(number, actor=actor)


@contextmanager
def _changing(change: str, number: int, actor: Actor, on: date) -> Iterator[list[int]]:
    require_any("save_view", actor=actor, on=on)
    subject = [number]
    with transaction.atomic():
        yield subject
        record_entry(
            act_id=uuid.uuid4(),
            act="save_view",
            actor=actor,
            subject=Subject("view", str(subject[-1])),
            facts={"change": change},
        )
