"""Who looks, in which language, on which day: put on every request once, and used by every page.

``request.actor`` is whoever acts, ``request.words`` speaks the visitor's language, ``request.business_date`` is today
where the business is.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from datetime import date
from typing import cast

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse

from huikuan.apps.audit.actors import Actor
from huikuan.apps.people.selectors import is_deputy
from huikuan.gateways import clock
from huikuan.gateways.asked_once import looking
from huikuan.gateways.texts import LANGUAGES, Language, Words, words

ON_BEHALF = "on_behalf_of"  # in the session: in whose name the person acts
LANGUAGE_COOKIE = "huikuan_language"
_FIRST: Language = "zh"
_LOOKS = ("GET", "HEAD")  # nothing is written
_HTML_LANG = {"zh": "zh-Hans", "en": "en"}


class Visit(HttpRequest):
    """A request as the pages see it; never made, only named."""

    actor: Actor
    words: Words
    business_date: date
    html_lang: str


class VisitMiddleware:
    """Stands behind the session and the login."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Say who looks, then let the page answer."""
        visit = cast(Visit, request)
        lang = chosen_language(request)
        visit.words, visit.html_lang = words(lang), _HTML_LANG[lang]
        visit.business_date = clock.business_date()
        if not isinstance(request.user, AnonymousUser):
            visit.actor = _acting(visit)
        with looking() if request.method in _LOOKS else nullcontext():
            return self.answer(request)


def _acting(visit: Visit) -> Actor:
    """Return the person, in the name of whom he stands in for while that lasts."""
    me, principal = cast(int, visit.user.pk), visit.session.get(ON_BEHALF)
    if principal is not None and not is_deputy(me, principal, visit.business_date):
        principal = None
        del visit.session[ON_BEHALF]
    return Actor("person", me, on_behalf_of=principal)


def chosen_language(request: HttpRequest) -> Language:
    """Return the language chosen here before, else the first of the browser's that we speak, else Chinese."""
    asked = [request.COOKIES.get(LANGUAGE_COOKIE, "")]
    asked += [part.split(";")[0].strip()[:2].lower() for part in request.headers.get("Accept-Language", "").split(",")]
    return next((lang for wanted in asked for lang in LANGUAGES if lang == wanted), _FIRST)
