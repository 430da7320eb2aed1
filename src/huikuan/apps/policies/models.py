"""Policy documents by version, and the rules that say who follows which; exceptions stand at the customer."""

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
