"""Answers about the days that were decided."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl
from django.db import connection
from django.db.models import Count, Max, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from huikuan.apps.audit.actors import Actor
from huikuan.apps.audit.errors import Refused
from huikuan.apps.dunning.models import Alert, PromiseVerdict, Run, Skip, StatementStep, WorklistRow
from huikuan.apps.dunning.outlines import outline_of
from huikuan.apps.dunning.wanted import Order, Wanted
from huikuan.apps.people.selectors import reach_of
from huikuan.apps.promises.selectors import promises_within
from huikuan.apps.receivables.selectors import within
from huikuan.engine.outcome import WORKLIST
from huikuan.gateways import columns
from huikuan.gateways.asked_once import asked_once
from huikuan.gateways.keyset import page_behind

if TYPE_CHECKING:
    from django.db.models import QuerySet


_SKIPS = {
    "skip_no": ("id", pl.Int64),
    "case_no": ("case", pl.Int64),
    "document_no": ("document_no", pl.String),
    "reason": ("reason", pl.String),
    "first_on": ("first_on", pl.Date),
    "until": ("until", pl.Date),
}


@asked_once
def newest_run(on: date | None = None) -> Run | None:
    """Return the newest finished run, or that of a business date."""
    runs = Run.objects.filter(finished_at__isnull=False)
    return (runs.filter(business_date=on) if on else runs).order_by("-business_date", "-revision").first()


def run_numbered(number: int) -> Run:
    """Return the run of that number; it must be there."""
    return Run.objects.get(pk=number)


def newest_business_date() -> date | None:
    """Return the latest date that was run."""
    newest: date | None = Run.objects.aggregate(newest=Max("business_date"))["newest"]
    return newest


def planned_rows(run: Run, *, viewer: Actor, assignee: str | None = None, lane: str | None = None) -> pl.DataFrame:
    """Return the rows of a run as the engine made them (its WORKLIST), in rank order: a person's, a lane's or all."""
    engine_row = worklist_rows(run, viewer=viewer)["facts"].str.json_decode(pl.Struct(WORKLIST))
    rows = pl.DataFrame({"row": engine_row}).unnest("row")
    if assignee is not None:
        rows = rows.filter(pl.col("assignee") == assignee)
    return rows if lane is None else rows.filter(pl.col("lane") == lane)


def worklist_rows(run: Run, *, viewer: Actor) -> pl.DataFrame:
    """Return the rows of a run in rank order: case_no, currency, rank and the engine's row as JSON in ``facts``.

    Of the viewer's customers only; whose they are is judged by what is known now.
    """
    reach = reach_of(viewer, "see_worklist", run.business_date)
    rows = WorklistRow.objects.filter(within(reach, "case__"), run=run).order_by("rank", "id")
    paths = ("case", "currency", "rank", "facts")
    schema = {"case_no": pl.Int64, "currency": pl.String, "rank": pl.Int32, "facts": pl.String}
    return columns.read_table(connection, rows.values_list(*paths), schema)


@dataclass(frozen=True, slots=True)
class WorklistPage:
    """Rows as the engine made them (its WORKLIST), in rank order; ``after`` is the rank to go on behind, if any.

    ``cases``: the number of each row's case.
    """

    rows: pl.DataFrame
    after: int | None
    cases: tuple[int, ...] = ()


def worklist_page(
    run: Run, wanted: Wanted, *, viewer: Actor, after: int, size: int, apart: Collection[int] = ()
) -> WorklistPage:
    """Return the viewer's wanted rows behind a rank: ``size`` of them and one more, to see how far the next one is.

    The rows of one rank, a case in several currencies, are never parted. ``apart``: cases shown by ``worklist_ahead``.
    """
    rows = _wanted_rows(run, wanted, viewer).filter(rank__gt=after).order_by("rank", "id")
    if apart:
        rows = rows.exclude(lane="value", case__in=list(apart))
    shown, read = _read_rows(rows[: size + 1])
    told = tuple(read["case_no"])
    if read.height <= size:
        return WorklistPage(shown, None, told)
    whole = read.filter(pl.col("rank") < read["rank"][-1])
    return WorklistPage(shown, int(whole["rank"][-1]) if whole.height else int(read["rank"][-1]), told)


def worklist_ahead(run: Run, wanted: Wanted, cases: Collection[int], *, viewer: Actor) -> WorklistPage:
    """Return the viewer's wanted rows of these cases as far as their value ranks them: a person put them first."""
    rows = _wanted_rows(run, wanted, viewer).filter(lane="value", case__in=list(cases)).order_by("rank", "id")
    shown, read = _read_rows(rows)
    return WorklistPage(shown, None, tuple(read["case_no"]))


