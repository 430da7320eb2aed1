"""Undoing an import that nothing was built upon (R-127)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import polars as pl
from django.db import IntegrityError
from django.db.models import Q

from huikuan.apps.audit.actors import Actor
from huikuan.apps.audit.errors import Refused
from huikuan.apps.audit.services import Subject
from huikuan.apps.customers.selectors import OVERRIDE_FACTS, customer_numbers
from huikuan.apps.customers.services import renew_findable
from huikuan.apps.intake.bulk import FactTable, Numbers, facts_known
from huikuan.apps.intake.reversal import import_of, mark_undone, refuse_built_upon, standing_of, take_back
from huikuan.apps.intake.selectors import newest_batch_no
from huikuan.apps.intake.services import one_import_at_a_time
from huikuan.apps.people.selectors import entity_numbers
from huikuan.apps.receivables.selectors import ADJUSTMENT_FACTS
from huikuan.apps.receivables.services import move_cases
from huikuan.desk.acts import act
from huikuan.desk.imports import KNOWN
from huikuan.desk.once import Done, once
from huikuan.desk.rights import About, require
from huikuan.desk.touched import cases_touched

if TYPE_CHECKING:
    from huikuan.apps.intake.models import Batch

# Whatever an import records, in the order in which it does.
_FACTS: Mapping[str, FactTable] = {
    **{table: facts for table, (facts, _) in KNOWN.items()},
    "adjustments": ADJUSTMENT_FACTS,
}


@dataclass(frozen=True, slots=True)
class Undoing:
    """Which import is undone, and why."""

    batch: int
    reason: str


def undo_import(asked: Undoing, *, actor: Actor, on: date, key: str | None = None) -> Done:
    """Take an import back from today on; facts: undone (its number), taken_back and holding_again (rows per table).

    Raises: Refused batch_unknown, batch_is_no_import, batch_undone, built_upon, or as every act.
    """
    return once("undo_import", asked, lambda: _undone(asked, actor, on), actor=actor, key=key)


def require_undoable(asked: Undoing, *, actor: Actor, on: date) -> bool:
    """Say before the act whether it would pass as things stand. Raises: as ``undo_import``."""
    if not asked.reason.strip():
        raise Refused("reason_missing")
    undone = import_of(asked.batch)
    extent = _Extent.of(undone)
    entities = tuple(extent.cases()["entity"].unique(maintain_order=True))
    require("undo_import", actor=actor, on=on, about=About(entities=entities))
    extent.refuse_built_upon(undone)
    return True


@dataclass(frozen=True)
class _Extent:
    """What there is to be taken back, per table: what the import recorded as it stands now, and what it replaced."""

    position: int  # the newest batch when it was read
    made: Mapping[str, pl.DataFrame]
    replaced: Mapping[str, pl.DataFrame]

    @classmethod
    def of(cls, undone: Batch) -> _Extent:
        position = newest_batch_no()
        made = {table: standing_of(facts, undone) for table, facts in _FACTS.items()}
        replaced = {
            table: facts_known(facts, None, only=Q(replaced_by=undone), versions="all")
            for table, facts in _FACTS.items()
        }
        return cls(position, made, replaced)

    def cases(self) -> pl.DataFrame:
        """Return customer_id and entity of the cases that it is about."""
        return cases_touched([*self.made.values(), *self.replaced.values()])

    def refuse_built_upon(self, undone: Batch) -> None:
        """Refuse when something rests on it. Raises: Refused built_upon."""
        _refuse_built_upon(undone.pk, self)
        for table in _FACTS:
            refuse_built_upon(undone, self.made[table])


def _undone(asked: Undoing, actor: Actor, on: date) -> Done:
    if not asked.reason.strip():
        raise Refused("reason_missing")
    undone = import_of(asked.batch)
    extent = _Extent.of(undone)
    touched = extent.cases()
    about = About(entities=tuple(touched["entity"].unique(maintain_order=True)))
    subject = Subject("batch", str(undone.pk))
    try:
        with act("undo_import", actor=actor, on=on, subject=subject, about=about, kind="reversal") as going_on:
            one_import_at_a_time()
            if on < undone.recorded_on:
                raise Refused("undone_before_done", batch=undone.pk, on=on, recorded=undone.recorded_on)
            mark_undone(undone, batch=going_on.batch)
            move_cases(touched, numbers=Numbers(customers=customer_numbers(), entities=entity_numbers()))
            if newest_batch_no() != max(extent.position, going_on.batch.pk):  # somebody recorded something meanwhile
                extent = _Extent.of(undone)
            extent.refuse_built_upon(undone)
            for table, facts in _FACTS.items():
                take_back(facts, undone, extent.made[table], batch=going_on.batch)
            going_on.facts = {
                "undone": undone.pk,
                "taken_back": _counts(extent.made),
                "holding_again": _counts(extent.replaced),
            }
            going_on.personal = {"reason": asked.reason.strip()}
            renew_findable()
    except IntegrityError as conflict:  # something else holds in the place of what was to hold again
        raise Refused("built_upon", batch=undone.pk, by="?") from conflict
    return Done(going_on.batch.pk, dict(going_on.facts))


def _counts(rows: Mapping[str, pl.DataFrame]) -> dict[str, int]:
    return {table: rows[table].height for table in KNOWN if rows[table].height}


def _refuse_built_upon(undone: int, extent: _Extent) -> None:
    """Refuse when something told later names a customer or a document that only this import knows.

    Raises: Refused built_upon.
    """
    own = {
        "customer_id": _only_here(extent, "customers", "customer_id"),
        "document_no": _only_here(extent, "receivables", "document_no"),
    }
    for table, facts in {**_FACTS, "overrides": OVERRIDE_FACTS}.items():
        later = facts_known(facts, None, only=Q(batch__gt=undone))
        if table in extent.made:
            later = later.join(extent.made[table], on="fact_id", how="anti")
        for named in _named(later):
            if named.is_in(own[named.name].implode()).any():
                raise Refused("built_upon", batch=undone, by=table)


def _only_here(extent: _Extent, table: str, column: str) -> pl.Series:
    """Return the values of a column that nothing but the import says, of all that will hold afterwards."""
    mine = extent.made[table][column].drop_nulls().unique()
    if mine.is_empty():
        return mine
    present = facts_known(_FACTS[table], None).join(extent.made[table], on="fact_id", how="anti")
    others = pl.concat([present[column], extent.replaced[table][column]])
    return mine.filter(~mine.is_in(others.implode()))


def _named(later: pl.DataFrame) -> Iterator[pl.Series]:
    """Yield what rows name of customers and documents."""
    if "customer_id" in later.columns:
        yield later["customer_id"].drop_nulls()
    if "document_nos" in later.columns:
        yield later["document_nos"].explode().drop_nulls().alias("document_no")
    elif "document_no" in later.columns:
        yield later["document_no"].drop_nulls()
