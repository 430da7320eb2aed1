"""``huikuan inspect``: what a file seems to be, how it would be read, and what is not sure about it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import polars as pl

from huikuan.cli.choices import Language, Source, unusable_fault
from huikuan.cli.faults import DONE, Fault
from huikuan.cli.sheet import sheet, shortened
from huikuan.cli.speech import N_, _
from huikuan.gateways.imports import SheetSeen, Unusable, inspect_file
from huikuan.gateways.imports.columns import TABLE_WORDS
from huikuan.gateways.imports.problem_codes import UNUSABLE_INPUTS
from huikuan.gateways.imports.strangers import kind_of_stranger
from huikuan.gateways.texts import words
from huikuan.gateways.texts.import_words import FORMAT_WORDS

_HEADER_WIDTH, _CELL_WIDTH = 52, 28
_KNOWN_BY = {
    "format": N_("It is read as {table}, known by what is in it: {format}."),
    "name": N_("It is read as {table}, known by its name."),
    "headers": N_("It is read as {table}, known by its headers."),
    "guess": N_("Nothing says what it is. By its headers it could be {table}."),
}
_STRANGERS = {
    "pdf": (
        N_("{file} is a PDF without an invoice for machines inside; a plan would list it as unread."),
        N_("Ask for it as Factur-X, ZUGFeRD 2 or XRechnung, or enter it as a row of a table."),
    ),
    "bank_statement": (
        N_("{file} seems to be an account statement of a bank or wallet; a plan would list it as unread."),
        N_("Enter what came in as rows of a table named payments: number, payer, day, amount."),
    ),
    "sap_extract": (
        N_("{file} is a part of an SAP extract that repeats or only adds to the line items; a plan leaves it unread."),
        N_("Nothing needs doing: the claims are taken from the customer line items, so that none counts twice."),
    ),
    "": (
        N_("{file} is nothing that can be read as a table; a plan would list it as unread."),
        N_("Save it as CSV or XLSX with one row of headers: document number, customer, issue date, amount …"),
    ),
}


def print_inspection(source: Source, *, lang: Language) -> int:
    """Print what each sheet of a file is taken for; returns the exit code.

    Raises:
        Fault: it is a folder, cannot be opened, or is of no kind that is read.
    """
    path = source.folder
    if path.is_dir():
        raise Fault(_("{path} is a folder.").format(path=path), _("Name one file in it."))
    try:
        sheets = inspect_file(path, source.options)
    except Unusable as unusable:
        raise unusable_fault(unusable) from unusable
    if not sheets:
        sentence, remedy = _STRANGERS[kind_of_stranger(path)]
        raise Fault(_(sentence).format(file=path.name), _(remedy))
    for seen in sheets:
        print("\n".join(_lines(seen, path.name, lang=lang)) + "\n")
    return DONE


def _lines(seen: SheetSeen, file: str, *, lang: Language) -> Iterator[str]:
    chinese = next(word for word, table in TABLE_WORDS.items() if table == seen.table)
    table = f"{seen.table} ({chinese})" if lang == "en" else f"{chinese}（{seen.table}）"
    yield f"{file}!{seen.sheet}" if seen.sheet else file
    yield _(_KNOWN_BY[seen.known_by]).format(table=table, format=_(FORMAT_WORDS.get(seen.format_name, "")))
    if seen.header_row:
        yield _("Headers stand in row {row}; rows below: {rows}.").format(row=seen.header_row, rows=seen.rows)
    else:
        yield _("Rows: {rows}.").format(rows=seen.rows)
    yield ""
    rows = [
        [
            shortened(column.header, _HEADER_WIDTH),
            column.ours or _("not used"),
            shortened(column.cell, _CELL_WIDTH),
            shortened(column.read, _CELL_WIDTH),
        ]
        for column in seen.columns
    ]
    yield sheet([_("Header"), _("Our column"), _("First cell"), _("Read as")], rows, indent=2)
    yield ""
    yield from _currency_lines(seen)
    yield from _unsure_lines(seen, lang=lang)


def _currency_lines(seen: SheetSeen) -> Iterator[str]:
    if not seen.currencies:
        return
    counted = ", ".join(f"{code} {rows}" for code, rows in seen.currencies.items())
    if seen.has_currency:
        yield _("Currencies by row: {counted}.").format(counted=counted)
    else:
        yield _("No column names a currency: all rows are taken as {currency} (--currency).").format(
            currency=next(iter(seen.currencies))
        )


def _unsure_lines(seen: SheetSeen, *, lang: Language) -> Iterator[str]:
    """Yield what a person should look at: the table itself, questions, rows set aside, then smaller things."""
    unsure = []
    if seen.known_by in ("headers", "guess"):
        remedy = _("Begin its name with {table}- so that a plan reads it.").format(table=seen.table)
        unsure.append(_together(_("In a folder it would be left unread."), remedy, lang=lang))
    for question in seen.questions:
        sentences = (_(sentence).format_map(question.params) for sentence in UNUSABLE_INPUTS[question.code])
        unsure.append(_together(*sentences, lang=lang))
    unsure += [_problem_line(problem, lang) for problem in _told(seen, lang).iter_rows(named=True)]
    if any(not column.ours for column in seen.columns) and seen.known_by != "format":
        yield _("What is not used is kept beside the data; if it should count, name it in a mapping file (--map).")
    if seen.set_aside:
        yield _("Rows that would be set aside: {rows} of {all}.").format(rows=seen.set_aside, all=seen.rows)
    if not unsure:
        yield _("Nothing is unsure within this file.")
        return
    yield _("Unsure:")
    yield from (f"  - {line}" for line in unsure)


def _told(seen: SheetSeen, lang: Language) -> pl.DataFrame:
    """Return the problems with their sentences; unknown columns stand in the table of columns already."""
    return words(lang).problem_sentences(seen.problems.filter(pl.col("code") != "unknown_column"), date.min)


def _problem_line(problem: dict[str, Any], lang: Language) -> str:
    message = problem["message"]
    if problem["row_no"]:
        message = _("row {row}: {message}").format(row=problem["row_no"], message=message)
    more = _("({count} times)").format(count=problem["count"]) if problem["count"] > 1 else ""
    return _together(message, more, problem["remedy"], lang=lang)


def _together(*sentences: str, lang: Language) -> str:
    """Return sentences as a paragraph; Chinese ones need no blank between them."""
    return ("" if lang == "zh" else " ").join(filter(None, sentences))
