"""Many rows at once: what was ticked, what postponing it would do, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from huikuan.desk.postponing_many import CaseMeant, Left, Outlook
from huikuan.gateways.texts import Words
from huikuan.gateways.texts.catalogue import N_
from huikuan.web.forms import Form
from huikuan.web.visitors import Visit

_WHY: Mapping[str, str] = {
    "moved": N_("something was recorded there meanwhile"),
    "nothing_open": N_("no task is open there"),
}
_NAMED_AT_MOST = 5


@dataclass(frozen=True, slots=True)
class Ticked:
    """What was ticked, before it is decided on: the customers, the tasks, and what is left out with the reason."""

    cases: list[tuple[str, str]]  # the value to send again, the customer's name
    count: str
    left: list[str]
    can: bool


def cases_sent(form: Form) -> tuple[CaseMeant, ...]:
    """Return the cases that were ticked, each once; with a number behind a dot as it was seen then."""
    meant = {}
    for value in form.many("case"):
        number, _dot, change = value.partition(".")
        if number.isdecimal() and len(number) < 19:
            meant[int(number)] = CaseMeant(int(number), int(change) if change.isdecimal() else None)
    return tuple(meant.values())


def ticked(seen: Outlook, visit: Visit) -> Ticked:
    """Return what postponing would do."""
    doing = {task.case_no for task in seen.tasks}
    cases = [
        (f"{case.case_no}.{case.change_no}", seen.names.get(case.customer_id, case.customer_id))
        for case in seen.cases
        if case.case_no in doing
    ]
    words = visit.words
    count = words.text(
        "{cases}, {tasks}",
        cases=words.count("{n} case", "{n} cases", len(cases)),
        tasks=words.count("{n} open task", "{n} open tasks", len(seen.tasks)),
    )
    return Ticked(cases, count, [left_words(one, visit) for one in seen.left], can=bool(cases))


def left_words(one: Left, visit: Visit) -> str:
    """Return who is left out, and why."""
    words = visit.words
    if one.why == "postponed":
        why = words.text("postponed already until {day}", day=words.day(one.until, visit.business_date))
    else:
        why = words.text(_WHY[one.why])
    return words.text("{name}: {value}", name=one.name, value=why)


def said_of(facts: Mapping[str, object], names: Mapping[str, str], until: str, words: Words) -> str:
    """Return what postponing did, and whom it left out."""
    cases, left = facts.get("cases"), facts.get("left")
    assert isinstance(cases, list)
    assert isinstance(left, list)
    said = words.text(
        "{cases} postponed until {day}.", cases=words.count("{n} case", "{n} cases", len(cases)), day=until
    )
    if not left:
        return said
    named = [names.get(str(one["customer"]), str(one["customer"])) for one in left[:_NAMED_AT_MOST]]
    more = words.text(" and {n} more", n=len(left) - _NAMED_AT_MOST) if len(left) > _NAMED_AT_MOST else ""
    others = words.text(", ").join(named) + more
    others_said = words.text("Not postponed, since somebody was faster or nothing is open: {names}.", names=others)
    return f"{said} {others_said}"
