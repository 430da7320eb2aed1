"""A table's first load ends with the same indexes and constraints as the table began with, and they hold."""

from __future__ import annotations

import polars as pl
import psycopg
import pytest
from django.db import IntegrityError, connection, transaction

from huikuan.apps.customers.models import Customer, HoursFact
from huikuan.gateways.columns import append_table

pytestmark = pytest.mark.django_db(transaction=True)
ROWS = 20_000


def described(table: str) -> dict[str, object]:
    with connection.cursor() as cursor:
        return connection.introspection.get_constraints(cursor, table)


def hours(customers: pl.Series, batch: int) -> pl.DataFrame:
    return pl.DataFrame({"customer_id": customers}).with_columns(
        handle=pl.format("h{}", pl.col("customer_id")),
        kind=pl.lit("open"),
        batch_id=pl.lit(batch),
        recorded_on=pl.lit("2026-11-20"),
    )


def test_they_are_all_there_again() -> None:
    from huikuan.apps.intake.models import Batch
    from huikuan.gateways import clock

    batch = Batch.objects.create(
        kind="import", act_id="00000000-0000-0000-0000-000000000001", recorded_at=clock.now(), recorded_on="2026-11-20"
    )
    before = {table: described(table) for table in ("customers_customer", "customers_hoursfact")}
    with transaction.atomic():
        codes = pl.DataFrame({"code": pl.int_range(ROWS, eager=True).cast(pl.String)})
        append_table(connection, "customers_customer", codes)
        numbers = pl.Series(list(Customer.objects.order_by("id").values_list("id", flat=True)))
        append_table(connection, "customers_hoursfact", hours(numbers, batch.pk))
    assert {table: described(table) for table in before} == before
    assert (Customer.objects.count(), HoursFact.objects.count()) == (ROWS, ROWS)
    with pytest.raises(IntegrityError):
        Customer.objects.create(code="7")
    with pytest.raises((IntegrityError, psycopg.IntegrityError)):  # the same handle twice at present
        append_table(connection, "customers_hoursfact", hours(numbers.head(1), batch.pk))


def test_a_row_that_points_nowhere_ends_the_load() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        append_table(connection, "customers_hoursfact", hours(pl.int_range(1, ROWS + 1, eager=True), 999))
    assert HoursFact.objects.count() == 0
    assert "customers_one_present_hours" in described("customers_hoursfact")
