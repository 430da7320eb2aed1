"""Changes our own people and entities."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import F, Max, Q

from huikuan.apps.audit.errors import Refused
from huikuan.apps.people.models import Absence, LegalEntity, RoleGrant, SignIn, SignInRules, Team, User
from huikuan.apps.people.permissions import roles_for
from huikuan.apps.people.selectors import held, person
from huikuan.engine.codes import ROLES
from huikuan.gateways.turns import wait_for_turn

HOUSE_ZONE = "Asia/Shanghai"
MIN_PASSWORD = 8
LONGEST_SESSION = 24  # hours
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


@dataclass(frozen=True, slots=True)
class PersonChange:
    """What a person is to be called, where he belongs, and the version that this was decided on."""

    code: str
    name: str
    email: str
    team: str | None
    version: int


def change_person(change: PersonChange) -> None:
    """Give a person another name, address or team. Raises: Refused person_unknown, changed_meanwhile."""
    person(change.code)
    joined = Team.objects.get_or_create(name=change.team)[0] if change.team else None
    _changed(change.code, change.version, name=change.name, email=change.email, team=joined)


def set_last_day(code: str, last_on: date | None, *, version: int) -> None:
    """Say until when a person works here, or (None) that he stays after all.

    Raises: Refused person_unknown, changed_meanwhile, last_keeper.
    """
    wait_for_turn("people", connection)
    person(code)
    _changed(code, version, left_on=last_on)
    if last_on is not None:
        _keep_a_keeper(code, from_on=last_on + timedelta(days=1))


def _changed(code: str, version: int, **values: object) -> None:
    here = User.objects.filter(code=code, version=version)
    if not here.update(version=F("version") + 1, **values):
        raise Refused("changed_meanwhile")


def _keep_a_keeper(code: str, *, from_on: date) -> None:
    """Refuse what leaves nobody who may change people and roles from that day on (R-206). Raises: Refused last_keeper.

    Counted are those who hold such a role for good: who holds it for a time leaves the house locked behind him.
    """
    keeps = Q(role__in=roles_for("manage_people"))
    lost_it = RoleGrant.objects.filter(keeps, user__code=code).exists()
    lasting = held(from_on).filter(keeps, Q(valid_to__isnull=True), ended_on__isnull=True)
    if lost_it and not lasting.filter(user__is_active=True, user__left_on__isnull=True).exists():
        raise Refused("last_keeper", person=code)


_WEAK: Mapping[str, str] = {
    "password_too_short": "password_short",
    "password_too_similar": "password_like_name",
    "password_too_common": "password_common",
}


def set_password(code: str, password: str, *, is_first: bool = False) -> None:
    """Give a person a password, kept as a hash; a first one is to be replaced by an own one.

    Raises: Refused password_short, password_like_name, password_common, person_unknown.
    """
    user = person(code)
    try:
        validate_password(password, user)
    except ValidationError as weak:
        raise Refused(_WEAK[str(weak.error_list[0].code)], count=MIN_PASSWORD) from weak
    user.set_password(password)
    user.password_is_first = is_first
    user.save(update_fields=["password", "password_is_first"])


def change_rules(
    idle_minutes: int, session_hours: int, demands_second_of: Collection[str], *, after: int, act_id: UUID
) -> None:
    """Let people in by these rules from now on, as the version after that one.

    Raises: Refused rules_out_of_range, changed_meanwhile.
    """
    if not (5 <= idle_minutes <= session_hours * 60 and 1 <= session_hours <= LONGEST_SESSION):
        raise Refused("rules_out_of_range", hours=LONGEST_SESSION)
    newest = SignInRules.objects.aggregate(newest=Max("version"))["newest"] or 0
    known = [role for role in ROLES if role in demands_second_of]
    rules = SignInRules(
        version=after + 1,
        idle_minutes=idle_minutes,
        session_hours=session_hours,
        demands_second_of=known,
        act_id=act_id,
    )
    if newest != after or not _is_new(rules):
        raise Refused("changed_meanwhile")


def _is_new(rules: SignInRules) -> bool:
    """Write the rules; False where somebody else has just written that version."""
    try:
        with transaction.atomic():
            rules.save(force_insert=True)
    except IntegrityError:
        return False
    return True


def grant_role(code: str, role: str, *, entity: str | None, first_on: date, last_on: date | None) -> RoleGrant:
    """Let a person hold a role, in one entity or in all, for a time.

    Raises: Refused role_unknown, entity_unknown, days_reversed, person_unknown, role_held.
    """
    if role not in ROLES:
        raise Refused("role_unknown", role=role, known=", ".join(ROLES))
    company = LegalEntity.objects.filter(code=entity).first() if entity else None
    if entity and company is None:
        raise Refused("entity_unknown", entity=entity)
    _in_order(first_on, last_on)
    holder = person(code)
    if held(first_on).filter(Q(entity__isnull=True) | Q(entity=company), user=holder, role=role).exists():
        raise Refused("role_held", person=code, role_code=role)
    return RoleGrant.objects.create(user=holder, role=role, entity=company, valid_from=first_on, valid_to=last_on)


def end_role(number: int, *, last_on: date) -> RoleGrant:
    """Let a person hold a role through ``last_on`` at the longest; a role that was to begin later never does.

    Raises: Refused grant_unknown, changed_meanwhile (it was ended already), last_keeper.
    """
    wait_for_turn("people", connection)
    grant = RoleGrant.objects.filter(pk=number).select_related("user", "entity").first()
    if grant is None:
        raise Refused("grant_unknown")
    from_on = last_on + timedelta(days=1)
    if not RoleGrant.objects.filter(pk=number, ended_on__isnull=True).update(ended_on=from_on):
        raise Refused("changed_meanwhile")
    if grant.role in roles_for("manage_people"):
        _keep_a_keeper(grant.user.code, from_on=from_on)
    return grant


def record_absence(code: str, *, deputy: str, first_on: date, last_on: date) -> Absence:
    """Let a deputy act on somebody's behalf on these days, the last one included.

    Raises: Refused deputy_is_self, days_reversed, person_unknown.
    """
    if code == deputy:
        raise Refused("deputy_is_self")
    _in_order(first_on, last_on)
    return Absence.objects.create(user=person(code), deputy=person(deputy), first_on=first_on, last_on=last_on)


def end_absence(number: int, *, back_on: date) -> Absence:
    """Let nobody stand in from ``back_on`` on. Raises: Refused absence_unknown, absence_over, changed_meanwhile."""
    absence = Absence.objects.filter(pk=number).select_related("user", "deputy").first()
    if absence is None:
        raise Refused("absence_unknown")
    if absence.last_on < back_on:
        raise Refused("absence_over", last=absence.last_on)
    if not Absence.objects.filter(pk=number, ended_on__isnull=True).update(ended_on=back_on):
        raise Refused("changed_meanwhile")
    return absence


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
