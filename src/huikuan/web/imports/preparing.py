"""An upload before it is checked: what each file seems to be, what is not sure about it, and what a person says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl
from django.urls import reverse

from huikuan.desk.upload_sheets import Settings, Sheet, table_of
from huikuan.engine.money import EXPONENTS
from huikuan.engine.problems import PROBLEMS
from huikuan.gateways.imports.columns import TABLES
from huikuan.gateways.texts import Words
from huikuan.gateways.texts.catalogue import N_
from huikuan.gateways.texts.import_words import (
    FORMAT_WORDS,
    file_fault_words,
    page_problems,
    unusable_words,
)
from huikuan.gateways.texts.refusal_words import refusal_sentences
from huikuan.web.forms import Form
from huikuan.web.imports.listing import table_title
from huikuan.web.visitors import Visit

if TYPE_CHECKING:
    from huikuan.apps.intake.models import Upload

AS_SEEN, LEFT_OUT = "*", "-"  # what the choice of a table says besides tables
_KNOWN_BY: Mapping[str, str] = {
    "choice": N_("chosen by hand"),
    "format": N_("known by what is in it: {format}"),
    "guess": N_("nothing says so; its headers look like it"),
    "headers": N_("known by its headers"),
    "layout": N_("as remembered: {layout}, version {version}"),
    "name": N_("known by its name"),
    "nothing": N_("of no table that is known"),
}
_UNSURE = ("guess", "nothing")
_FIRST_CURRENCIES = ("CNY", "USD", "EUR", "HKD", "JPY", "GBP")
_MODES = (
    ("", N_("please choose")),
    ("delta", N_("only what is new or has changed")),
    ("snapshot", N_("all that is open: what is not listed counts as settled")),
)
_DATES = (("", N_("find out")), ("dmy", N_("the day first (31/12)")), ("mdy", N_("the month first (12/31)")))
_ENCODINGS = (("", N_("find out")), ("utf-8", "UTF-8"), ("gb18030", "GB18030"), ("utf-16", "UTF-16"), ("big5", "Big5"))
SETTING_WORDS: Mapping[str, str] = {
    "mode": N_("What the files hold"),
    "known_on": N_("Balances as of"),
    "source": N_("Source"),
    "currency": N_("Currency where none is given"),
    "dates": N_("How days are written"),
    "encoding": N_("How characters are written"),
}


@dataclass(frozen=True, slots=True)
class FileSeen:
    """A file that was sent: its name, its size, and why it is not taken."""

    name: str
    size: str
    fault: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet with the field that chooses its table."""

    name: str
    label: str
    field: str
    tables: list[tuple[str, str]]
    known_by: str
    is_unsure: bool
    rows: str
    columns_said: str
    columns_address: str
    unsure: list[str]


@dataclass(frozen=True, slots=True)
class Preparation:
    """The page of an upload that is being prepared."""

    number: int
    version: int
    title: str
    files: list[FileSeen]
    sheets: list[SheetPart]
    choices: Mapping[str, list[tuple[str, str]]]
    fault: tuple[str, str] | None
    theirs: list[tuple[str, str, str]]  # setting, what holds now, what this person chose
    may_change: bool


def preparation(upload: Upload, form: Form, visit: Visit) -> Preparation:
    """Return the page of an upload."""
    words = visit.words
    faulty = {file["name"]: file["fault"] for file in upload.files}
    return Preparation(
        number=upload.pk,
        version=upload.version,
        title=words.text("Upload {number}", number=upload.pk),
        files=[
            FileSeen(
                file["name"],
                size_words(file["size"]),
                file_fault_words(faulty[file["name"]], file["name"], words) if file["fault"] else None,
            )
            for file in upload.files
        ],
        sheets=[_part(upload, place, sheet, visit) for place, sheet in enumerate(upload.sheets)],
        choices=_setting_choices(words),
        fault=fault_told(upload, words),
        theirs=_theirs(upload, form, words),
        may_change=upload.state in ("open", "checked"),
    )


def initial(upload: Upload) -> dict[str, str]:
    """Return the values of the fields as the upload holds them."""
    settings = Settings.of(upload.settings)
    said = {name: str(getattr(settings, name) or "") for name in SETTING_WORDS}
    return {**said, **{f"t{place}": _value(sheet) for place, sheet in enumerate(upload.sheets)}}


def tables_chosen(upload: Upload, form: Form) -> dict[int, str | None]:
    """Return which table a person chose for each sheet; what is none of the choices stays as it is."""
    meant: dict[str, str | None] = {AS_SEEN: None, LEFT_OUT: "", **{table: table for table in TABLES}}
    return {place: meant.get(form.value(f"t{place}"), table_of(sheet)) for place, sheet in enumerate(upload.sheets)}


