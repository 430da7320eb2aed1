"""Everything that happened with a customer, newest first, by kind, in pages that end with a day."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from huikuan.desk.history import Event, history
from huikuan.gateways.texts import Words
from huikuan.gateways.texts.catalogue import N_
from huikuan.web.visitors import Visit

if TYPE_CHECKING:
    from huikuan.apps.dunning.models import Run

SHOWN = 25  # events of a page, and the rest of the last one's day
KINDS: Mapping[str, tuple[str, str]] = {  # kind → its word and its drawing
    "activity": (N_("Calls, mail, visits"), "phone"),
    "promise": (N_("Promises"), "calendar-dollar"),
    "payment": (N_("Payments"), "cash"),
    "dispute": (N_("Disputes"), "message-exclamation"),
    "statement": (N_("Statements"), "file-check"),
    "task": (N_("Tasks"), "checks"),
    "override": (N_("Overrides"), "info-circle"),
}
_STANDINGS = {
    "waiting": N_("waits for an approval"),
    "refused": N_("not approved"),
    "withdrawn": N_("taken back"),
}
_ENDINGS = {"met": N_("done"), "overtaken": N_("came round again"), "not_needed": N_("no longer needed")}


@dataclass(frozen=True, slots=True)
class Line:
    """An event. ``is_newer``: it was recorded after the run."""

    on: date
    day: str
    icon: str
    what: str
    below: str
    is_newer: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A way to look at the timeline."""

    word: str
    address: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """A page of it; ``more``: the address of the next one, or empty."""

    lines: list[Line]
    count: str
    kinds: list[Choice]
    more: str
    last_contact: Line | None
    last_promise: Line | None


@dataclass(frozen=True, slots=True)
class _Scene:
    as_of: date
    words: Words
    steps: Mapping[str, str]


def timeline_of(customer_id: str, run: Run, visit: Visit, steps: Mapping[str, str]) -> Timeline:
    """Return the page of the timeline that the address asks for."""
    events = history(customer_id, viewer=visit.actor, on=visit.business_date)[1][::-1]
    kind = visit.GET.get("kind", "")
    wanted = [event for event in events if event.kind == kind] if kind in KINDS else events
    behind = [event for event in wanted if str(event.on) < visit.GET.get("before", "9999")]
    shown = _whole_days(behind)
    scene = _Scene(visit.business_date, visit.words, steps)
    unseen = frozenset(run.unseen)

    def line(event: Event) -> Line:
        newer = event.batch is not None and (event.batch > run.position or event.batch in unseen)
        what, below = _TOLD[event.kind](event.facts, scene)
        by = "" if event.is_imported or not event.by else event.by
        below = visit.words.text(", ").join(part for part in (below, by) if part)
        return Line(event.on, visit.words.day(event.on, scene.as_of), KINDS[event.kind][1], what, below, newer)

    more = {"kind": kind, "before": shown[-1].on} if len(shown) < len(behind) else {}
    present = {event.kind for event in events}
    first = {name: next((event for event in events if event.kind == name), None) for name in ("activity", "promise")}
    return Timeline(
        lines=[line(event) for event in shown],
        count=visit.words.count("{n} event", "{n} events", len(wanted)),
        kinds=[Choice(visit.words.text("All"), visit.path, kind not in KINDS)]
        + [
            Choice(visit.words.text(word), _address(visit, {"kind": name}), name == kind)
            for name, (word, _icon) in KINDS.items()
            if name in present
        ],
        more=_address(visit, more) if more else "",
        last_contact=line(first["activity"]) if first["activity"] else None,
        last_promise=line(first["promise"]) if first["promise"] else None,
    )


def _whole_days(events: Sequence[Event]) -> list[Event]:
    """Return the first events, and the rest of the last one's day, so that the next page begins with another day."""
    if len(events) <= SHOWN:
        return list(events)
    last = events[SHOWN - 1].on
    return [event for place, event in enumerate(events) if place < SHOWN or event.on == last]


