"""One customer, on the day of the newest run."""

from __future__ import annotations

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from huikuan.apps.dunning.selectors import newest_run
from huikuan.desk.rights import About, require
from huikuan.web.customers.page import customer_screen
from huikuan.web.visitors import Visit


@require_GET
def customer(request: HttpRequest, customer_id: str) -> HttpResponse:
    """Show a customer that the visitor looks after."""
    visit = cast(Visit, request)
    require("see_customer", actor=visit.actor, on=visit.business_date, about=About(customer_id))
    run = newest_run()
    page = customer_screen(customer_id, run, visit) if run is not None else None
    if page is None:
        raise Http404
    return render(request, "web/customer.html", {"page": page})
