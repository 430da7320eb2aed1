"""The sheets of an upload: kept files laid out to be read, what each sheet seems to be, and what somebody chose for it.

The one thing to know: a sheet that is in no known format has a choice from the first look on, made of what it seems to
be; a person confirms or changes it. What was remembered of sheets with the same headers comes before any guess.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from django.db import transaction

from huikuan.apps.attachments.selectors import kept_among, kept_bytes
from huikuan.apps.attachments.services import keep, written
from huikuan.apps.audit.errors import Refused
from huikuan.apps.intake import uploads
from huikuan.gateways.imports import ReadOptions, SheetChoice, Unusable, inspect_sheets
from huikuan.gateways.imports.columns import header_key
from huikuan.gateways.imports.reading import DateOrder
from huikuan.gateways.uploads import FILES_AT_MOST, fault_of_file, plain_name

if TYPE_CHECKING:
    from huikuan.apps.intake.models import Upload
    from huikuan.gateways.imports import SheetSeen

LOOKED_AT = 2_000  # rows of a sheet from which it is known; the check reads all of them
_UNSURE_SHOWN = 8
Sheet = dict[str, Any]  # of Upload.sheets
Name = tuple[str, str]  # file and sheet
Kept = Mapping[str, tuple[str, int]]  # what was kept: name -> digest, and number of the content


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as it came in: the name that its sender gave it, and where its bytes lie for now."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person says of an upload as a whole. ``mode``: snapshot, delta, or nothing as yet.

    ``known_on``: since when the house knows it (None: the day on which it is imported).
    """

    source: str = ""
    mode: str = ""
    known_on: date | None = None
    currency: str = "CNY"
    dates: str = ""
    encoding: str = ""

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Settings:
        """Return the settings that an upload holds."""
        known_on = kept.get("known_on")
        return replace(cls(**{**kept, "known_on": None}), known_on=date.fromisoformat(known_on) if known_on else None)

    def kept(self) -> dict[str, Any]:
        """Return them as an upload holds them."""
        return {**asdict(self), "known_on": self.known_on.isoformat() if self.known_on else None}


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person says of one sheet: its table (empty: left out; None: as it was recognised) and its columns."""

    table: str | None
    columns: Mapping[str, str] = field(default_factory=dict)


@contextmanager
def laid_out(files: Sequence[Mapping[str, Any]]) -> Iterator[Path]:
    """Lay the kept files out in a folder that is gone afterwards, under their names."""
    taken = [file for file in files if not file["fault"]]
    kept = kept_among({file["sha256"] for file in taken})
    with tempfile.TemporaryDirectory(prefix="huikuan-upload-") as name:
        for file in taken:
            (Path(name) / file["name"]).write_bytes(kept_bytes(kept[file["sha256"]]))
        yield Path(name)


def read_options(settings: Settings, sheets: Sequence[Sheet]) -> ReadOptions:
    """Return how an upload is to be read."""
    chosen = {
        name: SheetChoice(choice.table, choice.columns)
        for name, choice in choices_of(sheets).items()
        if choice.table is not None
    }
    return ReadOptions(
        currency=settings.currency,
        encoding=settings.encoding or None,
        dates=cast("DateOrder | None", settings.dates or None),
        sheets=chosen,
    )


def fingerprint_of(headers: Sequence[str]) -> str:
    """Return what sheets with the same headers have in common, whatever their order and width."""
    keys = sorted({header_key(header) for header in headers} - {""})
    return hashlib.sha256("\n".join(keys).encode()).hexdigest()


def kept_files(sent: Sequence[Sent], before: Sequence[Mapping[str, Any]]) -> tuple[list[dict[str, Any]], Kept]:
    """Keep the bytes of what can be taken; returns all files with their faults, and name -> digest and row of the new.

    Raises: Refused nothing_sent, too_many_files.
    """
    if not sent:
        raise Refused("nothing_sent")
    named = {file["name"]: dict(file) for file in before}
    kept: dict[str, tuple[str, int]] = {}
    for one in sent:
        name = plain_name(one.name)
        fault = fault_of_file(name, one.path)
        named[name] = {"name": name, "sha256": "", "size": one.path.stat().st_size, "fault": fault}
        if not fault:
            with written(one.path) as content, transaction.atomic():
                kept[name] = (content.sha256, keep(content, media_type="application/octet-stream"))
            named[name] |= {"sha256": content.sha256, "fault": _fault_of_reading(name, one.path)}
    if len(named) > FILES_AT_MOST:
        raise Refused("too_many_files", most=FILES_AT_MOST)
    return list(named.values()), {name: told for name, told in kept.items() if not named[name]["fault"]}


def _fault_of_reading(name: str, path: Path) -> str:
    """Return why a file cannot be opened, as a key of ``UNUSABLE_INPUTS``; questions about its cells are no fault."""
    with tempfile.TemporaryDirectory(prefix="huikuan-upload-") as folder:
        own = Path(folder) / name
        own.symlink_to(path.resolve())
        try:
            inspect_sheets(own, ReadOptions(), looked_at=1)
        except Unusable as fault:
            return fault.code
    return ""


def looked_at(kept: Kept, settings: Settings, choices: Mapping[Name, Choice]) -> list[Sheet]:
    """Return what every sheet of the kept files seems to be; what was remembered of such sheets counts."""
    files = [{"name": name, "sha256": sha256, "fault": ""} for name, (sha256, _) in kept.items()]
    sheets: list[Sheet] = []
    with laid_out(files) as folder:
        for file in files:
            seen = _seen_sheets(folder / file["name"], settings, choices)
            remembered = {
                (file["name"], sheet["sheet"]): layout for sheet in seen if (layout := _remembered(sheet)) is not None
            }
            if remembered:
                learnt = {name: Choice(layout.table, layout.columns) for name, layout in remembered.items()}
                seen = _seen_sheets(folder / file["name"], settings, {**learnt, **choices})
                for sheet in seen:
                    if layout := remembered.get(name_of(sheet)):
                        sheet |= {"known_by": "layout", "layout": {"name": layout.name, "version": layout.version}}
            sheets += seen
    return sheets


def _remembered(sheet: Sheet) -> uploads.LayoutSeen | None:
    return next(iter(uploads.layout_versions(sheet["fingerprint"])), None)


def looked_at_again(
    upload: Upload, settings: Settings, choices: Mapping[Name, Choice], only: set[str] | None
) -> list[Sheet]:
    """Look at these files again (None: at all), by other choices; how a sheet was known stays while its table does."""
    files = [file for file in upload.files if only is None or file["name"] in only]
    with laid_out(files) as folder:
        seen = {
            name_of(sheet): sheet
            for file in files
            if not file["fault"]
            for sheet in _seen_sheets(folder / file["name"], settings, choices)
        }
    return [_followed(sheet, seen[name_of(sheet)]) if name_of(sheet) in seen else sheet for sheet in upload.sheets]


def _followed(before: Sheet, now: Sheet) -> Sheet:
    is_same = now["table"] == before["table"]
    return {**now, "known_by": before["known_by"] if is_same else now["known_by"], "layout": before["layout"]}


def _seen_sheets(path: Path, settings: Settings, choices: Mapping[Name, Choice]) -> list[Sheet]:
    here = {name: choice for name, choice in choices.items() if name[0] == path.name}
    chosen = {name: SheetChoice(one.table, one.columns) for name, one in here.items() if one.table}
    options = replace(read_options(settings, ()), sheets=chosen)
    return [_sheet(path.name, seen, here) for seen in inspect_sheets(path, options, looked_at=LOOKED_AT)]


def _sheet(file: str, seen: SheetSeen, choices: Mapping[Name, Choice]) -> Sheet:
    """Return a sheet as an upload holds it; its choice is what it seems to be until a person says otherwise."""
    choice = choices.get((file, seen.sheet))
    if choice is None and seen.known_by == "guess" and "missing_column" in seen.problems["code"]:
        choice = Choice("")  # as it stands none of its rows could be read
    elif choice is None and seen.known_by != "format":
        choice = Choice(seen.table)
    told = seen.problems.head(_UNSURE_SHOWN).select("code", "column", "value", "detail", "severity", "row_no", "count")
    return {
        "file": file,
        "sheet": seen.sheet,
        "table": seen.table,
        "known_by": seen.known_by,
        "format": seen.format_name,
        "header_row": seen.header_row,
        "rows": seen.rows,
        "columns": [
            {"header": one.header, "ours": one.ours, "examples": list(one.examples), "read": one.read}
            for one in seen.columns
        ],
        "questions": [{"code": one.code, "params": one.params} for one in seen.questions],
        "problems": told.to_dicts(),
        "has_currency": seen.has_currency,
        "fingerprint": fingerprint_of([one.header for one in seen.columns]),
        "layout": None,
        "choice": None if choice is None else {"table": choice.table, "columns": dict(choice.columns)},
    }


def choices_of(sheets: Sequence[Sheet]) -> dict[Name, Choice]:
    """Return the choice of each sheet that has one."""
    return {name_of(sheet): Choice(**sheet["choice"]) for sheet in sheets if sheet["choice"] is not None}


def name_of(sheet: Sheet) -> Name:
    """Return file and sheet."""
    return sheet["file"], sheet["sheet"]


def table_of(sheet: Sheet) -> str | None:
    """Return the chosen table; None: as it was recognised."""
    return None if sheet["choice"] is None else sheet["choice"]["table"]
