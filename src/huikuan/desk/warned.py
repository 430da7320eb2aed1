"""Warning signs and what people do about them: see them, and take one off the list for a while."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from huikuan.apps.audit.actors import Actor
from huikuan.apps.audit.errors import Refused
from huikuan.apps.audit.services import Subject
from huikuan.apps.dunning import services
from huikuan.apps.dunning.selectors import alert_numbered
from huikuan.desk.acts import act
from huikuan.desk.rights import About
from huikuan.engine.outcome import ALERTS

if TYPE_CHECKING:
    from huikuan.apps.dunning.models import Alert


def dismiss_alert(number: int, *, until: date, reason: str, actor: Actor, on: date) -> None:
    """Take a warning sign off the list through ``until``; it comes back afterwards if it still stands (R-136).

    Raises: Refused alert_unknown, alert_ended, reason_missing, days_reversed, or not allowed there.
    """
    alert = alert_numbered(number)
    case = alert.case
    about = About(case.customer.code, (case.entity.code,))
    with act("dismiss_alert", actor=actor, on=on, subject=Subject("alert", str(number)), about=about) as going_on:
        if not reason.strip():
            raise Refused("reason_missing")
        if until < on:
            raise Refused("days_reversed", first=on, last=until)
        services.dismiss_alert(number, until=until, reason=reason.strip(), actor=actor)
        going_on.facts = {"sign": alert.sign, "case": alert.case_id, "until": until}
        going_on.personal = {"reason": reason.strip()}


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
