"""One customer, on the day of the newest run."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huikuan.apps.dunning.selectors import newest_run
from huikuan.desk.calls import save_call
from huikuan.desk.once import Done
from huikuan.desk.rights import About, may, require
from huikuan.desk.showing import show_phone
from huikuan.gateways.exports.records_workbook import accounts_workbook
from huikuan.web.customers.listing import Query, accounts_wanted, customers_screen
from huikuan.web.customers.page import REVEALED, Page, customer_screen
from huikuan.web.customers.panel import initial_values, panel_of
from huikuan.web.customers.told import told_call
from huikuan.web.forms import Form, attempted, done, new_key, shown
from huikuan.web.records import records_answer, workbook_answer
from huikuan.web.undo.views import undo_of
from huikuan.web.visitors import Visit

if TYPE_CHECKING:
    from huikuan.apps.dunning.models import Run


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Show the customers that are asked for."""
    visit, query = cast(Visit, request), Query.of(request.GET.dict())
    after, title = request.GET.get("after", ""), visit.words.text("Customer list")
    return records_answer(visit, title, lambda run: customers_screen(run, query, after, visit))


@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """Give the customers asked for as a workbook; who took what is recorded (D-1401)."""
    visit, query = cast(Visit, request), Query.of(request.GET.dict())

    def made(run: Run) -> tuple[bytes, int]:
        rows = accounts_wanted(run, query, visit, act="export")
        return accounts_workbook(rows, visit.words), rows.height

    return workbook_answer(visit, "customers", made)


@require_GET
def customer(request: HttpRequest, customer_id: str) -> HttpResponse:
    """Show a customer that the visitor looks after."""
    visit = cast(Visit, request)
    require("see_customer", actor=visit.actor, on=visit.business_date, about=About(customer_id))
    run = newest_run()
    page = customer_screen(customer_id, run, visit) if run is not None else None
    if page is None:
        raise Http404
    may_log, may_concede = (
        may(act, actor=visit.actor, on=visit.business_date, about=About(customer_id))
        for act in ("log_activity", "ask_concession")
    )
    beside = {"page": page, "may_log": may_log, "may_concede": may_concede, "file_key": new_key()}
    return render(request, "web/customer.html", beside)


@require_http_methods(["GET", "POST"])
def call(request: HttpRequest, customer_id: str) -> HttpResponse:
    """Show the call panel beside the customer; what came of the call is saved in one act."""
    visit = cast(Visit, request)
    require("log_activity", actor=visit.actor, on=visit.business_date, about=About(customer_id))
    run = newest_run()
    page = customer_screen(customer_id, run, visit) if run is not None else None
    if run is None or page is None:
        raise Http404
    form = Form.of(visit, **initial_values(page, visit), outcome=request.GET.get("outcome"))
    if form.is_sent:
        told = told_call(page, form)
        saved = attempted(form, lambda: save_call(told, actor=visit.actor, on=visit.business_date, key=form.key))
        if saved is not None:
            onward = _onward(page, form)
            return done(visit, onward, _saved(page, saved, visit), undo=undo_of(form.key, onward))
    beside = {"page": page, "panel": panel_of(page, run, form), "file_key": new_key()}
    return shown(visit, form, "web/customer.html", beside)


def _onward(page: Page, form: Form) -> str:
    following = page.place.after_id if page.place is not None else ""
    if form.value("then") == "next" and following:
        return reverse("call", args=[following])
    return reverse("customer", args=[page.customer_id])


def _saved(page: Page, saved: Done, visit: Visit) -> str:
    """Return what saving did."""
    words, facts = visit.words, saved.facts
    parts = [words.text("Saved: {customer}.", customer=page.name)]
    if facts.get("promise"):
        until = date.fromisoformat(str(facts["due_on"]))
        parts.append(words.text("The bank is looked at for it on {day}.", day=words.day(until, visit.business_date)))
    if facts.get("confirmation") and not facts.get("request"):
        parts.append(words.text("The letter that confirms it is drafted below."))
    if facts.get("claim"):
        parts.append(words.text("Chasing rests for three working days; then the payment is verified."))
    for follow_up in facts.get("follow_ups", ()):
        word = words.title("follow_up", follow_up["kind"])
        day = words.day(date.fromisoformat(str(follow_up["due_on"])), visit.business_date)
        parts.append(words.text("Noted: {what}, {when}.", what=word, when=f"{day} {follow_up['due_at'] or ''}".strip()))
    if facts.get("request"):
        parts.append(words.text("The date waits for the supervisor's approval."))
    if facts.get("dispute"):
        parts.append(words.text("The dispute is open."))
    if facts["tasks"]:
        parts.append(words.count("{n} task is done.", "{n} tasks are done.", len(facts["tasks"])))
    return " ".join(parts)


@require_POST
def numbers(request: HttpRequest, customer_id: str) -> HttpResponse:
    """Show the telephone numbers of this customer, which is put on record (D-1401)."""
    visit = cast(Visit, request)
    require("see_customer", actor=visit.actor, on=visit.business_date, about=About(customer_id))
    is_call = request.POST.get("then") == "call"
    show_phone(customer_id, actor=visit.actor, on=visit.business_date, to_call=is_call)
    visit.session[REVEALED] = customer_id
    if is_call:
        return HttpResponseRedirect(reverse("call", args=[customer_id]))
    return HttpResponseRedirect(reverse("customer", args=[customer_id]) + "#people")
