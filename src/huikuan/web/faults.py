"""What is shown where no page can answer: nothing at that address, a request that cannot be read, a fault of ours.

A fault says what is safe and gives a number to quote, under which the log holds it. Its page asks nothing of the
database, which may be what failed.
"""

from __future__ import annotations

import logging
import secrets
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from huikuan.gateways.texts import words
from huikuan.web.visitors import Visit, chosen_language

_LOG = logging.getLogger("huikuan")


def noted_fault(request: HttpRequest, exception: Exception) -> None:
    """Log a fault under a number that its page tells."""
    number = secrets.token_hex(3).upper()
    request.META["huikuan.fault"] = number
    _LOG.error("fault %s at %s %s", number, request.method, request.path, exc_info=exception)


def nothing_here(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404: within the frame for whoever is signed in."""
    if hasattr(cast(Visit, request), "actor"):
        return render(request, "web/nothing_here.html", status=404)
    return _alone(request, "nothing", 404)


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400, such as a form that is too large."""
    return _alone(request, "unreadable", 400)


def our_fault(request: HttpRequest) -> HttpResponse:
    """Answer 500 with the number to quote."""
    return _alone(request, "fault", 500)


def _alone(request: HttpRequest, what: str, status: int) -> HttpResponse:
    lang = chosen_language(request)
    page = {
        "words": words(lang),
        "html_lang": {"zh": "zh-Hans", "en": "en"}[lang],
        "what": what,
        "number": request.META.get("huikuan.fault", ""),
        "again": request.path if request.method == "GET" else "",
    }
    return HttpResponse(render_to_string("web/fault.html", page), status=status)
