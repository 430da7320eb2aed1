"""What a page says when an act is refused, and the answer where nothing else can be shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huikuan.apps.audit.errors import Refused
from huikuan.gateways.texts import Words
from huikuan.gateways.texts.refusal_words import refusal_sentences
from huikuan.web.visitors import Visit


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
            return None
        refusal = told(exception, cast(Visit, request).words)
        return render(request, "web/refused.html", {"refusal": refusal}, status=403)
