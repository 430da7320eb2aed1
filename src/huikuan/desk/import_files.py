"""The files that an import read: kept byte for byte with it, listed, and given back as they were (R-128)."""

from __future__ import annotations

import mimetypes
import uuid
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction

from huikuan.apps.attachments.selectors import kept_among, kept_bytes
from huikuan.apps.attachments.services import Written, keep, written
from huikuan.apps.audit.actors import Actor
from huikuan.apps.audit.errors import Refused
from huikuan.apps.audit.services import Subject, record_entry
from huikuan.apps.intake.selectors import import_numbered, imports, set_aside_codes, set_aside_rows
from huikuan.desk.rights import may, require, require_any

if TYPE_CHECKING:
    from huikuan.apps.intake.models import Batch, SetAside
    from huikuan.gateways.imports import Reading

KEPT_BYTES = 256 * 1024**2  # of a larger file only the digest stays


@contextmanager
def files_written(reading: Reading | None, folder: Path | None) -> Iterator[dict[str, Written]]:
    """Write the files of a reading down, before the transaction that keeps them; by name, those too large left out.

    Raises: Refused input_changed when a file is no longer the one that was read.
    """
    with ExitStack() as stack:
        found: dict[str, Written] = {}
        for file, sha256 in _digests(reading).items():
            assert folder is not None, "a reading comes from a folder"
            path = folder / file if folder.is_dir() else folder
            if path.stat().st_size > KEPT_BYTES:
                continue
            found[file] = stack.enter_context(written(path))
            if found[file].sha256 != sha256:
                raise Refused("input_changed", file=file)
        yield found


def keep_files(files: dict[str, Written]) -> None:
    """Keep what was written down, inside the import's transaction."""
    for file, content in files.items():
        keep(content, media_type=mimetypes.guess_type(file)[0] or "application/octet-stream")


def _digests(reading: Reading | None) -> dict[str, str]:
    """Return the digest of each file that was read; a workbook of several sheets is one."""
    return {found.file: found.sha256 for found in reading.inputs} if reading else {}


@dataclass(frozen=True, slots=True)
class ImportSeen:
    """An import as it is listed. ``files``: what each was called, and whether its content is kept."""

    batch: Batch
    files: dict[str, bool]


def imports_seen(*, viewer: Actor, on: date, before: int = 0, size: int | None = None) -> list[ImportSeen]:
    """Return imports, the newest first: all, or so many with a smaller number than ``before``.

    Raises: Refused not_allowed, for whoever may not import.
    """
    require_any("import", actor=viewer, on=on)
    listed = imports(before=before, size=size)
    return _seen(listed)


def import_seen(number: int, *, viewer: Actor, on: date) -> ImportSeen:
    """Return one import. Raises: Refused batch_unknown, batch_is_no_import, not_allowed."""
    require_any("import", actor=viewer, on=on)
    return _seen([import_numbered(number)])[0]


def _seen(listed: list[Batch]) -> list[ImportSeen]:
    kept = kept_among({found["sha256"] for batch in listed for found in batch.inputs})
    return [ImportSeen(batch, {file: sha256 in kept for file, sha256 in _named(batch.inputs)}) for batch in listed]


def problem_counts(batch: Batch, *, viewer: Actor, on: date) -> list[tuple[str, str, int]]:
    """Return code, severity and number of the problems of an import. Raises: Refused not_allowed."""
    require_any("import", actor=viewer, on=on)
    return set_aside_codes(batch)


def problems_of(batch: Batch, *, viewer: Actor, on: date, code: str, behind: int, size: int) -> list[SetAside]:
    """Return problems of an import behind a number; none for whoever may not import for every entity (R-196)."""
    if not may("import", actor=viewer, on=on):
        return []
    return set_aside_rows(batch, code=code, behind=behind, size=size)


def import_file(number: int, place: int, *, viewer: Actor, on: date) -> tuple[str, bytes] | None:
    """Return name and content of one file of an import, and record who took it; None where there is none.

    Raises: as ``kept_files``.
    """
    require("import", actor=viewer, on=on)
    batch = import_numbered(number)
    files = list(dict(_named(batch.inputs)).items())
    if place >= len(files):
        return None
    file, sha256 = files[place]
    kept = kept_among([sha256])
    if sha256 not in kept:
        raise Refused("file_not_kept", file=file, batch=number)
    content = kept_bytes(kept[sha256])
    with transaction.atomic():
        facts = {"batch": number, "sha256": sha256, "size": len(content)}
        record_entry(
            act_id=uuid.uuid4(), act="export", actor=viewer, subject=Subject("batch", str(number)), facts=facts
        )
    return file, content


def kept_files(number: int, *, viewer: Actor, on: date) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of the files that an import read, each checked against its digest.

    They hold every entity's rows: whoever may import for all of them may read them. Raises: Refused batch_unknown,
    batch_is_no_import, file_not_kept, file_damaged, or not allowed.
    """
    require("import", actor=viewer, on=on)
    batch = import_numbered(number)
    files = dict(_named(batch.inputs))
    kept = kept_among(files.values())
    for file, sha256 in files.items():
        if sha256 not in kept:
            raise Refused("file_not_kept", file=file, batch=number)
        yield file, kept_bytes(kept[sha256])


def _named(inputs: Iterable[dict[str, str]]) -> Iterator[tuple[str, str]]:
    for found in inputs:
        yield found["file"], found["sha256"]
