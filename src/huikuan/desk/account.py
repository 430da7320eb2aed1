"""What a person changes about the own account; each act is on record as the person's own, in nobody's name."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from huikuan.apps.audit.actors import Actor
from huikuan.apps.audit.errors import Refused
from huikuan.apps.audit.services import Subject, record_entry
from huikuan.apps.people import second_factor, services, sessions
from huikuan.apps.people.selectors import person_here, roles_held
from huikuan.desk.acts import act
from huikuan.gateways import clock

Facts = dict[str, Any]  # what the record says of an act


@contextmanager
def _own(actor: Actor, change: str) -> Iterator[Facts]:
    """Do something about the own account, and record it. Raises: Refused person_unknown."""
    me, facts = person_here(actor), Facts(change=change)
    with transaction.atomic():
        yield facts
        oneself = Actor("person", actor.id)
        record_entry(
            act_id=uuid.uuid4(), act="own_account", actor=oneself, subject=Subject("person", me.code), facts=facts
        )


def change_password(old: str, new: str, *, actor: Actor, session: str | None) -> Facts:
    """Choose another password; the person's other sessions end. Raises: Refused password_wrong, password_…."""
    me = person_here(actor)
    if not me.check_password(old):
        raise Refused("password_wrong")
    if old == new:
        raise Refused("password_same")
    with _own(actor, "own password") as facts:
        services.set_password(me.code, new)
        facts["sessions_ended"] = sessions.end_sessions(me.pk, but=session)
    return facts


def begin_second_factor(*, actor: Actor) -> str:
    """Return what the app has to read; nothing is asked for until ``confirm_second_factor``. Raises: Refused."""
    return second_factor.begin_second_factor(person_here(actor))


def confirm_second_factor(code: str, *, actor: Actor) -> list[str]:
    """Ask for one-time codes from now on; returns the recovery codes. Raises: Refused one_time_code_wrong."""
    with _own(actor, "second factor on"):
        return second_factor.confirm_second_factor(person_here(actor), code, at=clock.now())


def stop_second_factor(code: str, *, actor: Actor, on: date) -> Facts:
    """Ask for one-time codes no more. Raises: Refused one_time_code_wrong, second_factor_demanded."""
    me = person_here(actor)
    if must_have_second_factor(actor, on=on):
        raise Refused("second_factor_demanded")
    with _own(actor, "second factor off") as facts:
        second_factor.pass_second_factor(me, code, at=clock.now())
        second_factor.stop_second_factor(me)
    return facts


def must_have_second_factor(actor: Actor, *, on: date) -> bool:
    """Tell whether a role of the person's own demands it."""
    oneself = Actor("person", actor.id)
    return bool(sessions.rules().demands_second_of & roles_held(oneself, on))


def end_session(handle: str, *, actor: Actor) -> None:
    """End one of the own sessions."""
    with _own(actor, "session ended"):
        sessions.end_session(actor.id or 0, handle)


def end_other_sessions(*, actor: Actor, session: str | None) -> int:
    """End all own sessions but this one; returns how many."""
    with _own(actor, "sessions ended") as facts:
        facts["sessions_ended"] = sessions.end_sessions(actor.id or 0, but=session)
    return int(facts["sessions_ended"])


@dataclass(frozen=True, slots=True)
class NewRules:
    """How people are to be let in, and the version that this was decided on."""

    idle_minutes: int
    session_hours: int
    demands_second_of: tuple[str, ...]
    version: int


def change_rules(new: NewRules, *, actor: Actor, on: date) -> int:
    """Let people in by other rules; returns their version.

    Raises: Refused not_allowed, changed_meanwhile, rules_out_of_range.
    """
    before = sessions.rules()
    with act("change_house", actor=actor, on=on, subject=Subject("settings", "sign-in")) as going_on:
        services.change_rules(
            new.idle_minutes, new.session_hours, new.demands_second_of, after=new.version, act_id=going_on.batch.act_id
        )
        going_on.facts = {
            "idle_minutes": {"before": before.idle_minutes, "after": new.idle_minutes},
            "session_hours": {"before": before.session_hours, "after": new.session_hours},
            "demands_second_of": {"before": sorted(before.demands_second_of), "after": sorted(new.demands_second_of)},
        }
    return new.version + 1
