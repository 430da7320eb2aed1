"""Tokens with which systems act as a person: issued once, kept as a digest, counted by the minute."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, get_args

from django.db.models import F, Q

from huikuan.apps.audit.errors import Refused
from huikuan.apps.people.models import ApiToken, ApiUse
from huikuan.apps.people.selectors import person

Scope = Literal["read", "act", "decide", "import"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
_MARK = "hk_"  # whoever finds one in a log or a repository knows what it is
_CHANCE = 32  # bytes of it
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Issued:
    """A token that was just issued; ``secret`` is shown now and never again."""

    number: int
    secret: str


def issue_token(code: str, name: str, scopes: Collection[str], *, on: date, last_on: date | None) -> Issued:
    """Let a system act as a person in these scopes. Raises: Refused person_unknown, scope_unknown, days_reversed."""
    for scope in scopes:
        if scope not in SCOPES:
            raise Refused("scope_unknown", scope=scope, known=", ".join(SCOPES))
    if not scopes:
        raise Refused("scope_unknown", scope="", known=", ".join(SCOPES))
    if last_on is not None and last_on < on:
        raise Refused("days_reversed", first=on, last=last_on)
    secret = _MARK + secrets.token_urlsafe(_CHANCE)
    token = ApiToken.objects.create(
        user=person(code),
        name=name,
        digest=_digest(secret),
        scopes=[scope for scope in SCOPES if scope in scopes],
        issued_on=on,
        last_on=last_on,
    )
    return Issued(token.pk, secret)


def is_open(code: str, name: str, *, on: date) -> bool:
    """Tell whether that system has a token as that person which opens something on that day."""
    lasts = Q(last_on__isnull=True) | Q(last_on__gte=on)
    return ApiToken.objects.filter(lasts, user__code=code, name=name, revoked_on__isnull=True).exists()


def revoke_token(number: int, *, on: date) -> ApiToken:
    """Let a token open nothing any more, from now on. Raises: Refused token_unknown."""
    token = ApiToken.objects.filter(pk=number).select_related("user").first()
    if token is None:
        raise Refused("token_unknown", number=number)
    if token.revoked_on is None:
        token.revoked_on = on
        token.save(update_fields=["revoked_on"])
    return token


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who comes with a token: its number, the person it acts as, and what it may be used for."""

    token: int
    user: int
    scopes: frozenset[str]


def bearer(secret: str, *, on: date) -> Bearer | None:
    """Return who bears this token on that day; None where it opens nothing."""
    token = ApiToken.objects.filter(digest=_digest(secret), revoked_on__isnull=True).first()
    if token is None or (token.last_on is not None and token.last_on < on):
        return None
    return Bearer(token.pk, token.user_id, frozenset(token.scopes))


def count_use(token: int, *, at: datetime, at_most: int) -> None:
    """Count a use of this minute; what is older is forgotten. Raises: Refused too_many_requests."""
    minute = at.replace(second=0, microsecond=0)
    this = ApiUse.objects.filter(token=token, minute=minute)
    if not this.update(count=F("count") + 1):
        ApiUse.objects.filter(token=token, minute__lt=minute).delete()
        ApiUse.objects.bulk_create([ApiUse(token_id=token, minute=minute)], ignore_conflicts=True)
        this.update(count=F("count") + 1)
    if this.values_list("count", flat=True).get() > at_most:
        raise Refused("too_many_requests", count=at_most, seconds=int((minute + _MINUTE - at).total_seconds()) + 1)


@dataclass(frozen=True, slots=True)
class TokenLine:
    """A token as those see it who manage people; the secret is nowhere."""

    number: int
    person: str
    name: str
    scopes: tuple[str, ...]
    issued_on: date
    last_on: date | None
    revoked_on: date | None


def tokens() -> list[TokenLine]:
    """Return every token that was ever issued, the newest first; who may see them is judged by the desk."""
    rows = ApiToken.objects.order_by("-id").select_related("user")
    return [
        TokenLine(row.pk, row.user.code, row.name, tuple(row.scopes), row.issued_on, row.last_on, row.revoked_on)
        for row in rows
    ]


def _digest(secret: str) -> str:
    """Return what is kept of a token. It is all chance, so that a plain digest cannot be guessed back."""
    return hashlib.sha256(secret.encode()).hexdigest()
