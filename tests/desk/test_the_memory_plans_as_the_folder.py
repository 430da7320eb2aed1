"""Whatever was told on which day, the memory plans as a folder of what had been told by then.

A folder of the twin is told in three batches, each row on one of three days:

| asked of the memory      | equals the plan of                                |
|--------------------------|---------------------------------------------------|
| known two days ago       | the rows told that day                            |
| known yesterday          | those and yesterday's                             |
| known today; known now   | all rows, in the order in which they were told    |
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huikuan.apps.audit.actors import SYSTEM
from huikuan.desk.imports import Import, previewed, record_import
from huikuan.desk.known import known_tables
from huikuan.engine.outcome import Plan
from huikuan.engine.plan import Parameters, plan_day
from huikuan.engine.tables import Tables
from huikuan.gateways.policies import preset_policies
from twin.folders import DAYS, folders
from twin.rows import Folder, typed

pytestmark = pytest.mark.django_db
COMPARED = ("worklist", "items", "ageing", "skipped", "promises", "chances")
POLICY = "b2b-standard"


def told_in(draw: st.DrawFn, rows: Folder) -> list[Folder]:
    """Deal the rows out to three batches; a payment comes with its allocations, customers come first."""
    place = st.integers(0, 2)
    batches: list[Folder] = [{table: [] for table in rows} for _ in range(3)]
    batches[0]["customers"] = rows["customers"]
    came: dict[tuple[Any, Any], int] = {}
    for table, listed in rows.items():
        for row in listed if table not in ("customers", "allocations") else ():
            number = draw(place)
            batches[number][table].append(row)
            if table == "payments":
                came[row["entity"], row["payment_no"]] = number
    for part in rows["allocations"]:
        batches[came[part["entity"], part["payment_no"]]]["allocations"].append(part)
    return batches


def folder_of(batches: list[Folder]) -> Tables:
    """Return the tables of a folder that lists the batches' rows one after another."""
    rows = typed({table: [row for batch in batches for row in batch[table]] for table in batches[0]})
    numbered: Mapping[str, pl.DataFrame] = {
        table: getattr(rows, table).with_columns(row_no=pl.int_range(1, pl.len() + 1, dtype=pl.UInt32))
        for table in batches[0]
    }
    return Tables.of(**numbered)


def planned(tables: Tables, as_of: date) -> Plan:
    return plan_day(tables, preset_policies(), Parameters(as_of, default_policy=POLICY))


def differing(memory: Tables, folder: Tables, as_of: date) -> list[str]:
    by_memory, by_folder = planned(memory, as_of), planned(folder, as_of)
    return [table for table in COMPARED if not getattr(by_memory, table).equals(getattr(by_folder, table))]


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), as_of=st.sampled_from(DAYS))
def test_each_day_is_replayed_from_what_was_known_then(data: st.DataObject, as_of: date) -> None:
    batches = told_in(data.draw, data.draw(folders(as_of, POLICY)))
    days = [as_of - timedelta(days=ago) for ago in (2, 1, 0)]
    with transaction.atomic():
        for day, batch in zip(days, batches, strict=True):
            told = Import(typed(batch), day, "CNY")
            record_import(told, previewed(told), actor=SYSTEM)
        for number, day in enumerate(days, 1):
            assert differing(known_tables(day), folder_of(batches[:number]), as_of) == [], day
        assert differing(known_tables(), folder_of(batches), as_of) == []
        transaction.set_rollback(True)
