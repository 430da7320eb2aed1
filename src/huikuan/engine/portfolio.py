"""The portfolio by the people who look after it: what is open by age, and where it stands on its ladder.

Sums per legal entity, currency, owner and collector, so that whatever part of the house somebody looks at is added up
from a few rows instead of from every item.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from huikuan.engine.outcome import Plan
from huikuan.engine.tables import COUNT, MINOR, TEXT, Schema

PEOPLE: Schema = {"entity": TEXT, "currency": TEXT, "owner": TEXT, "collector": TEXT}
ALL_AGES = ""  # the bucket of a row that counts customers over all buckets
# Amounts sum to the ledger over all buckets but ALL_AGES.
AGES: Schema = {**PEOPLE, "bucket": TEXT, "amount_minor": MINOR, "customers": COUNT}
# ``cases``: those with something to chase on this rung.
RUNGS: Schema = {
    **PEOPLE,
    "policy": TEXT,
    "rung": TEXT,
    "eligible_minor": MINOR,
    "disputed_minor": MINOR,
    "promised_minor": MINOR,
    "in_transit_minor": MINOR,
    "cases": COUNT,
}
# One row per case and bucket: what stands behind a sum.
DEBTS: Schema = {"customer_id": TEXT, **PEOPLE, "bucket": TEXT, "amount_minor": MINOR}
_WAITS = ("disputed_minor", "promised_minor", "in_transit_minor")


def portfolio(plan: Plan, customers: pl.DataFrame) -> Mapping[str, pl.DataFrame]:
    """Return ``ages``, ``rungs`` and ``debts`` of a plan; ``customers`` say who looks after whom."""
    people = customers.select("customer_id", "owner", "collector").unique("customer_id", keep="last")
    debts = plan.ageing.join(people, on="customer_id", how="left").select(*DEBTS)
    amount, customer = pl.col("amount_minor").sum(), pl.col("customer_id").n_unique().cast(COUNT)
    by_bucket = debts.group_by(*PEOPLE, "bucket").agg(amount, customers=customer)
    in_all = debts.group_by(*PEOPLE).agg(amount, customers=customer).with_columns(bucket=pl.lit(ALL_AGES))
    items = plan.items.join(people, on="customer_id", how="left")
    is_chased = pl.col("eligible_minor") > 0
    rungs = items.group_by(*PEOPLE, "policy", "rung").agg(
        pl.col("eligible_minor").filter(is_chased).sum(),
        pl.col(*_WAITS).fill_null(0).sum(),
        cases=pl.col("customer_id").filter(is_chased).n_unique().cast(COUNT),
    )
    return {
        "ages": pl.concat([by_bucket.select(*AGES), in_all.select(*AGES)]).sort(pl.all()),
        "rungs": rungs.select(*RUNGS).sort(pl.all()),
        "debts": debts,
    }
