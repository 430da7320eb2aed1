"""Changes our own people and entities."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from huikuan.apps.audit.errors import Refused
from huikuan.apps.people.models import Absence, LegalEntity, RoleGrant, SignIn, Team, User
from huikuan.apps.people.selectors import person
from huikuan.engine.codes import ROLES

HOUSE_ZONE = "Asia/Shanghai"
MIN_PASSWORD = 8
# Counted in the database, not per process: several servers are one house (ARCHITECTURE, "throttles").
SIGN_IN_WINDOW = timedelta(minutes=15)
FAILURES_OF_ONE_CODE = 5  # within the window; then that code waits, whoever tries
FAILURES_FROM_ONE_ADDRESS = 50  # a whole office may stand behind one address


def name_entities(codes: Iterable[str], *, currency: str) -> None:
    """Add the legal entities that are not known yet, as Chinese companies until somebody says otherwise."""
    known = set(LegalEntity.objects.values_list("code", flat=True))
    LegalEntity.objects.bulk_create(
        LegalEntity(code=code, name=code, currency=currency, country="CN", zone=HOUSE_ZONE)
        for code in dict.fromkeys(codes)
        if code not in known
    )


def add_person(code: str, *, name: str, team: str | None = None, email: str = "") -> User:
    """Add a person; a team that is not there yet begins with him.

    Raises: Refused person_exists.
    """
    if User.objects.filter(code=code).exists():
        raise Refused("person_exists", person=code)
    joined = Team.objects.get_or_create(name=team)[0] if team else None
    user = User(code=code, name=name, email=email, team=joined)
    user.set_unusable_password()
    user.save()
    return user


def set_password(code: str, password: str) -> None:
    """Give a person a password, kept as a hash. Raises: Refused password_weak, person_unknown."""
    user = person(code)
    try:
        validate_password(password, user)
    except ValidationError as weak:
        raise Refused("password_weak", count=MIN_PASSWORD) from weak
    user.set_password(password)
    user.save(update_fields=["password"])


def grant_role(code: str, role: str, *, entity: str | None, first_on: date, last_on: date | None) -> RoleGrant:
    """Let a person hold a role, in one entity or in all, for a time.

    Raises: Refused role_unknown, entity_unknown, days_reversed, person_unknown.
    """
    if role not in ROLES:
        raise Refused("role_unknown", role=role, known=", ".join(ROLES))
    company = LegalEntity.objects.filter(code=entity).first() if entity else None
    if entity and company is None:
        raise Refused("entity_unknown", entity=entity)
    _in_order(first_on, last_on)
    return RoleGrant.objects.create(user=person(code), role=role, entity=company, valid_from=first_on, valid_to=last_on)


def record_absence(code: str, *, deputy: str, first_on: date, last_on: date) -> Absence:
    """Let a deputy act on somebody's behalf on these days, the last one included.

    Raises: Refused deputy_is_self, days_reversed, person_unknown.
    """
    if code == deputy:
        raise Refused("deputy_is_self")
    _in_order(first_on, last_on)
    return Absence.objects.create(user=person(code), deputy=person(deputy), first_on=first_on, last_on=last_on)


def _in_order(first_on: date, last_on: date | None) -> None:
    if last_on is not None and last_on < first_on:
        raise Refused("days_reversed", first=first_on, last=last_on)


def refuse_guessing(code: str, *, address: str, at: datetime) -> None:
    """Let the attempt pass, or refuse it. Raises: Refused too_many_sign_ins."""
    failed = SignIn.objects.filter(succeeded=False, at__gt=at - SIGN_IN_WINDOW)
    if (
        failed.filter(code=code).count() >= FAILURES_OF_ONE_CODE
        or failed.filter(address=address).count() >= FAILURES_FROM_ONE_ADDRESS
    ):
        raise Refused("too_many_sign_ins", minutes=SIGN_IN_WINDOW // timedelta(minutes=1))


def record_sign_in(code: str, *, address: str, at: datetime, succeeded: bool) -> None:
    """Keep the attempt. A success forgives the failures before it, so that a slip of the finger does not add up."""
    if succeeded:
        SignIn.objects.filter(code=code, succeeded=False).delete()
    SignIn.objects.create(code=code, address=address, at=at, succeeded=succeeded)
