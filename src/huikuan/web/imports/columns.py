"""The columns of one sheet: which of ours each header is, with examples of its cells, and what was remembered of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from huikuan.apps.intake.uploads import layout_versions
from huikuan.desk.upload_sheets import Sheet
from huikuan.gateways.imports.columns import table_columns
from huikuan.gateways.texts import Words
from huikuan.gateways.texts.import_words import column_words
from huikuan.web.forms import Form
from huikuan.web.imports.listing import moment, table_title
from huikuan.web.visitors import Visit

if TYPE_CHECKING:
    from huikuan.apps.intake.models import Upload


@dataclass(frozen=True, slots=True)
class ColumnPart:
    """A header of a sheet with examples, and the field that says what it is."""

    header: str
    examples: list[str]
    read: str
    field: str


@dataclass(frozen=True, slots=True)
class Columns:
    """The page of a sheet's columns."""

    number: int
    version: int
    title: str
    table: str
    columns: list[ColumnPart]
    ours: list[tuple[str, str]]
    lacking: str  # columns that are needed and not named yet
    layouts: list[str]  # who remembered which version when


def columns_of(sheet: Sheet, table: str, form: Form, words: Words) -> Mapping[str, str]:
    """Return their header to our name, as the fields say; empty: not used."""
    ours = set(column_words(table, words))
    said = {column["header"]: form.value(f"c{at}") for at, column in enumerate(sheet["columns"])}
    return {header: name if name in ours else "" for header, name in said.items()}


def columns_screen(upload: Upload, place: int, table: str, visit: Visit) -> Columns:
    """Return the page of a sheet, its columns to be those of a table."""
    words, sheet = visit.words, upload.sheets[place]
    called = column_words(table, words)
    needed = {name for name, column in table_columns(table).items() if column.is_required}
    used = {column["ours"] for column in sheet["columns"]} if table == sheet["table"] else set()
    ours = [
        (name, words.text("{column} (needed)", column=word) if name in needed else word)
        for name, word in called.items()
    ]
    return Columns(
        number=upload.pk,
        version=upload.version,
        title=sheet["sheet"] or sheet["file"],
        table=table_title(table, words),
        columns=[
            ColumnPart(column["header"], column["examples"], column["read"], f"c{at}")
            for at, column in enumerate(sheet["columns"])
        ],
        ours=[("", words.text("not used")), *ours],
        lacking=words.text(", ").join(word for name, word in called.items() if name in needed - used),
        layouts=[
            words.text(
                "Version {version}, {name}: {person}, {day}",
                version=seen.version,
                name=seen.name,
                person=seen.made_by,
                day=moment(seen.made_at, visit),
            )
            for seen in layout_versions(sheet["fingerprint"])
        ],
    )


def first_values(sheet: Sheet, table: str) -> dict[str, str]:
    """Return the values of the fields as the sheet is read now; of another table than that, none."""
    is_same = table == sheet["table"]
    said = {f"c{at}": column["ours"] if is_same else "" for at, column in enumerate(sheet["columns"])}
    return {**said, "layout": (sheet["layout"] or {"name": ""})["name"]}
