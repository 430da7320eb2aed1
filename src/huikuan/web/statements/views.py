"""The list of statements, one of them with what became of it, and its proofs."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, cast, get_args

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huikuan.apps.attachments.selectors import kept_bytes
from huikuan.apps.audit.errors import Refused
from huikuan.desk.reconciling import (
    Difference,
    News,
    Statement,
    TakingBack,
    Word,
    record_statement,
    take_back_statement,
)
from huikuan.desk.rights import About, require
from huikuan.gateways.proofs import LARGEST_BYTES
from huikuan.web.collisions import collided
from huikuan.web.forms import Form, Undo, attempted, done, shown
from huikuan.web.records import records_answer
from huikuan.web.statements.listing import STATE_WORDS, Query, statements_screen
from huikuan.web.statements.page import present_of, proofs_of, statement_page_of, versions_beside, versions_told
from huikuan.web.visitors import Visit

if TYPE_CHECKING:
    from huikuan.apps.statements.models import StatementFact


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Show the statements that are asked for."""
    visit, query = cast(Visit, request), Query.of(request.GET.dict())
    after, title = request.GET.get("after", ""), visit.words.text("Statements")
    return records_answer(visit, title, lambda run: statements_screen(run, query, after, visit))


@require_http_methods(["GET", "POST"])
def statement(request: HttpRequest, customer_id: str, entity: str, period: str) -> HttpResponse:
    """Show a statement; record that it was sent, confirmed or found to differ."""
    visit, meant = cast(Visit, request), Statement(customer_id, entity, period)
    versions = _versions(meant, visit)
    form = Form.of(visit, day=visit.words.day_full(visit.business_date))
    if not form.is_sent:
        return shown(visit, form, "web/statement.html", {"page": statement_page_of(meant, versions, visit)})
    news, paper = _news(meant, form)
    if attempted(form, lambda: record_statement(news, paper, actor=visit.actor, on=visit.business_date, key=form.key)):
        word = visit.words.text(STATE_WORDS[news.word])
        said = visit.words.text("Statement for {period}: {state}.", period=period, state=word)
        back = Undo(
            reverse("statement_take_back", args=[customer_id, entity, period]),
            {"reason": visit.words.text("undone at once")},
        )
        return done(visit, reverse("statements"), said, undo=back)
    versions = _versions(meant, visit)
    now = present_of(versions)
    collision = collided(form, now, versions_beside(now, news, visit)) if now else None
    page = statement_page_of(meant, versions, visit)
    return shown(visit, form, "web/statement.html", {"page": page, "collision": collision})


@require_POST
def take_back(request: HttpRequest, customer_id: str, entity: str, period: str) -> HttpResponse:
    """Take the last word on a statement back."""
    visit, meant = cast(Visit, request), Statement(customer_id, entity, period)
    versions, form = _versions(meant, visit), Form.of(visit)
    asked = TakingBack(meant, form.needed("reason"), form.version)
    if attempted(form, lambda: take_back_statement(asked, actor=visit.actor, on=visit.business_date, key=form.key)):
        said = visit.words.text("The last word on the statement for {period} was taken back.", period=period)
        return done(visit, reverse("statement", args=[customer_id, entity, period]), said)
    return shown(visit, form, "web/statement.html", {"page": statement_page_of(meant, versions, visit)})


@require_GET
def proof(request: HttpRequest, customer_id: str, entity: str, period: str, number: int) -> HttpResponse:
    """Give a proof to whoever may see the customer."""
    visit, meant = cast(Visit, request), Statement(customer_id, entity, period)
    paper = next((one for one in proofs_of(_versions(meant, visit)) if one.number == number), None)
    if paper is None:
        raise Http404
    answer = HttpResponse(kept_bytes(paper.file_no), content_type=paper.media_type)
    ending = paper.media_type.rsplit("/", 1)[1]
    answer["Content-Disposition"] = f'attachment; filename="statement-{period}-{number}.{ending}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _versions(meant: Statement, visit: Visit) -> list[StatementFact]:
    about = About(meant.customer, (meant.entity,))
    require("see_customer", actor=visit.actor, on=visit.business_date, about=about)
    versions = versions_told(meant)
    if versions is None:
        raise Http404
    return versions


def _news(meant: Statement, form: Form) -> tuple[News, bytes]:
    """Return what the form tells, and the paper that came with it."""
    given = form.value("word")
    word = cast(Word, given if given in get_args(Word) else "sent")
    difference = None
    if word == "differs" and (form.value("amount") or form.value("difference")):
        amount = form.amount("amount") if form.value("amount") else None
        difference = Difference(form.value("difference") or "other", amount)
    upload = form.visit.FILES.get("proof")
    paper = b""
    if upload is not None:
        if (upload.size or 0) > LARGEST_BYTES:
            form.mark("proof", Refused("paper_too_large", largest=LARGEST_BYTES // (1024 * 1024)))
        else:
            paper = upload.read()
    news = News(
        meant,
        word,
        form.day("day"),
        difference,
        seal=form.value("seal"),
        note=form.value("note"),
        proof=(upload.name or "")[:255] if upload is not None else "",
        proof_sha256=hashlib.sha256(paper).hexdigest() if paper else "",
        seen=form.version,
    )
    return news, paper
