"""Lists that leave the house as files: who took what, and how much of it (D-1401)."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import transaction

from huikuan.apps.audit.actors import Actor
from huikuan.apps.audit.services import Subject, record_entry
from huikuan.desk.rights import require_any


def record_export(what: str, rows: int, *, actor: Actor, on: date) -> None:
    """Record that somebody took a list; its rows were chosen by what he reaches. Raises: Refused not_allowed."""
    require_any("export", actor=actor, on=on)
    with transaction.atomic():
        record_entry(
            act_id=uuid.uuid4(),
            act="export",
            actor=actor,
            subject=Subject("list", what),
            facts={"list": what, "rows": rows},
        )
