"""The list of promises, and one of them, which can be taken back."""

from __future__ import annotations

from datetime import date
from typing import cast

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from huikuan.apps.customers.selectors import name_of_customer
from huikuan.apps.dunning.selectors import PromiseSeen, promise_page
from huikuan.desk.promising import Withdrawal, withdraw_promise
from huikuan.desk.rights import About, may, require_any
from huikuan.web.forms import Form, attempted, done, shown
from huikuan.web.paging import behind
from huikuan.web.promises.listing import promises_screen, state_words, tone_of
from huikuan.web.visitors import Visit


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Show the promises of a tab or a day beside the month."""
    visit = cast(Visit, request)
    require_any("see_customer", actor=visit.actor, on=visit.business_date)
    due = _day_in(request.GET.get("due", ""))
    month = _day_in(f"{request.GET.get('month', '')}-01") or (due or visit.business_date).replace(day=1)
    tab, after = request.GET.get("tab", ""), behind(request.GET.get("after"))
    page, calendar = promises_screen(tab, due, month, after, visit, _day_in(request.GET.get("since", "")))
    return render(request, "web/promises.html", {"page": page, "calendar": calendar})


def _day_in(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1900 < day.year < 2200 else None


@require_http_methods(["GET", "POST"])
def promise(request: HttpRequest, number: int) -> HttpResponse:
    """Show a promise; with a reason, take it back."""
    visit = cast(Visit, request)
    found = promise_page(Q(pk=number), viewer=visit.actor, on=visit.business_date, after=0, size=1).promises
    if not found:
        raise Http404
    seen, form = found[0], Form.of(visit)
    if form.is_sent:
        taken = Withdrawal(seen.handle, form.needed("reason"))
        made = attempted(form, lambda: withdraw_promise(taken, actor=visit.actor, on=visit.business_date, key=form.key))
        if made:
            said = visit.words.text("Taken back: promise of {amount}.", amount=_amount(seen, visit))
            return done(visit, reverse("promises"), said)
    return shown(visit, form, "web/promise.html", {"page": _page(seen, visit)})


def _amount(seen: PromiseSeen, visit: Visit) -> str:
    return f"{visit.words.money(seen.amount_minor, seen.currency)} {visit.words.currency(seen.currency)}"


def _page(seen: PromiseSeen, visit: Visit) -> dict[str, object]:
    words, on = visit.words, visit.business_date
    about = About(seen.customer_id, (seen.entity,))
    facts = [
        (words.text("Promised amount"), _amount(seen, visit)),
        (words.text("Promised day"), words.day_full(seen.due_on)),
        (words.text("Made"), words.day_full(seen.made_on)),
        (words.text("Documents"), words.text(", ").join(seen.document_nos)),
        (words.text("Received of it"), words.money(seen.kept_minor, seen.currency) if seen.kept_minor else ""),
        (words.text("Level"), str(seen.level or "")),
        (words.text("Reason"), seen.why),
    ]
    return {
        "number": seen.number,
        "customer": name_of_customer(seen.customer_id),
        "customer_address": reverse("customer", args=[seen.customer_id]),
        "state": state_words(seen, words),
        "tone": tone_of(seen),
        "facts": [(name, value) for name, value in facts if value],
        "may_withdraw": seen.state in ("open", "waiting", "partly")
        and may("withdraw_promise", actor=visit.actor, on=on, about=about),
    }
