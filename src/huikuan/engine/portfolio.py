"""The portfolio by the people who look after it: what is open by age, and where it stands on its ladder.

Sums per legal entity, currency, owner and collector, so that whatever part of the house somebody looks at is added up
from a few rows instead of from every item.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from huikuan.engine.outcome import Plan
from huikuan.engine.statements.cycles import EVENTS, PERIOD
from huikuan.engine.tables import COUNT, DAY, MINOR, TEXT, Schema, empty

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
# Who is given which policy, and by whom; ``cases`` of customers with something open (D-702).
GIVEN: Schema = {
    "entity": TEXT,
    "owner": TEXT,
    "collector": TEXT,
    "policy": TEXT,
    "assigned_by": TEXT,
    "rule_no": COUNT,
    "cases": COUNT,
}
# One row per case and bucket: what stands behind a sum.
DEBTS: Schema = {"customer_id": TEXT, **PEOPLE, "bucket": TEXT, "amount_minor": MINOR}
# One row per case and currency; a customer of whom nothing is open has one without entity and currency.
ACCOUNTS: Schema = {
    "customer_id": TEXT,
    **PEOPLE,
    "name": TEXT,
    "grade": TEXT,
    "status": TEXT,
    "policy": TEXT,
    "rung": TEXT,  # of the item that is overdue longest
    "open_minor": MINOR,
    "overdue_minor": MINOR,
    "eligible_minor": MINOR,
    "oldest_days": COUNT,  # 0 where nothing is overdue
    "documents": COUNT,
}
# One row per statement that is wanted: how far it has come, and what is due of it.
STATEMENTS_SEEN: Schema = {
    "customer_id": TEXT,
    "entity": TEXT,
    "owner": TEXT,
    "collector": TEXT,
    "name": TEXT,
    "period": TEXT,
    **dict.fromkeys(EVENTS, DAY),
    "steps": pl.List(pl.String),
    "days_late": COUNT,  # of the step that is latest; 0 where none is
}
_WAITS = ("disputed_minor", "promised_minor", "in_transit_minor")


def portfolio(plan: Plan, customers: pl.DataFrame) -> Mapping[str, pl.DataFrame]:
    """Return the tables above of a plan; ``customers`` say who looks after whom."""
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
    given = (
        debts.unique(["customer_id", "entity"])
        .join(plan.assignments, on="customer_id", how="inner")
        .group_by(*(name for name in GIVEN if name != "cases"))
        .agg(cases=pl.len().cast(COUNT))
    )
    return {
        "given": given.select(*GIVEN).sort(pl.all()),
        "ages": pl.concat([by_bucket.select(*AGES), in_all.select(*AGES)]).sort(pl.all()),
        "rungs": rungs.select(*RUNGS).sort(pl.all()),
        "debts": debts,
        "accounts": _accounts(plan, customers),
        "statements": _statements(plan),
    }


def _statements(plan: Plan) -> pl.DataFrame:
    if plan.statements is None:
        return empty(STATEMENTS_SEEN)
    due = plan.statements.due.group_by(PERIOD, maintain_order=True).agg(
        steps=pl.col("step"), days_late=pl.col("days_late").max()
    )
    rows = plan.statements.cycles.join(due, on=PERIOD, how="left", maintain_order="left")
    return rows.with_columns(pl.col("days_late").fill_null(0)).select(
        pl.col(name).cast(dtype) for name, dtype in STATEMENTS_SEEN.items()
    )


def _accounts(plan: Plan, customers: pl.DataFrame) -> pl.DataFrame:
    known = customers.select("customer_id", "owner", "collector", "name", "grade", "status")
    overdue = pl.col("overdue_days").fill_null(0) > 0
    by_age = pl.col("overdue_days").fill_null(0).arg_max()
    sums = plan.items.group_by("customer_id", "entity", "currency").agg(
        pl.col("policy").get(by_age),
        pl.col("rung").get(by_age),
        pl.col("open_minor").sum(),
        pl.col("open_minor").filter(overdue).sum().alias("overdue_minor"),
        pl.col("eligible_minor").sum(),
        pl.col("overdue_days").fill_null(0).max().clip(0).alias("oldest_days"),
        pl.len().cast(COUNT).alias("documents"),
    )
    counted = pl.col("open_minor", "overdue_minor", "eligible_minor", "oldest_days", "documents").fill_null(0)
    return (
        known.unique("customer_id", keep="last")
        .join(sums, on="customer_id", how="left")
        .with_columns(counted)
        .select(pl.col(name).cast(dtype) for name, dtype in ACCOUNTS.items())
        .sort("customer_id", "entity", "currency", nulls_last=True)
    )