def has_value_rows(run: Run, wanted: Wanted, *, viewer: Actor, up_to: int) -> bool:
    """Tell whether the lane by value has begun up to that rank in the viewer's wanted list."""
    return _wanted_rows(run, wanted, viewer).filter(lane="value", rank__lte=up_to).exists()


def worklist_sorted(run: Run, wanted: Wanted, order: Order, *, viewer: Actor, start: int, size: int) -> WorklistPage:
    """Return the viewer's wanted rows in another order than the ranked one, from a place on; ``after``: the next."""
    rows = _wanted_rows(run, wanted, viewer).order_by(*order.columns())
    shown, read = _read_rows(rows[start : start + size + 1])
    after = start + size if read.height > size else None
    return WorklistPage(shown.head(size), after, tuple(read["case_no"].head(size)))


def _outlined(run: Run, wanted: Wanted, viewer: Actor) -> pl.DataFrame:
    return wanted.outlined(outline_of(run, reach_of(viewer, "see_worklist", run.business_date)))


def _wanted_rows(run: Run, wanted: Wanted, viewer: Actor) -> QuerySet[WorklistRow, WorklistRow]:
    reach = reach_of(viewer, "see_worklist", run.business_date)
    return WorklistRow.objects.filter(wanted.condition(), within(reach, "case__"), run=run)


