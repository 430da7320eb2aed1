"""The list of imports: uploads that wait, and every import with what it changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.urls import reverse

from huikuan.desk.import_files import ImportSeen, imports_seen
from huikuan.desk.uploads import unfinished
from huikuan.gateways.clock import HOUSE_ZONE
from huikuan.gateways.exports.palette import AMBER, GREEN, SECOND
from huikuan.gateways.texts import Words
from huikuan.gateways.texts.catalogue import N_
from huikuan.gateways.texts.import_words import TABLE_WORDS
from huikuan.web.lists import Cell, Line, List
from huikuan.web.paging import address_of
from huikuan.web.visitors import Visit

if TYPE_CHECKING:
    from huikuan.apps.intake.models import Batch, Upload

PAGE_SIZE = 25
QUIET = (SECOND, "#eef0f3")
STATE_WORDS: Mapping[str, str] = {
    "open": N_("to be checked"),
    "checking": N_("is being checked"),
    "checked": N_("checked, not imported yet"),
    "recording": N_("is being imported"),
    "recorded": N_("imported"),
    "unchanged": N_("all known already"),
    "discarded": N_("put away"),
}


@dataclass(frozen=True, slots=True)
class Screen:
    """The page: what waits, and what was imported."""

    waiting: list[Line]
    imported: List
    is_first: bool  # nothing was ever sent or imported


def imports_screen(behind: int, visit: Visit) -> Screen:
    """Return the uploads that wait, and the imports before a number."""
    words = visit.words
    found = imports_seen(viewer=visit.actor, on=visit.business_date, before=behind, size=PAGE_SIZE + 1)
    shown = found[:PAGE_SIZE]
    waiting = [_waiting(upload, visit) for upload in unfinished(viewer=visit.actor, on=visit.business_date)]
    heads = [(words.text("Import"), ""), (words.text("Known from"), ""), (words.text("What it changed"), "")]
    heads += [(words.text("Files"), ""), (words.text("Source"), ""), (words.text("State"), "")]
    listed = List(
        title=words.text("Imports"),
        tabs=[],
        heads=heads,
        lines=[_line(seen, visit) for seen in shown],
        more=address_of("imports", {"after": shown[-1].batch.pk}) if len(found) > PAGE_SIZE else "",
        start=reverse("imports") if behind else "",
    )
    return Screen(waiting, listed, is_first=not found and not waiting and not behind)


def _waiting(upload: Upload, visit: Visit) -> Line:
    words = visit.words
    address = reverse("upload" if upload.state == "open" else "upload_check", args=[upload.pk])
    tone = AMBER if upload.state in ("open", "checked") else QUIET
    return Line(
        words.text("Upload {number}", number=upload.pk),
        address,
        [
            Cell(words.text(", ").join(file["name"] for file in upload.files), kind="files"),
            Cell(f"{upload.uploaded_by.name} · {moment(upload.uploaded_at, visit)}", kind="wide sent-by"),
            Cell(words.text(STATE_WORDS[upload.state]), kind="last", tone=tone),
        ],
    )


def _line(seen: ImportSeen, visit: Visit) -> Line:
    words, batch = visit.words, seen.batch
    return Line(
        words.text("Import {number}", number=batch.pk),
        reverse("import", args=[batch.pk]),
        [
            Cell(words.day(batch.recorded_on, visit.business_date), kind="less"),
            Cell(changes_told(batch, words)),
            Cell(words.text(", ").join(seen.files), kind="wide"),
            Cell(batch.source, kind="wide"),
            Cell(*state_of(batch, words)),
        ],
    )


def state_of(batch: Batch, words: Words) -> tuple[Any, ...]:
    """Return how an import stands, as the fields of a cell."""
    if batch.undone_by_id:
        return words.text("taken back"), "", "last", "", QUIET
    said = words.text("all that was open") if batch.is_snapshot else words.text("what changed")
    return said, "", "last", "", GREEN


def changes_told(batch: Batch, words: Words) -> str:
    """Return how many rows of each table an import made or changed."""
    counted = {table: told.get("new", 0) + told.get("changed", 0) for table, told in batch.totals.items()}
    settled = batch.totals.get("receivables", {}).get("settled", 0)
    parts = [f"{table_title(table, words)} {count:,}" for table, count in counted.items() if count]
    if settled:
        parts.append(words.text("settled {count}", count=f"{settled:,}"))
    return words.text(", ").join(parts) or words.text("nothing new")


def table_title(table: str, words: Words) -> str:
    """Return what a table is called, where it stands alone."""
    word = words.text(TABLE_WORDS.get(table, table))
    return word[:1].upper() + word[1:]


def moment(at: datetime, visit: Visit) -> str:
    """Return day and hour where the business is."""
    here = at.astimezone(ZoneInfo(HOUSE_ZONE))
    return f"{visit.words.day(here.date(), visit.business_date)} {here:%H:%M}"
