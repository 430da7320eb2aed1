"""The list of promises, and one of them, which can be taken back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huikuan.apps.customers.selectors import name_of_customer
from huikuan.apps.dunning.selectors import PromiseSeen, promise_page
from huikuan.apps.promises.selectors import promise_of, same_promise
from huikuan.desk.correcting import Correction, change_promise
from huikuan.desk.promising import Withdrawal, withdraw_promise
from huikuan.desk.rights import About, may, require_any
from huikuan.engine.promises import TOLERANCE_DAYS
from huikuan.web.collisions import collided
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
    seen = _seen(number, visit)
    form = Form.of(visit, **_said(seen, visit))
    if form.is_sent:
        taken = Withdrawal(seen.handle, form.needed("reason"))
        made = attempted(form, lambda: withdraw_promise(taken, actor=visit.actor, on=visit.business_date, key=form.key))
        if made:
            said = visit.words.text("Taken back: promise of {amount}.", amount=_amount(seen, visit))
            return done(visit, reverse("promises"), said)
    return shown(visit, form, "web/promise.html", {"page": _page(seen, visit)})


@require_POST
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Correct what a promise says."""
    visit = cast(Visit, request)
    seen, form = _seen(number, visit), Form.of(visit)
    due_on, reason = form.day("due_on"), form.needed("why")
    asked = Correction(seen.handle, form.amount("amount"), due_on, reason, form.version)
    if attempted(form, lambda: change_promise(asked, actor=visit.actor, on=visit.business_date, key=form.key)):
        said = visit.words.text("Corrected: promise of {customer}.", customer=name_of_customer(seen.customer_id))
        return done(visit, reverse("promise", args=[number]), said)
    now = _seen(number, visit)
    versions = [
        (visit.words.text("Promised amount"), _said(now, visit)["amount"], form.value("amount")),
        (visit.words.text("Promised day"), _said(now, visit)["due_on"], visit.words.day_full(due_on)),
    ]
    collision = collided(form, promise_of(seen.handle), versions)
    return shown(visit, form, "web/promise.html", {"page": _page(now, visit), "collision": collision})


def _seen(number: int, visit: Visit) -> PromiseSeen:
    """Return the promise as it stands now, by the number of any of its versions."""
    page = promise_page(same_promise(number), viewer=visit.actor, on=visit.business_date, after=0, size=1)
    if not page.promises:
        raise Http404
    return page.promises[0]


def _said(seen: PromiseSeen, visit: Visit) -> dict[str, str]:
    """Return what the fields of a correction say before anybody types."""
    amount, day = visit.words.money(seen.amount_minor, seen.currency), visit.words.day_full(seen.due_on)
    return {"amount": amount, "due_on": day}


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
        "unit": words.currency(seen.currency),
        "may_change": seen.state == "open"
        and seen.due_on + timedelta(days=TOLERANCE_DAYS) >= on
        and may("change_promise", actor=visit.actor, on=on, about=about),
        "may_withdraw": seen.state in ("open", "waiting", "partly")
        and may("withdraw_promise", actor=visit.actor, on=on, about=about),
    }
