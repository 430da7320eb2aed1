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


class Upload(models.Model):
    """Files that somebody sent and is about to import: nothing of them is a fact before the batch.

    open ──> checking ──> checked ──> recording ──> recorded | unchanged
     ^ └──────────────────── discarded ◄── │
     └── whatever is changed ──────────────┘
    """

    OPEN, CHECKING, CHECKED, RECORDING = "open", "checking", "checked", "recording"
    RECORDED, UNCHANGED, DISCARDED = "recorded", "unchanged", "discarded"
    STATES = (OPEN, CHECKING, CHECKED, RECORDING, RECORDED, UNCHANGED, DISCARDED)

    key = models.CharField(max_length=200)  # the form's: sent twice, it is one upload
    uploaded_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    state = models.CharField(max_length=10, default=OPEN)
    version = models.IntegerField(default=1)  # of all that stands here, moved by every change
    moved_at = models.DateTimeField()
    files = models.JSONField(default=list)  # name, sha256, size, fault of each that was sent
    sheets = models.JSONField(default=list)  # what each sheet was seen to be, and what somebody chose for it
    settings = models.JSONField(default=dict)  # source, mode, known_on, currency, dates, encoding
    control = models.JSONField(default=dict)  # "table currency" -> the total that somebody typed
    found = models.JSONField(null=True)  # what the check found; of this version's choices
    fault = models.JSONField(null=True)  # why the last check or recording ended without
    asked_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    asked_for = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")  # by a deputy
    batch = models.OneToOneField("intake.Batch", on_delete=models.PROTECT, null=True, related_name="upload")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["uploaded_by", "key"], name="intake_upload_key_once"),
            models.CheckConstraint(
                condition=Q(
                    state__in=["open", "checking", "checked", "recording", "recorded", "unchanged", "discarded"]
                ),
                name="intake_upload_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state="recorded", batch__isnull=False) | (~Q(state="recorded") & Q(batch__isnull=True)),
                name="intake_recorded_upload_has_batch",
            ),
        ]


class Layout(models.Model):
    """How a person read sheets with these headers, offered the next time; versions are added, never edited."""

    fingerprint = models.CharField(max_length=64)  # SHA-256 of the header keys, whatever their order
    version = models.IntegerField()
    name = models.CharField(max_length=80)
    table = models.CharField(max_length=20)
    columns = models.JSONField()  # their header -> our name, empty: not used
    made_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["fingerprint", "version"], name="intake_layout_version_once")
        ]
