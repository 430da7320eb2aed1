"""What is known of the activities."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import polars as pl

from huikuan.apps.activities.models import ActivityFact, BegunCall
from huikuan.apps.audit.actors import Actor
from huikuan.apps.intake.bulk import FactTable, Moment, facts_known
from huikuan.engine.tables import ACTIVITIES, PLACE

ACTIVITY_FACTS = FactTable(
    model=ActivityFact,
    schema={**{name: dtype for name, dtype in ACTIVITIES.items() if name not in PLACE}, "handle": pl.String},
    key=("handle",),
    paths={"customer_id": "customer__code", "entity": "entity__code"},
)


def activities_known(known_on: Moment | None = None, customer_id: str | None = None) -> pl.DataFrame:
    """Return the activities table as known that day, with fact_id and handle."""
    return facts_known(ACTIVITY_FACTS, known_on, customer_id)


def activities_of(customer_no: int) -> list[ActivityFact]:
    """Return what is known now of the activities with a customer, with entity and batch."""
    present = ActivityFact.objects.filter(customer=customer_no, replaced_by__isnull=True)
    return list(present.select_related("entity", "batch").order_by("at", "id"))


@dataclass(frozen=True, slots=True)
class Unrecorded:
    """A call that its person began and of which nothing is recorded yet."""

    customer_id: str
    begun_at: datetime


def unrecorded_calls(viewer: Actor) -> list[Unrecorded]:
    """Return the viewer's own calls of which nothing is recorded, the newest first."""
    if viewer.kind != "person":
        return []
    begun = BegunCall.objects.filter(person=viewer.id, ended_at__isnull=True).order_by("-begun_at", "-id")
    return [Unrecorded(*row) for row in begun.values_list("customer__code", "begun_at")]
