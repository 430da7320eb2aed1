"""What is to be done today: one row per case, policy version, step and cycle, with the explanation it was made with."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Task(models.Model):
    """A step that is due. A re-run adds or withdraws only tasks that no person has touched."""

    OPEN, DONE, WITHDRAWN, POSTPONED = "open", "done", "withdrawn", "postponed"

    case = models.ForeignKey("receivables.Case", on_delete=models.PROTECT, related_name="tasks")
    policy = models.CharField(max_length=60)
    policy_version = models.IntegerField()
    step = models.CharField(max_length=60)
    cycle_on = models.DateField()  # the slot that makes it due: the same step again later is another task
    state = models.CharField(max_length=9, default=OPEN)
    action = models.CharField(max_length=10)
    role = models.CharField(max_length=20)
    assignee = models.CharField(max_length=80, null=True)  # a person's code
    approval = models.CharField(max_length=20, default="")
    is_lead = models.BooleanField()
    due_on = models.DateField()
    lane = models.CharField(max_length=5)
    score = models.FloatField(null=True)
    explanation = models.JSONField()  # the worklist rows of the case, one per currency, with every fact (schema 1)
    first_on = models.DateField()  # the business date whose run made it
    last_on = models.DateField()  # the newest business date on which it was still due
    revision = models.IntegerField(default=1)  # of the run that last moved it
    touched_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    postponed_until = models.DateField(null=True)
    reason = models.TextField(default="")
    version = models.IntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "policy", "policy_version", "step", "cycle_on"], name="tasks_once_per_cycle_d705"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "done", "withdrawn", "postponed"]), name="tasks_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="postponed") | Q(postponed_until__isnull=False, reason__gt=""),
                name="tasks_postponed_with_reason_and_end",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["assignee", "due_on"], name="tasks_open_of_a_person", condition=Q(state="open"))
        ]
