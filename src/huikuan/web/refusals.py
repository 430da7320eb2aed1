"""What a page says when an act is refused, and the answer where nothing else can be shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from huikuan.apps.audit.errors import Refused
from huikuan.gateways.texts import Words
from huikuan.gateways.texts.refusal_words import refusal_sentences
from huikuan.web.faults import noted_fault
from huikuan.web.visitors import Visit

_ANSWERED = (Http404, PermissionDenied, SuspiciousOperation, BadRequest)  # no faults of ours


@dataclass(frozen=True, slots=True)
class Told:
    """What was refused, and what to do about it."""

    sentence: str
    remedy: str


def told(refused: Refused, words: Words) -> Told:
    """Return the refusal in words."""
    return Told(*refusal_sentences(refused.code, refused.facts, words.lang, on_page=True))


class RefusalMiddleware:
    """Shows a refusal that no page has answered by itself."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the page answer."""
        return self.answer(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return the page that says what was refused; other faults go on."""
        if not isinstance(exception, Refused):
            if not isinstance(exception, _ANSWERED):
                noted_fault(request, exception)
            return None
        refusal = told(exception, cast(Visit, request).words)
        return render(request, "web/refused.html", {"refusal": refusal}, status=403)
