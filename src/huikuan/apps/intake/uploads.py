"""Uploads and remembered layouts: each change names the version that it was made of, and whoever comes second is told.

What an upload is worth is decided in ``desk/uploads``; here its row moves from state to state.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q

from huikuan.apps.audit.errors import Refused
from huikuan.apps.intake.models import Batch, Layout, Upload
from huikuan.gateways import clock

CHANGEABLE = (Upload.OPEN, Upload.CHECKED)
AT_WORK = (Upload.CHECKING, Upload.RECORDING)
UNFINISHED = (*CHANGEABLE, *AT_WORK)


def upload_numbered(number: int) -> Upload:
    """Return an upload with who sent it. Raises: Refused upload_unknown."""
    found = Upload.objects.select_related("uploaded_by", "asked_by").filter(pk=number).first()
    if found is None:
        raise Refused("upload_unknown", number=number)
    return found


def upload_of_key(person_no: int, key: str) -> Upload | None:
    """Return what this person sent under the key before."""
    return Upload.objects.filter(uploaded_by=person_no, key=key).first()


def unfinished_uploads(person_no: int | None) -> list[Upload]:
    """Return the uploads that are not imported yet, of one person or (None) of all, the newest first."""
    rows = Upload.objects.select_related("uploaded_by").filter(state__in=UNFINISHED).order_by("-id")
    return list(rows if person_no is None else rows.filter(uploaded_by=person_no))


def upload_of_batch(batch_no: int) -> Upload | None:
    """Return the upload that became that batch."""
    return Upload.objects.select_related("uploaded_by", "asked_by").filter(batch=batch_no).first()


def begin_upload(person_no: int, key: str, **said: Any) -> Upload:
    """Write a new upload. Raises: IntegrityError when the key has just been used."""
    now = clock.now()
    return Upload.objects.create(uploaded_by_id=person_no, key=key, uploaded_at=now, moved_at=now, **said)


def move_upload(number: int, version: int, states: Collection[str], **changes: Any) -> None:
    """Change an upload that still is what somebody saw; every change has its version.

    Raises: Refused upload_changed when somebody else was faster, or it is in none of these states any more.
    """
    present = Upload.objects.filter(Q(pk=number, version=version), state__in=states)
    if not present.update(version=F("version") + 1, moved_at=clock.now(), **changes):
        raise Refused("upload_changed", number=number)


def recorded(number: int, version: int, batch: Batch | None) -> None:
    """Note what became of an upload: a batch, or nothing new. Raises: as ``move_upload``."""
    state = Upload.RECORDED if batch else Upload.UNCHANGED
    move_upload(number, version, (Upload.RECORDING,), state=state, batch=batch)


@dataclass(frozen=True, slots=True)
class LayoutSeen:
    """A remembered layout: what its sheets are, and who said so."""

    version: int
    name: str
    table: str
    columns: Mapping[str, str]
    made_by: str
    made_at: datetime


def layout_versions(fingerprint: str) -> list[LayoutSeen]:
    """Return all versions of a layout, the newest first."""
    rows = Layout.objects.filter(fingerprint=fingerprint).order_by("-version")
    told = rows.values_list("version", "name", "table", "columns", "made_by__name", "made_at")
    return [LayoutSeen(*row) for row in told]


def remember_layout(person_no: int, fingerprint: str, *, name: str, table: str, columns: Mapping[str, str]) -> int:
    """Add a version of a layout, unless the newest says the same; returns the number of the newest.

    Raises: IntegrityError when somebody else has just added one.
    """
    newest = Layout.objects.filter(fingerprint=fingerprint).order_by("-version").first()
    said = {"name": name, "table": table, "columns": dict(columns)}
    if newest and {field: getattr(newest, field) for field in said} == said:
        return newest.version
    version = newest.version + 1 if newest else 1
    Layout.objects.create(fingerprint=fingerprint, version=version, made_by_id=person_no, made_at=clock.now(), **said)
    return version
