"""What is to be done: one row per case, policy version, step and cycle (D-705).

What a day made of it, its rank and its figures, stands in the day's run.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Task(models.Model):
    """A step that is due, from the day that made it until it is done, postponed or no longer asked for.

    A run adds and withdraws only tasks that no person has touched.
    """

    case = models.ForeignKey("receivables.Case", on_delete=models.PROTECT, related_name="tasks")
    policy = models.CharField(max_length=60)
    policy_version = models.IntegerField()
    step = models.CharField(max_length=60)
    cycle_on = models.DateField()  # the slot that makes it due: the same step again later is another task
    state = models.CharField(max_length=9)  # open, done, withdrawn, postponed
    role = models.CharField(max_length=20)
    assignee = models.CharField(max_length=80, null=True)  # a person's code
    first_on = models.DateField()  # the business date whose run made it
    revision = models.IntegerField()  # of that run
    ended_on = models.DateField(null=True)
    ended_as = models.CharField(max_length=12, default="", db_default="")  # met, overtaken, not_needed
    touched_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    postponed_until = models.DateField(null=True)
    reason = models.TextField(default="", db_default="")
    version = models.IntegerField(default=1, db_default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "policy", "policy_version", "step", "cycle_on"], name="tasks_once_per_cycle_d705"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "done", "withdrawn", "postponed"]), name="tasks_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "postponed"], ended_on__isnull=True)
                | Q(state__in=["done", "withdrawn"], ended_on__isnull=False),
                name="tasks_ended_with_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="postponed") | Q(postponed_until__isnull=False, reason__gt=""),
                name="tasks_postponed_with_reason_and_end",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["case"], name="tasks_open", condition=Q(state__in=["open", "postponed"]))
        ]


class FollowUp(models.Model):
    """What somebody took upon himself in a talk: to call back, to send papers, to find whoever is in charge (R-230).

    It follows from words, not from a policy: no day's run makes it or takes it away.
    """

    case = models.ForeignKey("receivables.Case", on_delete=models.PROTECT, related_name="follow_ups")
    kind = models.CharField(max_length=20)
    due_on = models.DateField()
    due_at = models.TimeField(null=True)  # of the debtor's clock; null: at any hour of that day
    note = models.TextField(default="", db_default="")
    owner = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    batch = models.ForeignKey("intake.Batch", on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True)
    ended_with = models.ForeignKey("intake.Batch", on_delete=models.PROTECT, null=True, related_name="+")
    version = models.IntegerField(default=1, db_default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=["call_back", "send_papers", "mend_contact"]), name="tasks_follow_up_known"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_on"], name="tasks_follow_ups_open", condition=Q(ended_on__isnull=True))
        ]


class Pin(models.Model):
    """A case that a person has put first among those ranked by value, with a reason and a last day (R-214)."""

    case = models.ForeignKey("receivables.Case", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    first_on = models.DateField()
    last_on = models.DateField()
    made_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    ended_on = models.DateField(null=True)  # put back before its last day

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case"], condition=Q(ended_on__isnull=True), name="tasks_one_pin_r214"),
            models.CheckConstraint(condition=~Q(reason=""), name="tasks_pin_has_reason_r214"),
        ]
