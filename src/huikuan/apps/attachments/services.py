"""Keeps files: the row first, then the bytes, both before the caller's transaction ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from huikuan.apps.attachments.models import Attachment, StoredFile
from huikuan.apps.attachments.selectors import files_folder
from huikuan.gateways import clock
from huikuan.gateways.content import copied_aside, place, put_in_place

if TYPE_CHECKING:
    from huikuan.apps.audit.services import Subject


@dataclass(frozen=True, slots=True)
class Written:
    """A content that lies on the disk and has no name yet."""

    aside: Path
    sha256: str
    size_bytes: int


@contextmanager
def written(source: Path | bytes) -> Iterator[Written]:
    """Do the slow writing, before the transaction that keeps it; what is not kept is gone afterwards."""
    with copied_aside(files_folder(), source) as (aside, sha256, size_bytes):
        yield Written(aside, sha256, size_bytes)


def keep(content: Written, *, media_type: str) -> int:
    """Keep a written content inside the caller's transaction; returns the number of its row.

    The same bytes are kept once, damaged ones are mended. Killed before the commit, it leaves at most bytes without a
    row (``orphans``), never a row without bytes.
    """
    row, _ = StoredFile.objects.get_or_create(
        sha256=content.sha256,
        defaults={"size_bytes": content.size_bytes, "media_type": media_type, "stored_at": clock.now()},
    )
    put_in_place(content.aside, place(files_folder(), content.sha256))
    return row.pk


def store_file(source: Path | bytes, *, media_type: str) -> int:
    """Keep a content by itself; returns the number of its row."""
    with written(source) as content, transaction.atomic():
        return keep(content, media_type=media_type)


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
