"""Who comes with a token, and whether it may be used for this.

A request bears ``Authorization: Bearer hk_…``. What it may do is what the person behind the token may do, within the
token's scopes: read, act (tell what people did), decide (approvals), import.
"""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.http import HttpRequest
from ninja.security import HttpBearer

from huikuan.apps.audit.actors import Actor
from huikuan.apps.audit.errors import Refused
from huikuan.apps.people.tokens import Bearer, Scope, bearer, count_use
from huikuan.gateways import clock
from huikuan.gateways.texts import Words


class Caller(HttpRequest):
    """A request as the operations see it; never made, only named."""

    auth: Bearer
    words: Words


class Token(HttpBearer):
    """Asks for a token of one scope, and counts the use of it.

    Raises: Refused scope_missing, too_many_requests.
    """

    openapi_description = "A token of huikuan people token; it acts as the person it was issued for."

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Bearer | None:
        """Return who bears the token; None where it opens nothing."""
        found = bearer(token, on=clock.business_date())
        if found is None:
            return None
        count_use(found.token, at=clock.now(), at_most=settings.API_PER_MINUTE)
        if self.scope not in found.scopes:
            raise Refused("scope_missing", scope=self.scope)
        return found


def caller(request: HttpRequest) -> tuple[Actor, Words]:
    """Return who acts and in which language he reads refusals."""
    known = cast(Caller, request)
    return Actor("person", known.auth.user), known.words