def _address(visit: Visit, asked: Mapping[str, object]) -> str:
    said = {name: value for name, value in asked.items() if value}
    return f"{visit.path}?{urlencode(said)}#history" if said else visit.path


def _contact(facts: Mapping[str, Any], scene: _Scene) -> tuple[str, str]:
    words = scene.words
    parts = [words.title("channel", facts["channel"])]
    parts += [words.code("outcome", facts["outcome"])] if facts["outcome"] else []
    parts += [scene.steps.get(facts["step"], "")] if facts["step"] else []
    at = facts["at"]
    return " · ".join(part for part in parts if part), " ".join(
        part for part in (f"{at:%H:%M}" if at.hour or at.minute else "", facts["note"] or "") if part
    )


def _promise(facts: Mapping[str, Any], scene: _Scene) -> tuple[str, str]:
    words = scene.words
    told = words.text(
        "promised {amount} by {day}", amount=_money(facts, words), day=words.day(facts["due_on"], scene.as_of)
    )
    standing = _STANDINGS.get(facts["standing"])
    return told, words.text(standing) if standing else words.title("promise_state", facts["state"])


def _payment(facts: Mapping[str, Any], scene: _Scene) -> tuple[str, str]:
    words = scene.words
    refused = facts["refused_on"]
    below = [words.text("refused on {day}", day=words.day(refused, scene.as_of))] if refused else []
    below += [words.title("method", facts["method"])] if facts["method"] else []
    below += [facts["bank_reference"]] if facts["bank_reference"] else []
    return words.text("paid {amount}", amount=_money(facts, words)), " · ".join(below)


def _dispute(facts: Mapping[str, Any], scene: _Scene) -> tuple[str, str]:
    words = scene.words
    parts = [words.title("dispute_reason", facts["reason"])] if facts["reason"] else []
    parts += [_money(facts, words)] if facts["amount_minor"] is not None else []
    if facts["resolved_on"]:
        ended = words.code("dispute_resolution", facts["resolution"]) or words.text("over")
        parts.append(words.text("{ended} on {day}", ended=ended, day=words.day(facts["resolved_on"], scene.as_of)))
    return words.text("disputed {document}", document=facts["document_no"]), " · ".join(parts)


def _statement(facts: Mapping[str, Any], scene: _Scene) -> tuple[str, str]:
    sent = scene.words.text("sent the statement of {period}", period=facts["period"])
    confirmed = scene.words.text("confirmed the statement of {period}", period=facts["period"])
    return {"sent": sent, "confirmed": confirmed}[facts["state"]], ""


def _task(facts: Mapping[str, Any], scene: _Scene) -> tuple[str, str]:
    words = scene.words
    if facts["state"] == "postponed":
        below = words.text("postponed through {day}", day=words.day(facts["postponed_until"], scene.as_of))
    elif facts["ended_on"]:
        ending = _ENDINGS[facts["ended_as"]]
        ended = words.text(ending)
        below = words.text("{ended} on {day}", ended=ended, day=words.day(facts["ended_on"], scene.as_of))
    else:
        below = words.text("to be done")
    step = scene.steps.get(facts["step"]) or words.title("step", facts["step"])
    return words.text("to do: {step}", step=step), below


def _override(facts: Mapping[str, Any], scene: _Scene) -> tuple[str, str]:
    words = scene.words
    told = words.text(
        "another policy through {day}: {policy}", policy=facts["policy"], day=words.day(facts["last_on"], scene.as_of)
    )
    return told, facts["reason"]


def _money(facts: Mapping[str, Any], words: Words) -> str:
    return f"{words.money(facts['amount_minor'], facts['currency'])} {words.currency(facts['currency'])}"


_TOLD: Mapping[str, Callable[[Mapping[str, Any], _Scene], tuple[str, str]]] = {
    "activity": _contact,
    "promise": _promise,
    "payment": _payment,
    "dispute": _dispute,
    "statement": _statement,
    "task": _task,
    "override": _override,
}
