"""Batches: every fact belongs to one, be it an import of a million rows or one call that a person logged.

The number of the newest batch is the ledger's position: a day's run names it and can be replayed.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Batch(models.Model):
    """What was recorded together, in one transaction."""

    kind = models.CharField(max_length=8)
    act_id = models.UUIDField(unique=True)
    recorded_at = models.DateTimeField()
    recorded_on = models.DateField()  # the business date on which we knew
    is_snapshot = models.BooleanField(default=False)  # what it does not list is settled, cause unknown
    source = models.CharField(max_length=40, default="")
    inputs = models.JSONField(default=list)  # file, table, rows, sha256
    totals = models.JSONField(default=dict)  # per table: rows and amounts in, loaded, set aside, new, changed, gone
    undone_by = models.OneToOneField("intake.Batch", on_delete=models.PROTECT, null=True, related_name="undoes")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=["import", "act", "reversal"]), name="intake_batch_kind_known")
        ]


class ActKey(models.Model):
    """The name that a caller gave an act, so that the same act asked for again is done once (R-120)."""

    actor_kind = models.CharField(max_length=10)
    actor_no = models.BigIntegerField(default=0, db_default=0)  # 0: the system and its operator
    key = models.CharField(max_length=200)
    act = models.CharField(max_length=60)
    request = models.CharField(max_length=64)  # SHA-256 of what was asked for
    batch = models.ForeignKey("intake.Batch", on_delete=models.PROTECT, null=True, related_name="+")
    answer = models.JSONField(null=True)  # what the act said of itself

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "actor_kind", "actor_no"], name="intake_act_key_once")
        ]


class SetAside(models.Model):
    """A row of an import that was not loaded, or was loaded with a warning: where it stood, and the remedy's code."""

    batch = models.ForeignKey("intake.Batch", on_delete=models.PROTECT, related_name="set_aside")
    file = models.CharField(max_length=255)
    row = models.CharField(max_length=80)
    column = models.CharField(max_length=80)
    value = models.TextField()
    code = models.CharField(max_length=60)
    severity = models.CharField(max_length=8)
    detail = models.TextField(default="")
