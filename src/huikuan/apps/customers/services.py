"""Changes what is known of customers."""

from __future__ import annotations

from datetime import date

import polars as pl
from django.db import connection

from huikuan.apps.audit.actors import Actor
from huikuan.apps.customers.models import Customer, Findable, PolicyOverride
from huikuan.apps.customers.selectors import (
    CONTACT_FACTS,
    CUSTOMER_FACTS,
    HOURS_FACTS,
    customer_numbers,
    customers_renamed,
)
from huikuan.apps.intake.bulk import Numbers, record_changes
from huikuan.apps.intake.differences import Differences
from huikuan.apps.intake.models import Batch
from huikuan.apps.intake.services import followed
from huikuan.gateways import columns
from huikuan.gateways.texts.pinyin import findable_texts

_PART = 5_000  # customers in one statement


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


def renew_findable() -> int:
    """Make anew what the customers are looked for by whose names have changed, or are new; returns how many (R-212)."""
    changed = customers_renamed()
    for start in range(0, changed.height, _PART):
        part = changed[start : start + _PART]
        Findable.objects.filter(customer__in=part["customer_no"].to_list()).delete()
        rows = part.select(customer_id="customer_no", named="named", text=findable_texts(part))
        columns.append_table(connection, Findable._meta.db_table, rows)
    return changed.height


def record_override(
    customer_no: int, policy: str, *, reason: str, until: date, actor: Actor, batch: Batch
) -> PolicyOverride:
    """Let a customer follow a policy from the batch's day through ``until``."""
    return PolicyOverride.objects.create(
        handle=f"override-{batch.pk}",
        customer_id=customer_no,
        policy=policy,
        reason=reason,
        first_on=batch.recorded_on,
        last_on=until,
        made_by_id=actor.id if actor.kind == "person" else None,
        batch=batch,
        recorded_on=batch.recorded_on,
    )


def end_override(override: PolicyOverride, *, batch: Batch) -> None:
    """End an override: on the batch's day it counts no more. Raises: Refused changed_meanwhile."""
    followed(override, batch=batch, ended_on=batch.recorded_on)
