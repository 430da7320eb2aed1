"""``huikuan alerts`` and ``dismiss``: the warning signs that stand, and what a person says about them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from huikuan.cli.faults import DONE
from huikuan.cli.memory import open_memory
from huikuan.cli.people import acting
from huikuan.cli.sheet import sheet, shortened
from huikuan.cli.speech import _, spoken_language
from huikuan.gateways.texts import Words, words

if TYPE_CHECKING:
    from huikuan.apps.dunning.models import Alert

_NAME_WIDTH, _SIGN_WIDTH = 24, 24


def print_alerts(*, everything: bool, limit: int, by: str | None, on: date) -> int:
    """Print the warning signs on the viewer's customers; returns the exit code."""
    open_memory()
    from huikuan.apps.customers.selectors import names_of_customers
    from huikuan.apps.dunning.selectors import alerts_seen

    found = alerts_seen(on, viewer=acting(by), dismissed=everything, ended=everything)
    if not found:
        print(_("No warning sign stands."))
        return DONE
    shown, spoken = found[:limit], words(spoken_language())
    names = names_of_customers({alert.case.customer.code for alert in shown})
    rows = [
        [
            str(alert.pk),
            shortened(spoken.title("sign", alert.sign), _SIGN_WIDTH),
            spoken.code("severity", alert.severity),
            shortened(names.get(alert.case.customer.code, alert.case.customer.code), _NAME_WIDTH),
            str(alert.first_run.business_date),
            _state(alert, on),
            seen,
        ]
        for alert, seen in zip(shown, _evidence(shown, spoken, on), strict=True)
    ]
    heads = [_("No."), _("Sign"), _("Degree"), _("Customer"), _("Raised on"), _("State"), _("What was seen then")]
    print(sheet(heads, rows, right={0}))
    if len(found) > limit:
        print(_("… and {count} more.").format(count=f"{len(found) - limit:,}"))
    print(_("huikuan dismiss NUMBER --until DATE --reason TEXT takes one off the list for a while."))
    return DONE


def _state(alert: Alert, on: date) -> str:
    if alert.ended_run is not None:
        return _("ended on {day}").format(day=alert.ended_run.business_date)
    if alert.dismissed_until is not None and alert.dismissed_until >= on:
        by = alert.dismissed_by.code if alert.dismissed_by else _("the operator")
        return _("off the list until {day} ({person}: {reason})").format(
            day=alert.dismissed_until, person=by, reason=alert.reason
        )
    return _("stands")


def _evidence(alerts: list[Alert], spoken: Words, on: date) -> list[str]:
    """Return what each sign rests on, as a sentence."""
    from huikuan.desk.warned import told_signs

    told: list[str] = spoken.alert_sentences(told_signs(alerts), on)["evidence_text"].to_list()
    return told


def dismiss(number: int, *, until: date, reason: str, by: str | None, on: date) -> int:
    """Take a warning sign off the list; returns the exit code."""
    open_memory()
    from huikuan.desk.warned import Dismissal, dismiss_alert

    dismiss_alert(Dismissal(number, until, reason), actor=acting(by), on=on)
    print(
        _("Warning {number} is off the list until {day}; it comes back if it still stands then.").format(
            number=number, day=until
        )
    )
    return DONE
