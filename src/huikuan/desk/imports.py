"""Imports: what a folder changes in what is known, shown first and then recorded in one transaction.

Recording the same folder twice changes nothing. A snapshot settles what it no longer lists, cause unknown, and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from huikuan.apps.activities.selectors import ACTIVITY_FACTS, activities_known
from huikuan.apps.activities.services import record_activities
from huikuan.apps.audit.actors import Actor
from huikuan.apps.audit.services import Subject
from huikuan.apps.cash.selectors import ALLOCATION_FACTS, RECEIPT_FACTS, allocations_known, receipts_known
from huikuan.apps.cash.services import record_receipts
from huikuan.apps.customers.selectors import (
    CONTACT_FACTS,
    CUSTOMER_FACTS,
    HOURS_FACTS,
    contacts_known,
    customer_numbers,
    customers_known,
    hours_known,
)
from huikuan.apps.customers.services import (
    name_customers,
    record_contacts,
    record_customers,
    record_hours,
    renew_findable,
)
from huikuan.apps.disputes.selectors import DISPUTE_FACTS, disputes_told
from huikuan.apps.disputes.services import record_disputes
from huikuan.apps.intake.bulk import FactTable, Numbers
from huikuan.apps.intake.differences import Differences, differences
from huikuan.apps.intake.selectors import newest_batch_no
from huikuan.apps.intake.services import one_import_at_a_time, record_set_aside
from huikuan.apps.people.selectors import entity_numbers
from huikuan.apps.people.services import name_entities
from huikuan.apps.promises.selectors import PROMISE_FACTS, promises_told
from huikuan.apps.promises.services import record_promises
from huikuan.apps.receivables.selectors import ITEM_FACTS, items_known
from huikuan.apps.receivables.services import move_cases, record_items, record_settled_unknown
from huikuan.apps.statements.selectors import STATEMENT_FACTS, statements_told
from huikuan.apps.statements.services import record_statements
from huikuan.desk.acts import act
from huikuan.desk.import_files import files_written, keep_files
from huikuan.desk.known import known_tables
from huikuan.desk.once import Done, once
from huikuan.desk.rights import About, require
from huikuan.desk.touched import cases_touched
from huikuan.engine.balances import ledger_on
from huikuan.engine.tables import Tables
from huikuan.gateways.columns import FLOAT_DECIMALS
from huikuan.gateways.imports import KnownBefore

if TYPE_CHECKING:
    from huikuan.apps.intake.models import Batch
    from huikuan.gateways.imports import Reading

# What is known of each table of the contract, in the order in which changes are recorded.
KNOWN: Mapping[str, tuple[FactTable, Callable[[], pl.DataFrame]]] = {
    "customers": (CUSTOMER_FACTS, customers_known),
    "contacts": (CONTACT_FACTS, contacts_known),
    "receivables": (ITEM_FACTS, items_known),
    "payments": (RECEIPT_FACTS, receipts_known),
    "allocations": (ALLOCATION_FACTS, allocations_known),
    "promises": (PROMISE_FACTS, promises_told),
    "disputes": (DISPUTE_FACTS, disputes_told),
    "activities": (ACTIVITY_FACTS, activities_known),
    "statements": (STATEMENT_FACTS, statements_told),
    "hours": (HOURS_FACTS, hours_known),
}


@dataclass(frozen=True)
class Import:
    """What is to be imported. ``derived_customers``: codes that only documents name, which change nothing known."""

    tables: Tables
    recorded_on: date
    currency: str
    source: str = ""
    is_snapshot: bool = False
    derived_customers: frozenset[str] = frozenset()
    reading: Reading | None = None  # where the tables come from, to be kept with the batch
    folder: Path | None = None  # where the files of the reading lie, to be kept too

    @classmethod
    def of(
        cls, reading: Reading, *, folder: Path, recorded_on: date, currency: str, source: str = "",
        is_snapshot: bool = False,
    ) -> Import:  # fmt: skip
        """Return the import of what a folder, or a single file, says."""
        derived = reading.derived_customers()
        return cls(reading.tables, recorded_on, currency, source, is_snapshot, derived, reading, folder)


@dataclass(frozen=True)
class Preview:
    """What an import would change. ``settled``: items that a snapshot no longer lists, with open_minor before."""

    position: int  # the newest batch when it was worked out
    changes: Mapping[str, Differences]
    settled: pl.DataFrame

    @property
    def is_empty(self) -> bool:
        """Whether everything is known already."""
        return all(changes.is_empty for changes in self.changes.values()) and self.settled.is_empty()


def known_before() -> KnownBefore:
    """Return what a reader may ask of the memory: the currencies of documents, the terms of customers."""
    return KnownBefore(
        documents=lambda: items_known().select("document_no", "currency"),
        customers=lambda: customers_known().select("customer_id", "terms", "tax_id"),
    )


def previewed(given: Import) -> Preview:
    """Return what the import would change, without changing anything."""
    position = newest_batch_no()
    incoming = _incoming(given)
    changes = {}
    for table, (facts, known) in KNOWN.items():
        said = [name for name in facts.schema if name not in facts.key]
        changes[table] = differences(known(), incoming[table], key=facts.key, said=said)
    settled = _no_longer_listed(changes["receivables"], given) if given.is_snapshot else _nothing_settled()
    return Preview(position, changes, settled)


def record_import(given: Import, preview: Preview, *, actor: Actor) -> Batch | None:
    """Record a previewed import; None when it changes nothing.

    What was recorded since the preview is compared again inside the transaction. Its files are kept (R-128).
    Raises: Refused when the actor may not import, or not for these entities; input_changed.
    """
    if preview.is_empty:
        return None
    subject = Subject("batch", given.source or "import")
    about = About(entities=entities_of(given))
    require("import", actor=actor, on=given.recorded_on, about=about)
    with (
        files_written(given.reading, given.folder) as files,
        act("import", actor=actor, on=given.recorded_on, subject=subject, about=about, kind="import") as going_on,
    ):
        one_import_at_a_time()
        if newest_batch_no() != max(preview.position, going_on.batch.pk):
            preview = previewed(given)
        _record(given, preview, going_on.batch)
        going_on.batch.is_snapshot = given.is_snapshot
        going_on.batch.source = given.source
        going_on.batch.totals = totals(preview, given.reading)
        _keep_reading(given.reading, going_on.batch)
        keep_files(files)
        going_on.batch.save(update_fields=["is_snapshot", "source", "totals", "inputs"])
        going_on.facts = dict(going_on.batch.totals)
        going_on.subject = Subject("batch", str(going_on.batch.pk))
        renew_findable()
    return going_on.batch


def record_once(given: Import, *, actor: Actor, key: str | None) -> Done | None:
    """Record an import that a system delivers, once under its key; facts: the totals. None when it changes nothing.

    Raises: Refused key_reused when the key had delivered something else, or as ``record_import`` does.
    """

    def work() -> Done:
        batch = record_import(given, previewed(given), actor=actor)
        if batch is None:
            raise _NothingNew
        return Done(batch.pk, batch.totals)

    files = [found.sha256 for found in given.reading.inputs] if given.reading else []
    try:
        return once("import", _Delivery(files, given.source, given.is_snapshot), work, actor=actor, key=key)
    except _NothingNew:
        return None


@dataclass(frozen=True, slots=True)
class _Delivery:
    """What a key stands for."""

    files: list[str]
    source: str
    is_snapshot: bool


class _NothingNew(Exception):  # noqa: N818 - it gives a key back that nothing was done under
    pass


def totals(preview: Preview, reading: Reading | None = None) -> dict[str, dict[str, Any]]:
    """Return per table how many rows are new, changed and unchanged, and what a snapshot settles.

    With a reading also its rows and amounts: in = loaded + set aside.
    """
    counted: dict[str, dict[str, Any]] = {
        table: {"new": changes.new.height, "changed": changes.changed.height, "unchanged": changes.unchanged}
        for table, changes in preview.changes.items()
    }
    counted["receivables"]["settled"] = preview.settled.height
    for table, read in reading.totals.items() if reading else ():
        counted.setdefault(table, {}).update(asdict(read))
    return counted


def _keep_reading(reading: Reading | None, batch: Batch) -> None:
    """Note the files of an import with their digests, and every problem found in them."""
    if reading is None:
        return
    batch.inputs = [asdict(found) for found in reading.inputs]
    files = [f"{found.file}#{found.sheet}" if found.sheet else found.file for found in reading.inputs]
    named = pl.DataFrame(
        {"file_no": range(len(files)), "file": files}, schema={"file_no": pl.UInt16, "file": pl.String}
    )
    problems = reading.problems.join(named, on="file_no", how="left", maintain_order="left").with_columns(
        row=pl.col("row_no").cast(pl.String)
    )
    record_set_aside(batch, problems.with_columns(pl.col(pl.String).fill_null("")))


def _record(given: Import, preview: Preview, batch: Batch) -> None:
    changes = preview.changes
    name_entities(_codes(changes, "entity"), currency=given.currency)
    name_customers(pl.Series("customer_id", _codes(changes, "customer_id"), dtype=pl.String))
    numbers = Numbers(customers=customer_numbers(), entities=entity_numbers())
    record_customers(changes["customers"], numbers=numbers, batch=batch)
    record_contacts(changes["contacts"], numbers=numbers, batch=batch)
    record_items(_with_settled(changes["receivables"], preview.settled), numbers=numbers, batch=batch)
    record_settled_unknown(preview.settled, batch=batch)
    record_receipts(changes["payments"], changes["allocations"], numbers=numbers, batch=batch)
    record_promises(changes["promises"], numbers=numbers, batch=batch)
    record_disputes(changes["disputes"], numbers=numbers, batch=batch)
    record_activities(changes["activities"], numbers=numbers, batch=batch)
    record_statements(changes["statements"], numbers=numbers, batch=batch)
    record_hours(changes["hours"], numbers=numbers, batch=batch)
    move_cases(_touched(changes, preview.settled), numbers=numbers)


def entities_of(given: Import) -> tuple[str, ...]:
    """Return the legal entities that the import speaks of; customers alone belong to none."""
    named = [rows["entity"] for rows in (given.tables.receivables, given.tables.payments)]
    return tuple(pl.concat(named).drop_nulls().unique(maintain_order=True).to_list())


def _codes(changes: Mapping[str, Differences], column: str) -> list[str]:
    found = [part.new[column] for part in changes.values() if column in part.new.columns]
    return pl.concat(found).drop_nulls().unique(maintain_order=True).to_list()


def _touched(changes: Mapping[str, Differences], settled: pl.DataFrame) -> pl.DataFrame:
    """Return customer_id and entity of every case that the batch is about."""
    told = changes["receivables"].new["document_no"].implode()  # their rows name the case themselves
    news = {table: [part.new, part.changed] for table, part in changes.items()}
    news["allocations"] = [rows.filter(~pl.col("document_no").is_in(told)) for rows in news["allocations"]]
    return cases_touched([*(rows for parts in news.values() for rows in parts), settled])


def _incoming(given: Import) -> dict[str, pl.DataFrame]:
    """Return the tables with the columns that tell their rows apart."""
    tables = given.tables
    source = pl.lit(given.source)
    listed = tables.customers.filter(
        ~pl.col("customer_id").is_in(given.derived_customers) | ~_is_known(tables.customers)
    )
    keyed = {
        "customers": listed.with_columns(pl.col("lat", "lon").round(FLOAT_DECIMALS)),
        "contacts": tables.contacts.with_columns(place=_nth_of_its_kind(tables.contacts.select("customer_id", "name"))),
        "receivables": tables.receivables.with_columns(source=source),
        "payments": tables.payments.with_columns(source=source),
        "allocations": tables.allocations.with_columns(
            source=source, place=_nth_of_its_kind(tables.allocations.select("entity", "payment_no"))
        ),
        "promises": _with_handle(
            tables.promises, "customer_id", "entity", "made_on", "due_on", "amount_minor", "currency", "document_nos"
        ),
        "disputes": _with_handle(tables.disputes, "document_no", "opened_on", "reason"),
        "activities": _with_handle(tables.activities, "customer_id", "entity", "at", "channel", "step"),
        "hours": _with_handle(tables.hours, "customer_id", "kind", "weekday", "from", "to", "month_day", "date"),
        "statements": tables.statements.unique(["customer_id", "entity", "period"], keep="last", maintain_order=True),
    }
    return {table: rows.select(*KNOWN[table][0].schema) for table, rows in keyed.items()}


def _is_known(customers: pl.DataFrame) -> pl.Series:
    return customers["customer_id"].is_in(customer_numbers()["customer_id"].implode())


def _with_handle(rows: pl.DataFrame, *names: str) -> pl.DataFrame:
    """Name rows that bear no number by what they say; of rows that say the same, the second ends in /1."""
    parts = [
        (
            pl.col(name).list.join(";") if rows.schema[name] == pl.List(pl.String) else pl.col(name).cast(pl.String)
        ).fill_null("")
        for name in names
    ]
    said = rows.with_columns(handle=pl.concat_str(parts, separator="|"))
    occurrence = _nth_of_its_kind(said.select("handle"))
    if occurrence.max() in (None, 0):
        return said
    again = pl.when(occurrence > 0).then(pl.format("/{}", occurrence)).otherwise(pl.lit(""))
    return said.with_columns(handle=pl.col("handle") + again)


def _nth_of_its_kind(named: pl.DataFrame) -> pl.Series:
    """Return for each row how many rows before it say the same; most say something of their own, which is cheap."""
    alike = named.is_duplicated()
    if not alike.any():
        return pl.zeros(named.height, dtype=pl.Int32, eager=True)
    among = named.with_row_index("row").filter(alike)
    counted = among.select("row", nth=pl.int_range(pl.len(), dtype=pl.Int32).over(named.columns))
    return (
        named.select(row=pl.int_range(pl.len(), dtype=pl.get_index_type()))
        .join(counted, on="row", how="left", maintain_order="left")["nth"]
        .fill_null(0)
    )


def _no_longer_listed(items: Differences, given: Import) -> pl.DataFrame:
    """Return the open items of the snapshot's entities and source that it does not list, with what was open."""
    covered = given.tables.receivables["entity"].unique()
    absent = items.absent.filter(pl.col("entity").is_in(covered.implode()) & (pl.col("source") == given.source))
    if absent.is_empty():
        return _nothing_settled()
    ledger = ledger_on(known_tables(), as_of=given.recorded_on).documents
    opened = ledger.filter(pl.col("open_minor") != 0).select("entity", "kind", "document_no", before_minor="open_minor")
    return absent.join(opened, on=["entity", "kind", "document_no"], how="inner", maintain_order="left").with_columns(
        effective_on=pl.lit(given.recorded_on)
    )


def _nothing_settled() -> pl.DataFrame:
    inside = {"fact_id": pl.Int64, "item_no": pl.Int64, "customer_no": pl.Int64}
    return pl.DataFrame(schema={**inside, **ITEM_FACTS.schema, "before_minor": pl.Int64, "effective_on": pl.Date})


def _with_settled(items: Differences, settled: pl.DataFrame) -> Differences:
    """Add a version with nothing open for each item that a snapshot settles."""
    emptied = settled.with_columns(open_minor=pl.lit(0, pl.Int64), balance_date="effective_on")
    return Differences(
        new=items.new,
        changed=pl.concat([items.changed, emptied.select(items.changed.columns)]),
        absent=items.absent,
        unchanged=items.unchanged,
    )
