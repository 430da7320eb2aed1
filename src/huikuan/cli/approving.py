"""``huikuan approvals``, ``approve``, ``refuse``: what waits for a yes, and the answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from huikuan.cli.faults import DONE
from huikuan.cli.manual import step_names
from huikuan.cli.memory import open_memory
from huikuan.cli.people import acting
from huikuan.cli.sheet import sheet, shortened
from huikuan.cli.speech import N_, _, spoken_language
from huikuan.gateways.texts import Words, words

if TYPE_CHECKING:
    from huikuan.apps.approvals.selectors import Asked
    from huikuan.apps.approvals.services import Answer

_NAME_WIDTH = 24
STATES = {
    "waiting": N_("waits"),
    "approved": N_("approved"),
    "refused": N_("refused"),
    "withdrawn": N_("no longer needed"),
}


def print_requests(*, mine: bool, everything: bool, limit: int, by: str | None, on: date) -> int:
    """Print the requests that the one who asks may see, or decide; returns the exit code."""
    open_memory()
    from huikuan.apps.customers.selectors import names_of_customers
    from huikuan.desk.approving import requests_seen

    found = requests_seen(tuple(STATES) if everything else ("waiting",), viewer=acting(by), on=on, mine=mine)
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
        told_request(asked, steps),
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
        return _(STATES[asked.state])
    return _("{state} by {person} on {day}").format(
        state=_(STATES[asked.state]), person=asked.decided_by or _("the operator"), day=asked.decided_on
    )


def versions_asked(requests: Iterable[Asked]) -> set[tuple[str, int]]:
    """Return the policies, with their versions, whose steps are asked for."""
    return {(asked.facts["policy"], asked.facts["policy_version"]) for asked in requests if asked.kind == "step"}


def told_request(asked: Asked, steps: Mapping[str, str]) -> str:
    """Return what is asked for, in words; ``steps``: what the steps of the ladders are called."""
    told = TOLD.get(asked.kind)
    return told(asked.facts, steps) if told else f"{asked.kind} {asked.subject_id}"


def _told_promise(facts: Mapping[str, Any], _steps: Mapping[str, str]) -> str:
    return _("Promise until {due}, made on {made}").format(due=facts["due_on"], made=facts["made_on"])


# What a request of a kind is called, from its facts and the names of steps.
TOLD: Mapping[str, Callable[[Mapping[str, Any], Mapping[str, str]], str]] = {
    "step": lambda facts, steps: steps.get(facts["step"], facts["step"]),
    "policy": lambda facts, _steps: _("Policy {what}").format(what=facts["what"]),
    "promise": _told_promise,
}


def decide(number: int, answer: Answer, *, reason: str, by: str | None, on: date) -> int:
    """Record the answer to a request; returns the exit code."""
    open_memory()
    from huikuan.desk import approving

    asked = approving.decide(number, answer, reason=reason, actor=acting(by), on=on)
    said = told_request(asked, step_names(versions_asked([asked]), on))
    what = words(spoken_language()).text(", ").join(part for part in (said, asked.customer_id) if part)
    print(_("Request {number}, {what}: {state}.").format(number=number, what=what, state=told_state(asked)))
    return DONE
