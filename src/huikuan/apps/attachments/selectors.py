"""Answers about kept files. Whoever reads one gets the bytes that were kept, or a refusal."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from huikuan.apps.attachments.models import Attachment, StoredFile
from huikuan.apps.audit.errors import Refused
from huikuan.gateways.content import Damaged, contents, read_content

if TYPE_CHECKING:
    from huikuan.apps.audit.services import Subject


@dataclass(frozen=True, slots=True)
class Filed:
    """A kept content in its place."""

    number: int
    name: str
    subject_id: str
    file_no: int
    media_type: str
    size_bytes: int
    attached_at: datetime


_FILED = (
    "id", "name", "subject_id", "file", "file__media_type", "file__size_bytes", "attached_at",
)  # fmt: skip


def files_of(subject: Subject) -> list[Filed]:
    """Return what was filed with a subject, the newest first."""
    filed = Attachment.objects.filter(subject_kind=subject.kind, subject_id=subject.id).order_by("-id")
    return [Filed(*row) for row in filed.values_list(*_FILED)]


def filed_with(kind: str, ids: Collection[str]) -> list[Filed]:
    """Return what was filed with these subjects of one kind, in the order in which it was."""
    rows = Attachment.objects.filter(subject_kind=kind, subject_id__in=list(ids)).order_by("id")
    return [Filed(*row) for row in rows.values_list(*_FILED)]


def filed(number: int, *, kind: str) -> Filed:
    """Return what was filed under a number with subjects of that kind. Raises: Refused file_unknown."""
    row = Attachment.objects.filter(pk=number, subject_kind=kind).values_list(*_FILED).first()
    if row is None:
        raise Refused("file_unknown", number=number)
    return Filed(*row)


def files_folder() -> Path:
    """Return the folder of the contents, beside the database and outside everything that is served."""
    return Path(settings.DATA_DIR) / "files"


def kept_bytes(file_no: int) -> bytes:
    """Return a kept content. Raises: Refused file_damaged when the disk no longer holds what was kept."""
    sha256 = StoredFile.objects.values_list("sha256", flat=True).get(pk=file_no)
    try:
        return read_content(files_folder(), sha256)
    except Damaged as damaged:
        raise Refused("file_damaged", sha256=sha256) from damaged


def kept_among(digests: Collection[str]) -> dict[str, int]:
    """Return which of these contents are kept: digest -> the number of its row."""
    return dict(StoredFile.objects.filter(sha256__in=list(digests)).values_list("sha256", "id"))


def kept_digests() -> list[str]:
    """Return the digests of all contents that have a row, in the order in which they were kept."""
    return list(StoredFile.objects.order_by("id").values_list("sha256", flat=True))


def orphans() -> list[str]:
    """Return the digests of contents on the disk that no row names: left by something that was killed."""
    kept = set(kept_digests())
    return [sha256 for sha256 in contents(files_folder()) if sha256 not in kept]
