"""``huikuan history``: what was done with a customer and what came of it, day by day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from huikuan.cli.case_work import Acted, versions_of
from huikuan.cli.faults import DONE
from huikuan.cli.manual import step_names
from huikuan.cli.sheet import sheet, shortened
from huikuan.cli.speech import N_, _, spoken_language
from huikuan.gateways.texts import Words, words

_NOTE_WIDTH = 40
KINDS = {
    "activity": N_("Contact"),
    "promise": N_("Promise"),
    "payment": N_("Payment"),
    "dispute": N_("Dispute"),
    "statement": N_("Statement"),
    "task": N_("Task"),
    "override": N_("Override"),
}
STANDINGS = {
    "waiting": N_("waits for an approval"),
    "refused": N_("not approved"),
    "withdrawn": N_("taken back"),
}
ENDINGS = {
    "met": N_("done"),
    "overtaken": N_("came round again"),
    "not_needed": N_("no longer needed"),
}


def print_history(customer: str, *, limit: int, acted: Acted) -> int:
    """Print the newest events of a customer, the newest last; returns the exit code."""
    from huikuan.desk.history import history

    customer_id, events = history(customer, viewer=acted.actor, on=acted.on)
    if not events:
        print(_("Nothing was recorded of {customer} yet.").format(customer=customer_id))
        return DONE
    spoken = words(spoken_language())
    shown = events[-limit:]
    steps = step_names(versions_of(event.facts for event in shown if event.kind == "task"), acted.on)
    print(
        _("{customer}: {shown} of {events} events, the newest last.").format(
            customer=customer_id, shown=len(shown), events=len(events)
        )
    )
    rows = [
        [
            str(event.on),
            _(KINDS[event.kind]),
            _TOLD[event.kind](event.facts, spoken, steps),
            event.by or (_("import") if event.is_imported else ""),
            event.handle if len(event.handle) <= _NOTE_WIDTH else shortened(event.handle, _NOTE_WIDTH),
        ]
        for event in shown
    ]
    print(sheet([_("Date"), _("What"), _("Told"), _("By"), _("Name")], rows))
    return DONE


def _contact(facts: Mapping[str, Any], spoken: Words, steps: Mapping[str, str]) -> str:
    parts = [spoken.code("channel", facts["channel"])]
    parts += [spoken.code("outcome", facts["outcome"])] if facts["outcome"] else []
    parts += [steps.get(facts["step"], facts["step"])] if facts["step"] else []
    parts += [shortened(facts["note"], _NOTE_WIDTH)] if facts["note"] else []
    return spoken.text(", ").join(parts)


def _promise(facts: Mapping[str, Any], spoken: Words, _steps: Mapping[str, str]) -> str:
    told = _("{amount} by {day}").format(amount=_money(facts, spoken), day=facts["due_on"])
    standing = STANDINGS.get(facts["standing"])
    state = _(standing) if standing else spoken.code("promise_state", facts["state"])
    return spoken.text(", ").join([told, state])


def _payment(facts: Mapping[str, Any], spoken: Words, _steps: Mapping[str, str]) -> str:
    parts = [_money(facts, spoken)]
    parts += [spoken.code("method", facts["method"])] if facts["method"] else []
    parts += [_("refused on {day}").format(day=facts["refused_on"])] if facts["refused_on"] else []
    return spoken.text(", ").join(parts)


def _statement(facts: Mapping[str, Any], _spoken: Words, _steps: Mapping[str, str]) -> str:
    told = {"sent": _("of {period}, sent"), "confirmed": _("of {period}, confirmed")}
    return told[facts["state"]].format(period=facts["period"])


def _dispute(facts: Mapping[str, Any], spoken: Words, _steps: Mapping[str, str]) -> str:
    parts = [facts["document_no"]]
    parts += [_money(facts, spoken)] if facts["amount_minor"] is not None else [_("all that is open")]
    parts += [spoken.code("dispute_reason", facts["reason"])] if facts["reason"] else []
    if facts["resolved_on"]:
        ended = spoken.code("dispute_resolution", facts["resolution"]) if facts["resolution"] else _("over")
        parts.append(_("{ended} on {day}").format(ended=ended, day=facts["resolved_on"]))
    return spoken.text(", ").join(parts)


def _task(facts: Mapping[str, Any], spoken: Words, steps: Mapping[str, str]) -> str:
    parts = [steps.get(facts["step"], facts["step"])]
    if facts["state"] == "postponed":
        parts.append(_("postponed through {day}").format(day=facts["postponed_until"]))
    elif facts["ended_on"]:
        parts.append(_("{ended} on {day}").format(ended=_(ENDINGS[facts["ended_as"]]), day=facts["ended_on"]))
    else:
        parts.append(_("to be done"))
    return spoken.text(", ").join(parts)


def _override(facts: Mapping[str, Any], spoken: Words, _steps: Mapping[str, str]) -> str:
    told = _("{policy} through {day}").format(policy=facts["policy"], day=facts["last_on"])
    ended = [_("ended on {day}").format(day=facts["ended_on"])] if facts["ended_on"] else []
    return spoken.text(", ").join([told, *ended, shortened(facts["reason"], _NOTE_WIDTH)])


def _money(facts: Mapping[str, Any], spoken: Words) -> str:
    return f"{spoken.money(facts['amount_minor'], facts['currency'])} {spoken.currency(facts['currency'])}"


_TOLD: Mapping[str, Callable[[Mapping[str, Any], Words, Mapping[str, str]], str]] = {
    "activity": _contact,
    "promise": _promise,
    "payment": _payment,
    "dispute": _dispute,
    "statement": _statement,
    "task": _task,
    "override": _override,
}
