"""The facts of every case on one day, gathered once: amounts, anchors, contacts, promises, and whether it waits.

The ladder and the ranking read these and nothing else; whoever wants to redo a decision finds them in the worklist row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

import polars as pl

from huikuan.engine import cases, contacts
from huikuan.engine.balances import Ledger, money_by_case
from huikuan.engine.bank_data import bank_data
from huikuan.engine.calendars import Calendar
from huikuan.engine.chances import promise_history
from huikuan.engine.ladder.conditions import COUNTING, Today
from huikuan.engine.ladder.document import Policy, internal_steps
from huikuan.engine.ladder.evaluate import LONGEST_ROLL_DAYS
from huikuan.engine.money import minor_per_major
from huikuan.engine.tables import Tables

CASE = cases.CASE
SAYS_PAID_PAUSE_WORKDAYS = 3  # D-704
_CUSTOMER_FACTS = (
    "name", "policy", "owner", "collector", "habitual_delayer", "segment", "status", "grade", "credit_limit_minor",
)  # fmt: skip


@dataclass(frozen=True)
class Day:
    """What holds for the whole portfolio on the day of the plan."""

    as_of: date
    calendar: Calendar
    policies: Mapping[str, Policy]


@dataclass(frozen=True)
class Known:
    """What was known by then: the ledger, the people, and what they did and promised."""

    ledger: Ledger
    tables: Tables
    customers: pl.DataFrame  # with their settled policy
    promises: pl.DataFrame  # judged
    activities: pl.DataFrame  # contacts.known_activities, with case_no


@dataclass(frozen=True)
class CaseFacts:
    """Everything known of the cases on one day."""

    today: Today
    cases: pl.DataFrame  # one row per case: customer's facts, contacts, promises, pause
    amounts: pl.DataFrame  # one row per case and currency
    anchors: pl.DataFrame  # one row per case: cases.anchors
    blocked: pl.DataFrame  # case_no, channel
    documents: pl.DataFrame  # case_no, currency, document numbers of what is overdue and of what is due soon
    below_tolerance: pl.DataFrame  # case_no, currency
    waiting: pl.DataFrame  # case_no, reason, until: cases that are paused as a whole

    @property
    def as_of(self) -> date:
        """The day of the plan."""
        return self.today.as_of

    @classmethod
    def gathered(cls, items: pl.DataFrame, known: Known, day: Day, today: Today) -> CaseFacts:
        """Gather the facts from items in item order with case_no, rung and eligible amounts."""
        amounts = cases.amounts_by_currency(items, known.ledger.pools)
        small = _below_tolerance(items, amounts, day.policies)
        judged = items.join(small, on=["case_no", "currency"], how="left", maintain_order="left").with_columns(
            is_above_tolerance=pl.col("is_small").is_null()
        )
        table = _case_table(items, known, day)
        return cls(
            today=today,
            cases=table,
            amounts=_with_promises(amounts, known.promises, day),
            anchors=cases.anchors(judged),
            blocked=table.select("case_no", "customer_id")
            .join(cases.blocked_channels(known.tables), on="customer_id")
            .select("case_no", "channel"),
            documents=_documents(judged, day),
            below_tolerance=small.select("case_no", "currency"),
            waiting=table.filter(pl.col("verify_on") > day.as_of).select(
                "case_no", reason=pl.lit("paused"), until=(pl.col("verify_on") - pl.duration(days=1)).cast(pl.Date)
            ),
        )

    def with_alerts(self, alerts: pl.DataFrame) -> CaseFacts:
        """Return the facts with ``warning_signs`` of each case, a list that may be empty."""
        signs = alerts.group_by(CASE, maintain_order=True).agg(warning_signs=pl.col("sign").unique(maintain_order=True))
        cases = self.cases.join(signs, on=CASE, how="left", maintain_order="left")
        return replace(self, cases=cases.with_columns(pl.col("warning_signs").fill_null([])))


def today_of(known: Known, day: Day) -> Today:
    """Return the day with the records of the cases, and their contacts where a policy in use counts them."""
    counts = any(when.condition in COUNTING for policy in day.policies.values() for when in policy.conditions)
    internal = internal_steps(day.policies)
    made = (
        known.activities.filter(~pl.col("step").is_in(internal).fill_null(False))
        if counts
        else known.activities.clear()
    )
    return Today(
        as_of=day.as_of,
        calendar=day.calendar,
        last_workday=day.calendar.roll_back(pl.Series([day.as_of]))[0],
        records=contacts.step_records(known.activities),
        contacts=made.select("case_no", "on", "channel", "is_delivered"),
    )


def _below_tolerance(items: pl.DataFrame, amounts: pl.DataFrame, policies: Mapping[str, Policy]) -> pl.DataFrame:
    """Return the cases and currencies with something to chase, but less than the policy's tolerance (R-20)."""
    tolerances = {policy.id: float(Decimal(policy.tolerance)) for policy in policies.values()}
    by_case = items.select("case_no", "policy").unique("case_no", maintain_order=True)
    tolerance = pl.col("policy").replace_strict(tolerances, default=0.0, return_dtype=pl.Float64)
    return (
        amounts.filter(pl.col("eligible_minor") > 0)
        .join(by_case, on="case_no")
        .filter(pl.col("eligible_minor") < tolerance * minor_per_major(pl.col("currency")))
        .select("case_no", "currency", is_small=pl.lit(True))
    )


