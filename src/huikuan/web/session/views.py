"""Signing in and out, and choosing the language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, cast

from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huikuan.apps.audit.errors import Refused
from huikuan.apps.people.second_factor import pass_second_factor
from huikuan.apps.people.selectors import person_by, person_numbered
from huikuan.apps.people.services import record_sign_in, refuse_guessing
from huikuan.apps.people.sessions import ADDRESS, BROWSER
from huikuan.gateways import clock
from huikuan.gateways.texts import LANGUAGES
from huikuan.web.refusals import told
from huikuan.web.session import provider
from huikuan.web.session.demands import PASSWORD, demand, met
from huikuan.web.session.returning import carried_again, keep_carried
from huikuan.web.visitors import LANGUAGE_COOKIE, Visit

if TYPE_CHECKING:
    from huikuan.apps.people.models import User

_YEAR = 365 * 24 * 3600
_HALF_IN = "half_in"  # in the session: who knew the password, and is to show the one-time code
_ONWARD = "onward"  # in the session: where to go on, once the provider has answered
_PATIENCE = timedelta(minutes=5)
_LONGEST_BROWSER = 200
_BACKEND = "django.contrib.auth.backends.ModelBackend"


@never_cache
@sensitive_post_parameters("password")
@login_not_required
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Show the form; with code and password, let the person in, or ask for the one-time code, and lead on."""
    visit = cast(Visit, request)
    onward = _inside(request, request.POST.get("next") or request.GET.get("next") or "")
    code, mistake = request.POST.get("code", "").strip(), None
    if request.method == "POST":
        try:
            return _onward(visit, _known_person(visit, code), onward)
        except Refused as refused:
            mistake = told(refused, visit.words)
    page = {"code": code, "next": onward, "mistake": mistake, "carried": carried_again(visit)}
    return _way_in(visit, page)


def _way_in(visit: Visit, page: Mapping[str, object]) -> HttpResponse:
    has_provider = provider.is_set()
    return render(
        visit, "web/sign_in.html", {**page, "has_provider": has_provider}, status=400 if page["mistake"] else 200
    )


def _onward(visit: Visit, found: User, onward: str, *, by_provider: bool = False) -> HttpResponse:
    """Let the person in, or ask for the one-time code first."""
    if found.totp_since is None:
        return _let_in(visit, found, onward, by_provider=by_provider)
    keep_carried(visit, onward)
    visit.session[_HALF_IN] = {"person": found.pk, "next": onward, "at": clock.now().isoformat()}
    return HttpResponseRedirect(reverse("sign_in_second"))


@never_cache
@login_not_required
@require_GET
def to_provider(request: HttpRequest) -> HttpResponse:
    """Lead to the company's own sign-in."""
    visit = cast(Visit, request)
    if not provider.is_set():
        return HttpResponseRedirect(reverse("sign_in"))
    onward = _inside(request, request.GET.get("next", ""))
    try:
        answer = provider.sent_there(request)
    except Refused as refused:
        return _way_in(visit, {"code": "", "next": onward, "mistake": told(refused, visit.words)})
    request.session[_ONWARD] = onward
    return answer


@never_cache
@login_not_required
@require_GET
def from_provider(request: HttpRequest) -> HttpResponse:
    """Let in whoever comes back from the company's own sign-in, if it is one of us."""
    visit = cast(Visit, request)
    if not provider.is_set():
        return HttpResponseRedirect(reverse("sign_in"))
    onward = _inside(request, request.session.pop(_ONWARD, ""))
    try:
        found = person_by(*provider.named_by(provider.claims_of(request)))
        if found is None or (found.left_on is not None and found.left_on < visit.business_date):
            raise Refused("provider_names_nobody")
    except Refused as refused:
        return _way_in(visit, {"code": "", "next": onward, "mistake": told(refused, visit.words)})
    if found.totp_since is None:
        record_sign_in(found.code, address=visit.META.get("REMOTE_ADDR", ""), at=clock.now(), succeeded=True)
    return _onward(visit, found, onward, by_provider=True)


@never_cache
@sensitive_post_parameters("one_time_code")
@login_not_required
@require_http_methods(["GET", "POST"])
def second(request: HttpRequest) -> HttpResponse:
    """Ask whoever knew the password for the one-time code; with it, let the person in."""
    visit, mistake = cast(Visit, request), None
    half = request.session.get(_HALF_IN)
    if half is None or clock.now() - datetime.fromisoformat(half["at"]) > _PATIENCE:
        request.session.pop(_HALF_IN, None)
        return HttpResponseRedirect(reverse("sign_in"))
    if request.method == "POST":
        try:
            found = person_numbered(half["person"])
            _pass_second_factor(visit, found)
            del request.session[_HALF_IN]
            return _let_in(visit, found, half["next"])
        except Refused as refused:
            mistake = told(refused, visit.words)
    return render(request, "web/sign_in_second.html", {"mistake": mistake}, status=400 if mistake else 200)


def _let_in(visit: Visit, found: User, onward: str, *, by_provider: bool = False) -> HttpResponse:
    visit.session[ADDRESS] = visit.META.get("REMOTE_ADDR", "")
    visit.session[BROWSER] = visit.headers.get("User-Agent", "")[:_LONGEST_BROWSER]
    login(visit, found, backend=_BACKEND)
    demand(visit, found)
    if by_provider:  # whose password is not ours to ask for
        met(visit, PASSWORD)
    keep_carried(visit, onward)
    return HttpResponseRedirect(onward)


def _known_person(visit: Visit, code: str) -> User:
    """Return whose code and password these are. Raises: Refused too_many_sign_ins, sign_in_failed."""
    address, at = visit.META.get("REMOTE_ADDR", ""), clock.now()
    refuse_guessing(code, address=address, at=at)
    found = authenticate(visit, username=code, password=visit.POST.get("password", ""))
    if found is not None and found.left_on is not None and found.left_on < visit.business_date:
        found = None
    if found is None or found.totp_since is None:  # the one-time code decides for whoever has one
        record_sign_in(code, address=address, at=at, succeeded=found is not None)
    if found is None:
        raise Refused("sign_in_failed")
    return found


def _pass_second_factor(visit: Visit, found: User) -> None:
    """Let the one-time code pass. Raises: Refused too_many_sign_ins, one_time_code_wrong."""
    address, at = visit.META.get("REMOTE_ADDR", ""), clock.now()
    refuse_guessing(found.code, address=address, at=at)
    try:
        pass_second_factor(found, visit.POST.get("one_time_code", ""), at=at)
    except Refused:
        record_sign_in(found.code, address=address, at=at, succeeded=False)
        raise
    record_sign_in(found.code, address=address, at=at, succeeded=True)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Let the person out."""
    logout(request)
    return HttpResponseRedirect(reverse("sign_in"))


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the language that was chosen, and go back."""
    answer = HttpResponseRedirect(_inside(request, request.POST.get("next", "")))
    if request.POST.get("lang") in LANGUAGES:
        answer.set_cookie(LANGUAGE_COOKIE, request.POST["lang"], max_age=_YEAR, samesite="Lax", httponly=True)
    return answer


def _inside(request: HttpRequest, address: str) -> str:
    """Return the address if it is one of ours, else the first page."""
    is_ours = url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()})
    return address if is_ours else reverse("home")
