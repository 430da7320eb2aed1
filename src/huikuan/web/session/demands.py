"""What has to be done before anything else: choosing an own password, beginning a second factor.

Found out when somebody signs in, kept in the session, and done away with by doing it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from huikuan.apps.audit.actors import Actor
from huikuan.desk.account import must_have_second_factor
from huikuan.web.visitors import Visit

if TYPE_CHECKING:
    from huikuan.apps.people.models import User

PASSWORD, SECOND_FACTOR = "me_password", "me_second_factor"  # the pages that meet them
_DEMANDED = "demanded"  # in the session
_OPEN = {PASSWORD, SECOND_FACTOR, "sign_out", "language"}


def demand(visit: Visit, user: User) -> None:
    """Note what this person has to do first."""
    demanded = [PASSWORD] if user.password_is_first else []
    if user.totp_since is None and must_have_second_factor(Actor("person", user.pk), on=visit.business_date):
        demanded.append(SECOND_FACTOR)
    if demanded:
        visit.session[_DEMANDED] = demanded


def met(visit: Visit, page: str) -> None:
    """Note that it was done."""
    if page in visit.session.get(_DEMANDED, ()):
        visit.session[_DEMANDED] = [other for other in visit.session[_DEMANDED] if other != page]


def first_address(visit: Visit, view: str) -> str | None:
    """Return where the person has to go before this page; None: nowhere."""
    demanded = visit.session.get(_DEMANDED)
    return reverse(demanded[0]) if demanded and view not in _OPEN else None
