"""The list of requests, and one of them with its answer."""

from __future__ import annotations

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from huikuan.apps.approvals.selectors import Asked, request_of
from huikuan.apps.approvals.services import Answer
from huikuan.desk.approving import Decision, Reminder, TakenBack, decide, remind, take_back
from huikuan.web.approvals.listing import approvals_screen
from huikuan.web.approvals.summary import Page, next_to_decide, summary_screen
from huikuan.web.forms import Form, attempted, done, shown
from huikuan.web.paging import behind
from huikuan.web.policies.asked import policy_asked
from huikuan.web.visitors import Visit

_ANSWERS: dict[str, Answer] = {"approved": "approved", "refused": "refused"}


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Show the requests of a tab."""
    visit = cast(Visit, request)
    page = approvals_screen(request.GET.get("tab", ""), behind(request.GET.get("after")), visit)
    return render(request, "web/approvals.html", {"page": page})


@require_http_methods(["GET", "POST"])
def approval(request: HttpRequest, number: int) -> HttpResponse:
    """Show a request; an answer is asked for once more, then recorded."""
    visit = cast(Visit, request)
    found = summary_screen(number, visit)
    if found is None:
        raise Http404
    asked, page = found
    form = Form.of(visit)
    answer = form.value("answer")
    if form.is_sent and answer == "reminded":
        return _reminded(visit, form, asked, page)
    if not form.is_sent or answer not in ("approved", "refused", "withdrawn"):
        return shown(visit, form, "web/approval.html", {"page": page, "policy": policy_asked(asked, visit)})
    if not form.is_confirmed:
        return shown(visit, form, "web/approval_confirm.html", {"page": page, "answer": answer})
    return _answered(visit, form, asked, page)


def _reminded(visit: Visit, form: Form, asked: Asked, page: Page) -> HttpResponse:
    reminder = Reminder(asked.number)
    if attempted(form, lambda: remind(reminder, actor=visit.actor, on=visit.business_date, key=form.key)) is None:
        return shown(visit, form, "web/approval.html", {"page": page})
    said = visit.words.text("Whoever decides sees that you ask after it.")
    return done(visit, reverse("approval", args=[asked.number]), said)


def _answered(visit: Visit, form: Form, asked: Asked, page: Page) -> HttpResponse:
    answer, reason = form.value("answer"), form.value("reason")
    made: object
    if answer == "withdrawn":
        taken = TakenBack(asked.number, reason)
        made = attempted(form, lambda: take_back(taken, actor=visit.actor, on=visit.business_date, key=form.key))
    else:
        decision = Decision(asked.number, _ANSWERS[answer], reason, form.version)
        made = attempted(form, lambda: decide(decision, actor=visit.actor, on=visit.business_date, key=form.key))
    if made is None:
        now = request_of(asked.number)
        if now.state != "waiting" or now.version != form.version:  # somebody was faster: both are shown
            fresh = summary_screen(asked.number, visit)
            page = fresh[1] if fresh else page
            return shown(visit, form, "web/approval.html", {"page": page, "mine": (answer, reason)})
        return shown(visit, form, "web/approval_confirm.html", {"page": page, "answer": answer})
    return done(visit, *_onward(visit, asked, page, answer))


def _onward(visit: Visit, asked: Asked, page: Page, answer: str) -> tuple[str, str]:
    """Return where to go on, and what was done."""
    said = {
        "approved": visit.words.text("Approved: {what}, {customer}.", what=page.title, customer=page.customer),
        "refused": visit.words.text("Refused: {what}, {customer}.", what=page.title, customer=page.customer),
        "withdrawn": visit.words.text("Taken back: {what}, {customer}.", what=page.title, customer=page.customer),
    }[answer]
    following = next_to_decide(asked.number, visit) if answer != "withdrawn" else None
    address = reverse("approval", args=[following]) if following else reverse("approvals")
    return address, said
