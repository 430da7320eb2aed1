"""What the house knew on a day, as the tables that the engine plans from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from huikuan.apps.activities.selectors import activities_known
from huikuan.apps.cash.selectors import allocations_known, receipts_known
from huikuan.apps.customers.selectors import contacts_known, customers_known, hours_known
from huikuan.apps.disputes.selectors import disputes_known
from huikuan.apps.intake.bulk import Moment
from huikuan.apps.promises.selectors import promises_known
from huikuan.apps.receivables.selectors import items_known
from huikuan.apps.statements.selectors import statements_known
from huikuan.engine.ladder.document import Policy
from huikuan.engine.outcome import Plan
from huikuan.engine.plan import Parameters, plan_day
from huikuan.engine.tables import Tables


def planned(tables: Tables, policies: Mapping[str, Policy], parameters: Parameters) -> Plan:
    """Return the plan of what is known; the statement cycle runs beside the ladder once a statement is known (P-0)."""
    if tables.statements.is_empty():
        parameters = replace(parameters, statement_cycle=None)
    return plan_day(tables, policies, parameters)


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
