"""Who gets which policy on a day, customer by customer and rule by rule, before anything is planned (D-702, D-707)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from huikuan.engine.assignment import Assignment, Choice, assignments, rule_fits, with_debts
from huikuan.engine.balances import ledger_on
from huikuan.engine.tables import Tables


@dataclass(frozen=True, slots=True)
class AssignmentReport:
    """The answer for every customer of a folder.

    ``customers``: customer_id, name, policy, assigned_by, rule_no, open_base_minor, oldest_overdue_days, in the order
    of the customers table. ``deciders``: assigned_by, rule_no, policies, customers, owing, open_base_minor; one row per
    decider that decided. ``fits``: for each rule the customers it would fit, whoever decides about them.
    """

    as_of: date
    base_currency: str
    assignment: Assignment
    customers: pl.DataFrame
    deciders: pl.DataFrame
    fits: list[int]
    problems: pl.DataFrame
    has_other_currencies: bool  # then amounts rest on rough rates


def assignment_report(
    tables: Tables, choice: Choice, assignment: Assignment, *, as_of: date, base: str
) -> AssignmentReport:
    """Return who gets which policy on ``as_of``, as a plan of that day would have it."""
    documents = ledger_on(tables, as_of=as_of).documents
    settled, problems = assignments(tables.customers, documents, choice, as_of=as_of, base=base)
    owing = with_debts(tables.customers, documents, as_of=as_of, base=base)
    customers = owing.select("customer_id", "name").with_columns(
        *settled.select("policy", "assigned_by", "rule_no"), *owing.select("open_base_minor", "oldest_overdue_days")
    )
    is_open = pl.col("open_minor") != 0
    return AssignmentReport(
        as_of=as_of,
        base_currency=base,
        assignment=assignment,
        customers=customers,
        deciders=_deciders(customers),
        fits=rule_fits(owing, assignment, base=base),
        problems=problems,
        has_other_currencies=not documents.filter(is_open & (pl.col("currency") != base)).is_empty(),
    )


def _deciders(customers: pl.DataFrame) -> pl.DataFrame:
    return customers.group_by("assigned_by", "rule_no").agg(
        pl.col("policy").unique().sort().alias("policies"),
        pl.len().alias("customers"),
        (pl.col("open_base_minor") > 0).sum().alias("owing"),
        pl.col("open_base_minor").sum(),
    )
