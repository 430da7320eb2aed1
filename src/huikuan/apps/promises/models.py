"""Promises to pay, as they were made. Whether one was kept is judged from the cash, never typed in (D-1002)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huikuan.apps.intake.facts import Fact, one_present_version, replaced_with_a_day


class PromiseFact(Fact):
    """A promise: the columns of the promises table. ``handle`` names it through all its versions."""

    handle = models.TextField()
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, related_name="+")
    entity = models.ForeignKey("people.LegalEntity", on_delete=models.PROTECT, related_name="+")
    made_on = models.DateField()
    due_on = models.DateField()
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    document_nos = models.JSONField(null=True)
    standing = models.CharField(max_length=9, default="", db_default="")  # empty: it counts
    standing_reason = models.TextField(default="", db_default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(standing__in=["", "waiting", "refused", "withdrawn"]), name="promises_standing_known"
            ),
            one_present_version("promises_one_present_fact", "handle"),
            replaced_with_a_day("promises_fact_replaced_on"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="promises_amount_positive_d1002"),
        ]


class Confirmation(models.Model):
    """The letter that confirms a promise in writing, as it was drafted; nothing has sent it (R-230)."""

    promise = models.TextField(unique=True)  # its handle
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    batch = models.ForeignKey("intake.Batch", on_delete=models.PROTECT, related_name="+")
