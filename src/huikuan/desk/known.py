"""What the house knew on a day, as the tables that the engine plans from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import polars as pl

from huikuan.apps.activities.selectors import activities_known
from huikuan.apps.cash.selectors import allocations_known, receipts_known
from huikuan.apps.customers.selectors import contacts_known, customers_known, hours_known, overrides_known
from huikuan.apps.disputes.selectors import disputes_known
from huikuan.apps.intake.bulk import Moment
from huikuan.apps.promises.selectors import promises_known
from huikuan.apps.receivables.selectors import items_known
from huikuan.apps.statements.selectors import statements_known
from huikuan.engine.assignment import Assignment, Override
from huikuan.engine.ladder.document import Policy
from huikuan.engine.outcome import Plan
from huikuan.engine.plan import Parameters, plan_day
from huikuan.engine.tables import Tables


def planned(
    tables: Tables,
    policies: Mapping[str, Policy],
    parameters: Parameters,
    overrides: tuple[Override, ...] | None = None,
) -> Plan:
    """Return the plan of what is known; the statement cycle runs beside the ladder once a statement is known (P-0).

    ``overrides``: those of the memory that count; without them, those known on the day itself.
    """
    if overrides is None:
        overrides = overrides_counting(parameters.as_of, parameters.as_of)
    return plan_day(tables, policies, as_planned(tables, policies, parameters, overrides))


def as_planned(
    tables: Tables, policies: Mapping[str, Policy], parameters: Parameters, overrides: tuple[Override, ...]
) -> Parameters:
    """Return the parameters that these tables are planned with: the cycle where statements are known, the overrides
    of customers and policies that are there.
    """
    if tables.statements.is_empty():
        parameters = replace(parameters, statement_cycle=None)
    here = set(tables.customers["customer_id"])
    usable = tuple(one for one in overrides if one.policy in policies and one.customer_id in here)
    return _with_overrides(parameters, usable)


def overrides_counting(as_of: date, known_on: Moment | None = None) -> tuple[Override, ...]:
    """Return the overrides that count on ``as_of``, by what was known on ``known_on`` (None: is known now; R-126)."""
    rows = overrides_known(known_on).filter(
        (pl.col("first_on") <= as_of)
        & (pl.col("last_on") >= as_of)
        & (pl.col("ended_on").is_null() | (pl.col("ended_on") > as_of))
    )
    newest = rows.unique("customer_id", keep="last", maintain_order=True)
    told = newest.select("customer_id", "policy", "reason", "last_on")
    return tuple(Override(*row) for row in told.iter_rows())


def _with_overrides(parameters: Parameters, overrides: tuple[Override, ...]) -> Parameters:
    """Put the memory's overrides before those of a document."""
    if not overrides:
        return parameters
    document = parameters.assignment or Assignment("", 0)
    named = {override.customer_id for override in overrides}
    rest = tuple(override for override in document.overrides if override.customer_id not in named)
    return replace(parameters, assignment=replace(document, overrides=(*overrides, *rest)))


def known_tables(known_on: Moment | None = None, customer_id: str | None = None) -> Tables:
    """Return the facts known at the end of that business date (None: now); rows stand in the order of recording.

    Of all customers, or of one; then without the money whose payer nobody knows.
    """
    asked = (known_on, customer_id)
    return Tables.of(
        customers=customers_known(*asked),
        contacts=contacts_known(*asked),
        receivables=_placed(items_known(*asked)),
        payments=_placed(receipts_known(*asked)),
        allocations=_placed(allocations_known(*asked)),
        promises=_placed(promises_known(*asked)),
        disputes=_placed(disputes_known(*asked)),
        activities=_placed(activities_known(*asked)),
        statements=_placed(statements_known(*asked)),
        hours=_placed(hours_known(*asked)),
    )


def _placed(rows: pl.DataFrame) -> pl.DataFrame:
    """Number the rows, as the rows of a file are: the later of two alike counts as the later told."""
    return rows.with_columns(row_no=pl.int_range(1, pl.len() + 1, dtype=pl.UInt32))
