"""Today's plan: ledger -> eligible amounts -> place on the ladder -> due steps -> rank. The whole engine in one page.

Nothing is stored: the same tables and parameters give the same plan (D-705). Every case is judged alone, with the
calendar, the chance table, the reach rates and the day of the newest bank data as the only facts of the whole
portfolio, so a partition of the customers gives the same rows; only the rank needs them all.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, timedelta

import polars as pl

from huikuan.engine import ageing, cases, chances, contacts, eligible
from huikuan.engine.assignment import ASSIGNMENTS, Assignment, Choice, assignments
from huikuan.engine.balances import Ledger, ledger_on
from huikuan.engine.calendars import CHINA, working_calendar
from huikuan.engine.calling import hours, reach
from huikuan.engine.calling.presets import CALLS_PER_HOUR, DEFAULT_CALL_TIMES, PRESETS
from huikuan.engine.calling.sharing import called_steps
from huikuan.engine.calling.slots import Calling, with_best_slots
from huikuan.engine.casefacts import CaseFacts, Day, Known, today_of
from huikuan.engine.casework import Casework, casework
from huikuan.engine.judgement import judged
from huikuan.engine.ladder.conditions import Today
from huikuan.engine.ladder.document import Policy, internal_steps
from huikuan.engine.outcome import AGEING, ALERTS, CHANCES, ITEMS, PROMISES_JUDGED, SKIPPED, WORKLIST, Plan
from huikuan.engine.placing import batch_date_missing, on_ladder
from huikuan.engine.problems import PROBLEMS, WARNING
from huikuan.engine.promises import TOLERANCE_DAYS, promises_judged
from huikuan.engine.ranking import ranked
from huikuan.engine.readiness import with_anchor_papers, with_readiness
from huikuan.engine.skips import skipped
from huikuan.engine.statements.cycles import without_inner_records
from huikuan.engine.statements.day import StatementDay
from huikuan.engine.statements.document import StatementCycle
from huikuan.engine.statements.payers import late_payers, with_late_payers
from huikuan.engine.statements.reminders import with_confirmation_asked
from huikuan.engine.tables import Schema, Tables
from huikuan.engine.warning_signs.facts import SignFacts
from huikuan.engine.warning_signs.registry import alerts

# What an item takes from its document.
_OF_A_DOCUMENT = (
    "case_no", "document_no", "customer_id", "entity", "kind", "currency", "issue_date", "due_date", "batch_on",
    "is_monthly", "open_minor", "bills_minor", "in_transit_minor", "in_transit_until", "disputed_minor",
)  # fmt: skip
GONE_STATUSES = ("closed",)  # 注销: the debtor is gone (D-501)


@dataclass(frozen=True, slots=True)
class Parameters:
    """What a plan is asked for, beside the tables."""

    as_of: date
    default_policy: str = "b2b-standard"
    force_policy: bool = False  # the default wins over all (D-710)
    assignment: Assignment | None = None
    base_currency: str = "CNY"
    country: str = CHINA
    promise_tolerance_days: int = TOLERANCE_DAYS
    statement_cycle: StatementCycle | None = None  # P-0 beside the ladder; None where no statements are kept
    call_times: str = DEFAULT_CALL_TIMES  # one of calling.presets
    calls_per_hour: int = CALLS_PER_HOUR  # of one person


class _Stopwatch:
    """Seconds per phase, so that a slow run says where."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._since = time.perf_counter()

    def lap(self, phase: str) -> None:
        now = time.perf_counter()
        self.seconds[phase] = round(now - self._since, 4)
        self._since = now


@dataclass(frozen=True)
class _Shown:
    """What a plan shows of the items, beside the worklist."""

    items: pl.DataFrame  # with the reasons of their cases
    ageing: pl.DataFrame
    skipped: pl.DataFrame

    @classmethod
    def of(cls, items: pl.DataFrame, facts: CaseFacts, work: Casework, pools: pl.DataFrame) -> _Shown:
        """Put the items as they were placed on the ladder into the shape of a plan."""
        told = _with_case_reasons(items, facts)
        return cls(
            items=_shaped(told, ITEMS),
            ageing=_shaped(ageing.ageing(items, pools), AGEING),
            skipped=_shaped(skipped(items, facts, work), SKIPPED),
        )


