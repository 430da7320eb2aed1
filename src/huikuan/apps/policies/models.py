"""Policy documents by version, who follows which, and what is being written; exceptions stand at the customer."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class PolicyVersion(models.Model):
    """One version of a policy document, or of a statement cycle's, exactly as it was written; never edited."""

    policy = models.CharField(max_length=60)
    version = models.IntegerField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    in_force_from = models.DateField()  # the first day it was recorded for
    act_id = models.UUIDField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["policy", "version"], name="policies_version_once"),
        ]


class AssignmentVersion(models.Model):
    """One version of the assignment rules (D-702), exactly as it was written; never edited."""

    assignment = models.CharField(max_length=60, default="", db_default="")
    version = models.IntegerField(default=0, db_default=0)
    text = models.TextField()
    names = models.JSONField(default=dict)  # what it calls the files of policies -> their id
    sha256 = models.CharField(max_length=64)
    in_force_from = models.DateField()
    act_id = models.UUIDField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["assignment", "version"], condition=~Q(assignment=""), name="policies_assignment_once"
            ),
        ]


class HouseChoice(models.Model):
    """What the house goes by from a day on; of one name the latest day counts, on one day the last row.

    ``name``: default_policy, assignment, statement_cycle, call_times, or policy:ID, whose value is a version.
    """

    name = models.CharField(max_length=80)
    value = models.CharField(max_length=80)
    first_on = models.DateField()
    act_id = models.UUIDField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["name", "first_on"], name="policies_choices_by_day")]


class PolicyDraft(models.Model):
    """The next version of a policy while it is written: one open draft a policy, each saving counted (R-201)."""

    policy = models.CharField(max_length=60)
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    for_everybody = models.BooleanField(default=False)  # whom nothing else decides is to follow it
    is_open = models.BooleanField(default=True)
    changed_by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    request = models.ForeignKey("approvals.Request", null=True, on_delete=models.PROTECT, related_name="+")
    version = models.IntegerField(default=1)  # of the row, for whoever edits at the same time
    act_id = models.UUIDField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["policy"], condition=Q(is_open=True), name="policies_one_open_draft"),
        ]


class PolicySimulation(models.Model):
    """A draft lived through on the portfolio of a run: what was asked, how far it is, and where the outcome is kept.

    ``key`` names text, run and everything else that it rests on: the same question has one answer (R-200).
    """

    WAITING, RUNNING, DONE, FAILED = "waiting", "running", "done", "failed"

    key = models.CharField(max_length=64, unique=True)
    policy = models.CharField(max_length=60)
    sha256 = models.CharField(max_length=64)  # of the draft's text
    text = models.TextField()
    for_everybody = models.BooleanField(default=False)
    run_no = models.BigIntegerField()
    business_date = models.DateField()
    assumptions = models.JSONField()
    state = models.CharField(max_length=8, default=WAITING)
    days_done = models.IntegerField(default=0)
    days_total = models.IntegerField()
    file_no = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    act_id = models.UUIDField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "running", "done", "failed"]), name="policies_simulation_state_known"
            ),
            models.CheckConstraint(
                condition=Q(file_no__isnull=False) | ~Q(state="done"), name="policies_done_simulation_has_its_outcome"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["policy", "sha256"], name="policies_simulation_of_text")]
