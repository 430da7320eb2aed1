"""Answers about our own people and entities, and how far each of them reaches."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import polars as pl
from django.db import connection
from django.db.models import Q

from huikuan.apps.audit.actors import Actor
from huikuan.apps.audit.errors import Refused
from huikuan.apps.people.models import Absence, LegalEntity, RoleGrant, User
from huikuan.apps.people.permissions import (
    EVERY_CASE,
    EVERYTHING,
    NOTHING,
    PERMISSIONS,
    Part,
    Reach,
    roles_for,
    scope_of,
)
from huikuan.gateways import columns
from huikuan.gateways.asked_once import asked_once

if TYPE_CHECKING:
    from django.db.models import QuerySet


@asked_once
def entity_numbers() -> pl.DataFrame:
    """Return entity (the code of the files) and entity_no (ours) of every legal entity."""
    rows = LegalEntity.objects.order_by("id").values_list("code", "id")
    return columns.read_table(connection, rows, {"entity": pl.String, "entity_no": pl.Int64})


def person(code: str) -> User:
    """Return the person of that code.

    Raises: Refused person_unknown.
    """
    found = User.objects.filter(code=code).first()
    if found is None:
        raise Refused("person_unknown", person=code)
    return found


def person_by(name: str, value: str) -> User | None:
    """Return the one person of that code or that address; None where there is none, or more than one."""
    named = Q(code=value) if name == "code" else Q(email__iexact=value)
    found = list(User.objects.filter(named, is_active=True)[:2])
    return found[0] if len(found) == 1 else None


def person_numbered(number: int) -> User:
    """Return the person of that number. Raises: Refused person_unknown."""
    found = User.objects.filter(pk=number, is_active=True).first()
    if found is None:
        raise Refused("person_unknown", person=number)
    return found


def absent_person(number: int) -> str:
    """Return whose absence this is, by code. Raises: Refused absence_unknown."""
    code = Absence.objects.filter(pk=number).values_list("user__code", flat=True).first()
    if code is None:
        raise Refused("absence_unknown")
    return code


def code_of(actor: Actor) -> str | None:
    """Return the code of the person who acts; None of the system."""
    if actor.id is None or actor.kind != "person":
        return None
    return User.objects.filter(pk=actor.id).values_list("code", flat=True).first()


def person_here(actor: Actor) -> User:
    """Return the person who acts. Raises: Refused person_unknown, when it is none."""
    found = _numbered(actor.id) if actor.kind == "person" else None
    if found is None:
        raise Refused("person_unknown", person=actor.id)
    return found


@dataclass(frozen=True, slots=True)
class Colleague:
    """A person of ours as colleagues see him on a day."""

    number: int
    code: str
    name: str
    team: str | None
    left_on: date | None
    roles: tuple[tuple[str, str | None], ...]  # with the entity; None: in all
    deputy: str | None  # who stands in for him that day


def colleagues(on: date, *, viewer: Actor) -> list[Colleague]:
    """Return everybody by code. Raises: Refused not_allowed."""
    require_colleague(viewer, on)
    roles: dict[int, list[tuple[str, str | None]]] = {}
    for user_no, role, entity in held(on).order_by("id").values_list("user", "role", "entity__code"):
        roles.setdefault(user_no, []).append((role, entity))
    deputies = dict(away(on).order_by("-id").values_list("user", "deputy__code"))
    rows = User.objects.order_by("code").values_list("id", "code", "name", "team__name", "left_on")
    return [
        Colleague(user_no, code, name, team, left_on, tuple(roles.get(user_no, ())), deputies.get(user_no))
        for user_no, code, name, team, left_on in rows
    ]


def require_colleague(viewer: Actor, on: date) -> None:
    """Let whoever works here see who else does. Raises: Refused not_allowed."""
    if not reach_of(viewer, "see_people", on).parts:
        raise Refused("not_allowed", act="see_people", roles=roles_for("see_people"))


def reach_of(actor: Actor, act: str, on: date) -> Reach:
    """Return how far the actor reaches in an act on that day: every role held then adds its part.

    Raises: Refused when the actor is nobody who acts here: unknown, gone, or a deputy of somebody who is not away.
    """
    return reaches_of(actor, (act,), on)[act]


def reaches_of(actor: Actor, acts: Collection[str], on: date) -> dict[str, Reach]:
    """Return how far the actor reaches in each of these acts, asked for at once. Raises: as ``reach_of``."""
    if actor.kind == "system":
        assert set(acts) <= set(PERMISSIONS), f"of {acts} some stand in no row of the permission table"
        return dict.fromkeys(acts, EVERYTHING)
    if actor.kind != "person":
        return dict.fromkeys(acts, NOTHING)
    user = _whose_rights(actor, on)
    granted = _grants(user, on)
    teams = any(scope_of(act, role) == "team" for act in acts for role, _ in granted)
    of_scope = {"own": frozenset({user.code}), "team": _team_of(user) if teams else frozenset()}
    return {act: Reach(tuple(dict.fromkeys(_parts(act, granted, of_scope)))) for act in acts}


@asked_once
def _grants(user: User, on: date) -> list[tuple[str, int | None]]:
    return list(held(on).filter(user=user).order_by("id").values_list("role", "entity"))


@asked_once
def _team_of(user: User) -> frozenset[str]:
    if user.team_id is None:
        return frozenset({user.code})
    return frozenset(User.objects.filter(team=user.team_id).values_list("code", flat=True))


def _parts(
    act: str, granted: Collection[tuple[str, int | None]], of_scope: Mapping[str, frozenset[str]]
) -> Iterator[Part]:
    for role, entity_no in granted:
        match scope_of(act, role):
            case None:
                continue
            case "all":
                yield EVERY_CASE
            case "entity":
                yield Part(None, entity_no)
            case scope:
                yield Part(of_scope[scope], entity_no)


@dataclass(frozen=True, slots=True)
class RolesHeld:
    """The roles of a person on a day: those that hold in every company, and those of one only, by its number."""

    everywhere: frozenset[str]
    in_entity: Mapping[int, frozenset[str]]

    @property
    def anywhere(self) -> frozenset[str]:
        """All of them."""
        return self.everywhere.union(*self.in_entity.values())


def roles_by_entity(actor: Actor, on: date) -> RolesHeld:
    """Return the roles of a person on that day, of a deputy those of whom he stands in for; of the system none."""
    granted = _grants(_whose_rights(actor, on), on) if actor.kind == "person" else []
    everywhere = frozenset(role for role, entity_no in granted if entity_no is None)
    there: dict[int, set[str]] = {}
    for role, entity_no in granted:
        if entity_no is not None:
            there.setdefault(entity_no, set()).add(role)
    return RolesHeld(everywhere, {entity_no: everywhere | roles for entity_no, roles in there.items()})


def roles_held(actor: Actor, on: date, entity: str = "") -> frozenset[str]:
    """Return the roles of a person on that day, of a deputy those of whom he stands in for.

    With an entity only the roles that hold there; of the system none.
    """
    if actor.kind != "person":
        return frozenset()
    found = held(on).filter(user=_whose_rights(actor, on))
    if entity:
        found = found.filter(Q(entity__isnull=True) | Q(entity__code=entity))
    return frozenset(found.values_list("role", flat=True))


def _whose_rights(actor: Actor, on: date) -> User:
    """Return the person whose roles count: the actor, or whom the actor stands in for that day."""
    user = _present(actor.id, on)
    if actor.on_behalf_of is None:
        return user
    principal = _present(actor.on_behalf_of, on)
    if not is_deputy(user.pk, principal.pk, on):
        raise Refused("not_deputy", person=user.code, principal=principal.code, on=on)
    return principal


@asked_once
def _numbered(user_no: int | None) -> User | None:
    return None if user_no is None else User.objects.filter(pk=user_no).first()


def _present(user_no: int | None, on: date) -> User:
    user = _numbered(user_no)
    if user is None:
        raise Refused("person_unknown", person=user_no)
    if not user.is_active or (user.left_on is not None and user.left_on < on):
        raise Refused("person_left", person=user.code)
    return user


def is_deputy(deputy_no: int, principal_no: int, on: date) -> bool:
    """Tell whether the one stands in for the other on that day."""
    return away(on).filter(user=principal_no, deputy=deputy_no).exists()


def held(on: date) -> QuerySet[RoleGrant]:
    """Return the roles that are held on a day."""
    lasts = (Q(valid_to__isnull=True) | Q(valid_to__gte=on)) & (Q(ended_on__isnull=True) | Q(ended_on__gt=on))
    return RoleGrant.objects.filter(lasts, valid_from__lte=on)


def away(on: date) -> QuerySet[Absence]:
    """Return the absences of a day."""
    return Absence.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on), first_on__lte=on, last_on__gte=on)


def codes_of_people(numbers: Collection[int]) -> dict[int, str]:
    """Return the codes of these people."""
    return dict(User.objects.filter(pk__in=list(numbers)).values_list("pk", "code"))


def names_of_numbers(numbers: Collection[int]) -> dict[int, str]:
    """Return what these people are called, by number."""
    return dict(User.objects.filter(pk__in=list(numbers)).values_list("pk", "name"))


def names_of_people(codes: Collection[str]) -> dict[str, str]:
    """Return what these people are called, by code; those who do not work here are left out."""
    return dict(User.objects.filter(code__in=list(codes)).values_list("code", "name"))


def names_by_number(numbers: Collection[int]) -> dict[int, str]:
    """Return what these people are called, by our numbers."""
    return dict(User.objects.filter(pk__in=list(numbers)).values_list("pk", "name"))
