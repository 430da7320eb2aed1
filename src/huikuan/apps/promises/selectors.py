"""What is known of the promises."""

from __future__ import annotations

import polars as pl

from huikuan.apps.intake.bulk import FactTable, Moment, facts_known
from huikuan.apps.promises.models import PromiseFact
from huikuan.engine.tables import PLACE, PROMISES

PROMISE_FACTS = FactTable(
    model=PromiseFact,
    schema={**{name: dtype for name, dtype in PROMISES.items() if name not in PLACE}, "handle": pl.String},
    key=("handle",),
    paths={"customer_id": "customer__code", "entity": "entity__code"},
)


def promises_known(known_on: Moment | None = None, customer_id: str | None = None) -> pl.DataFrame:
    """Return the promises table as known that day, with fact_id and handle."""
    return facts_known(PROMISE_FACTS, known_on, customer_id)
