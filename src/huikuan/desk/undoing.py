"""Undoing an import that nothing was built upon (R-127)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import polars as pl
from django.db import IntegrityError
from django.db.models import Q

from huikuan.apps.audit.actors import Actor
from huikuan.apps.audit.errors import Refused
from huikuan.apps.audit.services import Subject
from huikuan.apps.customers.selectors import customer_numbers
from huikuan.apps.intake.bulk import Numbers, facts_known
from huikuan.apps.intake.reversal import import_of, mark_undone, refuse_built_upon, take_back
from huikuan.apps.intake.services import one_import_at_a_time
from huikuan.apps.people.selectors import entity_numbers
from huikuan.apps.receivables.services import move_cases, refuse_adjusted, take_back_adjustments
from huikuan.desk.acts import act
from huikuan.desk.imports import KNOWN
from huikuan.desk.once import Done, once
from huikuan.desk.rights import About
from huikuan.desk.since import refuse_decided_day

_CASE = ["customer_id", "entity"]


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


def _undone(asked: Undoing, actor: Actor, on: date) -> Done:
    if not asked.reason.strip():
        raise Refused("reason_missing")
    undone = import_of(asked.batch)
    made = _rows(Q(batch=undone))
    replaced = _rows(Q(replaced_by=undone))
    touched = _cases(made, replaced)
    about = About(entities=tuple(touched["entity"].unique(maintain_order=True)))
    subject = Subject("batch", str(undone.pk))
    try:
        with act("undo_import", actor=actor, on=on, subject=subject, about=about, kind="reversal") as going_on:
            one_import_at_a_time()
            if on < undone.recorded_on:
                raise Refused("undone_before_done", batch=undone.pk, on=on, recorded=undone.recorded_on)
            refuse_decided_day(on)
            mark_undone(undone, batch=going_on.batch)
            move_cases(touched, numbers=Numbers(customers=customer_numbers(), entities=entity_numbers()))
            _refuse_built_upon(undone.pk, made)
            for facts, _ in KNOWN.values():
                refuse_built_upon(facts.model, undone)
                take_back(facts.model, undone, batch=going_on.batch)
            refuse_adjusted(undone)
            take_back_adjustments(undone, batch=going_on.batch)
            going_on.facts = {
                "undone": undone.pk,
                "taken_back": _counts(made),
                "holding_again": _counts(replaced),
            }
            going_on.personal = {"reason": asked.reason.strip()}
    except IntegrityError as conflict:  # something else holds in the place of what was to hold again
        raise Refused("built_upon", batch=undone.pk, by="?") from conflict
    return Done(going_on.batch.pk, dict(going_on.facts))


def _rows(which: Q) -> dict[str, pl.DataFrame]:
    """Return the versions of every table that a condition names."""
    return {table: facts_known(facts, None, only=which, versions="all") for table, (facts, _) in KNOWN.items()}


def _counts(rows: dict[str, pl.DataFrame]) -> dict[str, int]:
    return {table: found.height for table, found in rows.items() if found.height}


def _cases(*parts: dict[str, pl.DataFrame]) -> pl.DataFrame:
    named = [rows.select(_CASE) for part in parts for rows in part.values() if set(_CASE) <= set(rows.columns)]
    return pl.concat(named).drop_nulls().unique(maintain_order=True)


def _refuse_built_upon(undone: int, made: dict[str, pl.DataFrame]) -> None:
    """Refuse when something told later names a customer or a document that only this import knows.

    Raises: Refused built_upon.
    """
    own_customers = _only_here(made, "customers", "customer_id", undone)
    own_documents = _only_here(made, "receivables", "document_no", undone)
    for table, (facts, _) in KNOWN.items():
        later = facts_known(facts, None, only=Q(batch__gt=undone))
        for named in _named(later):
            known = own_customers if named.name == "customer_id" else own_documents
            if named.is_in(known.implode()).any():
                raise Refused("built_upon", batch=undone, by=table)


def _only_here(made: dict[str, pl.DataFrame], table: str, column: str, undone: int) -> pl.Series:
    """Return the values of a column that the batch recorded and no other batch ever did."""
    mine = made[table][column].drop_nulls().unique()
    if mine.is_empty():
        return mine
    others = facts_known(KNOWN[table][0], None, only=~Q(batch=undone), versions="all")[column]
    return mine.filter(~mine.is_in(others.implode()))


def _named(later: pl.DataFrame) -> Iterator[pl.Series]:
    """Yield what rows name of customers and documents."""
    if "customer_id" in later.columns:
        yield later["customer_id"].drop_nulls()
    if "document_nos" in later.columns:
        yield later["document_nos"].explode().drop_nulls().alias("document_no")
    elif "document_no" in later.columns:
        yield later["document_no"].drop_nulls()
