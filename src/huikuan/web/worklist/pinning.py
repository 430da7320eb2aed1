"""Putting a case first in the worklist, and back (R-214)."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from huikuan.apps.customers.selectors import name_of_customer
from huikuan.apps.tasks.selectors import pins_on
from huikuan.desk.pinning import Pinning, case_to_pin, pin
from huikuan.web.forms import Form, Undo, attempted, done, shown
from huikuan.web.visitors import Visit
from huikuan.web.worklist.rows import pin_words


@require_http_methods(["GET", "POST"])
def pin_page(request: HttpRequest, case_no: int) -> HttpResponse:
    """Ask until when and why a case stands first, or say who put it there; do what was answered."""
    visit = cast(Visit, request)
    actor, on, words = visit.actor, visit.business_date, visit.words
    case = case_to_pin(case_no, viewer=actor, on=on)
    name, form = name_of_customer(case.customer_id), Form.of(visit)
    pinned = next((one for one in pins_on(on) if one.case_no == case_no), None)
    if form.is_sent:
        back = form.value("act") == "back"
        asked = Pinning(case_no) if back else Pinning(case_no, form.day("until"), form.needed("reason"))
        if attempted(form, lambda: pin(asked, actor=actor, on=on, key=form.key)):
            if back:
                return done(visit, reverse("worklist"), words.text("{name} stands by its rank again.", name=name))
            undo = Undo(visit.path, {"act": "back"})
            return done(visit, reverse("worklist"), words.text("{name} stands first.", name=name), undo=undo)
    page = {"name": name, "case_no": case_no, "pinned": pin_words(pinned, visit) if pinned else ""}
    return shown(visit, form, "web/worklist_pin.html", {"page": page})
