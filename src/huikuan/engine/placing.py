"""From items to their rungs: what the conditions of each policy look at is gathered here, once and only where needed.

A plain policy (days past the due date, nothing else) is one expression over the overdue days. Any other adds the
columns of ``conditions.GROUND`` to the items and asks ``position.places``.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from huikuan.engine.choosing import first_that_holds
from huikuan.engine.ladder.conditions import GROUND, Scene, Today
from huikuan.engine.ladder.document import Policy
from huikuan.engine.ladder.position import places, policy_class, rung_at
from huikuan.engine.money import minor_per_major
from huikuan.engine.problems import warnings_about


def on_ladder(
    items: pl.DataFrame, customers: pl.DataFrame, policies: Mapping[str, Policy], today: Today
) -> pl.DataFrame:
    """Add rung and policy class by facts alone; credit notes stand on no rung.

    ``items``: with case_no and batch_on. Where a policy is not plain, its items carry GROUND and ``reminded_from``, the
    first day no later than the due date on which a rung begins.
    """
    others = [policy for policy in policies.values() if not policy.is_plain]
    items = _placed(_by_days(items, policies), customers, others, today) if others else _by_days(items, policies)
    classes = [
        (pl.col("policy") == policy.id, policy_class(policy, pl.col("rung")))
        for policy in policies.values()
        if any(rung.policy_class for rung in policy.rungs)
    ]
    return items.with_columns(policy_class=first_that_holds(classes, rest=pl.lit(None, pl.String)))


def _by_days(items: pl.DataFrame, policies: Mapping[str, Policy]) -> pl.DataFrame:
    days = pl.when(pl.col("open_minor") > 0).then("overdue_days")
    rungs = [
        (pl.col("policy") == policy.id, rung_at(policy, days=days, is_monthly=pl.col("is_monthly")))
        for policy in policies.values()
        if policy.is_plain
    ]
    return items.with_columns(rung=first_that_holds(rungs, rest=pl.lit(None, pl.String)))


def _placed(items: pl.DataFrame, customers: pl.DataFrame, policies: list[Policy], today: Today) -> pl.DataFrame:
    items = items.with_row_index("place")
    parts = []
    for policy in policies:
        rows = with_ground(
            items.filter((pl.col("policy") == policy.id) & (pl.col("open_minor") > 0)), customers, policy
        )
        found = places(Scene(rows, policy, today))
        parts.append(rows.select("place", *GROUND).with_columns(found))
    beside = pl.concat(parts).drop("issue_date").rename({"rung": "own_rung", "batch_on": "own_batch_on"})
    return (
        items.join(beside, on="place", how="left", maintain_order="left")
        .with_columns(rung=pl.coalesce("own_rung", "rung"), batch_on="own_batch_on")
        .drop("place", "own_rung", "own_batch_on")
    )


def with_ground(items: pl.DataFrame, customers: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """Add the columns of GROUND that items do not carry themselves: grace_days and claim_major.

    ``customers``: customer_id, grade, grace_days. The customer's own days of grace win over the grade's (D-402).
    """
    return (
        items.join(
            customers.select("customer_id", "grade", "grace_days"), on="customer_id", how="left", maintain_order="left"
        )
        .with_columns(grace_days=days_of_grace(policy, own=pl.col("grace_days")))
        .join(_claims(items), on="case_no", how="left", maintain_order="left")
    )


def days_of_grace(policy: Policy, *, own: pl.Expr) -> pl.Expr:
    """Return the days past due that a customer is granted: his own, else those of his ``grade``, else 0 (R-42)."""
    by_grade = pl.col("grade").replace_strict(policy.grace, default=0, return_dtype=pl.Int32) if policy.grace else 0
    return pl.coalesce(own, by_grade, 0).cast(pl.Int32)


def _claims(items: pl.DataFrame) -> pl.DataFrame:
    """Return per case its largest amount to ask for in one currency, in major units: case_no, claim_major."""
    sums = items.group_by("case_no", "currency").agg(pl.col("eligible_minor").sum())
    major = pl.col("eligible_minor") / minor_per_major(pl.col("currency"))
    return sums.group_by("case_no").agg(claim_major=major.max().cast(pl.Float64))


def batch_date_missing(items: pl.DataFrame, documents: pl.DataFrame, policies: Mapping[str, Policy]) -> pl.DataFrame:
    """Return a warning for each open item without a batch date whose policy counts from it: the due date stands in.

    ``documents``: the ledger's, with their place in the folder.
    """
    counting = [policy.id for policy in policies.values() if policy.counts_from_batch]
    lacking = pl.col("policy").is_in(counting) & pl.col("batch_on").is_null() & (pl.col("open_minor") > 0)
    key = ["document_no", "customer_id", "entity", "kind"]
    rows = documents.join(items.filter(lacking).select(key), on=key, how="semi")
    value, code = pl.col("document_no"), "batch_date_missing"
    return warnings_about(rows, table="receivables", column="batch_on", value=value, code=code)
