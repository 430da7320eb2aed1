"""Keeps files: the row first, then the bytes, both before the caller's transaction ends."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from huikuan.apps.attachments.models import Attachment, StoredFile
from huikuan.apps.attachments.selectors import files_folder
from huikuan.gateways import clock
from huikuan.gateways.content import digest_of, place, put_in_place, written_aside

if TYPE_CHECKING:
    from huikuan.apps.audit.services import Subject


def store_file(source: Path | bytes, *, media_type: str) -> int:
    """Keep a content and return the number of its row; the same bytes are kept once, damaged ones are mended.

    The slow writing happens before the transaction; in it stand the row and a rename. Killed in between, it leaves at
    most bytes without a row (``orphans``), never a row without bytes.
    """
    content = source if isinstance(source, bytes) else source.read_bytes()
    sha256 = digest_of(content)
    target = place(files_folder(), sha256)
    with written_aside(target, content) as aside, transaction.atomic():
        row, _ = StoredFile.objects.get_or_create(
            sha256=sha256,
            defaults={"size_bytes": len(content), "media_type": media_type, "stored_at": clock.now()},
        )
        put_in_place(aside, target)
    return row.pk


def attach(file_no: int, *, name: str, subject: Subject, act_id: UUID) -> None:
    """Say what a kept content is called and what it belongs to, inside the act that brought it."""
    Attachment.objects.create(
        file_id=file_no,
        name=name,
        subject_kind=subject.kind,
        subject_id=subject.id,
        attached_at=clock.now(),
        act_id=act_id,
    )