@dataclass(frozen=True)
class _Decided:
    """What was found out and decided, before it is put into the shape of a plan."""

    known: Known
    policies: Mapping[str, Policy]  # those in use
    assigned: pl.DataFrame
    statements: StatementDay | None
    facts: CaseFacts
    worklist: pl.DataFrame
    shown: _Shown
    calling: Calling
    chances: pl.DataFrame
    alerts: pl.DataFrame
    notes: list[pl.DataFrame]  # problems with the choice of policies and what they count from


def plan_day(tables: Tables, policies: Mapping[str, Policy], parameters: Parameters) -> Plan:
    """Return today's worklist, items, ageing, skips and judged promises with every fact behind them.

    ``policies``: by id; must hold the default. Raises: KeyError when it does not.
    """
    watch = _Stopwatch()
    decided = _decided(tables, policies, parameters, watch)
    known, facts, shown = decided.known, decided.facts, decided.shown
    plan = Plan(
        as_of=parameters.as_of,
        policies=decided.policies,
        default_policy=parameters.default_policy,
        assignment=parameters.assignment,
        base_currency=parameters.base_currency,
        worklist=_shaped(decided.worklist, WORKLIST),
        items=shown.items,
        ageing=shown.ageing,
        skipped=shown.skipped,
        promises=_shaped(known.promises, PROMISES_JUDGED),
        alerts=_shaped(decided.alerts, ALERTS),
        chances=_shaped(decided.chances, CHANCES),
        assignments=_shaped(decided.assigned, ASSIGNMENTS),
        calling=decided.calling,
        problems=_problems(known, decided.worklist, facts, decided.notes),
        not_yet_issued=known.ledger.not_yet_issued,
        future_payments=known.ledger.money.future_payments,
        calendar_unpublished=facts.today.calendar.is_unpublished(parameters.as_of),
        timings=watch.seconds,
        statements=decided.statements,
    )
    watch.lap("outcome")
    return plan


def _decided(tables: Tables, policies: Mapping[str, Policy], parameters: Parameters, watch: _Stopwatch) -> _Decided:
    as_of = parameters.as_of
    with ThreadPoolExecutor(max_workers=1) as beside:  # what does not need each other: most steps keep one core busy
        activities = beside.submit(contacts.known_activities, tables.activities, as_of=as_of)
        ledger = ledger_on(tables, as_of=as_of)
        watch.lap("balances")
        customers, assigned, notes = _with_policy(tables.customers, ledger, policies, parameters)
        in_use = {name: policies[name] for name in sorted({parameters.default_policy, *customers["policy"].unique()})}
        promises = _promises(tables, ledger, parameters)
        known = Known(ledger, tables, customers, promises, ledger.numbers.numbered(activities.result()))
        late = _late_payers(known, parameters)
        heard = _heard(known, late, policies, parameters)
        chance_table = beside.submit(_chances, heard, in_use, as_of=as_of)
        signs = beside.submit(_alerts, heard, in_use, parameters)
        statement_day = beside.submit(_statements, known, late, parameters)
        items, day, today = _placed_items(heard, in_use, parameters)
        called = beside.submit(_calling, heard, day, parameters.call_times, parameters.calls_per_hour)
        watch.lap("eligible")
        facts = CaseFacts.gathered(items, heard, day, today)
        chance, warned = chance_table.result(), signs.result()
        watch.lap("facts")
        work = casework(facts.with_alerts(warned), in_use, chance, base=parameters.base_currency)
        shown = beside.submit(_Shown.of, items, facts, work, ledger.pools)
        rows = _prepared(ranked(work.rows), facts, heard, in_use)
        statements = statement_day.result()
        rows = with_confirmation_asked(rows, items, statements.known if statements else None)
        calling = called.result()
        worklist = with_best_slots(rows, calling)
        watch.lap("ladder")
        return _Decided(
            known=heard,
            policies=in_use,
            assigned=assigned,
            statements=statements,
            facts=facts,
            worklist=worklist,
            shown=shown.result(),
            calling=calling,
            chances=chance,
            alerts=warned,
            notes=[notes, batch_date_missing(items, ledger.documents, in_use)],
        )


