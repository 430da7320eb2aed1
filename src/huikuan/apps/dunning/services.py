"""Writes down what a day decided."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl
from django.db import IntegrityError, connection, transaction

from huikuan.apps.audit.actors import Actor
from huikuan.apps.audit.errors import Refused
from huikuan.apps.dunning.models import Alert, Lease, PromiseVerdict, Run, Skip, StatementStep, WorklistRow
from huikuan.apps.dunning.selectors import open_skips, present_verdicts, standing_alerts
from huikuan.engine.statements.timetable import CYCLE
from huikuan.gateways import clock, columns
from huikuan.gateways.processes import has_ended

LEASE = timedelta(minutes=15)  # longer than any day takes; of a holder on another machine nothing else is known
_PART = 5_000
_SKIP_KEY = ["case_no", "document_no", "reason"]
_SHOWN = (
    "currency", "rank", "lane", "score", "step", "action", "role", "assignee", "due_on", "overdue_minor",
    "eligible_minor", "rung", "oldest_overdue_days", "last_contact_on", "best_slot_on", "best_slot_hour",
)  # fmt: skip


def take_lease(business_date: date, holder: str) -> bool:
    """Take the business date for ``holder``, also from a holder that was killed; False while somebody else has it.

    Source: R-145.
    """
    until = clock.now() + LEASE
    lease = Lease.objects.filter(business_date=business_date)
    if lease.filter(until__lt=clock.now()).update(holder=holder, until=until):
        return True
    try:
        with transaction.atomic():
            Lease.objects.create(business_date=business_date, holder=holder, until=until)
    except IntegrityError:
        holds = lease.values_list("holder", flat=True).first()
        if holds is None or holds == holder:
            return holds == holder
        return has_ended(holds) and bool(lease.filter(holder=holds).update(holder=holder, until=until))
    return True


def give_back_lease(business_date: date, holder: str) -> None:
    """Let the next one have the business date."""
    Lease.objects.filter(business_date=business_date, holder=holder).delete()


def holds_lease(business_date: date, holder: str) -> bool:
    """Tell whether the lease still is the holder's: the fence before writing."""
    return Lease.objects.filter(business_date=business_date, holder=holder, until__gt=clock.now()).exists()


@dataclass(frozen=True, slots=True)
class RunFacts:
    """What a run rests on: enough to repeat it."""

    business_date: date
    act_id: uuid.UUID
    position: int
    unseen: list[int]
    parameters: Mapping[str, Any]
    policies: Mapping[str, int]


def open_run(facts: RunFacts) -> Run:
    """Begin the next revision of a business date."""
    revisions = Run.objects.filter(business_date=facts.business_date).count()
    return Run.objects.create(
        business_date=facts.business_date,
        revision=revisions + 1,
        act_id=facts.act_id,
        started_at=clock.now(),
        position=facts.position,
        unseen=facts.unseen,
        parameters=dict(facts.parameters),
        policies=dict(facts.policies),
        counts={},
        timings={},
    )


def close_run(run: Run, *, counts: Mapping[str, int], timings: Mapping[str, float]) -> None:
    """Finish a run; from now on it is the day."""
    run.counts, run.timings, run.finished_at = dict(counts), dict(timings), clock.now()
    run.save(update_fields=["counts", "timings", "finished_at"])


def record_worklist(run: Run, worklist: pl.DataFrame) -> None:
    """Write the rows of a run. ``worklist``: the engine's WORKLIST with case_no."""
    engine_row = pl.struct(pl.exclude("case_no")).struct.json_encode()
    rows = worklist.select(*_SHOWN, case_id="case_no", facts=engine_row, run_id=pl.lit(run.pk, pl.Int64))
    columns.append_table(connection, WorklistRow._meta.db_table, rows)


