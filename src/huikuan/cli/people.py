"""``huikuan people``: who works here, with which roles, and who stands in for whom; and who is at the terminal."""

from __future__ import annotations

import os
import sys
from datetime import date
from getpass import getpass

from huikuan.apps.audit.actors import SYSTEM, Actor
from huikuan.cli.faults import DONE, Fault
from huikuan.cli.memory import open_memory
from huikuan.cli.sheet import sheet
from huikuan.cli.speech import _, spoken_language


def acting(code: str | None, on_behalf_of: str | None = None) -> Actor:
    """Return who acts: the person named, else that of HUIKUAN_USER, else the operator of the system.

    The memory is open already. Raises: Refused person_unknown.
    """
    from huikuan.apps.people.selectors import person

    code = code or os.environ.get("HUIKUAN_USER")
    if not code:
        return SYSTEM
    principal = person(on_behalf_of).pk if on_behalf_of else None
    return Actor("person", person(code).pk, principal)


def add(code: str, name: str, *, team: str | None, by: str | None, on: date) -> int:
    """Add a person; returns the exit code."""
    open_memory()
    from huikuan.desk import staff

    staff.add_person(staff.NewPerson(code, name, team), actor=acting(by), on=on)
    print(_("{name} works here now as {code}.").format(name=name, code=code))
    print(_("Next: huikuan people grant {code} ROLE; without a role nobody may do anything.").format(code=code))
    return DONE


def password(code: str, *, by: str | None, on: date) -> int:
    """Ask for a password twice, or read it from a pipe, and give it to a person; returns the exit code."""
    open_memory()
    from huikuan.desk import staff

    given = getpass(_("New password: ")) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    if sys.stdin.isatty() and getpass(_("Once more: ")) != given:
        raise Fault(_("The two passwords differ."), _("Nothing was changed; try again."))
    staff.set_password(code, given, actor=acting(by), on=on)
    print(_("{code} has a new password.").format(code=code))
    return DONE


def grant(code: str, role: str, *, entity: str | None, until: date | None, by: str | None, on: date) -> int:
    """Give a person a role; returns the exit code."""
    open_memory()
    from huikuan.desk import staff
    from huikuan.gateways.texts import words

    staff.grant_role(staff.NewRole(code, role, entity, last_on=until), actor=acting(by), on=on)
    spoken = words(spoken_language()).code("role", role)
    print(_("{code} is {role} from {first} on.").format(code=code, role=spoken, first=on))
    if until:
        print(_("The last day is {last}.").format(last=until))
    return DONE


def absence(code: str, deputy: str, *, first: date, last: date, by: str | None, on: date) -> int:
    """Record who stands in for whom; returns the exit code."""
    open_memory()
    from huikuan.desk import staff

    staff.record_absence(staff.Absence(code, deputy, first, last), actor=acting(by), on=on)
    print(
        _("{deputy} stands in for {code} from {first} to {last}.").format(
            deputy=deputy, code=code, first=first, last=last
        )
    )
    print(_("Every act of that kind names both."))
    return DONE


def print_people(*, by: str | None, on: date) -> int:
    """Print everybody with roles and deputies of that day; returns the exit code."""
    open_memory()
    from huikuan.apps.people.selectors import colleagues
    from huikuan.gateways.texts import words

    spoken = words(spoken_language())
    rows = []
    for person in colleagues(on, viewer=acting(by)):
        roles = [spoken.code("role", role) + (f" ({entity})" if entity else "") for role, entity in person.roles]
        left_on = str(person.left_on or "")
        rows.append([person.code, person.name, person.team or "", _(", ").join(roles), person.deputy or "", left_on])
    heads = [_("Code"), _("Name"), _("Team"), _("Roles"), _("Deputy"), _("Left on")]
    print(sheet(heads, rows) if rows else _("Nobody is known here yet; begin with huikuan people add."))
    return DONE
