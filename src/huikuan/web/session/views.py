"""Signing in and out, and choosing the language."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from huikuan.apps.audit.errors import Refused
from huikuan.apps.people.services import record_sign_in, refuse_guessing
from huikuan.gateways import clock
from huikuan.gateways.texts import LANGUAGES
from huikuan.web.refusals import told
from huikuan.web.session.returning import carried_again, keep_carried
from huikuan.web.visitors import LANGUAGE_COOKIE, Visit

if TYPE_CHECKING:
    from huikuan.apps.people.models import User

_YEAR = 365 * 24 * 3600


@login_not_required
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Show the form; with code and password, let the person in and go where he wanted to."""
    onward = _inside(request, request.POST.get("next") or request.GET.get("next") or "")
    code, mistake = request.POST.get("code", "").strip(), None
    if request.method == "POST":
        try:
            login(request, _known_person(request, code))
            keep_carried(cast(Visit, request), onward)
            return HttpResponseRedirect(onward)
        except Refused as refused:
            mistake = told(refused, cast(Visit, request).words)
    page = {"code": code, "next": onward, "mistake": mistake, "carried": carried_again(cast(Visit, request))}
    return render(request, "web/sign_in.html", page, status=400 if mistake else 200)


def _known_person(request: HttpRequest, code: str) -> User:
    """Return whose code and password these are. Raises: Refused too_many_sign_ins, sign_in_failed."""
    address, at = request.META.get("REMOTE_ADDR", ""), clock.now()
    refuse_guessing(code, address=address, at=at)
    found = authenticate(request, username=code, password=request.POST.get("password", ""))
    record_sign_in(code, address=address, at=at, succeeded=found is not None)
    if found is None:
        raise Refused("sign_in_failed")
    return found


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
