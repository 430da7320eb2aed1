"""Answers about kept files. Whoever reads one gets the bytes that were kept, or a refusal."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from django.conf import settings

from huikuan.apps.attachments.models import StoredFile
from huikuan.apps.audit.errors import Refused
from huikuan.gateways.content import Damaged, contents, read_content


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