def _read_rows(rows: QuerySet[WorklistRow, WorklistRow]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the rows as the engine made them, and rank and case_no of each."""
    schema = {"rank": pl.Int32, "case_no": pl.Int64, "facts": pl.String}
    read = columns.read_table(connection, rows.values_list("rank", "case", "facts"), schema)
    return pl.DataFrame({"row": read["facts"].str.json_decode(pl.Struct(WORKLIST))}).unnest("row"), read


@dataclass(frozen=True, slots=True)
class Neighbours:
    """A customer's place among the customers of a list, and the codes of those before and behind it."""

    place: int
    cases: int
    before: str | None
    after: str | None


def neighbours(run: Run, customer_id: str, *, viewer: Actor, assignee: str | None = None) -> Neighbours | None:
    """Return where the customer's first row stands in a person's list, or in all that the viewer looks after.

    None where it has none there.
    """
    listed = _outlined(run, Wanted(assignee=assignee), viewer).group_by("customer_id").agg(pl.col("rank").min())
    codes = listed.sort("rank")["customer_id"]
    place = codes.index_of(customer_id)
    if place is None:
        return None
    return Neighbours(
        place=place + 1,
        cases=codes.len(),
        before=codes[place - 1] if place else None,
        after=codes[place + 1] if place + 1 < codes.len() else None,
    )


def worklist_counts(run: Run, wanted: Wanted, *, viewer: Actor) -> Mapping[tuple[str, str], int]:
    """Return how many cases the viewer would find by lane and action."""
    if wanted.is_outlined:
        cases = _outlined(run, wanted, viewer).group_by("lane", "action").agg(pl.col("case_no").n_unique())
        return {(lane, action): number for lane, action, number in cases.iter_rows()}
    rows = _wanted_rows(run, wanted, viewer)
    counted = rows.values("lane", "action").annotate(cases=Count("case", distinct=True)).order_by()
    return {(row["lane"], row["action"]): row["cases"] for row in counted}


def worklist_sizes(run: Run, wanted: Mapping[str, Wanted], *, viewer: Actor) -> dict[str, int]:
    """Return how many cases the viewer would find by each of these, all asked at once."""
    reach = reach_of(viewer, "see_worklist", run.business_date)
    rows = WorklistRow.objects.filter(within(reach, "case__"), run=run)
    counts = {f"n{name}": Count("case", distinct=True, filter=one.condition()) for name, one in wanted.items()}
    return {name.removeprefix("n"): size for name, size in rows.aggregate(**counts).items()}


def open_skips() -> pl.DataFrame:
    """Return the intervals that still run: skip_no, case_no, document_no, reason, first_on, until."""
    rows = Skip.objects.filter(ended_on__isnull=True).order_by("id").values_list(*(at for at, _ in _SKIPS.values()))
    return columns.read_table(connection, rows, {name: dtype for name, (_, dtype) in _SKIPS.items()})


def standing_alerts() -> pl.DataFrame:
    """Return the warning signs that stand: alert_no, case_no, sign, severity; dismissed ones too."""
    rows = Alert.objects.filter(ended_run__isnull=True).order_by("id").values_list("id", "case", "sign", "severity")
    schema = {"alert_no": pl.Int64, "case_no": pl.Int64, "sign": pl.String, "severity": pl.String}
    return columns.read_table(connection, rows, schema)


def alerts_seen(on: date, *, viewer: Actor, dismissed: bool = False, ended: bool = False) -> list[Alert]:
    """Return the warning signs on the viewer's customers, the serious and then the newest first.

    Of those that stand, the ones not dismissed on that day; with ``dismissed`` and ``ended`` those too.
    """
    reach = reach_of(viewer, "see_customer", on)
    rows = Alert.objects.filter(within(reach, "case__")).select_related(
        "case__customer", "case__entity", "first_run", "ended_run", "dismissed_by"
    )
    if not ended:
        rows = rows.filter(ended_run__isnull=True)
    if not dismissed:
        rows = rows.exclude(dismissed_until__gte=on)
    return list(rows.order_by("severity", "-first_run__business_date", "id"))  # serious stands before watch


@dataclass(frozen=True, slots=True)
class AlertPage:
    """Some warning signs, the newest first, and the number to go on behind, if any."""

    alerts: list[Alert]
    after: int | None


def alert_page(among: Q, *, viewer: Actor, on: date, after: int, size: int) -> AlertPage:
    """Return warning signs on the viewer's customers."""
    rows = Alert.objects.filter(among, within(reach_of(viewer, "see_customer", on), "case__"))
    related = ("case__customer", "case__entity", "first_run", "ended_run", "dismissed_by")
    return AlertPage(*page_behind(rows.select_related(*related), "id", after=after, size=size, descending=True))


def alert_count(among: Q, *, viewer: Actor, on: date) -> int:
    """Return how many warning signs there are on the viewer's customers."""
    return Alert.objects.filter(among, within(reach_of(viewer, "see_customer", on), "case__")).count()


def alert_numbered(number: int) -> Alert:
    """Return one warning sign. Raises: Refused alert_unknown."""
    found = Alert.objects.filter(pk=number).select_related("case__customer", "case__entity").first()
    if found is None:
        raise Refused("alert_unknown", number=number)
    return found


def statement_rows(run: Run, *, viewer: Actor) -> pl.DataFrame:
    """Return what the statement cycle asked for in a run, latest first: case_no and the engine's row in ``facts``."""
    reach = reach_of(viewer, "see_worklist", run.business_date)
    rows = StatementStep.objects.filter(within(reach, "case__"), run=run).order_by("id")
    schema = {"case_no": pl.Int64, "step": pl.String, "facts": pl.String}
    return columns.read_table(connection, rows.values_list("case", "step", "facts"), schema)


def present_verdicts() -> pl.DataFrame:
    """Return the newest verdict on every promise: promise (its handle), state, kept_minor, level, until."""
    newest = PromiseVerdict.objects.values("promise").annotate(newest=Max("id")).values("newest")
    rows = PromiseVerdict.objects.filter(pk__in=newest).order_by("id")
    schema = {
        "promise": pl.String,
        "state": pl.String,
        "kept_minor": pl.Int64,
        "level": pl.Int32,
        "until": pl.Date,
    }
    return columns.read_table(connection, rows.values_list(*schema), schema)


@dataclass(frozen=True, slots=True)
class PromiseSeen:
    """A promise with what became of it. ``state``: of PROMISE_STATES, or its standing where it does not count."""

    number: int
    handle: str
    customer_id: str
    entity: str
    made_on: date
    due_on: date
    amount_minor: int
    currency: str
    document_nos: tuple[str, ...]
    state: str
    why: str
    kept_minor: int
    level: int | None


@dataclass(frozen=True, slots=True)
class PromisePage:
    """Some promises, and the number to go on behind, if any."""

    promises: list[PromiseSeen]
    after: int | None


def promise_page(
    among: Q, *, viewer: Actor, on: date, after: int, size: int, latest_first: bool = False
) -> PromisePage:
    """Return the viewer's promises by their day. ``among``: of the fact, with ``verdict`` (its newest, or empty)."""
    rows = _promises(viewer, on).filter(among).select_related("customer", "entity")
    found, more = page_behind(rows, "due_on", after=after, size=size, descending=latest_first)
    return PromisePage([_promise_seen(row) for row in found], more)


def promise_count(among: Q, *, viewer: Actor, on: date) -> int:
    """Return how many of the viewer's promises there are."""
    return _promises(viewer, on).filter(among).count()


def promises_by_day(first: date, last: date, *, viewer: Actor, on: date) -> dict[tuple[date, str], int]:
    """Return how many of the viewer's promises fall on each day, by day and state; those that count only."""
    rows = _promises(viewer, on).filter(standing="", due_on__gte=first, due_on__lte=last)
    counted = rows.values("due_on", "verdict").annotate(n=Count("id")).order_by("due_on")
    return {(row["due_on"], row["verdict"]): row["n"] for row in counted}


def _promises(viewer: Actor, on: date) -> QuerySet[Any, Any]:
    newest = PromiseVerdict.objects.filter(promise=OuterRef("handle")).order_by("-id")
    verdict = {
        "verdict": Coalesce(Subquery(newest.values("state")[:1]), Value("open")),
        "kept_minor": Coalesce(Subquery(newest.values("kept_minor")[:1]), Value(0)),
        "level": Subquery(newest.values("level")[:1]),
    }
    return promises_within(reach_of(viewer, "see_customer", on)).annotate(**verdict)


def _promise_seen(row: Any) -> PromiseSeen:
    return PromiseSeen(
        number=row.pk,
        handle=row.handle,
        customer_id=row.customer.code,
        entity=row.entity.code,
        made_on=row.made_on,
        due_on=row.due_on,
        amount_minor=row.amount_minor,
        currency=row.currency,
        document_nos=tuple(row.document_nos or ()),
        state=row.standing or row.verdict,
        why=row.standing_reason,
        kept_minor=row.kept_minor,
        level=row.level,
    )


def verdicts_on(promises: Collection[str]) -> dict[str, tuple[str, int]]:
    """Return the newest verdict on each of these promises: state and kept_minor, by handle."""
    rows = PromiseVerdict.objects.filter(promise__in=list(promises)).order_by("id")
    return {handle: (state, kept) for handle, state, kept in rows.values_list("promise", "state", "kept_minor")}
