"""The typed tables that go into the engine, and those that come out.

One thing to know: money columns end in ``_minor`` and hold integer minor units of the row's ``currency``; dates end in
``_on``, ``_date`` or ``due``; a case is customer x entity (D-703). Every input row carries ``file_no`` and ``row_no``,
its place in the folder, so that a problem found late can still name the row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

import polars as pl
from polars.datatypes import DataType

type_ = type[DataType] | DataType
Schema = Mapping[str, type_]

TEXT, DAY, TIME, MINOR, FLAG, COUNT = pl.String, pl.Date, pl.Datetime("us"), pl.Int64, pl.Boolean, pl.Int32
PLACE: Schema = {"file_no": pl.UInt16, "row_no": pl.UInt32}

CUSTOMERS: Schema = {
    "customer_id": TEXT,
    "name": TEXT,
    "short_name": TEXT,
    "tax_id": TEXT,
    "kind": TEXT,
    "payer_class": TEXT,
    "segment": TEXT,
    "ownership": TEXT,
    "industry": TEXT,
    "region": TEXT,
    "address": TEXT,
    "lat": pl.Float64,
    "lon": pl.Float64,
    "since": DAY,
    "grade": TEXT,
    "status": TEXT,
    "credit_limit_minor": MINOR,
    "terms": TEXT,
    "policy": TEXT,
    "owner": TEXT,
    "collector": TEXT,
    "habitual_delayer": FLAG,
    "late_confirmer": FLAG,
    "grace_days": COUNT,
    "parent_id": TEXT,
    **PLACE,
}
CONTACTS: Schema = {
    "customer_id": TEXT,
    "name": TEXT,
    "role": TEXT,
    "title": TEXT,
    "sex": TEXT,
    "phone": TEXT,
    "mobile": TEXT,
    "email": TEXT,
    "wecom": TEXT,
    "preferred_channel": TEXT,
    "opted_out": pl.List(pl.String),  # channel codes; ["all"] when the contact opted out of everything
    "verified_on": DAY,
    **PLACE,
}
RECEIVABLES: Schema = {
    "document_no": TEXT,
    "customer_id": TEXT,
    "entity": TEXT,
    "kind": TEXT,
    "issue_date": DAY,
    "due_date": DAY,  # as given; empty where terms decide
    "terms": TEXT,
    "amount_minor": MINOR,  # credit notes negative
    "open_minor": MINOR,  # as given; empty where allocations decide
    "balance_date": DAY,
    "currency": TEXT,
    "contract_no": TEXT,
    "order_no": TEXT,
    "delivered_on": DAY,
    "accepted_on": DAY,
    "pod_date": DAY,
    "invoice_received_on": DAY,
    "batch_on": DAY,
    "disputed_minor": MINOR,
    "settled_on": DAY,
    "note": TEXT,
    **PLACE,
}
PAYMENTS: Schema = {
    "payment_no": TEXT,
    "customer_id": TEXT,  # may be empty: then payer_name
    "payer_name": TEXT,
    "entity": TEXT,
    "received_on": DAY,
    "recorded_on": DAY,
    "amount_minor": MINOR,
    "currency": TEXT,
    "method": TEXT,
    "bill_no": TEXT,
    "bill_kind": TEXT,
    "acceptor": TEXT,
    "matures_on": DAY,
    "refused_on": DAY,
    "bank_reference": TEXT,
    **PLACE,
}
# The given allocations of the payments table, one row each, amounts in the payment's currency.
ALLOCATIONS: Schema = {"payment_no": TEXT, "entity": TEXT, "document_no": TEXT, "amount_minor": MINOR, **PLACE}
PROMISES: Schema = {
    "customer_id": TEXT,
    "entity": TEXT,
    "made_on": DAY,
    "due_on": DAY,
    "amount_minor": MINOR,
    "currency": TEXT,
    "document_nos": pl.List(pl.String),
    **PLACE,
}
DISPUTES: Schema = {
    "document_no": TEXT,
    "amount_minor": MINOR,  # empty: all that is open
    "reason": TEXT,
    "opened_on": DAY,
    "resolved_on": DAY,
    **PLACE,
}
ACTIVITIES: Schema = {
    "customer_id": TEXT,
    "entity": TEXT,
    "at": TIME,
    "channel": TEXT,
    "outcome": TEXT,
    "step": TEXT,  # without the policy's name in front
    "step_policy": TEXT,  # that name, where it was given
    "delivered": FLAG,
    "document_nos": pl.List(pl.String),
    "note": TEXT,
    **PLACE,
}
STATEMENTS: Schema = {
    "customer_id": TEXT,
    "entity": TEXT,
    "period": TEXT,
    "sent_on": DAY,
    "confirmed_on": DAY,
    "seal": TEXT,
    "invoicing_details_on": DAY,
    "invoiced_on": DAY,
    "posted_on": DAY,
    "courier_no": TEXT,
    **PLACE,
}
# When a customer may be called (D-802): a row for each span of hours, blackout or cash-in. An addition of ours.
HOURS: Schema = {
    "customer_id": TEXT,
    "kind": TEXT,  # open, blackout, cash_in
    "weekday": TEXT,  # "1" (Monday) to "7"; empty: every day
    "from": COUNT,  # minutes after midnight; empty: from the start of the day
    "to": COUNT,
    "month_day": COUNT,  # the 31st of a shorter month is its last day
    "date": DAY,
    "note": TEXT,
    **PLACE,
}
INPUTS: Mapping[str, Schema] = {
    "customers": CUSTOMERS,
    "contacts": CONTACTS,
    "receivables": RECEIVABLES,
    "payments": PAYMENTS,
    "allocations": ALLOCATIONS,
    "promises": PROMISES,
    "disputes": DISPUTES,
    "activities": ACTIVITIES,
    "statements": STATEMENTS,
    "hours": HOURS,
}


@dataclass(frozen=True, slots=True)
class Tables:
    """What a folder said, typed. Every table has exactly the columns of its schema; a missing one is empty."""

    customers: pl.DataFrame
    contacts: pl.DataFrame
    receivables: pl.DataFrame
    payments: pl.DataFrame
    allocations: pl.DataFrame
    promises: pl.DataFrame
    disputes: pl.DataFrame
    activities: pl.DataFrame
    statements: pl.DataFrame
    hours: pl.DataFrame

    @classmethod
    def of(cls, **given: pl.DataFrame) -> Tables:
        """Fill the tables that are not given with empty ones; add missing columns as nulls, in schema order."""
        return cls(**{field.name: _shaped(given.get(field.name), INPUTS[field.name]) for field in fields(cls)})


def _shaped(frame: pl.DataFrame | None, schema: Schema) -> pl.DataFrame:
    if frame is None:
        return pl.DataFrame(schema=dict(schema))
    return frame.select(
        (pl.col(name) if name in frame.columns else pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in schema.items()
    )


def empty(schema: Schema) -> pl.DataFrame:
    """Return a table of no rows with the columns of ``schema``."""
    return pl.DataFrame(schema=dict(schema))
