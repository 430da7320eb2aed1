"""Our own people as the pages show them: one of them with roles and days away, and who stands in for whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from django.db.models import Max, Q

from huikuan.apps.audit.actors import Actor
from huikuan.apps.people.models import Absence, LegalEntity, RoleGrant, SignIn, Team, User
from huikuan.apps.people.selectors import away, reach_of, require_colleague

if TYPE_CHECKING:
    from django.db.models import QuerySet

When = Literal["now", "coming", "over"]


@dataclass(frozen=True, slots=True)
class Held:
    """A role that somebody holds, held, or will hold; ``last_on`` is the day on which it really ends."""

    number: int
    role: str
    entity: str | None  # its name; None: in all
    first_on: date
    last_on: date | None
    when: When


@dataclass(frozen=True, slots=True)
class Away:
    """Days on which a deputy stands in; ``last_on`` is the last of them, sooner than planned where it ended early."""

    number: int
    person_no: int
    person: str
    deputy_no: int
    deputy: str
    first_on: date
    last_on: date
    when: When


@dataclass(frozen=True, slots=True)
class Person:
    """A person of ours as those see him who work here; address and last signing in are for whoever manages people."""

    number: int
    code: str
    name: str
    email: str
    team: str | None
    left_on: date | None
    version: int
    has_password: bool
    has_second_factor: bool
    roles: list[Held]
    signed_in_at: datetime | None


def one_person(number: int, *, viewer: Actor, on: date) -> Person | None:
    """Return the person of that number, None when there is none. Raises: Refused not_allowed."""
    require_colleague(viewer, on)
    user = User.objects.filter(pk=number).select_related("team").first()
    if user is None:
        return None
    grants = RoleGrant.objects.filter(user=user).select_related("entity").order_by("-valid_from", "-id")
    signed_in = SignIn.objects.filter(code=user.code, succeeded=True).aggregate(at=Max("at"))
    return Person(
        number=user.pk,
        code=user.code,
        name=user.name,
        email=user.email,
        team=user.team.name if user.team else None,
        left_on=user.left_on,
        version=user.version,
        has_password=user.has_usable_password(),
        has_second_factor=user.totp_since is not None,
        roles=[_held(grant, on) for grant in grants],
        signed_in_at=signed_in["at"],
    )


def _held(grant: RoleGrant, on: date) -> Held:
    last_on = _last_day(grant.valid_to, grant.ended_on)
    entity = grant.entity.name if grant.entity else None
    when = _when(grant.valid_from, last_on, on)
    return Held(grant.pk, grant.role, entity, grant.valid_from, last_on, when)


def role_holder(number: int) -> int | None:
    """Return the number of the person who holds a role."""
    return RoleGrant.objects.filter(pk=number).values_list("user", flat=True).first()


def absences(*, viewer: Actor, on: date) -> list[Away]:
    """Return the absences of everybody whom the viewer may record one for, and his own duties, the latest first."""
    parts = reach_of(viewer, "record_absence", on).parts
    rows = Absence.objects.order_by("-first_on", "-id")
    if not any(part.codes is None for part in parts):
        reached = frozenset[str]().union(*(part.codes or () for part in parts))
        rows = rows.filter(Q(user=viewer.id) | Q(deputy=viewer.id) | Q(user__code__in=reached))
    return _away(rows, on)


def stand_ins(viewer: Actor, on: date) -> list[Away]:
    """Return who stands in today for the viewer, and for whom the viewer does."""
    return _away(away(on).filter(Q(user=viewer.id) | Q(deputy=viewer.id)).order_by("id"), on)


def _away(rows: QuerySet[Absence], on: date) -> list[Away]:
    found = []
    for row in rows.select_related("user", "deputy"):
        last_on = _last_day(row.last_on, row.ended_on) or row.last_on
        when = _when(row.first_on, last_on, on)
        names = row.user_id, row.user.name, row.deputy_id, row.deputy.name
        found.append(Away(row.pk, *names, row.first_on, last_on, when))
    return found


def _last_day(planned: date | None, ended_on: date | None) -> date | None:
    if ended_on is None:
        return planned
    ended = ended_on - timedelta(days=1)
    return ended if planned is None else min(planned, ended)


def _when(first_on: date, last_on: date | None, on: date) -> When:
    if last_on is not None and last_on < max(on, first_on):
        return "over"
    return "coming" if first_on > on else "now"


def people_to_name(*, viewer: Actor, on: date, act: str) -> list[tuple[str, str]]:
    """Return code and name of everybody at work whom the viewer reaches in an act."""
    reach = reach_of(viewer, act, on)
    rows = User.objects.filter(Q(left_on__isnull=True) | Q(left_on__gte=on), is_active=True).order_by("name", "code")
    return [(code, name) for code, name in rows.values_list("code", "name") if reach.covers_person(code)]


def everybody(*, viewer: Actor, on: date) -> list[tuple[int, str]]:
    """Return number and name of everybody who ever worked here. Raises: Refused not_allowed."""
    require_colleague(viewer, on)
    return list(User.objects.order_by("name", "code").values_list("pk", "name"))


def team_names() -> list[str]:
    """Return what the teams are called."""
    return list(Team.objects.order_by("name").values_list("name", flat=True))


@dataclass(frozen=True, slots=True)
class Company:
    """A company of ours."""

    code: str
    name: str
    currency: str
    country: str


def companies() -> list[Company]:
    """Return our companies, the first one first."""
    rows = LegalEntity.objects.order_by("id").values_list("code", "name", "currency", "country")
    return [Company(*row) for row in rows]
