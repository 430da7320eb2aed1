"""Changes of our own people: who works here, with which roles, and who stands in for whom."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, timedelta

from huikuan.apps.audit.actors import Actor
from huikuan.apps.audit.errors import Refused
from huikuan.apps.audit.services import Subject
from huikuan.apps.people import second_factor, services, sessions, tokens
from huikuan.apps.people.permissions import roles_for
from huikuan.apps.people.selectors import absent_person, person, reach_of
from huikuan.desk.acts import Act, act
from huikuan.desk.once import Done, once
from huikuan.desk.rights import About, may, require

_CHANCE = 9  # bytes of it in a first password
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Who is to work here. ``code`` stays for good; a team that is not there yet begins with him."""

    code: str
    name: str
    team: str | None = None
    email: str = ""


def add_person(new: NewPerson, *, actor: Actor, on: date, key: str | None = None) -> Done:
    """Add a person. Raises: Refused."""

    def work() -> Done:
        with _change(new.code, actor, on) as going_on:
            user = services.add_person(new.code, name=new.name, team=new.team, email=new.email)
            going_on.facts = {"change": "added", "team": new.team, "person": user.pk}
            going_on.personal = {"name": new.name, **({"email": new.email} if new.email else {})}
        return Done(going_on.batch.pk, going_on.facts)

    return once("manage_people", new, work, actor=actor, key=key)


def change_person(change: services.PersonChange, *, actor: Actor, on: date) -> Done:
    """Give a person another name, address or team. Raises: Refused changed_meanwhile, when somebody was faster."""
    before = person(change.code)
    with _change(change.code, actor, on) as going_on:
        services.change_person(change)
        teams = {"before": before.team.name if before.team else None, "after": change.team}
        going_on.facts = {"change": "edited", "team": teams, "version": change.version + 1}
        going_on.personal = {
            "name": {"before": before.name, "after": change.name},
            "email": {"before": before.email, "after": change.email},
        }
    return Done(going_on.batch.pk, going_on.facts)


def set_last_day(code: str, last_on: date | None, *, version: int, actor: Actor, on: date) -> Done:
    """Say until when a person works here; None: he stays. Raises: Refused last_keeper, changed_meanwhile."""
    with _change(code, actor, on) as going_on:
        services.set_last_day(code, last_on, version=version)
        if last_on is not None and last_on < on:
            sessions.end_sessions(person(code).pk)
        going_on.facts = {"change": "leaves" if last_on else "stays", "to": last_on}
    return Done(going_on.batch.pk, going_on.facts)


def set_password(code: str, password: str, *, is_first: bool = True, actor: Actor, on: date) -> None:
    """Give a person a password, to be replaced by an own one; open sessions end. Raises: Refused."""
    with _change(code, actor, on) as going_on:
        services.set_password(code, password, is_first=is_first)
        ended = sessions.end_sessions(person(code).pk)
        going_on.facts = {"change": "password", "sessions_ended": ended}


def first_password(code: str, *, actor: Actor, on: date) -> str:
    """Give a person a password made by chance, and return it: it is shown this once. Raises: Refused."""
    password = secrets.token_urlsafe(_CHANCE)
    set_password(code, password, actor=actor, on=on)
    return password


def stop_second_factor(code: str, *, actor: Actor, on: date) -> Done:
    """Ask a person for one-time codes no more: telephone and recovery codes are lost. Raises: Refused."""
    with _change(code, actor, on) as going_on:
        second_factor.stop_second_factor(person(code))
        ended = sessions.end_sessions(person(code).pk)
        going_on.facts = {"change": "second factor off", "sessions_ended": ended}
    return Done(going_on.batch.pk, going_on.facts)


@dataclass(frozen=True, slots=True)
class NewRole:
    """A role for somebody, in one of our companies or in all, from a day on, for good or through a last day."""

    code: str
    role: str
    entity: str | None = None
    first_on: date | None = None  # None: from the day it is given
    last_on: date | None = None


def grant_role(new: NewRole, *, actor: Actor, on: date, key: str | None = None) -> Done:
    """Give a person a role. Raises: Refused; nobody gives a role to himself."""
    if actor.kind == "person" and actor.id == person(new.code).pk:
        raise Refused("own_grant")
    first_on = max(new.first_on or on, on)

    def work() -> Done:
        with _change(new.code, actor, on) as going_on:
            services.grant_role(new.code, new.role, entity=new.entity, first_on=first_on, last_on=new.last_on)
            going_on.facts = {
                "change": "role", "role": new.role, "entity": new.entity, "from": first_on, "to": new.last_on,
            }  # fmt: skip
        return Done(going_on.batch.pk, going_on.facts)

    return once("manage_people", new, work, actor=actor, key=key)


