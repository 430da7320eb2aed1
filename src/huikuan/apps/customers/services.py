"""Changes what is known of customers."""

from __future__ import annotations

import polars as pl
from django.db import connection

from huikuan.apps.customers.models import Customer
from huikuan.apps.customers.selectors import CONTACT_FACTS, CUSTOMER_FACTS, HOURS_FACTS, customer_numbers
from huikuan.apps.intake.bulk import Numbers, record_changes
from huikuan.apps.intake.differences import Differences
from huikuan.apps.intake.models import Batch
from huikuan.gateways import columns


def name_customers(customer_ids: pl.Series) -> None:
    """Give every code that is not yet a customer a number of ours."""
    known = customer_numbers()["customer_id"]
    new = customer_ids.drop_nulls().unique(maintain_order=True)
    new = new.filter(~new.is_in(known.implode()))
    columns.append_table(connection, Customer._meta.db_table, pl.DataFrame({"code": new.cast(pl.String)}))


def record_customers(changes: Differences, *, numbers: Numbers, batch: Batch) -> None:
    """Record new and changed customers."""
    record_changes(CUSTOMER_FACTS, changes, numbers=numbers, batch=batch)


def record_contacts(changes: Differences, *, numbers: Numbers, batch: Batch) -> None:
    """Record new and changed contact persons."""
    record_changes(CONTACT_FACTS, changes, numbers=numbers, batch=batch)


def record_hours(changes: Differences, *, numbers: Numbers, batch: Batch) -> None:
    """Record new and changed hours."""
    record_changes(HOURS_FACTS, changes, numbers=numbers, batch=batch)
