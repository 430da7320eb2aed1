"""The last lines of a run: what was read, what was set aside, what there is to do, who comes first, where it lies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from huikuan.cli.sheet import sheet, shortened
from huikuan.cli.speech import N_, _
from huikuan.gateways.texts.import_words import TABLE_WORDS

if TYPE_CHECKING:
    from huikuan.engine.outcome import Plan
    from huikuan.gateways.imports import Reading
    from huikuan.gateways.texts import Words

_FIRST = 3
_NAME_WIDTH = 30
_TABLE_FORMS = (".csv", ".json", ".parquet")
# What a person opens first stands first.
_BY_USE = (
    *("report.html", "plan.xlsx", "summary.json"),
    *("simulation.html", "simulation.xlsx", "simulation.json"),
)


def closing_lines(plan: Plan, reading: Reading, words: Words, *, out: Path, files: Sequence[Path]) -> list[str]:
    """Return the summary of a run in the language of ``words``."""
    lines = [*reading_lines(reading, words, plan), *figure_lines(plan, words)]
    if plan.worklist.height:
        lines.append(first_rows(plan, words, limit=_FIRST))
    lines.append(written_line(out, files, words))
    return lines


def written_line(out: Path, files: Sequence[Path], words: Words) -> str:
    """Return where the files lie: those to open by name, the tables once for all their forms."""
    names = {file.name for file in files}
    forms = sorted({file.suffix for file in files if file.suffix in _TABLE_FORMS and file.name not in _BY_USE})
    tables = sorted({Path(name).stem for name in names - {*_BY_USE} if Path(name).suffix in _TABLE_FORMS})
    told = joined([name for name in _BY_USE if name in names], words)
    if tables:
        kinds = joined([form.removeprefix(".").upper() for form in forms], words)
        listed = _("tables ({kinds}) {names}").format(kinds=kinds, names=joined(tables, words))
        told = _("{first}; {rest}").format(first=told, rest=listed) if told else listed
    return _("Written to {folder}: {files}").format(folder=out, files=told)


def reading_lines(reading: Reading, words: Words, plan: Plan | None = None) -> Iterator[str]:
    """Yield what was read and what was set aside of it; with a plan, also what that left out."""
    yield _("Read: {tables}.").format(tables=_tables_read(reading, words))
    yield from _set_aside(reading, plan)


def figure_lines(plan: Plan, words: Words) -> Iterator[str]:
    """Yield the day's sums per currency and how many cases it lists."""
    yield from _amounts(plan, words)
    yield _lanes(plan, words)


def first_rows(plan: Plan, words: Words, *, limit: int) -> str:
    """Return the first ``limit`` rows of the worklist as a table for the terminal."""
    return worklist_sheet(plan.worklist.head(limit), words.ladder(plan.policies.values()).steps, words)


def worklist_sheet(
    worklist: pl.DataFrame, steps: Mapping[str, str], words: Words, notes: Sequence[str] | None = None
) -> str:
    """Return rows of the worklist as a table for the terminal; ``steps``: what each step is called.

    ``notes``: what is to be said beside each row's step, or nothing.
    """
    heads = [_("No."), _("Customer"), _("Do today"), _("How"), _("Amount"), _("Overdue for")]
    rows = [
        [
            str(row["rank"]),
            shortened(row["name"] or row["customer_id"], _NAME_WIDTH),
            " ".join(filter(None, (steps.get(row["step"], row["step"]), note))),
            joined([words.code("channel", channel) for channel in row["channels"]], words),
            f"{words.money(row['value_base_minor'], row['currency'])} {words.currency(row['currency'])}",
            words.days(row["oldest_overdue_days"]) if (row["oldest_overdue_days"] or 0) > 0 else "—",
        ]
        for row, note in zip(worklist.iter_rows(named=True), notes or [""] * worklist.height, strict=True)
    ]
    return sheet(heads, rows, right={0, 4, 5}, indent=2)


def table_word(table: str) -> str:
    """Return what a table is called."""
    return _(TABLE_WORDS.get(table, table))


def _tables_read(reading: Reading, words: Words) -> str:
    named = [f"{table_word(table)} {total.rows_in:,}" for table, total in reading.totals.items() if total.rows_in]
    return joined(named, words)


def _set_aside(reading: Reading, plan: Plan | None) -> Iterator[str]:
    set_aside = sum(total.set_aside for total in reading.totals.values())
    warnings = reading.problems.filter(pl.col("severity") == "warning").height
    if plan is not None:
        warnings += plan.problems.height
    if set_aside or warnings:
        # Only a plan writes the file; an import prints them.
        told = (
            N_("Set aside: {rows} rows; noted: {notes}.")
            if plan is None
            else N_("Set aside: {rows} rows; noted: {notes}. Each stands in problems with its remedy.")
        )
        yield _(told).format(rows=f"{set_aside:,}", notes=f"{warnings:,}")
    else:
        yield _("Nothing was set aside.")
    if reading.unread:
        yield _("Not read: {files}.").format(files=", ".join(reading.unread))
    if plan is not None and (plan.not_yet_issued or plan.future_payments):
        yield _("Left out as later than the day: {documents} documents, {payments} payments.").format(
            documents=f"{plan.not_yet_issued:,}", payments=f"{plan.future_payments:,}"
        )


def _amounts(plan: Plan, words: Words) -> Iterator[str]:
    sums = (
        plan.items.group_by("currency")
        .agg(
            pl.col("open_minor").sum(),
            overdue_minor=pl.col("open_minor").filter((pl.col("overdue_days") > 0) & (pl.col("open_minor") > 0)).sum(),
            eligible_minor=pl.col("eligible_minor").sum(),
            items=pl.len(),
        )
        .sort("items", "currency", descending=[True, False])
    )
    for row in sums.iter_rows(named=True):
        yield _("{currency}: open {open}, overdue {overdue}, to chase {eligible}.").format(
            currency=row["currency"],
            open=words.money_short(row["open_minor"], row["currency"]),
            overdue=words.money_short(row["overdue_minor"], row["currency"]),
            eligible=words.money_short(row["eligible_minor"], row["currency"]),
        )


def _lanes(plan: Plan, words: Words) -> str:
    cases = plan.worklist.unique(["customer_id", "entity"])
    hard = cases.filter(pl.col("lane") == "hard").height
    day = words.day_full(plan.as_of)
    if not cases.height:
        return _("Worklist of {day}: nothing to do.").format(day=day)
    return _("Worklist of {day}: {hard} cases that cannot wait, {value} by value.").format(
        day=day, hard=f"{hard:,}", value=f"{cases.height - hard:,}"
    )


def joined(parts: Sequence[str], words: Words) -> str:
    """Return a list of words as the language separates them."""
    return ("、" if words.lang == "zh" else ", ").join(parts)
