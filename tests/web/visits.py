"""A small house with a worklist, and people who may sign in to it."""

from __future__ import annotations

from pathlib import Path

from django.test import Client

from huikuan.apps.people.models import User
from huikuan.jobs.day import day
from tests.desk.staffed import DAY, hired, house

PASSWORD = "a-long-way-home"


def opened_house(folder: Path) -> None:
    """The staffed house with its day run: C-1, C-2 and C-3 are overdue."""
    house(folder)
    day(DAY)


def signed_in(code: str, *roles: str, lang: str = "en", team: str | None = None, entity: str | None = None) -> Client:
    """Return the browser of a new person with these roles."""
    hired(code, *roles, team=team, entity=entity)
    return back_in(code, lang=lang)


def back_in(code: str, *, lang: str = "en") -> Client:
    """Return the browser of somebody who works here already."""
    client = Client()
    client.cookies["huikuan_language"] = lang
    client.force_login(User.objects.get(code=code))
    return client


def with_password(code: str, *roles: str) -> User:
    """Return a new person who can sign in by PASSWORD."""
    hired(code, *roles)
    person = User.objects.get(code=code)
    person.set_password(PASSWORD)
    person.save()
    return person
