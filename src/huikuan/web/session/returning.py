"""Whoever was signed out in the middle of a form signs in again and finds the text where it was.

Nothing is done by signing in: the form is sent once more by hand.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from huikuan.web.forms import SECRET, fields_of, kept_for_later
from huikuan.web.session.demands import first_address
from huikuan.web.visitors import Visit

KEPT_PREFIX = "kept."  # before the names of fields that the sign-in form carries along
_WITHOUT_FORM = {"sign_in", "sign_in_second", "sign_out", "language"}


class ReturningMiddleware(LoginRequiredMiddleware):
    """Asks whoever is not signed in to do so, and carries along what was typed."""

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        """Return the way in, with the text of a form that was sent; None: let the page answer."""
        asks = getattr(view_func, "login_required", True)  # what systems send asks for a token instead
        is_stranger = asks and not request.user.is_authenticated
        if request.method == "POST" and is_stranger and _name(request) not in _WITHOUT_FORM:
            return sign_in_with(cast(Visit, request))
        if request.user.is_authenticated and asks:
            has_left = request.user.left_on is not None and request.user.left_on < cast(Visit, request).business_date
            if has_left:
                logout(request)
            elif first := first_address(cast(Visit, request), _name(request)):
                return HttpResponseRedirect(first)
        return super().process_view(request, view_func, view_args, view_kwargs)


def sign_in_with(visit: Visit) -> HttpResponse:
    """Return the sign-in page that carries what was sent."""
    typed = {name: values for name, values in fields_of(visit).items() if name not in SECRET}
    carried = [(f"{KEPT_PREFIX}{name}", value) for name, values in typed.items() for value in values]
    return render(visit, "web/sign_in.html", {"next": visit.path, "carried": carried, "code": ""}, status=403)


def keep_carried(visit: Visit, onward: str) -> None:
    """Keep what the sign-in page carried for the form that it leads to."""
    carried = {
        name.removeprefix(KEPT_PREFIX): values for name, values in visit.POST.lists() if name.startswith(KEPT_PREFIX)
    }
    if carried:
        kept_for_later(visit, onward, carried)


def carried_again(visit: Visit) -> list[tuple[str, str]]:
    """Return what the sign-in page carried, for when it is shown once more."""
    lists = visit.POST.lists()
    return [(name, value) for name, values in lists if name.startswith(KEPT_PREFIX) for value in values]


def sent_from_elsewhere(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form without the token that our own pages carry.

    It is ours when somebody signed in anew in another window meanwhile: then the text is kept and the form shown again.
    What another site sent is thrown away.
    """
    visit = cast(Visit, request)
    if not _is_ours(request):
        return render(request, "web/not_ours.html", status=403)
    if _name(request) in _WITHOUT_FORM:
        return HttpResponseRedirect(reverse("home"))
    if not request.user.is_authenticated:
        return sign_in_with(visit)
    kept_for_later(visit, visit.path, fields_of(visit))
    return HttpResponseRedirect(visit.path)


def _is_ours(request: HttpRequest) -> bool:
    origin = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin" and (
        request.headers.get("Origin") == origin
    )


def _name(request: HttpRequest) -> str:
    return request.resolver_match.url_name or "" if request.resolver_match else ""