def _shaped(frame: pl.DataFrame, schema: Schema) -> pl.DataFrame:
    return frame.select(pl.col(name).cast(dtype) for name, dtype in schema.items())


def _promises(tables: Tables, ledger: Ledger, parameters: Parameters) -> pl.DataFrame:
    tolerance = parameters.promise_tolerance_days
    return promises_judged(tables.promises, ledger, as_of=parameters.as_of, tolerance_days=tolerance)


def _late_payers(known: Known, parameters: Parameters) -> pl.DataFrame | None:
    """Return who pays late; None where no statements are kept."""
    cycle, tables = parameters.statement_cycle, known.tables
    if cycle is None:
        return None
    return late_payers(known.ledger.documents, tables.customers, tables.disputes, cycle, as_of=parameters.as_of)


def _heard(known: Known, late: pl.DataFrame | None, policies: Mapping[str, Policy], parameters: Parameters) -> Known:
    """Let late payers count where statements are kept; our own work on these meets no step of a ladder (P-0)."""
    cycle = parameters.statement_cycle
    if cycle is None or late is None:
        return known
    steps = {step.id for policy in policies.values() for step in policy.steps}
    return replace(
        known,
        customers=with_late_payers(known.customers, late),
        activities=without_inner_records(known.activities, cycle, steps),
    )


def _statements(known: Known, late: pl.DataFrame | None, parameters: Parameters) -> StatementDay | None:
    """Judge the statement cycle where statements are kept. ``known``: with our own work on them."""
    cycle = parameters.statement_cycle
    if cycle is None or late is None:
        return None
    return StatementDay.judged(known.tables, known.ledger, known.activities, cycle, late, as_of=parameters.as_of)


