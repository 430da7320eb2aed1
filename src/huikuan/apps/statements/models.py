"""Statements of account and how far each has come (D-601)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from huikuan.apps.intake.facts import Fact, one_present_version, replaced_with_a_day


class StatementFact(Fact):
    """A statement: the columns of the statements table."""

    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, related_name="+")
    entity = models.ForeignKey("people.LegalEntity", on_delete=models.PROTECT, related_name="+")
    period = models.CharField(max_length=7)
    sent_on = models.DateField(null=True)
    confirmed_on = models.DateField(null=True)
    seal = models.TextField(null=True)
    invoicing_details_on = models.DateField(null=True)
    invoiced_on = models.DateField(null=True)
    posted_on = models.DateField(null=True)
    courier_no = models.TextField(null=True)
    # What the customer answered besides a yes; no table of a folder says so.
    differs_on = models.DateField(null=True)
    difference_minor = models.BigIntegerField(null=True)
    difference_reason = models.CharField(max_length=20, default="", db_default="")  # codes.DIFFERENCE_REASONS
    note = models.TextField(default="", db_default="")

    class Meta:
        constraints: ClassVar = [
            one_present_version("statements_one_present_fact", "customer", "entity", "period"),
            replaced_with_a_day("statements_fact_replaced_on"),
        ]
