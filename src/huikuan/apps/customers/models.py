"""Customers and their contact persons: what they are called inside never changes, everything else is a fact in time."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from huikuan.apps.intake.facts import Fact, one_present_version, replaced_with_a_day
from huikuan.engine.codes import GRADES


class Customer(models.Model):
    """Somebody who owes us, or may. ``code`` is the customer_id of the files, kept as text."""

    code = models.CharField(max_length=80, unique=True)
    archived_at = models.DateTimeField(null=True)


class Findable(models.Model):
    """What a customer is looked for by (R-212): made of the present name, made anew where that has changed."""

    customer = models.OneToOneField(
        "customers.Customer", on_delete=models.CASCADE, primary_key=True, related_name="findable"
    )
    named = models.TextField()  # name and short name as they were when the text was made
    text = models.TextField()  # a line each: code, name, short name, pinyin, initials; in small letters


class CustomerFact(Fact):
    """What was known of a customer from one day on: the columns of the customers table."""

    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, related_name="facts")
    name = models.TextField()
    short_name = models.TextField(null=True)
    tax_id = models.TextField(null=True)
    kind = models.TextField(null=True)
    payer_class = models.TextField(null=True)
    segment = models.TextField(null=True)
    ownership = models.TextField(null=True)
    industry = models.TextField(null=True)
    region = models.TextField(null=True)
    address = models.TextField(null=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    since = models.DateField(null=True)
    grade = models.TextField(null=True)
    status = models.TextField(null=True)
    credit_limit_minor = models.BigIntegerField(null=True)
    terms = models.TextField(null=True)
    policy = models.TextField(null=True)
    owner = models.TextField(null=True)
    collector = models.TextField(null=True)
    habitual_delayer = models.BooleanField(null=True)
    late_confirmer = models.BooleanField(null=True)
    grace_days = models.IntegerField(null=True)
    parent_id = models.TextField(null=True)  # the parent's code: it may be imported later

    class Meta:
        constraints: ClassVar = [
            one_present_version("customers_one_present_fact", "customer"),
            replaced_with_a_day("customers_fact_replaced_on"),
            models.CheckConstraint(
                condition=Q(grade__isnull=True) | Q(grade__in=list(GRADES)), name="customers_grade_known_d401"
            ),
        ]


class ContactFact(Fact):
    """What was known of a contact person: the columns of the contacts table."""

    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, related_name="contacts")
    place = models.IntegerField()  # among people of the same name at the customer
    name = models.TextField()
    role = models.TextField(null=True)
    title = models.TextField(null=True)
    sex = models.TextField(null=True)
    phone = models.TextField(null=True)
    mobile = models.TextField(null=True)
    email = models.TextField(null=True)
    wecom = models.TextField(null=True)
    preferred_channel = models.TextField(null=True)
    opted_out = models.JSONField(null=True)  # channel codes
    verified_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            one_present_version("customers_one_present_contact", "customer", "name", "place"),
            replaced_with_a_day("customers_contact_replaced_on"),
        ]


class HoursFact(Fact):
    """When a customer may be called, must not be, or has cash in: the columns of the hours table (R-70)."""

    handle = models.TextField()
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, related_name="hours")
    kind = models.TextField()
    weekday = models.TextField(null=True)
    from_minute = models.IntegerField(null=True)
    to_minute = models.IntegerField(null=True)
    month_day = models.IntegerField(null=True)
    date = models.DateField(null=True)
    note = models.TextField(null=True)

    class Meta:
        constraints: ClassVar = [
            one_present_version("customers_one_present_hours", "handle"),
            replaced_with_a_day("customers_hours_replaced_on"),
        ]


class PolicyOverride(Fact):
    """A person's own choice of policy for one customer, with a reason and a last day (D-702, D-710).

    ``handle`` names it through its versions; one that was ended early is followed by a version with ``ended_on``.
    """

    handle = models.TextField()
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, related_name="policy_overrides")
    policy = models.CharField(max_length=60)
    reason = models.TextField()
    first_on = models.DateField()
    last_on = models.DateField()
    made_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    ended_on = models.DateField(null=True)  # the first day on which it no longer counted, before its last day

    class Meta:
        constraints: ClassVar = [
            one_present_version("customers_one_present_override", "handle"),
            replaced_with_a_day("customers_override_replaced_on"),
            models.CheckConstraint(condition=~Q(reason=""), name="customers_override_has_reason_d702"),
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="customers_override_has_end_d702"),
        ]
