"""What is known of the statements of account."""

from __future__ import annotations

import polars as pl

from huikuan.apps.intake.bulk import FactTable, Moment, facts_known
from huikuan.apps.statements.models import StatementFact
from huikuan.engine.tables import PLACE, STATEMENTS

STATEMENT_FACTS = FactTable(
    model=StatementFact,
    schema={name: dtype for name, dtype in STATEMENTS.items() if name not in PLACE},
    key=("customer_id", "entity", "period"),
    paths={"customer_id": "customer__code", "entity": "entity__code"},
)


def statements_known(known_on: Moment | None = None, customer_id: str | None = None) -> pl.DataFrame:
    """Return the statements table as known that day, with fact_id."""
    return facts_known(STATEMENT_FACTS, known_on, customer_id)


def statements_of(customer_no: int) -> list[StatementFact]:
    """Return what is known now of a customer's statements, with entity and batch."""
    present = StatementFact.objects.filter(customer=customer_no, replaced_by__isnull=True)
    return list(present.select_related("entity", "batch").order_by("period", "id"))