def _value(sheet: Sheet) -> str:
    table = table_of(sheet)
    return AS_SEEN if table is None else table or LEFT_OUT


def fault_told(upload: Upload, words: Words) -> tuple[str, str] | None:
    """Return why the last check or import of an upload ended without, in words."""
    fault = upload.fault
    if fault is None:
        return None
    if fault["kind"] == "unusable":
        return unusable_words(fault["code"], fault["params"], words)
    return refusal_sentences(fault["code"], fault["params"], words.lang, on_page=True)


def size_words(size: int) -> str:
    """Return a size of bytes as people say it."""
    return f"{size / 1024**2:.1f} MB" if size >= 100 * 1024 else f"{max(size / 1024, 0.1):.1f} KB"


def _part(upload: Upload, place: int, sheet: Sheet, visit: Visit) -> SheetPart:
    words = visit.words
    used = sum(1 for column in sheet["columns"] if column["ours"])
    tables = [(table, table_title(table, words)) for table in TABLES]
    if sheet["format"]:
        tables.insert(0, (AS_SEEN, words.text("as recognised: {table}", table=table_title(sheet["table"], words))))
    return SheetPart(
        name=f"{sheet['file']} · {sheet['sheet']}" if sheet["sheet"] else sheet["file"],
        label=words.text("Table of {sheet}", sheet=sheet["sheet"] or sheet["file"]),
        field=f"t{place}",
        tables=[*tables, (LEFT_OUT, words.text("leave it out"))],
        known_by=_known_words(sheet, words),
        is_unsure=sheet["known_by"] in _UNSURE,
        rows=words.count("{n} row", "{n} rows", sheet["rows"]),
        columns_said=words.text("{used} of {all} columns are used", used=used, all=len(sheet["columns"])),
        columns_address=reverse("upload_sheet", args=[upload.pk, place]),
        unsure=list(_unsure(sheet, visit)),
    )


def _known_words(sheet: Sheet, words: Words) -> str:
    """Return by what a sheet was known."""
    known_by, form, layout = sheet["known_by"], sheet["format"], sheet["layout"] or {"name": "", "version": ""}
    form_word = words.text(FORMAT_WORDS[form]) if form else ""
    return words.text(_KNOWN_BY[known_by], format=form_word, layout=layout["name"], version=layout["version"])


def _unsure(sheet: Sheet, visit: Visit) -> Iterator[str]:
    """Yield what a person should look at: questions first, then what is odd in the first rows."""
    words = visit.words
    between = "" if words.lang == "zh" else " "
    for question in sheet["questions"]:
        yield between.join(unusable_words(question["code"], question["params"], words))
    told = [problem for problem in sheet["problems"] if problem["code"] != "unknown_column"]
    places = {"table": sheet["table"], "file_no": 0}
    rows = pl.DataFrame([{**places, **problem} for problem in told], schema={**PROBLEMS, "count": pl.UInt32})
    for row in page_problems(rows, words, visit.business_date).iter_rows(named=True):
        said = row["message"]
        if row["row_no"]:
            said = words.text("row {row}: {message}", row=row["row_no"], message=said)
        often = words.text("({count} times)", count=row["count"]) if row["count"] > 1 else ""
        yield between.join(filter(None, (said, often, row["remedy"])))


def _setting_choices(words: Words) -> Mapping[str, list[tuple[str, str]]]:
    rest = sorted(code for code in EXPONENTS if code not in _FIRST_CURRENCIES)
    return {
        "mode": [(code, words.text(said)) for code, said in _MODES],
        "dates": [(code, words.text(said)) for code, said in _DATES],
        "encoding": [(code, words.text(said) if not code else said) for code, said in _ENCODINGS],
        "currency": [(code, code) for code in (*_FIRST_CURRENCIES, *rest)],
    }


def _theirs(upload: Upload, form: Form, words: Words) -> list[tuple[str, str, str]]:
    """Return what holds now beside what this person chose, where somebody else was faster."""
    if not form.is_sent or form.version == upload.version:
        return []
    said = _setting_choices(words)
    tables = [(AS_SEEN, words.text("as recognised")), (LEFT_OUT, words.text("leave it out"))]
    tables += [(table, table_title(table, words)) for table in TABLES]
    labels = {name: words.text(word) for name, word in SETTING_WORDS.items()}
    labels |= {f"t{place}": sheet["sheet"] or sheet["file"] for place, sheet in enumerate(upload.sheets)}
    named = {name: dict(said.get(name, tables if name not in SETTING_WORDS else [])) for name in labels}
    now = initial(upload)
    return [
        (label, named[name].get(now[name], now[name]), named[name].get(form.value(name), form.value(name)))
        for name, label in labels.items()
        if name in form.typed and now[name] != form.value(name)
    ]
