"""The small acts of a customer's page: a call that was not made, a follow-up that is done, a paper that is filed."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from huikuan.apps.audit.errors import Refused
from huikuan.desk.filing import LARGEST_BYTES, Paper, file_document, opened_document
from huikuan.desk.following_up import Ticked, finish_follow_up
from huikuan.desk.rights import About, require
from huikuan.desk.showing import drop_call
from huikuan.web.forms import Form, done
from huikuan.web.refusals import told
from huikuan.web.visitors import Visit


@require_POST
def call_dropped(request: HttpRequest, customer_id: str) -> HttpResponse:
    """End one's own call that was not made after all."""
    visit = cast(Visit, request)
    drop_call(customer_id, actor=visit.actor)
    return done(visit, reverse("worklist"), visit.words.text("No call was made; nothing is recorded of it."))


@require_POST
def follow_up_done(request: HttpRequest, number: int) -> HttpResponse:
    """Tick off what was agreed."""
    visit = cast(Visit, request)
    form = Form.of(visit)
    ticked = Ticked(number, form.version or 0)
    made = finish_follow_up(ticked, actor=visit.actor, on=visit.business_date, key=form.key)
    back = reverse("today") if form.value("back") == "today" else reverse("customer", args=[made.facts["customer"]])
    return done(visit, back, visit.words.text("Done: {what}.", what=visit.words.code("follow_up", made.facts["kind"])))


@require_POST
def filing(request: HttpRequest, customer_id: str) -> HttpResponse:
    """File a paper with a customer."""
    visit = cast(Visit, request)
    require("file_document", actor=visit.actor, on=visit.business_date, about=About(customer_id))
    given = visit.FILES.get("paper")
    if given is None:
        missing = told(Refused("field_missing"), visit.words)
        return render(request, "web/refused.html", {"refusal": missing}, status=400)
    if (given.size or 0) > LARGEST_BYTES:
        raise Refused("file_too_large", name=given.name, megabytes=LARGEST_BYTES // 2**20)
    paper = Paper(customer_id, given.name or "", given.read())
    file_document(paper, actor=visit.actor, on=visit.business_date, key=Form.of(visit).key)
    said = visit.words.text("Filed: {name}.", name=given.name)
    return done(visit, reverse("customer", args=[customer_id]) + "#files", said)


@require_POST
def document(request: HttpRequest, number: int) -> HttpResponse:
    """Give a filed paper, as a file and never as a page; who opened it is on record."""
    visit = cast(Visit, request)
    found, content = opened_document(number, actor=visit.actor, on=visit.business_date)
    answer = HttpResponse(content, content_type=found.media_type)
    name = found.name.replace("\r", "").replace("\n", "")
    answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
