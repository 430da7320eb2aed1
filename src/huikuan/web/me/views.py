"""A person's own account: password, second factor, and where one is signed in."""

from __future__ import annotations

from typing import cast

import segno
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huikuan.apps.audit.errors import Refused
from huikuan.apps.people.second_factor import recovery_codes_left
from huikuan.apps.people.selectors import person_here
from huikuan.apps.people.services import MIN_PASSWORD
from huikuan.desk import account
from huikuan.web.asking import Ask, Question
from huikuan.web.forms import Form, attempted, done, shown
from huikuan.web.me.page import me_page
from huikuan.web.session.demands import PASSWORD, SECOND_FACTOR, met
from huikuan.web.visitors import Visit


@require_GET
def me(request: HttpRequest) -> HttpResponse:
    """Show the own account."""
    return render(request, "web/me.html", {"page": me_page(cast(Visit, request))})


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Choose another password; one's other sessions end."""
    visit, form = cast(Visit, request), Form.of(cast(Visit, request))
    words, key = visit.words, request.session.session_key
    if form.is_sent:
        old, new = request.POST.get("old_password", ""), request.POST.get("new_password", "")
        if new != request.POST.get("once_more", ""):
            form.mark("once_more", Refused("passwords_differ"))
        if attempted(form, lambda: account.change_password(old, new, actor=visit.actor, session=key)):
            update_session_auth_hash(request, person_here(visit.actor))
            met(visit, PASSWORD)
            said = words.text("You have a new password. You were signed out everywhere else.")
            return done(visit, reverse("me"), said)
    lines = [words.text("From now on you sign in with it; everywhere else you are signed out.")]
    if person_here(visit.actor).password_is_first:
        lines = [words.text("Somebody else chose the password that you have. Choose one that only you know.")]
    rule = words.text("At least {count} characters; three or four words are good.", count=MIN_PASSWORD)
    ask = Ask(
        title=words.text("Choose a password"),
        crumbs=[(words.text("My account"), reverse("me"))],
        lines=lines,
        questions=[
            Question("old_password", words.text("Present password"), "secret"),
            Question("new_password", words.text("New password"), "secret", rule),
            Question("once_more", words.text("Once more"), "secret"),
        ],
        button=words.text("Change the password"),
    )
    return shown(visit, form, "web/asked.html", {"page": ask})


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """Begin to be asked for one-time codes, or end it."""
    visit, form = cast(Visit, request), Form.of(cast(Visit, request))
    words, user = visit.words, person_here(visit.actor)
    code = form.value("one_time_code")
    if user.totp_since is not None:
        on = visit.business_date
        if form.is_sent:
            stopped = attempted(form, lambda: account.stop_second_factor(code, actor=visit.actor, on=on))
            if stopped:
                return done(visit, reverse("me"), words.text("You are asked for one-time codes no more."))
        left = {"left": recovery_codes_left(user), "is_on": True}
        return shown(visit, form, "web/second_factor.html", left)
    if form.is_sent and (codes := attempted(form, lambda: account.confirm_second_factor(code, actor=visit.actor))):
        met(visit, SECOND_FACTOR)
        return render(request, "web/recovery_codes.html", {"codes": codes})
    address = account.begin_second_factor(actor=visit.actor)
    return shown(visit, form, "web/second_factor.html", {"drawing": _drawing(address), "secret": _spelled(address)})


def _drawing(address: str) -> str:
    """Return the address as a drawing that a telephone reads; it is made of our own figures only."""
    drawing: str = segno.make(address, micro=False).svg_inline(scale=5, border=2, omitsize=False)
    return mark_safe(drawing)


def _spelled(address: str) -> str:
    """Return the secret in fours, for whoever types it."""
    secret = address.partition("secret=")[2].partition("&")[0]
    return " ".join(secret[n : n + 4] for n in range(0, len(secret), 4))


@require_POST
def end_session(request: HttpRequest) -> HttpResponse:
    """End one of the own sessions, or all but this one."""
    visit = cast(Visit, request)
    handle = request.POST.get("session", "")
    if handle:
        account.end_session(handle, actor=visit.actor)
        return done(visit, reverse("me"), visit.words.text("That session has ended."))
    count = account.end_other_sessions(actor=visit.actor, session=request.session.session_key)
    said = visit.words.count("{n} session has ended.", "{n} sessions have ended.", count)
    return done(visit, reverse("me"), said)
