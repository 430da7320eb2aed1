"""The open items, and the same as a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_POST

from huikuan.apps.customers.selectors import names_of_customers
from huikuan.gateways.exports.records_workbook import items_workbook
from huikuan.web.receivables.listing import Query, items_wanted, receivables_screen
from huikuan.web.records import records_answer, workbook_answer
from huikuan.web.visitors import Visit

if TYPE_CHECKING:
    from huikuan.apps.dunning.models import Run


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Show the items that are asked for."""
    visit, query = cast(Visit, request), Query.of(request.GET.dict())
    after = request.GET.get("after", "")
    title = visit.words.text("Receivables")
    return records_answer(visit, title, lambda run: receivables_screen(run, query, after, visit))


@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """Give the items asked for as a workbook; who took what is recorded (D-1401)."""
    visit, query = cast(Visit, request), Query.of(request.GET.dict())

    def made(run: Run) -> tuple[bytes, int]:
        items = items_wanted(run, query, visit, act="export")
        names = names_of_customers(items["customer_id"].unique().to_list())
        return items_workbook(items, names, visit.words), items.height

    return workbook_answer(visit, "receivables", made)
