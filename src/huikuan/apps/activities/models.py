"""What was done with a customer and what came of it (D-803)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huikuan.apps.intake.facts import Fact, one_present_version, replaced_with_a_day


class ActivityFact(Fact):
    """An activity: the columns of the activities table. ``handle`` names it through all its versions."""

    handle = models.TextField()
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, related_name="+")
    entity = models.ForeignKey("people.LegalEntity", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()  # wall time where the business is, stored as if it were UTC: files name no zone
    channel = models.TextField()
    outcome = models.TextField(null=True)
    step = models.TextField(null=True)
    step_policy = models.TextField(null=True)  # the policy whose step it was, where it was said
    delivered = models.BooleanField(null=True)
    document_nos = models.JSONField(null=True)
    note = models.TextField(null=True)
    actor_id = models.BigIntegerField(null=True)  # our person, where one logged it here
    # How the talk went, by codes; empty where nobody said.
    excuse = models.CharField(max_length=20, default="", db_default="")
    ability = models.CharField(max_length=20, default="", db_default="")
    willingness = models.CharField(max_length=20, default="", db_default="")
    tone = models.CharField(max_length=20, default="", db_default="")

    class Meta:
        constraints: ClassVar = [
            one_present_version("activities_one_present_fact", "handle"),
            replaced_with_a_day("activities_fact_replaced_on"),
        ]
        indexes: ClassVar = [models.Index(fields=["customer", "at"], name="activities_of_a_customer")]


class BegunCall(models.Model):
    """A call from the moment at which somebody asked for the number, until it is said what came of it (R-231)."""

    person = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    activity = models.TextField(default="", db_default="")  # the handle; empty: nobody was called after all

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "customer"], condition=Q(ended_at__isnull=True), name="activities_one_call_at_a_time"
            ),
        ]
