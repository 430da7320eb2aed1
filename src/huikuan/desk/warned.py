"""Warning signs and what people do about them: see them, and take one off the list for a while."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from huikuan.apps.audit.actors import Actor
from huikuan.apps.audit.errors import Refused
from huikuan.apps.audit.services import Subject
from huikuan.apps.dunning import services
from huikuan.apps.dunning.selectors import alert_numbered
from huikuan.desk.acts import Act, act
from huikuan.desk.once import Done, once
from huikuan.desk.rights import About
from huikuan.engine.outcome import ALERTS

if TYPE_CHECKING:
    from huikuan.apps.dunning.models import Alert


@dataclass(frozen=True, slots=True)
class Dismissal:
    """A warning sign that is put aside through a day, and why."""

    alert: int
    until: date
    reason: str


@dataclass(frozen=True, slots=True)
class Restoring:
    """A warning sign that is put back on the list before its day."""

    alert: int


def dismiss_alert(asked: Dismissal, *, actor: Actor, on: date, key: str | None = None) -> Done:
    """Take a warning sign off the list through a day; it comes back afterwards if it still stands (R-136).

    Raises: Refused alert_unknown, alert_ended, reason_missing, days_reversed, or not allowed there.
    """
    return once("dismiss_alert", asked, lambda: _dismissed(asked, actor, on), actor=actor, key=key)


def restore_alert(asked: Restoring, *, actor: Actor, on: date, key: str | None = None) -> Done:
    """Put a sign that was taken off the list back on it. Raises: Refused alert_unknown, alert_not_dismissed."""
    return once("restore_alert", asked, lambda: _restored(asked, actor, on), actor=actor, key=key)


def _dismissed(asked: Dismissal, actor: Actor, on: date) -> Done:
    reason = asked.reason.strip()
    with _act_on("dismiss_alert", asked.alert, actor, on) as (going_on, alert):
        if not reason:
            raise Refused("reason_missing")
        if asked.until < on:
            raise Refused("days_reversed", first=on, last=asked.until)
        services.dismiss_alert(asked.alert, until=asked.until, reason=reason, actor=actor)
        going_on.facts = {"sign": alert.sign, "case": alert.case_id, "until": asked.until}
        going_on.personal = {"reason": reason}
    return Done(going_on.batch.pk, going_on.facts)


def _restored(asked: Restoring, actor: Actor, on: date) -> Done:
    with _act_on("restore_alert", asked.alert, actor, on) as (going_on, alert):
        services.restore_alert(asked.alert)
        going_on.facts = {"sign": alert.sign, "case": alert.case_id, "until": alert.dismissed_until}
        going_on.personal = {"reason": alert.reason}
    return Done(going_on.batch.pk, going_on.facts)


@contextmanager
def _act_on(name: str, number: int, actor: Actor, on: date) -> Iterator[tuple[Act, Alert]]:
    alert = alert_numbered(number)
    about = About(alert.case.customer.code, (alert.case.entity.code,))
    with act(name, actor=actor, on=on, subject=Subject("alert", str(number)), about=about) as going_on:
        yield going_on, alert


def told_signs(alerts: Sequence[Alert]) -> pl.DataFrame:
    """Return warning signs as the engine told them (its ALERTS), to be put into words."""
    rows = [
        {
            **alert.evidence,
            "customer_id": alert.case.customer.code,
            "entity": alert.case.entity.code,
            "sign": alert.sign,
            "severity": alert.severity,
        }
        for alert in alerts
    ]
    lines = pl.Series([json.dumps(row) for row in rows], dtype=pl.String)
    return lines.str.json_decode(pl.Struct(ALERTS)).struct.unnest()
