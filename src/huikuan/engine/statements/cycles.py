"""Which statement cycles are open on one day, with every fact their rungs are judged by (D-601, D-602, D-606).

One row is one customer, entity and period. What happened after as_of is not known yet. A statement that was never
drafted has no row in the statements table, so the running cycle takes in everybody who should get one (R-51).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

import polars as pl

from huikuan.engine.balances import Ledger
from huikuan.engine.calendars import CHINA, Calendar, working_calendar
from huikuan.engine.contacts import CASE, UNDELIVERED_OUTCOMES
from huikuan.engine.statements.document import StatementCycle
from huikuan.engine.tables import Tables
from huikuan.engine.terms import terms_table

PERIOD = [*CASE, "period"]
_NUMBERED_PERIOD = ["case_no", "period"]
_IN_EVERY_MONTH = 28
EVENTS = ("sent_on", "confirmed_on", "invoicing_details_on", "invoiced_on", "posted_on")


def open_cycles(
    listed: pl.DataFrame,
    tables: Tables,
    ledger: Ledger,
    activities: pl.DataFrame,
    cycle: StatementCycle,
    *,
    as_of: date,
) -> pl.DataFrame:
    """Return the cycles that have begun and were not overtaken, with their facts; one row per case and period.

    ``listed``: known_statements. ``activities``: contacts.known_activities. Both with case_no of the ledger.
    """
    missing = _expected(ledger, tables, cycle, as_of=as_of).join(listed, on=_NUMBERED_PERIOD, how="anti")
    activities = of_cycle(activities, cycle)
    begun = pl.concat([_not_overtaken(listed), missing], how="diagonal")
    habits = late_confirmers(listed, cycle, as_of=as_of)
    facts = (
        begun.join(habits, on="case_no", how="left")
        .join(_missing_pods(tables, ledger, as_of=as_of), on=_NUMBERED_PERIOD, how="left")
        .join(_last_contacts(activities, cycle), on="case_no", how="left")
        .join(
            tables.customers.select("customer_id", "name", "owner", "collector", "late_confirmer"),
            on="customer_id",
            how="left",
        )
    )
    for step, recorded in _records(activities, cycle).items():
        facts = facts.join(recorded.rename({"on": record_column(step)}), on="case_no", how="left")
    is_habit = (pl.col("late_cycles") >= cycle.late_count).fill_null(False)
    return facts.with_columns(
        pl.col("late_cycles", "judged_cycles").fill_null(0),
        pods_missing=pl.col("pods_missing").fill_null(0),
        is_late_confirmer=pl.coalesce("late_confirmer", is_habit),
    ).sort(_NUMBERED_PERIOD)


def record_column(step: str) -> str:
    """Return the column that holds the last record of a step."""
    return f"recorded:{step}"


def known_statements(statements: pl.DataFrame, cycle: StatementCycle, *, as_of: date) -> pl.DataFrame:
    """Return the statements whose cycle has begun, one row each, with only what had happened by as_of.

    Adds ``begins_on``, the first day of the month in which the cycle runs. A period given twice counts as last told.
    """
    first = (pl.col("period") + "-01").str.to_date("%Y-%m-%d", strict=False)
    return (
        statements.with_columns(begins_on=first.dt.offset_by("1mo" if cycle.runs_in == "next_month" else "0mo"))
        .filter(pl.col("begins_on") <= as_of)
        .unique(PERIOD, keep="last", maintain_order=True)
        .select(
            *PERIOD,
            "begins_on",
            "seal",
            "courier_no",
            *(pl.when(pl.col(event) <= as_of).then(event).alias(event) for event in EVENTS),
        )
    )


def cycle_calendar(begins_on: pl.Series, *, as_of: date, country: str = CHINA) -> Calendar:
    """Return a calendar that holds every day of the cycles and of the weeks after as_of."""
    oldest = begins_on.min()
    first = oldest if isinstance(oldest, date) else as_of
    return working_calendar(min(first, as_of) - timedelta(days=400), as_of + timedelta(days=90), country=country)


def month_day(day: int) -> pl.Expr:
    """Return that day of the month in which the cycle runs, or its last day where the month is shorter."""
    wanted = pl.col("begins_on").dt.offset_by(f"{day - 1}d")
    return pl.min_horizontal(wanted, pl.col("begins_on").dt.month_end()) if day > _IN_EVERY_MONTH else wanted


def late_confirmers(listed: pl.DataFrame, cycle: StatementCycle, *, as_of: date) -> pl.DataFrame:
    """Return per case_no how many of its last cycles were confirmed late or not at all: late_cycles, judged_cycles.

    Judged is what was sent by the last day for confirming, once that day has passed: what we sent too late says
    nothing about the customer (D-606).
    """
    rung = cycle.confirmation_rung
    if rung is None or listed.is_empty():
        return listed.select("case_no").clear().with_columns(late_cycles=pl.lit(0), judged_cycles=pl.lit(0))
    dated = listed.with_columns(deadline=month_day(rung.day))
    calendar = cycle_calendar(dated["begins_on"], as_of=as_of)
    dated = dated.select(
        "case_no", "begins_on", "sent_on", "confirmed_on", deadline=calendar.roll_forward(dated["deadline"])
    )
    is_late = (pl.col("confirmed_on") > pl.col("deadline")).fill_null(True)
    newest = pl.col("begins_on").rank("ordinal", descending=True).over("case_no")
    return (
        dated.filter((pl.col("sent_on") <= pl.col("deadline")) & (pl.col("deadline") < as_of))
        .filter(newest <= cycle.late_of)
        .group_by("case_no")
        .agg(late_cycles=is_late.sum().cast(pl.Int32), judged_cycles=pl.len().cast(pl.Int32))
    )


def of_cycle(activities: pl.DataFrame, cycle: StatementCycle) -> pl.DataFrame:
    """Return the records of the cycle's steps; those of another policy are not: b2b-standard/follow-1 is no step of it.

    Columns: case_no, step, on, is_delivered, delivered, outcome.
    """
    is_step = pl.col("step").is_in([rung.id for rung in cycle.rungs]).fill_null(False)
    return (
        activities.lazy()
        .filter(is_step & (pl.col("step_policy") == cycle.id).fill_null(True))
        .select("case_no", "step", "on", "is_delivered", "delivered", "outcome")
        .collect()
    )


def without_inner_records(
    activities: pl.DataFrame, cycle: StatementCycle, ladder_steps: Collection[str]
) -> pl.DataFrame:
    """Leave out our own work on statements, which is no contact with the customer (R-23).

    A step that a ladder has too, such as supervisor, is the cycle's only where the record says so.
    """
    own = [step for step in cycle.inner_steps if step not in ladder_steps]
    is_named = (pl.col("step_policy") == cycle.id).fill_null(False) & pl.col("step").is_in(cycle.inner_steps)
    is_own = pl.col("step_policy").is_null() & pl.col("step").is_in(own).fill_null(False)
    return activities.filter(~(is_named | is_own))


def _not_overtaken(listed: pl.DataFrame) -> pl.DataFrame:
    """Leave out a statement that was never sent where a later one was: that one holds what is still open."""
    last_sent = pl.col("begins_on").filter(pl.col("sent_on").is_not_null()).max().over("case_no")
    return listed.filter(pl.col("sent_on").is_not_null() | (pl.col("begins_on") > last_sent).fill_null(True))


def _expected(ledger: Ledger, tables: Tables, cycle: StatementCycle, *, as_of: date) -> pl.DataFrame:
    """Return who should get the running statement: documents issued in the period, or something open at its end."""
    begins_on = as_of.replace(day=1)
    first = (begins_on - timedelta(days=1)).replace(day=1) if cycle.runs_in == "next_month" else begins_on
    last = begins_on - timedelta(days=1) if cycle.runs_in == "next_month" else as_of
    issued = pl.col("issue_date")
    concerned = ledger.documents.lazy().filter((issued <= last) & ((issued >= first) | (pl.col("open_minor") != 0)))
    cases = ledger.numbers.named(concerned.select("case_no").unique().collect())
    if cycle.covers == "listed":
        cases = cases.join(tables.statements, on=CASE, how="semi")
    return cases.with_columns(period=pl.lit(f"{first:%Y-%m}"), begins_on=pl.lit(begins_on))


def _missing_pods(tables: Tables, ledger: Ledger, *, as_of: date) -> pl.DataFrame:
    """Return per case_no and period how many deliveries that are settled on proof of delivery lack theirs (D-602).

    A document's own terms decide where they can be read, else the customer's.
    """
    lacking = (
        tables.receivables.lazy()
        .filter(
            (pl.col("issue_date") <= as_of)
            & (pl.col("pod_date") > as_of).fill_null(True)
            & (pl.col("kind") != "credit_note").fill_null(True)
        )
        .select(*CASE, "terms", "issue_date")
        .collect()
    )
    own = terms_table(lacking["terms"])
    theirs = terms_table(tables.customers["terms"])
    settled = tables.customers.filter(pl.col("terms").is_in(_on_pod(theirs).implode()))["customer_id"]
    own_says = pl.col("terms").is_in(own["terms"].implode()).fill_null(False)
    on_pod = pl.when(own_says).then(pl.col("terms").is_in(_on_pod(own).implode())).otherwise(
        pl.col("customer_id").is_in(settled.implode())
    )  # fmt: skip
    return (
        ledger.numbers.numbered(lacking.filter(on_pod))
        .with_columns(period=pl.col("issue_date").dt.strftime("%Y-%m"))
        .group_by(_NUMBERED_PERIOD)
        .agg(pods_missing=pl.len().cast(pl.Int32))
    )


def _on_pod(terms: pl.DataFrame) -> pl.Series:
    return terms.filter(pl.col("basis") == "pod")["terms"]


def _last_contacts(activities: pl.DataFrame, cycle: StatementCycle) -> pl.DataFrame:
    """Return per case_no the last delivered contact of the cycle; a talk about overdue items is none (R-52)."""
    of_cycle = pl.col("is_delivered") & pl.col("step").is_in(cycle.contact_steps)
    return activities.filter(of_cycle).group_by("case_no").agg(contact_on=pl.col("on").max())


def _records(activities: pl.DataFrame, cycle: StatementCycle) -> dict[str, pl.DataFrame]:
    """Return per step that its own record meets the last day it was recorded in each case (case_no).

    A step inside the house has nothing to be delivered: its record counts unless it says that it failed (R-52).
    """
    failed = ~pl.coalesce("delivered", ~pl.col("outcome").is_in(UNDELIVERED_OUTCOMES))
    found = {}
    for rung in cycle.rungs:
        if rung.own_record:
            counts = pl.col("is_delivered") if rung.is_customer_facing else ~failed.fill_null(False)
            of_step = activities.filter((pl.col("step") == rung.id) & counts)
            found[rung.id] = of_step.group_by("case_no").agg(pl.col("on").max())
    return found
