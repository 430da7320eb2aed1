"""The warning signs: serious ones, those to watch, those put aside for a while, and those that ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse

from huikuan.apps.customers.selectors import names_of_customers
from huikuan.apps.dunning.selectors import alert_count, alert_page
from huikuan.desk.warned import told_signs
from huikuan.gateways.exports.palette import ALERT_TONES, SECOND
from huikuan.gateways.texts import Words
from huikuan.gateways.texts.catalogue import N_
from huikuan.web.lists import Cell, Line, List, tabs_of
from huikuan.web.paging import address_of
from huikuan.web.visitors import Visit

if TYPE_CHECKING:
    from huikuan.apps.dunning.models import Alert

PAGE_SIZE = 25
TABS: Mapping[str, str] = {
    "serious": N_("Serious"),
    "watch": N_("To watch"),
    "aside": N_("Put aside"),
    "ended": N_("Ended"),
}


def among(tab: str, on: date) -> Q:
    """Return the condition of a tab."""
    if tab == "ended":
        return Q(ended_run__isnull=False)
    stands, is_aside = Q(ended_run__isnull=True), Q(dismissed_until__gte=on)
    if tab == "aside":
        return stands & is_aside
    return stands & (Q(dismissed_until__isnull=True) | Q(dismissed_until__lt=on)) & Q(severity=tab)


def alerts_screen(tab: str, after: int, visit: Visit) -> List:
    """Return the list of a tab."""
    viewer, on, words = visit.actor, visit.business_date, visit.words
    tab = tab if tab in TABS else "serious"
    found = alert_page(among(tab, on), viewer=viewer, on=on, after=after, size=PAGE_SIZE)
    names = names_of_customers({alert.case.customer.code for alert in found.alerts})
    told = alert_words(found.alerts, words, on)
    counts = {name: alert_count(among(name, on), viewer=viewer, on=on) for name in ("serious", "watch", "aside")}
    return List(
        title=words.text("Warning signs"),
        tabs=tabs_of("alerts", words, TABS, counts, tab),
        heads=[
            (words.text("Sign"), ""),
            (words.text("Customer"), ""),
            (words.text("What was seen"), ""),
            (words.text("Since"), ""),
            (words.text("State"), ""),
        ],
        lines=[
            Line(
                words.title("sign", alert.sign),
                reverse("alert", args=[alert.pk]),
                [
                    Cell(names.get(alert.case.customer.code, alert.case.customer.code)),
                    Cell(
                        evidence["evidence_text"], below=_put_aside(alert, words) if tab == "aside" else "", kind="less"
                    ),
                    Cell(words.day(alert.first_run.business_date, on), kind="less"),
                    Cell(*state_of(alert, words, on)[:1], kind="last", tone=state_of(alert, words, on)[1]),
                ],
            )
            for alert, evidence in zip(found.alerts, told, strict=True)
        ],
        more=address_of("alerts", {"tab": tab, "after": found.after}) if found.after else "",
        start=address_of("alerts", {"tab": tab}) if after else "",
    )


def _put_aside(alert: Alert, words: Words) -> str:
    """Return who put a sign aside, and why; empty where nobody did."""
    if not alert.reason:
        return ""
    who = alert.dismissed_by.name if alert.dismissed_by else words.text("the system")
    return words.text("{who}: {reason}", who=who, reason=alert.reason)


def alert_words(alerts: Sequence[Alert], words: Words, on: date) -> list[dict[str, str]]:
    """Return, for each sign, what it rests on, from where it rings, and when it may mean nothing."""
    told = words.alert_sentences(told_signs(alerts), on)
    return told.select("evidence_text", "threshold_text", "false_alarm_text").to_dicts()


def state_of(alert: Alert, words: Words, on: date) -> tuple[str, tuple[str, str]]:
    """Return how a sign stands."""
    quiet = (SECOND, "#eef0f3")
    if alert.ended_run is not None:
        return words.text("ended {day}", day=words.day(alert.ended_run.business_date, on)), quiet
    if alert.dismissed_until is not None and alert.dismissed_until >= on:
        return words.text("aside until {day}", day=words.day(alert.dismissed_until, on)), quiet
    return words.title("severity", alert.severity), ALERT_TONES[alert.severity]
