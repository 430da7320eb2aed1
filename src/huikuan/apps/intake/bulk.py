"""Facts in bulk: what was known on a day as a typed table, and how new versions follow old ones.

Each app names its facts by ``FactTable``; reading and recording are the same for all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

import polars as pl
from django.db import connection
from django.db.models import Q

from huikuan.apps.intake.differences import Differences
from huikuan.apps.intake.models import Batch
from huikuan.apps.intake.present import present_facts
from huikuan.engine.tables import Schema, type_
from huikuan.gateways import columns

if TYPE_CHECKING:
    from huikuan.apps.intake.facts import Fact

_PART = 5_000  # numbers in one statement
Versions = Literal["known", "earlier", "all"]


@dataclass(frozen=True)
class FactTable:
    """How a model's facts look as one of the engine's tables.

    ``schema``: the table's own columns. ``paths``: where a column that is not the model's own is found. ``key``: the
    columns that tell two things apart.
    """

    model: type[Fact]
    schema: Schema
    key: tuple[str, ...]
    paths: Mapping[str, str] = field(default_factory=dict)
    inside: Mapping[str, str] = field(default_factory=dict)  # our bigint keys: column -> path
    # Columns of the model that no table has: what people told besides.
    carried: Mapping[str, type_] = field(default_factory=dict)
    of_customer: Callable[[str], Q] = field(default=lambda code: Q(customer__code=code))


@dataclass(frozen=True, slots=True)
class AsSeen:
    """A business date as somebody saw it who had read the batches up to ``position`` but not those ``unseen``."""

    known_on: date
    position: int
    unseen: frozenset[int] = frozenset()


Moment = date | AsSeen


def facts_known(
    facts: FactTable,
    known_on: Moment | None,
    customer_id: str | None = None,
    *,
    only: Q | None = None,
    versions: Versions = "known",
) -> pl.DataFrame:
    """Return the facts that were known at the end of that business date (None: now), in the order of recording.

    Of all customers, or of one. ``only``: a condition besides. ``versions``: instead those that something replaced, or
    all. Columns: ``fact_id``, those of ``facts.inside``, then the table's own.
    """
    places = {"fact_id": "id", **facts.inside, **{name: facts.paths.get(name, name) for name in facts.schema}}
    schema: Schema = {**dict.fromkeys(("fact_id", *facts.inside), pl.Int64), **facts.schema}
    if customer_id is None and only is None and versions == "known" and _is_present(known_on):
        return present_facts(facts.model, places, schema)
    wanted = {"known": _known_on(known_on), "earlier": Q(replaced_by__isnull=False), "all": Q()}[versions]
    wanted &= only or Q()
    if customer_id is not None:
        wanted &= facts.of_customer(customer_id)
    rows = facts.model._default_manager.filter(wanted).order_by("id")
    return columns.read_table(connection, rows.values_list(*places.values()), schema)


def told_by_folders(facts: FactTable) -> pl.DataFrame:
    """Return the present facts as a folder last told them, with fact_id: what a folder is compared with.

    What a person changed since is not undone by a folder that says what it said before (R-122).
    """
    present = facts_known(facts, None)
    ours: Any = facts.model._default_manager.filter(replaced_by__isnull=True, batch__kind="act")
    told = facts_known(facts, None, only=Q(handle__in=ours.values("handle"), batch__kind="import"), versions="earlier")
    said = [name for name in facts.schema if name != "handle"]
    last_told = told.unique("handle", keep="last", maintain_order=True).select("handle", *said)
    return present.update(last_told, on="handle", how="left", include_nulls=True)


def _is_present(known_on: Moment | None) -> bool:
    """Tell whether all that was ever told was known by then."""
    if known_on is None:
        return True
    return not isinstance(known_on, AsSeen) and not Batch.objects.filter(recorded_on__gt=known_on).exists()


def _known_on(known_on: Moment | None) -> Q:
    if known_on is None:
        return Q(replaced_by__isnull=True)
    if isinstance(known_on, AsSeen):
        told = Q(batch__lte=known_on.position) & ~Q(batch__in=known_on.unseen)
        untold = Q(replaced_by__gt=known_on.position) | Q(replaced_by__in=known_on.unseen)
        later = Q(replaced_by__isnull=True) | Q(replaced_on__gt=known_on.known_on) | untold
        return told & Q(recorded_on__lte=known_on.known_on) & later
    return Q(recorded_on__lte=known_on) & (Q(replaced_on__isnull=True) | Q(replaced_on__gt=known_on))


@dataclass(frozen=True)
class Numbers:
    """Our bigint keys by what the files call things."""

    customers: pl.DataFrame  # customer_id, customer_no
    entities: pl.DataFrame  # entity, entity_no


def record_changes(
    facts: FactTable, changes: Differences, *, numbers: Numbers, batch: Batch, ended: pl.Series | None = None
) -> None:
    """Write new versions and close the ones they follow, and those of ``ended`` (fact ids) that nothing follows.

    Rows whose identity has a table of its own carry that number already (a column of ``facts.inside``).
    Raises: AssertionError when somebody else has replaced one of them meanwhile.
    """
    told = _carried(facts, changes.changed["fact_id"])
    closed = changes.changed["fact_id"]
    close_facts(facts.model, closed if ended is None else pl.concat([closed, ended]), batch)
    named = [name for name in changes.new.columns if name in changes.changed.columns]
    rows = pl.concat([changes.new.select(named), changes.changed.select(named)])
    if rows.is_empty():
        return
    stored = _stored_columns(facts, _numbered(rows, facts, numbers))
    stamped = stored.with_columns(batch_id=pl.lit(batch.pk, pl.Int64), recorded_on=pl.lit(batch.recorded_on))
    untold = stamped.head(stamped.height - told.height)
    columns.append_table(connection, facts.model._meta.db_table, untold)
    if told.height:
        followers = pl.concat([stamped.tail(told.height), told], how="horizontal")
        columns.append_table(connection, facts.model._meta.db_table, followers)


def _carried(facts: FactTable, fact_ids: pl.Series) -> pl.DataFrame:
    """Return what people told besides of these facts, in their order; of none where they can tell nothing."""
    if not facts.carried or fact_ids.is_empty():
        return pl.DataFrame()
    schema: Schema = {"fact_id": pl.Int64, **facts.carried}
    found = [pl.DataFrame(schema=dict(schema))]
    for start in range(0, len(fact_ids), _PART):
        part = facts.model._default_manager.filter(pk__in=fact_ids[start : start + _PART].to_list()).order_by("id")
        found.append(columns.read_table(connection, part.values_list("id", *facts.carried), schema))
    wanted = pl.DataFrame({"fact_id": fact_ids})
    return wanted.join(pl.concat(found), on="fact_id", how="left", maintain_order="left").drop("fact_id")


def _numbered(rows: pl.DataFrame, facts: FactTable, numbers: Numbers) -> pl.DataFrame:
    """Add customer_no and entity_no where the table names a customer or an entity."""
    if "customer_id" in facts.schema:
        rows = rows.drop("customer_no", strict=False).join(
            numbers.customers, on="customer_id", how="left", maintain_order="left"
        )
    if "entity" in facts.schema:
        rows = rows.join(numbers.entities, on="entity", how="left", maintain_order="left")
    return rows


def _stored_columns(facts: FactTable, rows: pl.DataFrame) -> pl.DataFrame:
    """Return the rows under the names of the database's columns; what stands with the identity is left out."""
    numbers = {"customer": "customer_no", "entity": "entity_no", **{path: name for name, path in facts.inside.items()}}
    own: dict[str, str] = {}
    for column in facts.model._meta.concrete_fields:
        path = column.name
        named = next((name for name, at in facts.paths.items() if at == path), path)
        source = numbers.get(path, named)
        if source in rows.columns and path != "id" and column.column:
            own[column.column] = source
    return rows.select(pl.col(source).alias(name) for name, source in own.items())


def close_facts(model: type[Fact], fact_ids: pl.Series, batch: Batch) -> None:
    """Close the present versions of these ids. Raises: AssertionError when somebody else has just closed one."""
    rows = pl.DataFrame({"id": fact_ids}).with_columns(
        replaced_by_id=pl.lit(batch.pk, pl.Int64), replaced_on=pl.lit(batch.recorded_on)
    )
    closed = columns.update_table(connection, model._meta.db_table, rows, only="here.replaced_by_id IS NULL")
    assert closed == rows.height, "a fact was replaced by somebody else in the same moment"
