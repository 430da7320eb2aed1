"""The record: read, opened, checked and taken as a file."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from huikuan.apps.people.roster import everybody
from huikuan.desk.record import entry, state, taken, verify_record
from huikuan.desk.rights import may
from huikuan.gateways.exports.record_workbook import record_workbook
from huikuan.gateways.texts.act_words import ACT_WORDS
from huikuan.gateways.texts.audit_words import FINDINGS
from huikuan.web.audit.entry import entry_page
from huikuan.web.audit.listing import Asked, Names, audit_screen, told_rows
from huikuan.web.audit.standing import standing
from huikuan.web.forms import done
from huikuan.web.paging import address_of
from huikuan.web.visitors import Visit

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FINDINGS_SHOWN = 20


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Show the record, as far as it is asked for."""
    visit = cast(Visit, request)
    words, on, asked = visit.words, visit.business_date, Asked.of(request.GET)
    page = audit_screen(asked, visit)
    acts = sorted((words.text(word), act) for act, word in ACT_WORDS.items())
    said = {
        "page": page,
        "asked": asked,
        "is_narrowed": any(asked.said.values()),
        "acts": [(act, word) for word, act in acts],
        "people": everybody(viewer=visit.actor, on=on),
        "standing": standing(state(viewer=visit.actor, on=on), visit),
        "may_verify": may("verify_audit", actor=visit.actor, on=on),
        "export": address_of("audit_export", asked.said),
    }
    return render(request, "web/audit.html", said)


@require_GET
def one_entry(request: HttpRequest, number: int) -> HttpResponse:
    """Show an entry."""
    visit = cast(Visit, request)
    found = entry(number, viewer=visit.actor, on=visit.business_date)
    if found is None:
        raise Http404
    return render(request, "web/audit_entry.html", {"page": entry_page(found, visit)})


@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Check the whole record, and say what was found."""
    visit = cast(Visit, request)
    words = visit.words
    found = verify_record(settings.AUDIT_HEADS, actor=visit.actor, on=visit.business_date)
    if found.is_sound:
        return done(visit, reverse("audit"), words.text("Every entry, link and exported head is as it was recorded."))
    shown = [
        words.text(FINDINGS[one.code], number=f"{one.number:,}", entry=one.entry)
        for one in found.findings[:_FINDINGS_SHOWN]
    ]
    return render(request, "web/audit_findings.html", {"findings": shown, "count": len(found.findings)})


@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """Give the entries asked for as a workbook; that they were taken is on record."""
    visit = cast(Visit, request)
    found = taken(Asked.of(request.GET).wanted, actor=visit.actor, on=visit.business_date)
    workbook = record_workbook(told_rows(found, Names.of(found, visit.words)), visit.words)
    answer = HttpResponse(workbook, content_type=_WORKBOOK)
    answer["Content-Disposition"] = f'attachment; filename="record-{visit.business_date}.xlsx"'
    return answer
