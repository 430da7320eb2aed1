"""Policy documents by version, and the rules that say who follows which; exceptions stand at the customer."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class PolicyVersion(models.Model):
    """One version of a policy document, exactly as it was written; never edited."""

    policy = models.CharField(max_length=60)
    version = models.IntegerField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    in_force_from = models.DateField()
    act_id = models.UUIDField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["policy", "version"], name="policies_version_once"),
        ]


class AssignmentVersion(models.Model):
    """One version of the assignment rules (D-702); the newest in force holds."""

    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    in_force_from = models.DateField()
    act_id = models.UUIDField()
