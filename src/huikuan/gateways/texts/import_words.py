"""What files, sheets and tables are called, and why a file is not taken: for whoever imports.

The remedies of problems name options of the command line; those here say the same to somebody with pages before him.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import polars as pl

from huikuan.gateways.imports.columns import table_columns
from huikuan.gateways.imports.problem_codes import UNUSABLE_INPUTS
from huikuan.gateways.texts.catalogue import N_

if TYPE_CHECKING:
    from datetime import date

    from huikuan.gateways.texts.words import Words

TABLE_WORDS: Mapping[str, str] = {
    "customers": N_("customers"),
    "contacts": N_("contacts"),
    "receivables": N_("receivables"),
    "payments": N_("payments"),
    "allocations": N_("allocations"),
    "promises": N_("promises"),
    "disputes": N_("disputes"),
    "activities": N_("activities"),
    "statements": N_("statements"),
    "hours": N_("calling hours"),
}
FORMAT_WORDS: Mapping[str, str] = {
    "cii": N_("electronic invoice in CII (Factur-X, ZUGFeRD, XRechnung)"),
    "einvoice": N_("Chinese electronic invoice (数电发票)"),
    "ibm": N_("IBM history of receivables"),
    "running-ledger": N_("running ledger of receivables (应收明细账)"),
    "sap-line-items": N_("SAP customer line items"),
    "sap-partners": N_("SAP business partners"),
    "ubl": N_("electronic invoice in UBL (Peppol, XRechnung)"),
}
# Why a file that was sent is not taken; what reading it says stands in UNUSABLE_INPUTS.
FILE_FAULTS: Mapping[str, tuple[str, str]] = {
    "archive": (N_("This is an archive."), N_("Unpack it and send the files in it.")),
    "unknown_ending": (
        N_("Files of this kind are not read."),
        N_("Save it as CSV or XLSX, or send the XML or PDF of the invoice itself."),
    ),
    "empty": (N_("The file is empty."), N_("Export it once more.")),
    "too_large": (N_("The file is larger than 64 MB."), N_("Export a shorter period, or have it imported by command.")),
    "other_content": (
        N_("What is in the file is not what its name says."),
        N_("Open it in the program it came from and save it again."),
    ),
    "unpacks_too_large": (N_("The workbook unpacks to more than 1 GB."), N_("Save its sheets as CSV.")),
}
# Refusals of whoever imports, or takes an import back.
IMPORT_REFUSALS: Mapping[str, tuple[str, str]] = {
    "upload_unknown": (N_("There is no upload {number}."), N_("The list of imports shows those that wait.")),
    "upload_changed": (
        N_("Somebody else has changed or finished this upload meanwhile."),
        N_("See what holds now beside what you chose, then go on."),
    ),
    "nothing_sent": (N_("No file was chosen."), N_("Choose one or several files, then send them.")),
    "too_many_files": (N_("These are more than {most} files."), N_("Send them in several uploads.")),
    "upload_too_large": (N_("All files together are larger than {megabytes} MB."), N_("Send them in several uploads.")),
    "mode_missing": (
        N_("It is not said whether this is all that is open, or only what changed."),
        N_("Choose one: a full list settles what it does not name."),
    ),
    "known_ahead": (N_("{day} lies ahead; today is {today}."), N_("Give today or an earlier day.")),
    "too_long": (N_("This is longer than {most} characters."), N_("Give a shorter name.")),
    "nothing_to_import": (N_("Every sheet is left out."), N_("Choose a table for at least one of them.")),
    "column_taken_twice": (
        N_("Two of the headers are to fill the same column."),
        N_("Choose for one of them another column, or that it is not used."),
    ),
    "not_checked": (N_("This upload was not checked yet."), N_("Check it first.")),
    "built_upon": (
        N_("Something later was built upon batch {batch} ({by}), so it cannot be taken back as a whole."),
        N_("Import the right figures instead; they follow the wrong ones."),
    ),
    "undone_before_done": (
        N_("Batch {batch} is known from {recorded} on; it cannot be undone on {on}."),
        N_("Undo it today."),
    ),
    "batch_undone": (
        N_("Batch {batch} was undone already, by batch {by}."),
        N_("Nothing is left to do; import the folder again where it was right."),
    ),
    "batch_unknown": (N_("There is no batch {batch}."), N_("huikuan import says the number when it has recorded.")),
    "batch_is_no_import": (
        N_("Batch {batch} is no import."),
        N_("What a person recorded is taken back by the act that goes with it, as huikuan promise --withdraw."),
    ),
    "file_not_kept": (
        N_("The file {file} of import {batch} was not kept: it is too large, or from before files were kept."),
        N_("Its digest is on record: compare it with the file where it came from."),
    ),
    "input_changed": (
        N_("The file {file} changed while it was being read."),
        N_("Wait until it is written, then import again; nothing was recorded."),
    ),
    "delivery_unusable": (
        N_("The delivery cannot be read: {detail}"),
        N_("Nothing was recorded; send it again, mended."),
    ),
}
_PAGE_REMEDIES: Mapping[str, str] = {
    "ambiguous_dates": N_("Choose below how days are written: the day first, or the month first."),
    "broken_file": N_("Open it in the program it came from, save it again, and add it to this upload."),
    "contradictory_dates": N_("Correct the column, or choose below how days are written."),
    "date_order_decided": N_("If that is wrong, choose how days are written."),
    "duplicate_column": N_("If the other one is meant, say so under its columns."),
    "missing_column": N_("Say under its columns which of them it is."),
    "missing_columns": N_("Say under its columns which of them they are."),
    "no_receivables": N_("Add the list of receivables, or choose “only what is new or has changed”."),
    "unknown_column": N_("Nothing needs doing; if it should count, say under its columns what it is."),
    "unknown_currency": N_("Use a three-letter code such as CNY."),
    "unknown_mapped_column": N_("Look at its columns once more."),
    "unreadable_encoding": N_("Choose below how its characters are written."),
}

# What a kind of problem is called, where many are counted together.
PROBLEM_TITLES: Mapping[str, str] = {
    "missing_value": N_("value missing"),
    "missing_column": N_("column missing"),
    "duplicate_column": N_("two columns for one"),
    "unknown_column": N_("column not used"),
    "unknown_mapped_column": N_("column not found"),
    "too_many_cells": N_("too many cells"),
    "broken_quotes": N_("quotes not closed"),
    "bad_json": N_("line not readable"),
    "bad_amount": N_("amount not readable"),
    "amount_in_ten_thousands": N_("amount in ten thousands"),
    "excess_decimals": N_("too many decimals"),
    "amount_currency_differs": N_("another currency"),
    "amount_not_positive": N_("amount not above zero"),
    "unknown_currency": N_("currency not known"),
    "bad_date": N_("day not readable"),
    "date_order_decided": N_("order of days found out"),
    "bad_period": N_("month not readable"),
    "bad_number": N_("number not readable"),
    "bad_clock": N_("hour not readable"),
    "hours_incomplete": N_("hours incomplete"),
    "bad_flag": N_("neither yes nor no"),
    "unknown_code": N_("code not known"),
    "unreadable_terms": N_("terms not understood"),
    "missing_due_date": N_("due date missing"),
    "missing_payer": N_("payer missing"),
    "negative_amount": N_("negative amount"),
    "duplicate_identical": N_("said twice alike"),
    "duplicate_conflict": N_("said twice, differently"),
    "customers_known_already": N_("customers known already"),
    "unknown_customer": N_("customer not listed"),
    "bad_allocation": N_("allocation not readable"),
    "allocations_exceed_amount": N_("allocated more than paid"),
    "unopened_file": N_("file not opened"),
    "several_values": N_("several values"),
    "totals_disagree": N_("totals disagree"),
    "ledger_lines_left": N_("lines of a ledger left"),
    "balance_breaks": N_("balance breaks"),
    "empty_file": N_("file empty"),
}


def file_fault_words(fault: str, file: str, words: Words) -> tuple[str, str]:
    """Return why a file was not taken, and what to do about it."""
    if fault in FILE_FAULTS:
        sentence, remedy = FILE_FAULTS[fault]
        return words.text(sentence), words.text(remedy)
    return unusable_words(fault, {"file": file}, words)


def unusable_words(code: str, params: Mapping[str, str], words: Words) -> tuple[str, str]:
    """Return what makes an input unusable and what to do on the page; a code's parameters may be missing."""
    sentence, remedy = UNUSABLE_INPUTS[code]
    filled = _Known(params)
    return words.text(sentence).format_map(filled), words.text(_PAGE_REMEDIES.get(code, remedy)).format_map(filled)


class _Known(dict[str, str]):
    """Parameters, of which those that are not known are left out of the sentence."""

    def __missing__(self, name: str) -> str:
        return "…"


def page_problems(problems: pl.DataFrame, words: Words, on: date) -> pl.DataFrame:
    """Return problems with ``message`` and ``remedy`` for somebody who has pages before him and no commands."""
    here = {code: words.text(remedy) for code, remedy in _PAGE_REMEDIES.items()}
    told = words.problem_sentences(problems, on)
    instead = pl.col("code").replace_strict(here, default=None, return_dtype=pl.String)
    return told.with_columns(remedy=pl.coalesce(instead, "remedy"))


def column_words(table: str, words: Words) -> Mapping[str, str]:
    """Return what the columns of a table are called: in Chinese by their usual header, in English by their name."""
    said = {}
    for name, column in table_columns(table).items():
        chinese = next((header for header in column.headers if not header.isascii()), name)
        english = name.replace("_", " ")
        said[name] = chinese if words.lang == "zh" else english[:1].upper() + english[1:]
    return said
