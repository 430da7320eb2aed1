"""What a customer disputes, item by item (D-1001)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huikuan.apps.intake.facts import Fact, one_present_version, replaced_with_a_day


class DisputeFact(Fact):
    """A dispute: the columns of the disputes table. ``handle`` names it through all its versions."""

    handle = models.TextField()
    document_no = models.TextField()
    amount_minor = models.BigIntegerField(null=True)  # empty: all that is open
    reason = models.TextField(null=True)
    opened_on = models.DateField()
    resolved_on = models.DateField(null=True)
    resolution = models.CharField(max_length=20, default="", db_default="")  # codes.DISPUTE_RESOLUTIONS
    note = models.TextField(default="", db_default="")
    # Who settles it and where it stands; no table of a folder says so.
    stage = models.CharField(max_length=6, default="", db_default="")  # DISPUTE_STAGES; empty: nobody has it yet
    owner = models.TextField(default="", db_default="")  # a person's code; empty: the customer's owner
    due_on = models.DateField(null=True)  # empty: 14 days after it was opened
    next_step = models.TextField(default="", db_default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(stage__in=["", "ours", "theirs"]), name="disputes_stage_known"),
            one_present_version("disputes_one_present_fact", "handle"),
            models.CheckConstraint(
                condition=Q(resolution="") | Q(resolved_on__isnull=False), name="disputes_resolution_with_a_day"
            ),
            replaced_with_a_day("disputes_fact_replaced_on"),
            models.CheckConstraint(
                condition=Q(amount_minor__isnull=True) | Q(amount_minor__gt=0), name="disputes_amount_positive_d1001"
            ),
        ]