def settle_skips(run: Run, skipped: pl.DataFrame) -> int:
    """Begin and end intervals so that the open ones are today's; returns how many changed.

    ``skipped``: case_no, document_no ("" for the whole case), reason, until. Only what changed is written.
    """
    present = open_skips()
    today = skipped.unique(_SKIP_KEY, keep="last", maintain_order=True)
    ended = present.join(today, on=_SKIP_KEY, how="anti")
    # What began today and ended today was nobody's pause.
    _forget_skips(ended.filter(pl.col("first_on") == run.business_date)["skip_no"].to_list())
    older = ended.filter(pl.col("first_on") != run.business_date).select(
        id="skip_no", ended_on=pl.lit(run.business_date), ended_run_id=pl.lit(run.pk, pl.Int64)
    )
    columns.update_table(connection, Skip._meta.db_table, older)
    begun = today.join(present, on=_SKIP_KEY, how="anti", maintain_order="left").select(
        "document_no",
        "reason",
        "until",
        case_id="case_no",
        first_on=pl.lit(run.business_date),
        first_run_id=pl.lit(run.pk, pl.Int64),
    )
    columns.append_table(connection, Skip._meta.db_table, begun)
    moved = present.join(today, on=_SKIP_KEY, suffix="_now").filter(~pl.col("until").eq_missing(pl.col("until_now")))
    columns.update_table(connection, Skip._meta.db_table, moved.select(id="skip_no", until="until_now"))
    return ended.height + begun.height + moved.height


def _forget_skips(skip_nos: list[int]) -> None:
    for start in range(0, len(skip_nos), _PART):
        Skip.objects.filter(pk__in=skip_nos[start : start + _PART]).delete()


def record_verdicts(run: Run, verdicts: pl.DataFrame) -> int:
    """Write the verdicts that differ from the last ones: promise (handle), state, kept_minor, level, until."""
    changed = verdicts.join(
        present_verdicts(), on=verdicts.columns, how="anti", nulls_equal=True, maintain_order="left"
    )
    rows = changed.with_columns(run_id=pl.lit(run.pk, pl.Int64))
    columns.append_table(connection, PromiseVerdict._meta.db_table, rows)
    return changed.height


def record_statement_steps(run: Run, steps: pl.DataFrame) -> None:
    """Write what the statement cycle asks for. ``steps``: the engine's CYCLE with case_no."""
    engine_row = pl.struct(*CYCLE).struct.json_encode()
    shown = ("period", "step", "due_on", "days_late", "action", "role", "assignee")
    rows = steps.select(*shown, case_id="case_no", facts=engine_row, run_id=pl.lit(run.pk, pl.Int64))
    columns.append_table(connection, StatementStep._meta.db_table, rows)


def settle_alerts(run: Run, warnings: pl.DataFrame) -> int:
    """Raise and end warning signs so that those that stand are today's; returns how many changed (R-136).

    ``warnings``: case_no, sign, severity, evidence (JSON). The evidence is that of the day on which a sign was raised;
    one that grows from watch to serious, or back, is raised anew.
    """
    key = ["case_no", "sign", "severity"]
    present = standing_alerts()
    today = warnings.unique(["case_no", "sign"], keep="first", maintain_order=True)
    ended = present.join(today, on=key, how="anti", maintain_order="left")["alert_no"].to_list()
    for start in range(0, len(ended), _PART):
        Alert.objects.filter(pk__in=ended[start : start + _PART]).update(ended_run=run)
    raised = today.join(present, on=key, how="anti", maintain_order="left").select(
        "sign", "severity", "evidence", case_id="case_no", first_run_id=pl.lit(run.pk, pl.Int64), reason=pl.lit("")
    )
    columns.append_table(connection, Alert._meta.db_table, raised)
    return len(ended) + raised.height


def dismiss_alert(number: int, *, until: date, reason: str, actor: Actor) -> None:
    """Take a warning sign off the list through ``until``. Raises: Refused alert_ended when it stands no more."""
    standing = Alert.objects.filter(pk=number, ended_run__isnull=True)
    by = actor.id if actor.kind == "person" else None
    if not standing.update(dismissed_by=by, dismissed_until=until, reason=reason):
        raise Refused("alert_ended", number=number)


def restore_alert(number: int) -> None:
    """Put a dismissed warning sign back on the list. Raises: Refused alert_not_dismissed."""
    dismissed = Alert.objects.filter(pk=number, ended_run__isnull=True, dismissed_until__isnull=False)
    if not dismissed.update(dismissed_by=None, dismissed_until=None, reason=""):
        raise Refused("alert_not_dismissed", number=number)
