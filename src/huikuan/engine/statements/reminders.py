"""A reminder before the due date presupposes a confirmed statement (P-0, P-1 ``remind``).

Where the statement that holds the anchor is not confirmed, the reminder asks for the confirmation first. Step, amounts
and rank stay; only the words change.
"""

from __future__ import annotations

import polars as pl

from huikuan.engine.statements.cycles import PERIOD

REMIND_STEP, CONFIRM_TEMPLATE = "remind", "remind-confirm"


def with_confirmation_asked(
    worklist: pl.DataFrame, items: pl.DataFrame, statements: pl.DataFrame | None
) -> pl.DataFrame:
    """Return the worklist with ``statement_period`` and ``statement_sent_on`` where the reminder asks for confirmation.

    The anchor's statement is that of the month in which it was issued. ``statements``: cycles.known_statements, None
    where none are kept. ``items``: of the plan.
    """
    if statements is None:
        return worklist.with_columns(statement_period=pl.lit(None, pl.String), statement_sent_on=pl.lit(None, pl.Date))
    asking = _asking(worklist, items, statements.filter(pl.col("confirmed_on").is_null()))
    told = worklist.with_row_index("place").join(asking, on="place", how="left", maintain_order="left")
    asks = pl.col("statement_period").is_not_null()
    return told.with_columns(
        template=pl.when(asks).then(pl.lit(CONFIRM_TEMPLATE)).otherwise("template"),
        reasons=pl.when(asks).then(pl.concat_list("reasons", pl.lit(["statement_unconfirmed"]))).otherwise("reasons"),
    ).drop("place")


def _asking(worklist: pl.DataFrame, items: pl.DataFrame, unconfirmed: pl.DataFrame) -> pl.DataFrame:
    key = ["customer_id", "entity", "anchor_document"]
    reminded = worklist.with_row_index("place").filter(pl.col("step") == REMIND_STEP).select("place", *key)
    # The long table is probed with the short one.
    issued = (
        items.select("customer_id", "entity", "issue_date", anchor_document="document_no")
        .join(reminded, on="anchor_document", how="semi")
        .unique(key)
    )
    return (
        reminded.join(issued, on=key)
        .with_columns(period=pl.col("issue_date").dt.strftime("%Y-%m"))
        .join(unconfirmed.select(*PERIOD, "sent_on"), on=PERIOD)
        .select("place", statement_period="period", statement_sent_on="sent_on")
    )
