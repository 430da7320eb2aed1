"""Changes of our own people: who works here, with which roles, and who stands in for whom."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from huikuan.apps.audit.actors import Actor
from huikuan.apps.audit.errors import Refused
from huikuan.apps.audit.services import Subject
from huikuan.apps.people import services, tokens
from huikuan.apps.people.selectors import person
from huikuan.desk.acts import act
from huikuan.desk.rights import require


def add_person(code: str, *, name: str, team: str | None = None, actor: Actor, on: date) -> None:
    """Add a person. Raises: Refused."""
    with act("manage_people", actor=actor, on=on, subject=Subject("person", code)) as going_on:
        services.add_person(code, name=name, team=team)
        going_on.facts = {"change": "added", "team": team}
        going_on.personal = {"name": name}


def set_password(code: str, password: str, *, actor: Actor, on: date) -> None:
    """Give a person a password. Raises: Refused."""
    with act("manage_people", actor=actor, on=on, subject=Subject("person", code)) as going_on:
        services.set_password(code, password)
        going_on.facts = {"change": "password"}


def grant_role(
    code: str, role: str, *, entity: str | None = None, last_on: date | None = None, actor: Actor, on: date
) -> None:
    """Give a person a role from ``on`` to ``last_on``. Raises: Refused; nobody gives a role to himself."""
    if actor.kind == "person" and actor.id == person(code).pk:
        raise Refused("own_grant")
    with act("manage_people", actor=actor, on=on, subject=Subject("person", code)) as going_on:
        services.grant_role(code, role, entity=entity, first_on=on, last_on=last_on)
        going_on.facts = {"change": "role", "role": role, "entity": entity, "from": on, "to": last_on}


def record_absence(code: str, *, deputy: str, first_on: date, last_on: date, actor: Actor, on: date) -> None:
    """Let a deputy act for somebody from ``first_on`` to ``last_on``. Raises: Refused."""
    with act("manage_people", actor=actor, on=on, subject=Subject("person", code)) as going_on:
        services.record_absence(code, deputy=deputy, first_on=first_on, last_on=last_on)
        going_on.facts = {"change": "absence", "deputy": deputy, "from": first_on, "to": last_on}


def issue_token(
    code: str, name: str, scopes: Collection[str], *, last_on: date | None = None, actor: Actor, on: date
) -> tokens.Issued:
    """Let a system act as a person through ``last_on``; its secret is shown once, kept nowhere. Raises: Refused."""
    with act("manage_people", actor=actor, on=on, subject=Subject("person", code)) as going_on:
        issued = tokens.issue_token(code, name, scopes, on=on, last_on=last_on)
        going_on.facts = {
            "change": "token", "token": issued.number, "name": name, "scopes": sorted(scopes), "to": last_on,
        }  # fmt: skip
    return issued


def revoke_token(number: int, *, actor: Actor, on: date) -> None:
    """Let a token open nothing any more. Raises: Refused."""
    with act("manage_people", actor=actor, on=on, subject=Subject("token", str(number))) as going_on:
        token = tokens.revoke_token(number, on=on)
        going_on.facts = {"change": "token revoked", "token": number, "person": token.user.code}


def tokens_seen(*, viewer: Actor, on: date) -> list[tokens.TokenLine]:
    """Return every token for whoever manages people. Raises: Refused."""
    require("manage_people", actor=viewer, on=on)
    return tokens.tokens()
