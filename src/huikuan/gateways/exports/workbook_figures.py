"""The two sheets of sums: ageing per customer, closing to the ledger, and the summary of the whole plan."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from huikuan.gateways.exports.figures import BUCKET_ORDER, ageing_matrix, occurring
from huikuan.gateways.exports.palette import AGEING_RAMP
from huikuan.gateways.exports.sheets import ROW_LIMIT, Column, Sheet
from huikuan.gateways.exports.summary import CurrencyTotals, currency_totals
from huikuan.gateways.exports.workbook_sheets import Scene, entity_column, money, priced

SUMMARY_SCHEMA = {
    "section": pl.String,
    "what": pl.String,
    "currency": pl.String,
    "count": pl.Int64,
    "minor": pl.Int64,
    "note": pl.String,
    "bold": pl.Boolean,
}
SummaryRow = tuple[str, str, str, int | None, int | None, str, bool]


def ageing_sheet(scene: Scene) -> Sheet:
    """Return customer x bucket with a total per currency; customers beyond the limit stand in one line of rest."""
    text = scene.words.text
    matrix = scene.named(ageing_matrix(scene.plan.ageing))
    shown = occurring(matrix, BUCKET_ORDER)
    blocks = list(matrix.partition_by("currency", maintain_order=True))
    room = (ROW_LIMIT - 2 * len(blocks)) // max(len(blocks), 1)
    frame = (
        pl.concat([_closed_block(scene, block, room) for block in blocks])
        if blocks
        else matrix.with_columns(bold=pl.lit(False))
    )
    buckets = scene.words.titles("bucket")
    columns = [
        Column(text("Customer"), pl.col("customer_name"), 28, "strong"),
        *entity_column(scene),
        Column(text("Currency"), pl.col("currency"), 9),
        *(Column(buckets[name], money(name), 14, "money", fill=AGEING_RAMP.get(name, "")) for name in shown),
        Column(text("Total"), money("total"), 16, "money"),
        Column("customer_id", pl.col("customer_id"), 14, "code"),
    ]
    return Sheet(
        text("Ageing"),
        title=text("Ageing by customer"),
        facts=scene.facts,
        columns=columns,
        frame=priced(frame),
        printed=len(columns) - 1,
        note=text("Each currency closes to its ledger: open items less unmatched cash. Currencies are never added."),
    )


def _closed_block(scene: Scene, block: pl.DataFrame, room: int) -> pl.DataFrame:
    sums = [*BUCKET_ORDER, "total"]
    rest = block.slice(room)
    lines = [block.head(room).with_columns(bold=pl.lit(False))]
    if rest.height:
        name = scene.words.text("{n} more customers", n=f"{rest.height:,}")
        lines.append(_sum_line(rest, sums, name).with_columns(bold=pl.lit(False)))
    lines.append(_sum_line(block, sums, scene.words.text("Total = ledger")).with_columns(bold=pl.lit(True)))
    return pl.concat(lines)


def _sum_line(block: pl.DataFrame, sums: list[str], name: str) -> pl.DataFrame:
    line = block.select(pl.col("currency").first(), pl.col(sums).sum()).with_columns(
        customer_id=pl.lit(""), entity=pl.lit(""), customer_name=pl.lit(name)
    )
    return line.select(block.columns)


def summary_sheet(scene: Scene) -> Sheet:
    """Return the plan's figures as one list: amounts per currency, lanes, buckets, classes, rungs, inputs."""
    text = scene.words.text
    rows = [*_totals(scene), *_parts(scene), *_inputs(scene)]
    frame = pl.DataFrame(rows, schema=SUMMARY_SCHEMA, orient="row")
    columns = [
        Column(text("Section"), pl.col("section"), 22),
        Column(text("What"), pl.col("what"), 34, "strong"),
        Column(text("Currency"), pl.col("currency"), 9),
        Column(text("Count"), pl.col("count"), 12, "count"),
        Column(text("Amount"), money("minor"), 20, "money"),
        Column(text("Note"), pl.col("note"), 60, "wrap"),
    ]
    return Sheet(
        text("Summary"),
        title=text("Summary of the plan"),
        facts=scene.facts,
        columns=columns,
        frame=priced(frame),
        printed=len(columns),
    )


def total_words(scene: Scene) -> dict[str, str]:
    """Return what each figure of CurrencyTotals is called."""
    text = scene.words.text
    return {
        "open": text("Open"),
        "overdue": text("Overdue"),
        "eligible": text("Amount to chase"),
        "disputed": text("Disputed"),
        "promised": text("Promised"),
        "in_transit": text("In transit"),
        "bills_in_hand": text("Bills in hand"),
        "unallocated": text("Unmatched cash"),
        "ledger": text("Ledger = open − unmatched cash"),
    }


def _totals(scene: Scene) -> Iterator[SummaryRow]:
    for currency, totals in currency_totals(scene.plan).items():
        section = scene.words.text("Amounts")
        for name, what in total_words(scene).items():
            yield section, what, currency, None, _figure(totals, name), "", name == "ledger"


def _figure(totals: CurrencyTotals, name: str) -> int:
    return int(getattr(totals, name))


def _parts(scene: Scene) -> Iterator[SummaryRow]:
    text, words = scene.words.text, scene.words
    cases = scene.plan.worklist.unique(["customer_id", "entity"]).group_by("lane").len().sort("lane")
    for lane, count in cases.iter_rows():
        yield text("Cases by lane"), words.title("lane", lane), "", count, None, "", False
    rungs = dict(words.ladder(scene.plan.policies.values()).rungs)
    sections = (
        (text("Items by age"), "bucket", words.titles("bucket")),
        (text("Items by class"), "debt_class", words.titles("debt_class")),
        (text("Items by rung"), "rung", rungs),
    )
    for section, column, names in sections:
        order = pl.col(column).replace_strict({name: at for at, name in enumerate(names)}, default=999)
        sums = scene.plan.items.filter(pl.col(column) != "").group_by(column, "currency")
        found = sums.agg(pl.len(), pl.col("open_minor").sum()).sort("currency", order)
        for code, currency, count, minor in found.iter_rows():
            yield section, names.get(code, code), currency, count, minor, "", False


def _inputs(scene: Scene) -> Iterator[SummaryRow]:
    text = scene.words.text
    for found in scene.reading.inputs:
        name = f"{found.file} · {found.sheet}" if found.sheet else found.file
        yield text("Read from"), name, "", found.rows, None, f"{found.table} · SHA-256 {found.sha256}", False
    for table, totals in scene.reading.totals.items():
        note = text(
            "{loaded} loaded + {set_aside} set aside", loaded=f"{totals.loaded:,}", set_aside=f"{totals.set_aside:,}"
        )
        yield text("Rows in"), table, "", totals.rows_in, None, note, False
    for name in scene.reading.unread:
        yield text("Not read"), name, "", None, None, text("No table of ours goes by this name."), False
    plan = scene.plan
    yield text("Left out"), text("Documents issued later"), "", plan.not_yet_issued, None, "", False
    yield text("Left out"), text("Payments received later"), "", plan.future_payments, None, "", False
