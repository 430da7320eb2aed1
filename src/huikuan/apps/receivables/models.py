"""The ledger: what each document said, version by version, and what was posted against it.

An item is one due sum of a document; most documents have one. Its identity is how the other system names it (entity,
source, kind, number, fiscal year, line), kept as text; its number inside never changes.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huikuan.apps.intake.facts import Fact, one_present_version, replaced_with_a_day


class Case(models.Model):
    """One customer and one of our entities: one conversation (D-703). ``change_no`` moves with every fact of it."""

    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, related_name="cases")
    entity = models.ForeignKey("people.LegalEntity", on_delete=models.PROTECT, related_name="+")
    change_no = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["customer", "entity"], name="receivables_case_once")]


class Item(models.Model):
    """A due sum by the name that its source gives it."""

    entity = models.ForeignKey("people.LegalEntity", on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=40, default="")
    kind = models.CharField(max_length=12)
    document_no = models.TextField()
    fiscal_year = models.CharField(max_length=9, default="")
    line = models.IntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["document_no", "entity", "source", "kind", "fiscal_year", "line"], name="receivables_item_once"
            ),
        ]
        # A number is looked for by its beginning; the order of a language would not serve that.
        indexes: ClassVar = [
            models.Index(fields=["document_no"], opclasses=["text_pattern_ops"], name="receivables_item_begins")
        ]


class ItemFact(Fact):
    """What was known of an item: the columns of the receivables table."""

    item = models.ForeignKey("receivables.Item", on_delete=models.PROTECT, related_name="facts")
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, related_name="+")
    issue_date = models.DateField()
    due_date = models.DateField(null=True)  # as given; empty where the terms decide
    terms = models.TextField(null=True)
    amount_minor = models.BigIntegerField()  # credit notes negative
    open_minor = models.BigIntegerField(null=True)  # as given by a snapshot on balance_date
    balance_date = models.DateField(null=True)
    currency = models.CharField(max_length=3)
    contract_no = models.TextField(null=True)
    order_no = models.TextField(null=True)
    delivered_on = models.DateField(null=True)
    accepted_on = models.DateField(null=True)
    pod_date = models.DateField(null=True)
    invoice_received_on = models.DateField(null=True)
    batch_on = models.DateField(null=True)
    disputed_minor = models.BigIntegerField(null=True)
    settled_on = models.DateField(null=True)
    note = models.TextField(null=True)

    class Meta:
        constraints: ClassVar = [
            one_present_version("receivables_one_present_fact", "item"),
            replaced_with_a_day("receivables_fact_replaced_on"),
        ]


class Adjustment(Fact):
    """A posting that is neither document nor cash; an item that a snapshot no longer lists gets one, cause unknown."""

    item = models.ForeignKey("receivables.Item", on_delete=models.PROTECT, related_name="adjustments")
    kind = models.CharField(max_length=20)
    amount_minor = models.BigIntegerField()  # added to what is open
    effective_on = models.DateField()
    reason = models.TextField(default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=["settled_unknown", "offset", "write_off", "correction"]),
                name="receivables_adjustment_kind_known",
            ),
            replaced_with_a_day("receivables_adjustment_replaced_on"),
        ]
