"""The worklist of the newest day."""

from __future__ import annotations

from typing import Annotated, Any

import polars as pl
from django.http import HttpRequest
from ninja import Query, Router, Schema

from huikuan.api.errors import ERRORS
from huikuan.api.rows import row_model, rows_of
from huikuan.api.tokens import Token, caller
from huikuan.apps.audit.errors import Refused
from huikuan.apps.dunning.selectors import newest_run, worklist_page
from huikuan.apps.dunning.wanted import Wanted
from huikuan.desk.manual import manual_of
from huikuan.desk.rights import require_any
from huikuan.engine.outcome import WORKLIST
from huikuan.gateways.exports.listing import Listing
from huikuan.gateways.exports.tables import WORKLIST_CONTRACT, worklist_table

router = Router(tags=["worklist"])
_COLUMNS = {name: WORKLIST.get(name, pl.String) for name in WORKLIST_CONTRACT}
WorklistRow = row_model("WorklistRow", _COLUMNS)


class Asked(Schema):
    """Which rows, and behind which rank."""

    assignee: str | None = None
    lane: str | None = None
    action: str | None = None
    customer: str | None = None
    search: str = ""
    after: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0
    limit: Annotated[int, Query(ge=1, le=500)] = 100


class WorklistOfDay(Schema):
    """A page of the worklist. ``next``: the rank to ask behind, empty at the end."""

    business_date: str
    revision: int
    rows: list[WorklistRow]  # type: ignore[valid-type]
    next: int | None


@router.get("/worklist", response={200: WorklistOfDay, **ERRORS}, auth=Token("read"))
def worklist(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    """Return the newest day's rows in rank order, as far as the caller's rights reach."""
    actor, words = caller(request)
    run = newest_run()
    if run is None:
        raise Refused("no_day_yet")
    require_any("see_worklist", actor=actor, on=run.business_date)
    wanted = Wanted(asked.assignee, asked.lane, asked.action, asked.customer, asked.search)
    page = worklist_page(run, wanted, viewer=actor, after=asked.after, size=asked.limit)
    policies = {name: policy for name, policy in manual_of(run).policies.items() if name in run.policies}
    shown = page.rows if page.after is None else page.rows.filter(pl.col("rank") <= page.after)
    listing = Listing(shown, run.business_date, policies, run.parameters["base_currency"], words, True)
    rows = rows_of(worklist_table(listing, words), _COLUMNS)
    return {
        "business_date": run.business_date.isoformat(), "revision": run.revision, "rows": rows, "next": page.after,
    }  # fmt: skip
