"""The list of disputes, one of them with how it ended, and a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast, get_args

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huikuan.apps.disputes.selectors import dispute_numbered
from huikuan.apps.people.selectors import code_of
from huikuan.desk.disputing import Assignment, Dispute, Resolution, Stage, change_dispute, open_dispute, resolve_dispute
from huikuan.desk.rights import require_any
from huikuan.web.collisions import collided
from huikuan.web.disputes.board import TABS, disputes_screen, due_on
from huikuan.web.disputes.columns import STAGE_WORDS, board_columns
from huikuan.web.disputes.page import dispute_page_of, versions_of
from huikuan.web.forms import Form, attempted, done, shown
from huikuan.web.paging import behind
from huikuan.web.undo.views import undo_of
from huikuan.web.visitors import Visit

if TYPE_CHECKING:
    from huikuan.apps.disputes.models import DisputeFact


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Show the board, or the disputes of a tab."""
    visit = cast(Visit, request)
    require_any("see_customer", actor=visit.actor, on=visit.business_date)
    tab, stage = request.GET.get("tab", ""), request.GET.get("stage", "")
    stage = stage if stage in ("new", "ours", "theirs") else ""
    tab = tab if tab in TABS or stage else "board"
    page = disputes_screen(tab, stage, behind(request.GET.get("after")), visit)
    columns = board_columns(visit) if tab == "board" else []
    return render(request, "web/disputes.html", {"page": page, "columns": columns})


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
    seen = _seen(number, visit)
    form = Form.of(visit, owner=seen.owner, due_on=due_on(seen), stage=seen.stage, next_step=seen.next_step)
    if form.is_sent:
        told = Resolution(seen.document_no, form.needed("resolution"), form.value("note"))
        if attempted(form, lambda: resolve_dispute(told, actor=visit.actor, on=visit.business_date, key=form.key)):
            said = visit.words.text("Settled: dispute on {document}.", document=seen.document_no)
            return done(visit, reverse("disputes"), said, undo=undo_of(form.key, reverse("disputes")))
        form.typed |= {"stage": [seen.stage], "owner": [seen.owner], "next_step": [seen.next_step]}
    return shown(visit, form, "web/dispute.html", {"page": dispute_page_of(seen, visit)})


@require_POST
def assign(request: HttpRequest, number: int) -> HttpResponse:
    """Say who settles a dispute, by when and what comes next; from the board only on whose side it lies."""
    visit = cast(Visit, request)
    seen, form = _seen(number, visit), Form.of(visit)
    asked = _assignment(seen, form)
    if attempted(form, lambda: change_dispute(asked, actor=visit.actor, on=visit.business_date, key=form.key)):
        word = visit.words.text(STAGE_WORDS[asked.stage])
        said = visit.words.text("Dispute on {document}: {stage}.", document=seen.document_no, stage=word)
        return done(visit, reverse("disputes"), said)
    now = _seen(number, visit)
    collision = collided(form, now, versions_of(now, asked, visit))
    return shown(visit, form, "web/dispute.html", {"page": dispute_page_of(now, visit), "collision": collision})


def _seen(number: int, visit: Visit) -> DisputeFact:
    found = dispute_numbered(number, viewer=visit.actor, on=visit.business_date)
    if found is None:
        raise Http404
    return found


def _assignment(seen: DisputeFact, form: Form) -> Assignment:
    """Return what was asked for; what the form has no field for stays, and whoever takes a dispute on gets it."""
    given = form.value("stage")
    stage = cast(Stage, given if given in get_args(Stage) else seen.stage)
    if "owner" not in form.typed:
        owner = seen.owner or (code_of(form.visit.actor) or "")
        return Assignment(seen.handle, stage, owner, seen.due_on, seen.next_step, form.version)
    due = form.day("due_on") if form.value("due_on") else None
    due = None if seen.due_on is None and due == due_on(seen) else due
    return Assignment(seen.handle, stage, form.value("owner"), due, form.value("next_step"), form.version)
