"""The list of disputes, one of them with how it ended, and a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from huikuan.apps.customers.selectors import name_of_customer, owners_of_customers
from huikuan.apps.disputes.selectors import dispute_page
from huikuan.apps.receivables.selectors import bearers_named
from huikuan.desk.disputing import Dispute, Resolution, open_dispute, resolve_dispute
from huikuan.desk.rights import About, may, require_any
from huikuan.web.disputes.board import disputed_words, disputes_screen, state_of
from huikuan.web.forms import Form, attempted, done, shown
from huikuan.web.paging import behind
from huikuan.web.undo.views import undo_of
from huikuan.web.visitors import Visit

if TYPE_CHECKING:
    from huikuan.apps.disputes.models import DisputeFact


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Show the disputes of a tab."""
    visit = cast(Visit, request)
    require_any("see_customer", actor=visit.actor, on=visit.business_date)
    page = disputes_screen(request.GET.get("tab", ""), behind(request.GET.get("after")), visit)
    return render(request, "web/disputes.html", {"page": page})


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Open a dispute on a document, or on a part of it."""
    visit = cast(Visit, request)
    require_any("open_dispute", actor=visit.actor, on=visit.business_date)
    form = Form.of(visit, document_no=request.GET.get("document"))
    if form.is_sent:
        amount = form.amount("amount") if form.value("amount") else None
        told = Dispute(form.needed("document_no"), form.value("reason"), amount, form.value("note"))
        if attempted(form, lambda: open_dispute(told, actor=visit.actor, on=visit.business_date, key=form.key)):
            said = visit.words.text(
                "Dispute on {document} is on record; the rest is chased on.", document=told.document_no
            )
            return done(visit, reverse("disputes"), said, undo=undo_of(form.key, reverse("disputes")))
    reasons = list(visit.words.titles("dispute_reason").items())
    return shown(visit, form, "web/dispute_new.html", {"reasons": reasons})


@require_http_methods(["GET", "POST"])
def dispute(request: HttpRequest, number: int) -> HttpResponse:
    """Show a dispute; say how it ended."""
    visit = cast(Visit, request)
    viewer, on = visit.actor, visit.business_date
    found = dispute_page(Q(pk=number), viewer=viewer, on=on, after=0, size=1, newest_first=False).disputes
    if not found:
        raise Http404
    seen, form = found[0], Form.of(visit)
    if form.is_sent:
        told = Resolution(seen.document_no, form.needed("resolution"), form.value("note"))
        if attempted(form, lambda: resolve_dispute(told, actor=viewer, on=on, key=form.key)):
            said = visit.words.text("Settled: dispute on {document}.", document=seen.document_no)
            return done(visit, reverse("disputes"), said, undo=undo_of(form.key, reverse("disputes")))
    return shown(visit, form, "web/dispute.html", {"page": _page(seen, visit)})


def _page(seen: DisputeFact, visit: Visit) -> dict[str, object]:
    words, on = visit.words, visit.business_date
    bearer = bearers_named([seen.document_no]).get(seen.document_no)
    customer = bearer.customer_id if bearer else ""
    state, tone = state_of(seen, words, on)
    facts = [
        (words.text("Document"), seen.document_no),
        (words.text("Disputed amount"), " ".join(disputed_words(seen, bearer, words)).strip()),
        (words.text("What is contested"), words.title("dispute_reason", seen.reason)),
        (words.text("Opened"), words.day_full(seen.opened_on)),
        (words.text("Settled by whom"), owners_of_customers([customer]).get(customer, "")),
        (words.text("Note"), seen.note),
    ]
    about = About(customer, (bearer.entity,) if bearer else ())
    is_open = seen.resolved_on is None or seen.resolved_on > on
    return {
        "number": seen.pk,
        "customer": name_of_customer(customer) if customer else seen.document_no,
        "customer_address": reverse("customer", args=[customer]) if customer else "",
        "state": state,
        "tone": tone,
        "facts": [(name, value) for name, value in facts if value],
        "may_resolve": is_open and may("resolve_dispute", actor=visit.actor, on=on, about=about),
        "endings": list(words.titles("dispute_resolution").items()),
    }