def end_role(number: int, *, last_on: date, actor: Actor, on: date) -> Done:
    """Let a role end after its last day, yesterday at the earliest. Raises: Refused too_late_to_end, last_keeper."""
    if last_on < on - _DAY:
        raise Refused("too_late_to_end", first=on - _DAY)
    with act("manage_people", actor=actor, on=on, subject=Subject("role", str(number))) as going_on:
        grant = services.end_role(number, last_on=last_on)
        going_on.subject = Subject("person", grant.user.code)
        entity = grant.entity.code if grant.entity else None
        going_on.facts = {"change": "role ended", "role": grant.role, "entity": entity, "to": last_on}
    return Done(going_on.batch.pk, going_on.facts)


@dataclass(frozen=True, slots=True)
class Absence:
    """Who is away, who stands in, from which day through which."""

    code: str
    deputy: str
    first_on: date
    last_on: date


def record_absence(away: Absence, *, actor: Actor, on: date, key: str | None = None) -> Done:
    """Let a deputy act for somebody (R-205). Raises: Refused."""
    _refuse_own_gain(away, actor, on)

    def work() -> Done:
        with _absence(away.code, actor, on) as going_on:
            services.record_absence(away.code, deputy=away.deputy, first_on=away.first_on, last_on=away.last_on)
            going_on.facts = {
                "change": "absence", "deputy": away.deputy, "from": away.first_on, "to": away.last_on,
            }  # fmt: skip
        return Done(going_on.batch.pk, going_on.facts)

    return once("record_absence", away, work, actor=actor, key=key)


def _refuse_own_gain(away: Absence, actor: Actor, on: date) -> None:
    """Refuse whoever would come by another's rights himself, or hand on those of whoever may hand out rights."""
    if actor.kind != "person":
        return
    if actor.on_behalf_of is not None:
        raise Refused("not_for_another")
    absent = person(away.code).pk
    if absent == actor.id:
        return
    if actor.id == person(away.deputy).pk:
        raise Refused("own_deputy")
    is_keeper = bool(reach_of(Actor("person", absent), "manage_people", on).parts)
    if is_keeper and not may("manage_people", actor=actor, on=on):
        raise Refused("not_allowed", act="manage_people", roles=roles_for("manage_people"))


def end_absence(number: int, *, back_on: date, actor: Actor, on: date) -> Done:
    """Let nobody stand in from that day on, today at the earliest. Raises: Refused."""
    if actor.on_behalf_of is not None:
        raise Refused("not_for_another")
    code = absent_person(number)
    with _absence(code, actor, on) as going_on:
        absence = services.end_absence(number, back_on=max(back_on, on))
        going_on.facts = {"change": "back", "deputy": absence.deputy.code, "from": max(back_on, on)}
    return Done(going_on.batch.pk, going_on.facts)


def _change(code: str, actor: Actor, on: date) -> AbstractContextManager[Act]:
    return act("manage_people", actor=actor, on=on, subject=Subject("person", code))


def _absence(code: str, actor: Actor, on: date) -> AbstractContextManager[Act]:
    return act("record_absence", actor=actor, on=on, subject=Subject("person", code), about=About(person=code))


def issue_token(
    code: str, name: str, scopes: Collection[str], *, last_on: date | None = None, actor: Actor, on: date
) -> tokens.Issued:
    """Let a system act as a person through ``last_on``; its secret is shown once, kept nowhere.

    Raises: Refused token_open_already (the same system has one that opens), or as ``tokens.issue_token``.
    """
    require("manage_people", actor=actor, on=on)
    if tokens.is_open(code, name, on=on):
        raise Refused("token_open_already", name=name)
    with act("manage_people", actor=actor, on=on, subject=Subject("person", code)) as going_on:
        issued = tokens.issue_token(code, name, scopes, on=on, last_on=last_on)
        going_on.facts = {
            "change": "token", "token": issued.number, "name": name, "scopes": sorted(scopes), "to": last_on,
        }  # fmt: skip
    return issued


def revoke_token(number: int, *, actor: Actor, on: date) -> Done:
    """Let a token open nothing any more. Raises: Refused."""
    with act("manage_people", actor=actor, on=on, subject=Subject("token", str(number))) as going_on:
        token = tokens.revoke_token(number, on=on)
        going_on.facts = {"change": "token revoked", "token": number, "person": token.user.code}
    return Done(going_on.batch.pk, going_on.facts)


def tokens_seen(*, viewer: Actor, on: date) -> list[tokens.TokenLine]:
    """Return every token for whoever manages people. Raises: Refused."""
    require("manage_people", actor=viewer, on=on)
    return tokens.tokens()
