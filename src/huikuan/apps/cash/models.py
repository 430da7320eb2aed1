"""Receipts and what they were allocated to."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from huikuan.apps.intake.facts import Fact, one_present_version, replaced_with_a_day


class Receipt(models.Model):
    """Money or a bill that came in, by the name that its source gives it."""

    entity = models.ForeignKey("people.LegalEntity", on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=40, default="")
    payment_no = models.TextField()
    fiscal_year = models.CharField(max_length=9, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["payment_no", "entity", "source", "fiscal_year"], name="cash_receipt_once")
        ]


class ReceiptFact(Fact):
    """What was known of a receipt: the columns of the payments table."""

    receipt = models.ForeignKey("cash.Receipt", on_delete=models.PROTECT, related_name="facts")
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, null=True, related_name="+")
    payer_name = models.TextField(null=True)
    received_on = models.DateField()
    known_on = models.DateField(null=True)  # recorded_on of the file: when the bank or a person told of it
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    method = models.TextField(null=True)
    bill_no = models.TextField(null=True)
    bill_kind = models.TextField(null=True)
    acceptor = models.TextField(null=True)
    matures_on = models.DateField(null=True)
    refused_on = models.DateField(null=True)
    bank_reference = models.TextField(null=True)

    class Meta:
        constraints: ClassVar = [
            one_present_version("cash_one_present_fact", "receipt"),
            replaced_with_a_day("cash_fact_replaced_on"),
        ]


class AllocationFact(Fact):
    """A part of a receipt for one document, in the receipt's currency. The document may be imported later."""

    receipt = models.ForeignKey("cash.Receipt", on_delete=models.PROTECT, related_name="allocations")
    place = models.IntegerField()  # within the receipt
    document_no = models.TextField()
    amount_minor = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            one_present_version("cash_one_present_allocation", "receipt", "place"),
            replaced_with_a_day("cash_allocation_replaced_on"),
        ]


class PaymentClaim(models.Model):
    """What a customer said of a payment that we do not see yet: when, through which bank, by which reference (R-230).

    It holds nothing back by itself: the contact that told of it does, for three working days (R-19).
    """

    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, related_name="+")
    entity = models.ForeignKey("people.LegalEntity", on_delete=models.PROTECT, related_name="+")
    claimed_on = models.DateField()
    paid_on = models.DateField(null=True)
    bank = models.TextField(default="", db_default="")
    reference = models.TextField(default="", db_default="")
    batch = models.ForeignKey("intake.Batch", on_delete=models.PROTECT, related_name="+")
    taken_back_on = models.DateField(null=True)
