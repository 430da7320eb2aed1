"""``huikuan import``: read a folder, show what it changes in what is known, then record it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from huikuan.cli.choices import Source
from huikuan.cli.closing import reading_lines, table_word
from huikuan.cli.faults import DONE
from huikuan.cli.memory import open_memory
from huikuan.cli.people import acting
from huikuan.cli.planning import read
from huikuan.cli.progress import Progress
from huikuan.cli.sheet import sheet
from huikuan.cli.speech import _, spoken_language
from huikuan.gateways.texts import words

if TYPE_CHECKING:
    from huikuan.desk.imports import Import, Preview
    from huikuan.gateways.imports import Reading
    from huikuan.gateways.texts import Words

_SETTLED_SHOWN = 10
_PROBLEMS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Given:
    """What is to be imported: a folder, since when it is known, and whose numbers it bears."""

    source: Source
    on: date
    name: str
    is_snapshot: bool


def import_folder(given: Given, *, is_preview: bool, by: str | None) -> int:
    """Import a folder, or only show what that would change; returns the exit code."""
    open_memory()
    from huikuan.desk.imports import record_import

    actor = acting(by)
    reading, incoming, preview = compared(given, Progress())
    print("\n".join(_preview_lines(reading, preview, words(spoken_language()), on=given.on)))
    if is_preview:
        print(_("Only a preview: nothing was recorded."))
        return DONE
    batch = record_import(incoming, preview, actor=actor)
    if batch is None:
        print(_("All of it is known already: nothing was recorded."))
    else:
        print(_("Recorded as batch {number}, known from {day} on.").format(number=batch.pk, day=given.on))
    return DONE


def compared(given: Given, progress: Progress) -> tuple[Reading, Import, Preview]:
    """Return what a folder says, as an import, and what that would change in what is known."""
    from huikuan.desk.imports import Import, previewed

    try:
        reading = read(_as_wide_as_needed(given), progress=progress)
        progress(_("Comparing"), 0, 0)
        incoming = Import.of(
            reading,
            folder=given.source.folder,
            recorded_on=given.on,
            currency=given.source.options.currency,
            source=given.name,
            is_snapshot=given.is_snapshot,
        )
        return reading, incoming, previewed(incoming)
    finally:
        progress.clear()


def _as_wide_as_needed(given: Given) -> Source:
    """Return the source, to be read beside what is known; only a snapshot has to list receivables."""
    from huikuan.desk.imports import known_before

    options = replace(given.source.options, needs_receivables=given.is_snapshot, known=known_before())
    return replace(given.source, options=options)


def _preview_lines(reading: Reading, preview: Preview, words: Words, *, on: date) -> Iterator[str]:
    yield from reading_lines(reading, words)
    yield from _problem_lines(reading, words, on=on)
    yield ""
    yield _changes_sheet(reading, preview)
    amounts = _amounts_sheet(reading, words)
    if amounts:
        yield ""
        yield amounts
    yield from _settled_lines(preview, words)
    yield ""


def _problem_lines(reading: Reading, words: Words, *, on: date) -> Iterator[str]:
    """Yield the first problems, errors before warnings: where each stands, what is wrong, what to do."""
    ordered = reading.problems.sort("severity", maintain_order=True)
    for row in words.problem_sentences(ordered.head(_PROBLEMS_SHOWN), on).iter_rows(named=True):
        file = "" if row["file_no"] is None else reading.inputs[row["file_no"]].file
        place = ":".join(str(part) for part in (file, row["row_no"]) if part)
        yield f"  {place}  {row['message']}"
        yield f"      {row['remedy']}"
    if ordered.height > _PROBLEMS_SHOWN:
        yield "  " + _("… and {count} more.").format(count=f"{ordered.height - _PROBLEMS_SHOWN:,}")


def _changes_sheet(reading: Reading, preview: Preview) -> str:
    heads = [_("Table"), _("In"), _("Set aside"), _("New"), _("Changed"), _("Unchanged"), _("Settled")]
    rows = []
    for table, changes in preview.changes.items():
        read_rows = reading.totals.get(table)
        settled = preview.settled.height if table == "receivables" else 0
        counts = (changes.new.height, changes.changed.height, changes.unchanged, settled)
        if read_rows is None and not any(counts):
            continue
        told = (read_rows.rows_in, read_rows.set_aside) if read_rows else (None, None)
        rows.append([table_word(table), *("" if n is None else f"{n:,}" for n in (*told, *counts))])
    return sheet(heads, rows, right=set(range(1, len(heads))), indent=2)


def _amounts_sheet(reading: Reading, words: Words) -> str:
    heads = [_("Amounts"), _("Currency"), _("In"), _("Loaded"), _("Set aside")]
    rows = [
        [
            table_word(table),
            currency,
            *(
                words.money(part.get(currency, 0), currency)
                for part in (total.amounts_in, total.amounts_loaded, total.amounts_set_aside)
            ),
        ]
        for table, total in reading.totals.items()
        for currency in total.amounts_in
    ]
    return sheet(heads, rows, right={2, 3, 4}, indent=2) if rows else ""


def _settled_lines(preview: Preview, words: Words) -> Iterator[str]:
    settled = preview.settled
    if settled.is_empty():
        return
    yield ""
    yield _("No longer listed, so settled; why is not known: {count} documents.").format(count=f"{settled.height:,}")
    columns = settled.select("document_no", "customer_id", "before_minor", "currency")
    rows = [
        [number, customer, words.money(before, currency), currency]
        for number, customer, before, currency in columns.head(_SETTLED_SHOWN).iter_rows()
    ]
    yield sheet([_("Document"), _("Customer"), _("Open before"), _("Currency")], rows, right={2}, indent=2)
    if settled.height > _SETTLED_SHOWN:
        yield _("  and {count} more; the batch keeps all of them").format(count=f"{settled.height - _SETTLED_SHOWN:,}")
