"""Files sent for an import, before anything of them is a fact: kept, looked at, and what somebody says of them.

Whoever sent an upload sees it, and whoever may import for every entity (R-196). Every change names the version it was
made of: whoever comes second is told, and nothing of the first is lost.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from huikuan.apps.attachments.services import attach
from huikuan.apps.audit.actors import Actor
from huikuan.apps.audit.errors import Refused
from huikuan.apps.audit.services import Subject, record_entry
from huikuan.apps.intake import uploads
from huikuan.apps.people.selectors import reach_of
from huikuan.desk.rights import require_any
from huikuan.desk.upload_sheets import (
    Choice,
    Kept,
    Sent,
    Settings,
    choices_of,
    kept_files,
    looked_at,
    looked_at_again,
    name_of,
    table_of,
)
from huikuan.engine.money import EXPONENTS
from huikuan.gateways.imports.columns import TABLES, table_columns

if TYPE_CHECKING:
    from huikuan.apps.intake.models import Upload


def stage(sent: Sequence[Sent], *, actor: Actor, on: date, key: str) -> Upload:
    """Keep what was sent and look at it; the same key again is the same upload.

    A file that cannot be taken stands in the list with its reason; the others go on.
    Raises: Refused nothing_sent, too_many_files, not_allowed.
    """
    require_any("stage_import", actor=actor, on=on)
    person_no = _person_no(actor)
    earlier = uploads.upload_of_key(person_no, key)
    if earlier is not None:
        return earlier
    files, kept = kept_files(sent, ())
    sheets = looked_at(kept, Settings(), {})
    try:
        with transaction.atomic():
            begun = uploads.begin_upload(person_no, key, files=files, sheets=sheets, settings=Settings().kept())
            record_upload_change(begun.pk, actor, {"change": "sent", "files": len(files), "taken": len(kept)}, kept)
    except IntegrityError:  # a double click; the first one has committed by now
        twin = uploads.upload_of_key(person_no, key)
        if twin is None:
            raise
        return twin
    return begun


def add_files(number: int, version: int, sent: Sequence[Sent], *, actor: Actor, on: date) -> None:
    """Add files to an upload; one of a name that it has already takes the other's place.

    Raises: Refused upload_changed, nothing_sent, too_many_files, or not allowed.
    """
    upload = upload_seen(number, viewer=actor, on=on)
    require_any("stage_import", actor=actor, on=on)
    files, kept = kept_files(sent, upload.files)
    sheets = looked_at(kept, Settings.of(upload.settings), choices_of(upload.sheets))
    fresh = {file["name"] for file in files if file["name"] in kept}
    still = [sheet for sheet in upload.sheets if sheet["file"] not in fresh]
    with transaction.atomic():
        uploads.move_upload(
            number, version, uploads.CHANGEABLE, state="open", files=files, sheets=[*still, *sheets], found=None
        )
        record_upload_change(number, actor, {"change": "added", "files": len(sent)}, kept)


def choose(
    number: int, version: int, settings: Settings, tables: Mapping[int, str | None], *, actor: Actor, on: date
) -> int:
    """Take down what a person says of the whole, and which table each sheet fills; returns the version from now on.

    ``tables``: by the sheet's place.

    Raises: Refused upload_changed, known_ahead, currency_unknown, or not allowed.
    """
    upload = upload_seen(number, viewer=actor, on=on)
    require_any("stage_import", actor=actor, on=on)
    if settings.known_on is not None and settings.known_on > on:
        raise Refused("known_ahead", day=settings.known_on, today=on)
    if settings.currency not in EXPONENTS:
        raise Refused("currency_unknown", currency=settings.currency)
    choices = choices_of(upload.sheets)
    for place, table in tables.items():
        sheet = upload.sheets[place]
        if table != table_of(sheet):
            choices[name_of(sheet)] = Choice(table)
    before = Settings.of(upload.settings)
    is_read_anew = replace(settings, source="", mode="", known_on=None) != replace(
        before, source="", mode="", known_on=None
    )
    moved = {sheet["file"] for place, sheet in enumerate(upload.sheets) if tables.get(place) != table_of(sheet)}
    sheets = looked_at_again(upload, settings, choices, None if is_read_anew else moved)
    if (sheets, settings.kept(), version) == (upload.sheets, upload.settings, upload.version):
        return version
    with transaction.atomic():
        changes = {"state": "open", "settings": settings.kept(), "sheets": sheets, "found": None, "fault": None}
        uploads.move_upload(number, version, uploads.CHANGEABLE, **changes)
        record_upload_change(number, actor, {"change": "chosen", "mode": settings.mode, "known_on": settings.known_on})
    return version + 1


@dataclass(frozen=True, slots=True)
class Mapped:
    """What a person says of the sheet at a place of the upload, and under which name that is remembered (or not)."""

    place: int
    table: str
    columns: Mapping[str, str]
    layout_name: str = ""


def map_columns(number: int, version: int, mapped: Mapped, *, actor: Actor, on: date) -> None:
    """Take down which column of a sheet is which of ours; with a name, remember it for sheets with the same headers.

    Raises: Refused upload_changed, column_taken_twice, or not allowed.
    """
    upload = upload_seen(number, viewer=actor, on=on)
    require_any("stage_import", actor=actor, on=on)
    sheet = upload.sheets[mapped.place]
    _refuse_twice(mapped)
    choices = {**choices_of(upload.sheets), name_of(sheet): Choice(mapped.table, mapped.columns)}
    sheets = looked_at_again(upload, Settings.of(upload.settings), choices, {sheet["file"]})
    with transaction.atomic():
        if mapped.layout_name:
            sheets[mapped.place]["layout"] = _remembered(mapped, sheet["fingerprint"], actor)
        changes = {"state": "open", "sheets": sheets, "found": None, "fault": None}
        uploads.move_upload(number, version, uploads.CHANGEABLE, **changes)
        record_upload_change(number, actor, {"change": "mapped", "table": mapped.table, "columns": len(mapped.columns)})


def _remembered(mapped: Mapped, fingerprint: str, actor: Actor) -> dict[str, Any]:
    name, table, columns = mapped.layout_name, mapped.table, dict(mapped.columns)
    version = uploads.remember_layout(_person_no(actor), fingerprint, name=name, table=table, columns=columns)
    facts = {"version": version, "table": table, "columns": columns}
    _recorded("remember_layout", Subject("layout", fingerprint), actor, facts)
    return {"name": name, "version": version}


def discard(number: int, version: int, *, actor: Actor, on: date) -> int:
    """Put an upload away that shall not be imported; returns its version from now on.

    Raises: Refused upload_changed, or not allowed.
    """
    upload_seen(number, viewer=actor, on=on)
    require_any("stage_import", actor=actor, on=on)
    with transaction.atomic():
        uploads.move_upload(number, version, uploads.CHANGEABLE, state="discarded")
        record_upload_change(number, actor, {"change": "discarded"})
    return version + 1


def restore(number: int, version: int, *, actor: Actor, on: date) -> None:
    """Take an upload up again that was put away. Raises: Refused upload_changed, or not allowed."""
    upload_seen(number, viewer=actor, on=on)
    require_any("stage_import", actor=actor, on=on)
    with transaction.atomic():
        uploads.move_upload(number, version, ("discarded",), state="open", found=None)
        record_upload_change(number, actor, {"change": "restored"})


def upload_seen(number: int, *, viewer: Actor, on: date) -> Upload:
    """Return an upload. Raises: Refused upload_unknown, also where it is somebody else's who alone may see it."""
    require_any("import", actor=viewer, on=on)
    found = uploads.upload_numbered(number)
    if found.uploaded_by_id != viewer.id and not reach_of(viewer, "import", on).is_everything:
        raise Refused("upload_unknown", number=number)
    return found


