"""``huikuan approvals``, ``approve``, ``refuse``: what waits for a yes, and the answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from huikuan.cli.faults import DONE
from huikuan.cli.manual import step_names
from huikuan.cli.memory import open_memory
from huikuan.cli.people import acting
from huikuan.cli.sheet import sheet, shortened
from huikuan.cli.speech import _, spoken_language
from huikuan.gateways.texts import Words, words
from huikuan.gateways.texts.request_words import REQUEST_STATES, request_words

if TYPE_CHECKING:
    from huikuan.apps.approvals.selectors import Asked
    from huikuan.apps.approvals.services import Answer

_NAME_WIDTH = 24


def print_requests(*, mine: bool, everything: bool, limit: int, by: str | None, on: date) -> int:
    """Print the requests that the one who asks may see, or decide; returns the exit code."""
    open_memory()
    from huikuan.apps.customers.selectors import names_of_customers
    from huikuan.desk.approving import requests_seen, versions_asked

    found = requests_seen(tuple(REQUEST_STATES) if everything else ("waiting",), viewer=acting(by), on=on, mine=mine)
    if not found:
        print(_("Nothing waits for an approval.") if not everything else _("No approval was ever asked for."))
        return DONE
    shown = found[:limit]
    names = names_of_customers({asked.customer_id for asked in shown})
    spoken = words(spoken_language())
    steps = step_names(versions_asked(shown), on)
    rows = [_row(asked, names, spoken, steps) for asked in shown]
    heads = [_("No."), _("What"), _("Customer"), _("Amount"), _("Decides"), _("Asked on"), _("State")]
    print(sheet(heads, rows, right={0, 3}))
    if len(found) > limit:
        print(_("… and {count} more.").format(count=f"{len(found) - limit:,}"))
    if any(asked.state == "waiting" for asked in shown):
        print(_("huikuan approve NUMBER, or huikuan refuse NUMBER --reason TEXT."))
    return DONE


def _row(asked: Asked, names: Mapping[str, str], spoken: Words, steps: Mapping[str, str]) -> list[str]:
    return [
        str(asked.number),
        told_request(asked, spoken, steps),
        shortened(names.get(asked.customer_id, asked.customer_id), _NAME_WIDTH),
        _amount(asked.facts, spoken),
        spoken.code("role", asked.role),
        f"{asked.requested_on} {asked.requested_by or ''}".rstrip(),
        told_state(asked),
    ]


def _amount(facts: Mapping[str, Any], spoken: Words) -> str:
    minor = facts.get("eligible_minor", facts.get("amount_minor"))
    if minor is None:
        return ""
    return f"{spoken.money(minor, facts['currency'])} {spoken.currency(facts['currency'])}"


def told_state(asked: Asked) -> str:
    """Return what became of a request, by whom and when."""
    if asked.state in ("waiting", "withdrawn"):
        return _(REQUEST_STATES[asked.state])
    return _("{state} by {person} on {day}").format(
        state=_(REQUEST_STATES[asked.state]), person=asked.decided_by or _("the operator"), day=asked.decided_on
    )


def told_request(asked: Asked, spoken: Words, steps: Mapping[str, str]) -> str:
    """Return what is asked for, in words; ``steps``: what the steps of the ladders are called."""
    return request_words(asked.kind, asked.subject_id, asked.facts, spoken, steps)


def decide(number: int, answer: Answer, *, reason: str, by: str | None, on: date) -> int:
    """Record the answer to a request; returns the exit code."""
    open_memory()
    from huikuan.desk import approving

    asked = approving.decide(approving.Decision(number, answer, reason), actor=acting(by), on=on)
    spoken = words(spoken_language())
    said = told_request(asked, spoken, step_names(approving.versions_asked([asked]), on))
    what = spoken.text(", ").join(part for part in (said, asked.customer_id) if part)
    print(_("Request {number}, {what}: {state}.").format(number=number, what=what, state=told_state(asked)))
    return DONE
