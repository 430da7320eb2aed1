"""``simulation.xlsx``: totals, movers, days, cash, workload and the model, each on a sheet of its own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl
import xlsxwriter

from huikuan.engine.simulate.comparison import MEASURES
from huikuan.engine.simulate.outcome import SIDES
from huikuan.gateways.exports.sheets import ROW_LIMIT, Book, Column, Sheet
from huikuan.gateways.exports.simulation_findings import Comparison
from huikuan.gateways.exports.workbook import FONTS
from huikuan.gateways.exports.workbook_sheets import money, priced


def write_simulation_workbook(path: Path, comparison: Comparison) -> None:
    """Write the workbook in the language of the comparison's words."""
    words = comparison.words
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(path, {**options, "strings_to_numbers": False}) as workbook:
        workbook.set_properties({"title": words.text("Policy simulation")})
        book = Book(workbook, font=FONTS[words.lang], footer=words.text("Page &P of &N"))
        for build in (_totals, _movers, _days, _cash, _workload, _model):
            book.add_sheet(build(comparison))


def _sheet(comparison: Comparison, name: str, columns: Sequence[Column], frame: pl.DataFrame, note: str = "") -> Sheet:
    words, simulation = comparison.words, comparison.simulation
    facts = words.text(
        "{first} to {last}", first=words.day_full(simulation.as_of), last=words.day_full(simulation.last_day)
    )
    names = " · ".join(f"{side.upper()}: {comparison.names[side]}" for side in SIDES)
    if frame.height > ROW_LIMIT:
        note = words.text(
            "The first {shown} of {all} rows; the CSV or Parquet file holds all of them.",
            shown=f"{ROW_LIMIT:,}",
            all=f"{frame.height:,}",
        )
    return Sheet(
        name,
        title=words.text("Policy simulation"),
        facts=f"{facts} · {names}",
        columns=columns,
        frame=frame.head(ROW_LIMIT),
        printed=len(columns),
        note=note,
    )


def _world(comparison: Comparison) -> pl.Expr:
    text = comparison.words.text
    return pl.col("world").replace({"middle": text("middle draw"), "nobody": text("nobody pays")})


def _side(comparison: Comparison) -> pl.Expr:
    difference = comparison.words.text("B less A")
    return pl.col("side").replace({"a": "A", "b": "B", "difference": difference})


def _totals(comparison: Comparison) -> Sheet:
    text = comparison.words.text
    columns = [
        Column(text("World"), _world(comparison), 16),
        Column(text("Counted"), pl.col("measure").replace(comparison.words.titles("measure")), 30, "strong"),
        Column("A", pl.col("a"), 12, "count"),
        Column("B", pl.col("b"), 12, "count"),
        Column(text("B less A"), pl.col("difference"), 12, "count"),
    ]
    return _sheet(comparison, text("All days together"), columns, comparison.simulation.totals, comparison.headline())


def _movers(comparison: Comparison) -> Sheet:
    text, words = comparison.words.text, comparison.words
    frame = priced(comparison.simulation.movers)
    stands = {
        f"{part}_{side}": pl.Series(
            [comparison.stand(row, side)[at] for row in frame.iter_rows(named=True)], dtype=pl.String
        )
        for side in SIDES
        for at, part in enumerate(("stands", "does"))
    }
    names = pl.col("customer_id").replace(comparison.customers)
    columns = [
        Column(text("Customer"), names, 34, "strong"),
        Column(text("To chase"), money("eligible_minor"), 16, "money"),
        Column(text("Currency"), pl.col("currency"), 9),
        Column(text("Since"), pl.col("moved_on"), 12, "date"),
        Column(text("Differs in"), pl.col("what").replace(words.titles("move")), 18),
        Column(text("Under A"), pl.col("stands_a"), 20),
        Column(text("Step under A"), pl.col("does_a"), 22),
        Column(text("Under B"), pl.col("stands_b"), 20),
        Column(text("Step under B"), pl.col("does_b"), 22),
        Column(text("Days"), pl.col("days"), 8, "count"),
        Column("customer_id", pl.col("customer_id"), 14, "code"),
        Column("entity", pl.col("entity"), 10, "code"),
    ]
    return _sheet(comparison, text("Treated differently"), columns, frame.with_columns(**stands))


def _days(comparison: Comparison) -> Sheet:
    text, words = comparison.words.text, comparison.words
    columns = [
        Column(text("World"), _world(comparison), 14),
        Column(text("Policy"), _side(comparison), 9),
        Column(text("Day"), pl.col("day"), 12, "date"),
        Column(text("Role"), pl.col("role").replace(words.titles("role")), 18, "strong"),
        *(Column(words.title("measure", measure), pl.col(measure), 11, "count") for measure in MEASURES),
    ]
    return _sheet(comparison, text("Day by day"), columns, comparison.simulation.daily)


def _cash(comparison: Comparison) -> Sheet:
    text = comparison.words.text
    columns = [
        Column(text("Currency"), pl.col("currency"), 10),
        Column(text("Policy"), _side(comparison), 10),
        Column(text("Week"), pl.when(pl.col("week") > 0).then("week"), 8, "count"),
        Column(text("From"), pl.col("from_on"), 12, "date"),
        Column(text("To"), pl.col("to_on"), 12, "date"),
        Column(text("Expected"), money("expected_minor"), 18, "money"),
        Column(text("A tenth of the draws below"), money("low_minor"), 18, "money"),
        Column(text("A tenth of the draws above"), money("high_minor"), 18, "money"),
        Column(text("In the middle draw"), money("middle_minor"), 18, "money"),
    ]
    note = text("A line without a week is all of them.")
    return _sheet(comparison, text("Cash expected"), columns, priced(comparison.simulation.cash), note)


def _workload(comparison: Comparison) -> Sheet:
    text, words = comparison.words.text, comparison.words
    columns = [
        Column(text("Day"), pl.col("day"), 12, "date"),
        Column(text("Policy"), _side(comparison), 9),
        Column(text("Role"), pl.col("role").replace(words.titles("role")), 18, "strong"),
        Column(text("Person"), pl.col("assignee"), 18),
        Column(text("Contacts"), pl.col("contacts"), 12, "count"),
        Column(text("Capacity"), pl.col("capacity"), 12, "count"),
        Column(text("Over"), pl.col("over"), 12, "count"),
    ]
    frame = comparison.simulation.workload.sort(
        -pl.col("over").cast(pl.Int64), "day", "side", "role", maintain_order=True
    )
    return _sheet(comparison, text("Workload"), columns, frame)


def _model(comparison: Comparison) -> Sheet:
    text = comparison.words.text
    frame = pl.DataFrame({"line": [*comparison.findings(), *comparison.assumptions()]})
    columns = [Column(text("What it says, and what it rests on"), pl.col("line"), 120, "wrap")]
    return _sheet(comparison, text("Model"), columns, frame)
