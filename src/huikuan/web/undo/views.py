"""The undo beside the sentence that says what was done (R-211)."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from huikuan.desk.taking_back import TakenBack, take_act_back
from huikuan.web.forms import Undo, done
from huikuan.web.visitors import Visit


def undo_of(act_key: str, onward: str) -> Undo:
    """Return the way to take back what was done under a key; it leads on to an address of the house."""
    return Undo(reverse("undo"), {"act": act_key, "onward": onward})


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take it back, and say so where the person was."""
    visit = cast(Visit, request)
    asked = TakenBack(request.POST.get("act", ""))
    take_act_back(asked, actor=visit.actor, on=visit.business_date, key=request.POST.get("key"))
    onward = request.POST.get("onward", "")
    if not url_has_allowed_host_and_scheme(onward, allowed_hosts=None):
        onward = reverse("today")
    return done(visit, onward, visit.words.text("Taken back. It is as it was before."))
