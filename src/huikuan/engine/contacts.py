"""What was done with a case so far: delivered contacts, records of steps, "already paid" (D-803, R-19, R-21, R-23).

Only what was recorded by as_of is known. A contact counts when it reached the other side.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import polars as pl

CASE = ["customer_id", "entity"]
# What is looked at of an activity.
KNOWN = (
    *CASE, "at", "channel", "outcome", "step", "step_policy", "delivered", "note", "row_no",
)  # fmt: skip
UNDELIVERED_OUTCOMES = ("not_reached", "wrong_person", "bounced", "refused_delivery", "absent")


def known_activities(activities: pl.DataFrame, *, as_of: date) -> pl.DataFrame:
    """Return the activities up to as_of, oldest first, with ``on`` (day) and ``is_delivered`` (R-21).

    Of a long table only ``KNOWN`` is carried on.
    """
    by_outcome = pl.col("outcome").is_not_null() & ~pl.col("outcome").is_in(UNDELIVERED_OUTCOMES)
    return (
        activities.lazy()
        .select(KNOWN)
        .with_columns(on=pl.col("at").dt.date(), is_delivered=pl.coalesce("delivered", by_outcome).fill_null(False))
        .filter(pl.col("on") <= as_of)
        .sort("at", "row_no", nulls_last=True)
        .collect()
    )


def contact_facts(activities: pl.DataFrame, *, internal_steps: Collection[str]) -> pl.DataFrame:
    """Return per ``case_no`` the last delivered contact with the customer and the last attempt of any kind.

    ``activities``: known_activities, with case_no. An activity of an internal step is no contact (R-23).
    """
    return (
        activities.lazy()
        .filter(~pl.col("step").is_in(internal_steps).fill_null(False))
        .select("case_no", "on", "channel", "outcome", delivered_on=pl.when("is_delivered").then("on"))
        .group_by("case_no")
        .agg(
            pl.col("delivered_on").max(),
            last_contact_on=pl.col("on").last(),
            last_contact_channel=pl.col("channel").last(),
            last_contact_outcome=pl.col("outcome").last(),
        )
        .collect()
    )


def step_records(activities: pl.DataFrame) -> pl.DataFrame:
    """Return what was recorded of a step: case_no, step, on, is_delivered, is_refusal.

    A refusal of a step that needs an approval is the approver's (R-31); of any other step it is the customer's answer
    to a notice that did arrive.
    """
    is_refusal = (pl.col("outcome") == "refused").fill_null(False)
    return (
        activities.lazy()
        .filter(pl.col("step").is_not_null())
        .select("case_no", "step", "on", "is_delivered", is_refusal=is_refusal)
        .collect()
    )


def said_paid(activities: pl.DataFrame, money: pl.DataFrame) -> pl.DataFrame:
    """Return per case the day of the last "already paid" that nothing has answered yet (R-19).

    Answered: money of the case received on that day or later, or a later delivered contact.
    ``money``: customer_id, entity, received_on of what came in (balances.money_by_case).
    """
    said = (
        activities.filter(pl.col("outcome") == "says_paid")
        .select(*CASE, "at", "on")
        .group_by(CASE)
        .agg(said_at=pl.col("at").max(), said_paid_on=pl.col("on").max())
    )
    if said.is_empty():
        return said.select(*CASE, "said_paid_on")
    answered_by_contact = (
        activities.lazy()
        .filter((pl.col("at") > said["said_at"].min()) & pl.col("is_delivered"))
        .filter((pl.col("outcome") != "says_paid").fill_null(True))
        .select(*CASE, "at")
        .join(said.lazy(), on=CASE)
        .filter(pl.col("at") > pl.col("said_at"))
        .collect()
    )
    is_late_enough = pl.col("received_on") >= said["said_paid_on"].min()
    answered_by_money = (
        money.filter(is_late_enough).join(said, on=CASE).filter(pl.col("received_on") >= pl.col("said_paid_on"))
    )
    return (
        said.join(answered_by_contact, on=CASE, how="anti")
        .join(answered_by_money, on=CASE, how="anti")
        .select(*CASE, "said_paid_on")
    )