def unfinished(*, viewer: Actor, on: date) -> list[Upload]:
    """Return the uploads within reach that are not imported yet. Raises: Refused not_allowed."""
    require_any("import", actor=viewer, on=on)
    return uploads.unfinished_uploads(None if reach_of(viewer, "import", on).is_everything else _person_no(viewer))


def _refuse_twice(mapped: Mapped) -> None:
    """Refuse one of our columns that two headers are to fill. Raises: Refused column_taken_twice."""
    assert mapped.table in TABLES, mapped.table
    used = [name for name in mapped.columns.values() if name]
    twice = next((name for name in used if used.count(name) > 1), None)
    if twice is not None:
        raise Refused("column_taken_twice", column=twice)
    assert set(used) <= set(table_columns(mapped.table)), used


def _person_no(actor: Actor) -> int:
    assert actor.id is not None, "a person sends files"
    return actor.id


def record_upload_change(number: int, actor: Actor, facts: Mapping[str, Any], kept: Kept | None = None) -> None:
    """Record what somebody did with an upload, and attach the contents that it brought, in the caller's transaction."""
    subject = Subject("upload", str(number))
    act_id = _recorded("stage_import", subject, actor, {**facts, "upload": number})
    for name, (_sha256, file_no) in (kept or {}).items():
        attach(file_no, name=name, subject=subject, act_id=act_id)


def _recorded(act: str, subject: Subject, actor: Actor, facts: Mapping[str, Any]) -> uuid.UUID:
    act_id = uuid.uuid4()
    record_entry(act_id=act_id, act=act, actor=actor, subject=subject, facts=facts)
    return act_id
