"""The list of warning signs, and one of them, which can be put aside for a while."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, cast

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huikuan.apps.customers.selectors import name_of_customer
from huikuan.apps.dunning.selectors import alert_page
from huikuan.desk.rights import About, may, require_any
from huikuan.desk.warned import Dismissal, Restoring, dismiss_alert, restore_alert
from huikuan.web.alerts.listing import alert_words, alerts_screen, state_of
from huikuan.web.forms import Form, Undo, attempted, done, shown
from huikuan.web.paging import behind
from huikuan.web.visitors import Visit

if TYPE_CHECKING:
    from huikuan.apps.dunning.models import Alert

_USUAL = timedelta(days=30)


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Show the signs of a tab."""
    visit = cast(Visit, request)
    require_any("see_customer", actor=visit.actor, on=visit.business_date)
    page = alerts_screen(request.GET.get("tab", ""), behind(request.GET.get("after")), visit)
    return render(request, "web/alerts.html", {"page": page})


@require_http_methods(["GET", "POST"])
def alert(request: HttpRequest, number: int) -> HttpResponse:
    """Show a sign with its evidence; with a reason and a last day, put it aside."""
    visit = cast(Visit, request)
    viewer, on = visit.actor, visit.business_date
    found = alert_page(Q(pk=number), viewer=viewer, on=on, after=0, size=1).alerts
    if not found:
        raise Http404
    seen, form = found[0], Form.of(visit, until=on + _USUAL)
    if form.is_sent:
        asked = Dismissal(seen.pk, form.day("until"), form.needed("reason"))
        if attempted(form, lambda: dismiss_alert(asked, actor=viewer, on=on, key=form.key)):
            day = visit.words.day_full(asked.until)
            said = visit.words.text("Put aside until {day}; it comes back if it still stands then.", day=day)
            return done(visit, reverse("alerts"), said, undo=Undo(reverse("alert_restore", args=[seen.pk]), {}))
    return shown(visit, form, "web/alert.html", {"page": _page(seen, visit)})


@require_POST
def restore(request: HttpRequest, number: int) -> HttpResponse:
    """Put a sign that was put aside back on the list."""
    visit = cast(Visit, request)
    form, asked = Form.of(visit), Restoring(number)
    restore_alert(asked, actor=visit.actor, on=visit.business_date, key=form.key)
    return done(visit, reverse("alert", args=[number]), visit.words.text("The sign is back on the list."))


def _page(seen: Alert, visit: Visit) -> dict[str, object]:
    words, on, customer = visit.words, visit.business_date, seen.case.customer.code
    told = alert_words([seen], words, on)[0]
    state, tone = state_of(seen, words, on)
    facts = [
        (words.text("What was seen"), told["evidence_text"]),
        (words.text("Rings from"), told["threshold_text"]),
        (words.text("May mean nothing"), told["false_alarm_text"]),
        (words.text("Since"), words.day_full(seen.first_run.business_date)),
        (words.text("Put aside by"), seen.dismissed_by.name if seen.dismissed_by else ""),
        (words.text("Reason"), seen.reason),
    ]
    stands, is_aside = seen.ended_run is None, seen.dismissed_until is not None and seen.dismissed_until >= on
    about = About(customer, (seen.case.entity.code,))
    return {
        "number": seen.pk,
        "sign": words.title("sign", seen.sign),
        "customer": name_of_customer(customer),
        "customer_address": reverse("customer", args=[customer]),
        "state": state,
        "tone": tone,
        "facts": [(name, value) for name, value in facts if value],
        "may_restore": stands and is_aside and may("restore_alert", actor=visit.actor, on=on, about=about),
        "may_dismiss": stands and not is_aside and may("dismiss_alert", actor=visit.actor, on=on, about=about),
    }
