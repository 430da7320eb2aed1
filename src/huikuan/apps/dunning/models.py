"""The day: which runs decided it, on what, and what was left alone until when."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class Run(models.Model):
    """One decision about a business date. A second run of the same date is its next revision."""

    business_date = models.DateField()
    revision = models.IntegerField()
    act_id = models.UUIDField(unique=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    position = models.BigIntegerField()  # the newest batch it saw
    unseen = models.JSONField()  # numbers below it of batches that were not committed then
    parameters = models.JSONField()
    policies = models.JSONField()  # id -> version
    counts = models.JSONField()
    timings = models.JSONField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["business_date", "revision"], name="dunning_revision_once")
        ]


class Lease(models.Model):
    """Whoever holds the row of a business date may write that day."""

    business_date = models.DateField(primary_key=True)
    holder = models.CharField(max_length=80)
    until = models.DateTimeField()


class WorklistRow(models.Model):
    """A row of the worklist as the run made it: what is shown, sorted by and added up, and the whole row as facts."""

    run = models.ForeignKey("dunning.Run", on_delete=models.PROTECT, related_name="rows")
    case = models.ForeignKey("receivables.Case", on_delete=models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3)
    rank = models.IntegerField()
    lane = models.CharField(max_length=5)
    score = models.FloatField(null=True)
    step = models.CharField(max_length=60)
    action = models.CharField(max_length=10)
    role = models.CharField(max_length=20)
    assignee = models.CharField(max_length=80, null=True)
    due_on = models.DateField()
    overdue_minor = models.BigIntegerField()
    eligible_minor = models.BigIntegerField()
    # What a list is narrowed and sorted by; a day that was run before these were kept has none of them.
    rung = models.CharField(max_length=60, null=True)
    oldest_overdue_days = models.IntegerField(null=True)
    last_contact_on = models.DateField(null=True)
    best_slot_on = models.DateField(null=True)
    best_slot_hour = models.IntegerField(null=True)
    facts = models.TextField()  # JSON of the engine's WORKLIST row, schema 1

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["run", "case", "currency"], name="dunning_row_once")]
        indexes: ClassVar = [models.Index(fields=["run", "rank"], name="dunning_rows_by_rank")]


class StatementStep(models.Model):
    """A step of the statement cycle (P-0) as the run found it due, and the whole row as facts."""

    run = models.ForeignKey("dunning.Run", on_delete=models.PROTECT, related_name="statement_steps")
    case = models.ForeignKey("receivables.Case", on_delete=models.PROTECT, related_name="+")
    period = models.CharField(max_length=7)
    step = models.CharField(max_length=60)
    due_on = models.DateField()
    days_late = models.IntegerField()
    action = models.CharField(max_length=10)
    role = models.CharField(max_length=20)
    assignee = models.CharField(max_length=80, null=True)
    facts = models.TextField()  # JSON of the engine's CYCLE row, schema 1

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "case", "period", "step"], name="dunning_statement_step_once")
        ]


class Skip(models.Model):
    """An interval in which something is left alone, and why; written when it begins and when it ends."""

    case = models.ForeignKey("receivables.Case", on_delete=models.PROTECT, related_name="+")
    document_no = models.TextField(default="", db_default="")  # empty: the whole case
    reason = models.CharField(max_length=20)
    first_on = models.DateField()
    until = models.DateField(null=True)  # the last day, as far as is known
    ended_on = models.DateField(null=True)  # the first day on which it no longer held
    first_run = models.ForeignKey("dunning.Run", on_delete=models.PROTECT, related_name="+")
    ended_run = models.ForeignKey("dunning.Run", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "document_no", "reason"],
                condition=Q(ended_on__isnull=True),
                name="dunning_skip_open_once_d704",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gt=F("first_on")), name="dunning_skip_has_days"
            ),
        ]


class PromiseVerdict(models.Model):
    """What became of a promise, by the cash (D-1002); written when the verdict changes."""

    promise = models.TextField()  # its handle
    run = models.ForeignKey("dunning.Run", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=7)
    kept_minor = models.BigIntegerField()
    level = models.IntegerField()
    until = models.DateField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["promise", "run"], name="dunning_verdicts_of_promise")]


class Alert(models.Model):
    """A warning sign on a customer with its evidence (D-307), until it ends or a person dismisses it."""

    case = models.ForeignKey("receivables.Case", on_delete=models.PROTECT, related_name="+")
    sign = models.CharField(max_length=40)
    severity = models.CharField(max_length=10)
    evidence = models.JSONField()
    first_run = models.ForeignKey("dunning.Run", on_delete=models.PROTECT, related_name="+")
    ended_run = models.ForeignKey("dunning.Run", on_delete=models.PROTECT, null=True, related_name="+")
    dismissed_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    dismissed_until = models.DateField(null=True)
    reason = models.TextField(default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "sign"], condition=Q(ended_run__isnull=True), name="dunning_alert_open_once_d307"
            ),
            models.CheckConstraint(
                condition=Q(dismissed_by__isnull=True) | ~Q(reason=""), name="dunning_dismissed_with_reason"
            ),
        ]
