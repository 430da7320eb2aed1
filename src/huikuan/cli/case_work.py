"""``huikuan log`` and ``promise``: what was typed becomes an act of the desk, and what came of it is printed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from huikuan.cli import choices
from huikuan.cli.faults import DONE, Fault
from huikuan.cli.manual import step_names
from huikuan.cli.memory import open_memory
from huikuan.cli.people import acting
from huikuan.cli.speech import _, spoken_language
from huikuan.gateways.texts import words

if TYPE_CHECKING:
    from huikuan.apps.audit.actors import Actor
    from huikuan.desk.contact_log import Contact
    from huikuan.desk.once import Done
    from huikuan.desk.promising import Promise

_TIMES = ("%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y/%m/%d %H:%M")


@dataclass(frozen=True, slots=True)
class Acted:
    """Who acts, on which business date, under which key."""

    actor: Actor
    on: date
    key: str | None


def begun(by: str | None, on: str | None, key: str | None) -> Acted:
    """Open the memory and return who acts when. Raises: Fault; Refused person_unknown."""
    day = choices.day(on)
    open_memory()
    return Acted(acting(by), day, key)


def amount(given: str) -> Decimal:
    """Return an amount in major units. Raises: Fault."""
    try:
        return Decimal(given.strip().replace(",", "").replace("，", ""))
    except InvalidOperation:
        raise Fault(_("{given} is not an amount.").format(given=given), _("Write it as 5000 or 5,000.00.")) from None


def moment(given: str) -> datetime:
    """Return a day and hour, of a day alone its midnight: then the hour is not known (R-72). Raises: Fault."""
    for form in _TIMES:
        try:
            return datetime.strptime(given.strip(), form)  # noqa: DTZ007 - the hour where the business is
        except ValueError:
            continue
    return datetime.combine(choices.day(given), datetime.min.time())


def listed(given: str | None) -> tuple[str, ...]:
    """Return the parts of a list with commas."""
    return tuple(part.strip() for part in (given or "").replace("，", ",").split(",") if part.strip())


def contact(
    customer: str,
    channel: str,
    outcome: str | None,
    *,
    step: str | None,
    documents: str | None,
    note: str | None,
    at: str | None,
    delivered: bool | None,
    entity: str | None,
    promise: Promise | None,
) -> Contact:
    """Return the contact as it was typed. Raises: Fault."""
    from huikuan.desk.contact_log import Contact

    when = moment(at) if at else None
    numbers = listed(documents)
    return Contact(customer, channel, outcome, step, numbers, note, when, delivered, entity, promise)


def promise(
    given: str | None, by_day: str | None, *, documents: str | None, currency: str | None = None
) -> Promise | None:
    """Return the promise as it was typed; None where neither amount nor day was. Raises: Fault."""
    if given is None and by_day is None:
        return None
    if given is None or by_day is None:
        raise Fault(
            _("A promise is an amount and a day; one of them is missing."),
            _("huikuan promise CUSTOMER AMOUNT --by DATE, or huikuan log … --promise AMOUNT --by DATE."),
        )
    from huikuan.desk.promising import Promise

    return Promise(amount(given), choices.day(by_day), currency, listed(documents))


def log(told: Contact, acted: Acted) -> int:
    """Record a contact; returns the exit code."""
    from huikuan.desk.contact_log import log_contact

    return _printed_contact(log_contact(told, actor=acted.actor, on=acted.on, key=acted.key), acted)


def record_promise(customer: str | None, told: Promise | None, *, entity: str | None, acted: Acted) -> int:
    """Record a promise; returns the exit code. Raises: Fault."""
    if customer is None or told is None:
        raise Fault(
            _("Whose promise, over how much, until when?"),
            _("huikuan promise CUSTOMER AMOUNT --by DATE, or --withdraw PROMISE --reason TEXT."),
        )
    from huikuan.desk.promising import PromiseOf
    from huikuan.desk.promising import record_promise as record

    asked = PromiseOf(customer, told, entity)
    return printed(record(asked, actor=acted.actor, on=acted.on, key=acted.key), _promise_lines)


def withdraw_promise(handle: str, reason: str, acted: Acted) -> int:
    """Take a promise back; returns the exit code."""
    from huikuan.desk.promising import Withdrawal
    from huikuan.desk.promising import withdraw_promise as withdraw

    asked = Withdrawal(handle, reason)
    return printed(withdraw(asked, actor=acted.actor, on=acted.on, key=acted.key), _withdrawal_lines)


def printed(done: Done, lines: Callable[[Done], Iterator[str]]) -> int:
    """Print what came of an act; returns the exit code."""
    if done.was_done_before:
        print(_("Recorded before under this key, as batch {batch}; nothing was written now.").format(batch=done.batch))
    print("\n".join(lines(done)))
    return DONE


def _printed_contact(done: Done, acted: Acted) -> int:
    steps = step_names(versions_of(done.facts["tasks"]), acted.on)
    return printed(done, lambda told: _contact_lines(told, steps))


def versions_of(tasks: Iterable[Mapping[str, Any]]) -> set[tuple[str, int]]:
    """Return the policies, with their versions, that tasks come from."""
    return {(task["policy"], task["policy_version"]) for task in tasks}


def _contact_lines(done: Done, steps: Mapping[str, str]) -> Iterator[str]:
    spoken, facts = words(spoken_language()), done.facts
    at = str(facts["at"])[:16].removesuffix(" 00:00")
    parts = [spoken.code("channel", facts["channel"])]
    parts += [spoken.code("outcome", facts["outcome"])] if facts["outcome"] else []
    yield _("Recorded as {handle}: {customer}, {at}, {what}.").format(
        handle=facts["activity"], customer=facts["customer"], at=at, what=spoken.text(", ").join(parts)
    )
    for task in facts["tasks"]:
        yield _("Task {task} is done: {step}.").format(task=task["task"], step=steps.get(task["step"], task["step"]))
    if not facts["tasks"]:
        yield _("No open task was met by it.")
    if "promise" in facts:
        yield from _promise_lines(done)


def _promise_lines(done: Done) -> Iterator[str]:
    spoken, facts = words(spoken_language()), done.facts
    yield _("Promise {handle}: {amount} {currency} by {day}.").format(
        handle=facts["promise"],
        amount=spoken.money(facts["amount_minor"], facts["currency"]),
        currency=spoken.currency(facts["currency"]),
        day=facts["due_on"],
    )
    if facts["request"] is None:
        yield _("It holds the ladder back through {until}, then it is judged by the cash.").format(until=facts["until"])
    else:
        yield _(
            "It reaches more than 14 days ahead: request {request} asks a supervisor; until then the ladder goes on."
        ).format(request=facts["request"])


def _withdrawal_lines(done: Done) -> Iterator[str]:
    yield _("{handle} no longer counts; it stays on record.").format(handle=done.facts["promise"])


def finish(task: int, channel: str | None, outcome: str, *, note: str | None, at: str | None, acted: Acted) -> int:
    """Record a task as done; returns the exit code."""
    from huikuan.desk.contact_log import Finish, finish_task

    asked = Finish(task, channel, outcome, note, moment(at) if at else None)
    return _printed_contact(finish_task(asked, actor=acted.actor, on=acted.on, key=acted.key), acted)
