"""One customer, on the day of the newest run."""

from __future__ import annotations

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from huikuan.apps.dunning.selectors import newest_run
from huikuan.desk.rights import About, require
from huikuan.desk.showing import show_phone
from huikuan.web.customers.page import REVEALED, customer_screen
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


@require_POST
def numbers(request: HttpRequest, customer_id: str) -> HttpResponse:
    """Show the telephone numbers of this customer, which is put on record (D-1401)."""
    visit = cast(Visit, request)
    require("see_customer", actor=visit.actor, on=visit.business_date, about=About(customer_id))
    show_phone(customer_id, actor=visit.actor, on=visit.business_date)
    visit.session[REVEALED] = customer_id
    return HttpResponseRedirect(reverse("customer", args=[customer_id]) + "#people")
