"""What is known of the disputes."""

from __future__ import annotations

import polars as pl
from django.db.models import Q

from huikuan.apps.disputes.models import DisputeFact
from huikuan.apps.intake.bulk import FactTable, Moment, facts_known
from huikuan.apps.receivables.selectors import documents_of_customer
from huikuan.engine.tables import DISPUTES, PLACE

DISPUTE_FACTS = FactTable(
    model=DisputeFact,
    schema={**{name: dtype for name, dtype in DISPUTES.items() if name not in PLACE}, "handle": pl.String},
    key=("handle",),
    of_customer=lambda code: Q(document_no__in=documents_of_customer(code)),
)


def disputes_known(known_on: Moment | None = None, customer_id: str | None = None) -> pl.DataFrame:
    """Return the disputes table as known that day, with fact_id and handle."""
    return facts_known(DISPUTE_FACTS, known_on, customer_id)