def _with_policy(
    customers: pl.DataFrame, ledger: Ledger, policies: Mapping[str, Policy], parameters: Parameters
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Return the customers with the policy that holds for each, how it was settled (D-710), and what is to be noted."""
    choice = Choice(policies, parameters.default_policy, parameters.force_policy, parameters.assignment)
    as_of, base = parameters.as_of, parameters.base_currency
    assigned, notes = assignments(customers, ledger.documents, choice, as_of=as_of, base=base)
    return customers.with_columns(assigned["policy"]), assigned, notes


def _items(
    ledger: Ledger, customers: pl.DataFrame, tables: Tables, promises: pl.DataFrame, *, as_of: date
) -> pl.DataFrame:
    """Return what is open, with ages, buckets and eligible amounts, in item order."""
    opened = cases.in_item_order(ledger.documents.filter(pl.col("open_minor") != 0).select(_OF_A_DOCUMENT))
    beside = customers.select("customer_id", "policy", "status")
    opened = opened.join(beside, on="customer_id", how="left", maintain_order="left").with_columns(
        overdue_days=ageing.overdue_days(as_of)
    )
    judged = eligible.items_with_eligible(
        opened, promises=promises, disputes=tables.disputes, pools=ledger.pools, as_of=as_of
    )
    return judged.with_columns(
        bucket=ageing.item_bucket(),
        debt_class=ageing.debt_class(debtor_gone=pl.col("status").is_in(GONE_STATUSES).fill_null(False)),
    ).with_columns(legal_flag=ageing.legal_flag())


def _day(
    items: pl.DataFrame, known: Known, policies: Mapping[str, Policy], *, as_of: date, country: str
) -> tuple[Day, Today]:
    """Return the day with a calendar that holds all that a ladder counts from (retention falls due years ahead)."""
    counted_from = ["due_date"]
    if not all(policy.is_plain for policy in policies.values()):
        counted_from += ["issue_date", "batch_on"]
    edges = [items[name].min() for name in counted_from] + [items[name].max() for name in counted_from]
    days = [as_of, *(edge for edge in edges if isinstance(edge, date))]
    calendar = working_calendar(min(days) - timedelta(days=60), max(days) + timedelta(days=90), country=country)
    day = Day(as_of, calendar, policies)
    return day, today_of(known, day)


def _chances(known: Known, policies: Mapping[str, Policy], *, as_of: date) -> pl.DataFrame:
    """Return the chance table, learned from the folder's own history where it has any."""
    is_internal = pl.col("step").is_in(internal_steps(policies)).fill_null(False)
    contacted = known.activities.lazy().filter(pl.col("is_delivered") & ~is_internal).select("case_no", "on").collect()
    observed = chances.observations(known.ledger.documents, contacted, known.promises, as_of=as_of)
    return chances.chance_table(observed)


def _placed_items(
    known: Known, policies: Mapping[str, Policy], parameters: Parameters
) -> tuple[pl.DataFrame, Day, Today]:
    """Return what is open with its eligible amounts and its place on the ladder, and the day it is looked at."""
    as_of = parameters.as_of
    items = _items(known.ledger, known.customers, known.tables, known.promises, as_of=as_of)
    day, today = _day(items, known, policies, country=parameters.country, as_of=as_of)
    return on_ladder(items, known.customers, policies, today), day, today


def _alerts(known: Known, policies: Mapping[str, Policy], parameters: Parameters) -> pl.DataFrame:
    """Return the warning signs of the day."""
    facts = SignFacts.gathered(known, as_of=parameters.as_of, base=parameters.base_currency)
    return alerts(facts, policies)


def _prepared(worklist: pl.DataFrame, facts: CaseFacts, known: Known, policies: Mapping[str, Policy]) -> pl.DataFrame:
    """Add how each customer is judged and what is at hand for the contact (D-305, D-502)."""
    rows = judged(with_anchor_papers(worklist, known.tables), facts, known, policies)
    return with_readiness(rows, known.tables, facts.today.calendar, as_of=facts.today.as_of)


def _calling(known: Known, day: Day, call_times: str, calls_per_hour: int) -> Calling:
    """Return what the best slots are found from: the preset, the customers' hours, the log's own results (D-802)."""
    calls = reach.timed_calls(known.activities, internal_steps=internal_steps(day.policies), as_of=day.as_of)
    everybody, own = reach.reach_counts(calls)
    return Calling(
        as_of=day.as_of,
        call_times=PRESETS[call_times],
        base=reach.base_rate(everybody),
        days=hours.working_days(day.calendar, day.as_of),
        reached=everybody,
        own_reached=own,
        hours=known.tables.hours,
        persons=hours.persons(known.customers),
        steps=called_steps(day.policies),
        people=_people(known),
        calls_per_hour=calls_per_hour,
    )


def _people(known: Known) -> pl.DataFrame:
    """Return whose each customer is, and the channels it has opted out of: customer_id, owner, collector, struck."""
    struck = cases.blocked_channels(known.tables).group_by("customer_id").agg(struck="channel")
    own = known.customers.select("customer_id", "owner", "collector")
    return own.join(struck, on="customer_id", how="left", maintain_order="left")


def _with_case_reasons(items: pl.DataFrame, facts: CaseFacts) -> pl.DataFrame:
    """Put the reason of a whole case that waits on its items that could be chased (R-18)."""
    waiting = facts.waiting.select("case_no", case_reason="reason")
    small = facts.below_tolerance.select("case_no", "currency", is_small=pl.lit(True))
    return (
        items.join(waiting, on="case_no", how="left", maintain_order="left")
        .join(small, on=["case_no", "currency"], how="left", maintain_order="left")
        .with_columns(
            suppressed_reason=pl.coalesce(
                "suppressed_reason", "case_reason", pl.when("is_small").then(pl.lit("tolerance"))
            )
        )
    )


def _problems(known: Known, worklist: pl.DataFrame, facts: CaseFacts, noted: list[pl.DataFrame]) -> pl.DataFrame:
    """Return what the engine noticed, beside what the reading did."""
    unknown_disputes = eligible.unknown_disputes(known.tables.disputes, known.tables.receivables)
    notes: list[tuple[str, str]] = []
    if facts.today.calendar.is_unpublished(facts.as_of):
        notes.append(("calendar_unpublished", str(facts.as_of.year)))
    notes += [("rate_missing", currency) for currency in _unrated(worklist)]
    general = pl.DataFrame(
        [("", None, None, "", value, code, WARNING, "") for code, value in notes], schema=dict(PROBLEMS), orient="row"
    )
    parts = (known.ledger.problems, *noted, unknown_disputes, general)
    return pl.concat([_shaped(part, PROBLEMS) for part in parts])


def _unrated(worklist: pl.DataFrame) -> list[str]:
    return sorted(worklist.filter(~pl.col("is_rated"))["currency"].unique())
