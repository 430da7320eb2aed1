"""The own account as it is shown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from huikuan.apps.people.selectors import person_here
from huikuan.apps.people.sessions import Session, own_sessions
from huikuan.gateways import clock
from huikuan.gateways.texts import Words
from huikuan.web.visitors import Visit

# What a browser calls itself, from the narrowest name on: nearly all of them call themselves Safari too.
_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = ("Windows", "Android", "iPhone", "iPad", "Mac OS", "Linux")


@dataclass(frozen=True, slots=True)
class SessionLine:
    """Where one is signed in."""

    handle: str
    where: str
    address: str
    begun: str
    seen: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class MePage:
    """The own account."""

    name: str
    facts: list[tuple[str, str]]
    has_second_factor: bool
    sessions: list[SessionLine]
    has_others: bool


def me_page(visit: Visit) -> MePage:
    """Return the account of whoever looks, in nobody's name."""
    words, user = visit.words, person_here(visit.actor)
    found = own_sessions(user.pk, here=visit.session.session_key)
    return MePage(
        name=user.name,
        facts=[
            (words.text("Code"), user.code),
            (words.text("E-mail"), user.email or words.text("none")),
        ],
        has_second_factor=user.totp_since is not None,
        sessions=[_line(one, visit) for one in found],
        has_others=len(found) > 1,
    )


def _line(one: Session, visit: Visit) -> SessionLine:
    return SessionLine(
        handle=one.handle,
        where=_browser(one.browser, visit.words),
        address=one.address,
        begun=_at(one.begun_at, visit),
        seen=_at(one.seen_at, visit),
        is_here=one.is_here,
    )


def _browser(told: str, words: Words) -> str:
    name = next((name for mark, name in _BROWSERS if re.search(rf"\b{mark}", told)), "")
    system = next((system for system in _SYSTEMS if system in told), "")
    return " · ".join(filter(None, (name, system))) or words.text("unknown browser")


def _at(moment: datetime, visit: Visit) -> str:
    seen = clock.seen_here(moment)
    return f"{visit.words.day(seen.date(), visit.business_date)} {seen:%H:%M}"