def _case_table(items: pl.DataFrame, known: Known, day: Day) -> pl.DataFrame:
    internal = internal_steps(day.policies)
    said = contacts.said_paid(known.activities, money_by_case(known.ledger))
    reached = contacts.contact_facts(known.activities, internal_steps=internal)
    refused = cases.last_refusals(known.ledger.money.refused)
    table = (
        items.select("case_no", *CASE)
        .unique("case_no", keep="first", maintain_order=True)
        .join(
            known.customers.select("customer_id", *_CUSTOMER_FACTS, own_grace_days="grace_days"),
            on="customer_id",
            how="left",
            maintain_order="left",
        )
        .join(reached, on="case_no", how="left", maintain_order="left")
        .join(said, on=CASE, how="left", maintain_order="left")
        .join(cases.failed_promises(known.promises), on=CASE, how="left", maintain_order="left")
        .join(_last_promise_state(known.promises), on=CASE, how="left", maintain_order="left")
        .join(refused, on=CASE, how="left", maintain_order="left")
        .join(bank_data(known.tables.payments, as_of=day.as_of), on="entity", how="left", maintain_order="left")
    )
    recent = table["said_paid_on"].clip(day.calendar.first, None)
    return table.with_columns(
        verify_on=day.calendar.plus_workdays(recent, SAYS_PAID_PAUSE_WORKDAYS),
        promises=promise_history(pl.col("last_promise_state")),
        habitual_delayer=pl.col("habitual_delayer").fill_null(False),
    )


def _last_promise_state(promises: pl.DataFrame) -> pl.DataFrame:
    decided = promises.filter(pl.col("state") != "open").sort("until")
    return decided.group_by(CASE).agg(last_promise_state=pl.col("state").last())


def _with_promises(amounts: pl.DataFrame, promises: pl.DataFrame, day: Day) -> pl.DataFrame:
    facts = cases.promise_facts(promises, day.calendar, as_of=day.as_of)
    return amounts.join(facts, on=[*CASE, "currency"], how="left", maintain_order="left")


def _documents(items: pl.DataFrame, day: Day) -> pl.DataFrame:
    """Return per case and currency the documents to chase, and those that the first rung reminds of, with their sum."""
    first_days = {policy.id: policy.rungs[0].from_day or 0 for policy in day.policies.values() if policy.is_plain}
    first_day = pl.col("policy").replace_strict(first_days, default=None, return_dtype=pl.Int32)
    first_on = (pl.col("due_date") + pl.duration(days=first_day)).cast(pl.Date)
    if "reminded_from" in items.columns:
        first_on = pl.coalesce(first_on, "reminded_from")
    has_come = first_on <= day.as_of + timedelta(days=LONGEST_ROLL_DAYS)
    coming = ~pl.col("is_overdue") & (pl.col("left_minor") > 0) & has_come
    listed = (
        items.lazy()
        .filter((pl.col("eligible_minor") > 0) | coming)
        .select(
            "case_no", "currency", "document_no", "due_date", "is_overdue", "eligible_minor", "left_minor",
            first_on=first_on,
        )
        .collect()
    )  # fmt: skip
    reminded_on = day.calendar.roll_back(listed["first_on"])
    is_soon = ~pl.col("is_overdue") & (pl.col("reminded_on") <= day.as_of)
    return (
        listed.with_columns(reminded_on=reminded_on)
        .group_by("case_no", "currency", maintain_order=True)
        .agg(
            chased=pl.col("document_no").filter(pl.col("eligible_minor") > 0),
            soon=pl.col("document_no").filter(is_soon),
            due_soon_minor=pl.col("left_minor").filter(is_soon).sum(),
            due_soon_on=pl.col("due_date").filter(is_soon).min(),
        )
    )
