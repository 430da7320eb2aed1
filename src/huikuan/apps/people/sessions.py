"""Sessions that know whose they are: they end by themselves, and a person sees and ends his own.

A session ends so many minutes after the last click and so many hours after signing in (``SignInRules``). Both are
looked at once a minute at most: within it, a click costs nothing beside reading the session.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from huikuan.apps.people.models import OpenSession, SignInRules
from huikuan.gateways import clock

IDLE_MINUTES, SESSION_HOURS = 120, 12  # where the house has set nothing; a working day
_MINUTE = timedelta(minutes=1)
_BEGUN, ADDRESS, BROWSER = "begun_at", "address", "browser"


class SessionStore(DatabaseStore):
    """Django's own store, over a table that says whose a session is."""

    @classmethod
    def get_model_class(cls) -> type[OpenSession]:
        """Return the table."""
        return OpenSession

    def create_model_instance(self, data: dict[str, Any]) -> OpenSession:
        """Return the row of this session, as it is now."""
        now = clock.now()
        user_no = data.get("_auth_user_id")
        if user_no is None:
            data.pop(_BEGUN, None)  # signing in begins the session
        row = cast(OpenSession, super().create_model_instance(data))
        row.begun_at = datetime.fromisoformat(data.setdefault(_BEGUN, now.isoformat()))
        row.session_data = self.encode(data)
        row.user_no = int(user_no) if user_no else None
        row.seen_at, row.address, row.browser = now, data.get(ADDRESS, ""), data.get(BROWSER, "")
        return row

    def _get_session_from_db(self) -> OpenSession | None:
        row = cast("OpenSession | None", super()._get_session_from_db())  # type: ignore[misc]  # not in the stubs
        if row is None or clock.now() - row.seen_at < _MINUTE:
            return row
        if is_over(row, rules(), clock.now()):
            OpenSession.objects.filter(pk=row.pk).delete()
            self._session_key = None
            return None
        OpenSession.objects.filter(pk=row.pk).update(seen_at=clock.now())
        return row


@dataclass(frozen=True, slots=True)
class Rules:
    """How people are let in; ``version`` 0: the house has set nothing."""

    version: int = 0
    idle_minutes: int = IDLE_MINUTES
    session_hours: int = SESSION_HOURS
    demands_second_of: frozenset[str] = frozenset()


def rules() -> Rules:
    """Return the rules that hold."""
    row = SignInRules.objects.order_by("-version").first()
    if row is None:
        return Rules()
    return Rules(row.version, row.idle_minutes, row.session_hours, frozenset(row.demands_second_of))


def is_over(row: OpenSession, rules: Rules, now: datetime) -> bool:
    """Tell whether a session has ended by itself."""
    idle, whole = timedelta(minutes=rules.idle_minutes), timedelta(hours=rules.session_hours)
    return now - row.seen_at >= idle or now - row.begun_at >= whole


@dataclass(frozen=True, slots=True)
class Session:
    """A session as its person sees it; ``handle`` names it without opening it."""

    handle: str
    begun_at: datetime
    seen_at: datetime
    address: str
    browser: str
    is_here: bool


def own_sessions(user_no: int, *, here: str | None) -> list[Session]:
    """Return where a person is signed in, the newest click first; ``here`` is the key of the asking one."""
    now, hold = clock.now(), rules()
    rows = OpenSession.objects.filter(user_no=user_no, expire_date__gt=now).order_by("-seen_at")
    return [
        Session(_handle(row), row.begun_at, row.seen_at, row.address, row.browser, row.session_key == here)
        for row in rows
        if not is_over(row, hold, now)
    ]


def end_session(user_no: int, handle: str) -> bool:
    """End one of a person's sessions; False where it has ended already."""
    found = [row.pk for row in OpenSession.objects.filter(user_no=user_no) if _handle(row) == handle]
    return bool(OpenSession.objects.filter(pk__in=found).delete()[0])


def end_sessions(user_no: int, *, but: str | None = None) -> int:
    """End all of a person's sessions, but for the one with that key; returns how many."""
    rows = OpenSession.objects.filter(user_no=user_no)
    return int((rows.exclude(session_key=but) if but else rows).delete()[0])


def forget_ended_sessions() -> int:
    """Delete the rows of sessions that are over in any case; returns how many."""
    return int(OpenSession.objects.filter(expire_date__lt=clock.now()).delete()[0])


def _handle(row: OpenSession) -> str:
    return hashlib.sha256(row.session_key.encode()).hexdigest()[:16]
