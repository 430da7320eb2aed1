"""What is known of the disputes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import polars as pl
from django.db.models import Count, Exists, OuterRef, Q, Value
from django.db.models.functions import Coalesce

from huikuan.apps.audit.actors import Actor
from huikuan.apps.audit.errors import Refused
from huikuan.apps.disputes.models import DisputeFact
from huikuan.apps.intake.bulk import FactTable, Moment, facts_known, told_by_folders
from huikuan.apps.people.permissions import Reach
from huikuan.apps.people.selectors import reach_of
from huikuan.apps.receivables.selectors import documents_of_customer, documents_within
from huikuan.engine.tables import DISPUTES, PLACE
from huikuan.gateways.keyset import page_behind

if TYPE_CHECKING:
    from django.db.models import QuerySet

STAGES = ("", "ours", "theirs")
DISPUTE_FACTS = FactTable(
    model=DisputeFact,
    schema={**{name: dtype for name, dtype in DISPUTES.items() if name not in PLACE}, "handle": pl.String},
    key=("handle",),
    carried={"stage": pl.String, "owner": pl.String, "due_on": pl.Date, "next_step": pl.String, "note": pl.String},
    of_customer=lambda code: Q(document_no__in=documents_of_customer(code)),
)


def disputes_known(known_on: Moment | None = None, customer_id: str | None = None) -> pl.DataFrame:
    """Return the disputes table as known that day, with fact_id and handle."""
    return facts_known(DISPUTE_FACTS, known_on, customer_id)


def disputes_told() -> pl.DataFrame:
    """Return the present disputes as a folder last told them, with fact_id and handle.

    What a person changed since is not undone by a folder that says what it said before (R-122).
    """
    return told_by_folders(DISPUTE_FACTS)


def open_disputes(document_no: str, on: date) -> list[DisputeFact]:
    """Return the present disputes on a document that are not resolved on that day, oldest first."""
    present = DisputeFact.objects.filter(document_no=document_no, replaced_by__isnull=True)
    return list(present.filter(Q(resolved_on__isnull=True) | Q(resolved_on__gt=on)).order_by("id"))


def disputes_within(reach: Reach) -> QuerySet[DisputeFact, DisputeFact]:
    """Return the disputes on documents within reach as they stand now, for use inside a query."""
    present = DisputeFact.objects.filter(replaced_by__isnull=True)
    if reach.is_everything:
        return present
    # Asked dispute by dispute: there are fewer of them than documents.
    return present.filter(Exists(documents_within(reach).filter(item__document_no=OuterRef("document_no"))))


@dataclass(frozen=True, slots=True)
class DisputePage:
    """Some disputes, and the number to go on behind, if any."""

    disputes: list[DisputeFact]
    after: int | None


def dispute_page(among: Q, *, viewer: Actor, on: date, after: int, size: int, newest_first: bool) -> DisputePage:
    """Return the viewer's disputes by the day they were opened."""
    rows = disputes_within(reach_of(viewer, "see_customer", on)).filter(among)
    return DisputePage(*page_behind(rows, "opened_on", after=after, size=size, descending=newest_first))


def disputes_by_stage(*, viewer: Actor, on: date, size: int) -> dict[str, tuple[list[DisputeFact], int]]:
    """Return the viewer's open disputes by stage, the first to be settled first: ``size`` of each, and how many."""
    is_open = Q(resolved_on__isnull=True) | Q(resolved_on__gt=on)
    rows = disputes_within(reach_of(viewer, "see_customer", on)).filter(is_open)
    counts = dict(rows.order_by().values_list("stage").annotate(n=Count("id")))
    given = Coalesce("due_on", Value(date.max)), "opened_on", "id"
    return {stage: (list(rows.filter(stage=stage).order_by(*given)[:size]), counts.get(stage, 0)) for stage in STAGES}


def dispute_numbered(number: int, *, viewer: Actor, on: date) -> DisputeFact | None:
    """Return the viewer's dispute as it stands now, by the number of any of its versions."""
    handle = DisputeFact.objects.filter(pk=number).values("handle")
    present = disputes_within(reach_of(viewer, "see_customer", on)).filter(handle__in=handle)
    return present.select_related("batch").first()


def dispute_of(handle: str) -> DisputeFact:
    """Return a dispute as it stands now. Raises: Refused dispute_unknown."""
    found = DisputeFact.objects.filter(handle=handle, replaced_by__isnull=True).first()
    if found is None:
        raise Refused("dispute_unknown", dispute=handle)
    return found


def dispute_count(among: Q, *, viewer: Actor, on: date) -> int:
    """Return how many of the viewer's disputes there are."""
    return disputes_within(reach_of(viewer, "see_customer", on)).filter(among).count()


def disputes_on(document_nos: Collection[str]) -> list[DisputeFact]:
    """Return every dispute on these documents as it stands now, with its batch."""
    present = DisputeFact.objects.filter(document_no__in=list(document_nos), replaced_by__isnull=True)
    return list(present.select_related("batch").order_by("opened_on", "id"))
