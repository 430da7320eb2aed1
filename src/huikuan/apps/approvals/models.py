"""Requests for an approval, and what was decided. Nobody decides their own request (four eyes)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class Request(models.Model):
    """Something that must not happen before somebody has said yes.

    ``key`` names one asking, ``thing`` what it is about: while a request on a thing waits or has been approved, nobody
    asks for it again (R-132).
    """

    WAITING, APPROVED, REFUSED, WITHDRAWN = "waiting", "approved", "refused", "withdrawn"

    key = models.CharField(max_length=200, unique=True)  # asked again, it is the same request
    thing = models.CharField(max_length=200, default="", db_default="")
    kind = models.CharField(max_length=40)  # step, policy, override, promise …
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=80)
    customer_code = models.CharField(max_length=80, default="", db_default="")  # whose customer decides who may
    entity = models.ForeignKey("people.LegalEntity", on_delete=models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=20)  # who decides
    facts = models.JSONField()
    state = models.CharField(max_length=9, default=WAITING)
    requested_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    requested_for = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    requested_at = models.DateTimeField()
    requested_on = models.DateField()
    reminded_on = models.DateField(null=True)  # whoever asked last asked after it
    reminders = models.IntegerField(default=0, db_default=0)
    decided_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_on = models.DateField(null=True)
    reason = models.TextField(default="", db_default="")
    version = models.IntegerField(default=1, db_default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "approved", "refused", "withdrawn"]), name="approvals_state_known"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(requested_by__isnull=True) | ~Q(decided_by=F("requested_by")),
                name="approvals_four_eyes",
            ),
            models.UniqueConstraint(
                fields=["thing"],
                condition=Q(state__in=["waiting", "approved"]) & ~Q(thing=""),
                name="approvals_one_request_for_a_thing",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["role"], name="approvals_waiting", condition=Q(state="waiting"))]
