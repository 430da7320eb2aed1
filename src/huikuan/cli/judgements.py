"""``huikuan dispute``, ``override``, ``postpone`` and ``import --undo``: what people decide, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from huikuan.cli import choices
from huikuan.cli.case_work import Acted, printed, versions_of
from huikuan.cli.case_work import amount as read_amount
from huikuan.cli.closing import table_word
from huikuan.cli.faults import Fault
from huikuan.cli.manual import step_names
from huikuan.cli.speech import _, spoken_language
from huikuan.gateways.texts import words

if TYPE_CHECKING:
    from huikuan.desk.once import Done


def open_dispute(document: str, reason: str | None, *, amount: str | None, note: str, acted: Acted) -> int:
    """Open a dispute; returns the exit code. Raises: Fault."""
    from huikuan.desk.disputing import Dispute
    from huikuan.desk.disputing import open_dispute as open_it

    if reason is None:
        raise Fault(
            _("Why is it disputed?"),
            _("--reason CODE opens a dispute, --resolve CODE says how one ended."),
        )
    asked = Dispute(document, reason, read_amount(amount) if amount else None, note)
    return printed(open_it(asked, actor=acted.actor, on=acted.on, key=acted.key), _dispute_lines)


def resolve_dispute(document: str, resolution: str, *, note: str, acted: Acted) -> int:
    """Close the disputes on a document; returns the exit code."""
    from huikuan.desk.disputing import Resolution
    from huikuan.desk.disputing import resolve_dispute as resolve

    asked = Resolution(document, resolution, note)
    return printed(resolve(asked, actor=acted.actor, on=acted.on, key=acted.key), _resolution_lines)


def override_policy(customer: str, policy: str | None, *, until: str | None, reason: str, acted: Acted) -> int:
    """Let a customer follow another policy for a time; returns the exit code. Raises: Fault."""
    from huikuan.desk.manual import manual_on
    from huikuan.desk.overriding import Overriding
    from huikuan.desk.overriding import override_policy as override

    if policy is None or until is None:
        raise Fault(
            _("Which policy, and until when?"),
            _("huikuan override CUSTOMER --policy NAME --until DATE --reason TEXT, or --end --reason TEXT."),
        )
    asked = Overriding(customer, policy, choices.day(until), reason)
    done = override(asked, policies=tuple(manual_on(acted.on).policies), actor=acted.actor, on=acted.on, key=acted.key)
    return printed(done, _override_lines)


def end_override(customer: str, reason: str, acted: Acted) -> int:
    """End a customer's override; returns the exit code."""
    from huikuan.desk.overriding import Ending
    from huikuan.desk.overriding import end_override as end

    return printed(end(Ending(customer, reason), actor=acted.actor, on=acted.on, key=acted.key), _ending_lines)


def postpone(what: str, until: str, *, reason: str, acted: Acted) -> int:
    """Leave tasks alone until a day; returns the exit code."""
    from huikuan.desk.postponing import Postponement
    from huikuan.desk.postponing import postpone as leave

    asked = Postponement(what, choices.day(until), reason)
    done = leave(asked, actor=acted.actor, on=acted.on, key=acted.key)
    steps = step_names(versions_of(done.facts["tasks"]), acted.on)
    return printed(done, lambda told: _postponement_lines(told, steps))


def undo_import(batch: int, reason: str, acted: Acted) -> int:
    """Take an import back; returns the exit code."""
    from huikuan.desk.undoing import Undoing
    from huikuan.desk.undoing import undo_import as undo

    return printed(undo(Undoing(batch, reason), actor=acted.actor, on=acted.on, key=acted.key), _undone_lines)


def _dispute_lines(done: Done) -> Iterator[str]:
    spoken, facts = words(spoken_language()), done.facts
    what = (
        _("all that is open")
        if facts["amount_minor"] is None
        else f"{spoken.money(facts['amount_minor'], facts['currency'])} {spoken.currency(facts['currency'])}"
    )
    yield _("{handle}: {document} of {customer}, {what}, {reason}.").format(
        handle=facts["dispute"],
        document=facts["document"],
        customer=facts["customer"],
        what=what,
        reason=spoken.code("dispute_reason", facts["reason"]),
    )
    yield _("It is held back until the dispute is over; the rest is chased on.")


def _resolution_lines(done: Done) -> Iterator[str]:
    spoken, facts = words(spoken_language()), done.facts
    yield _("The dispute on {document} is over: {ended}.").format(
        document=facts["document"], ended=spoken.code("dispute_resolution", facts["resolution"])
    )


def _override_lines(done: Done) -> Iterator[str]:
    facts = done.facts
    yield _("{customer} follows {policy} through {day}; huikuan explain says so too.").format(
        customer=facts["customer"], policy=facts["policy"], day=facts["until"]
    )
    if facts["instead_of"]:
        yield _("{handle}, which counted until now, has ended.").format(handle=facts["instead_of"])


def _ending_lines(done: Done) -> Iterator[str]:
    facts = done.facts
    yield _("{customer} no longer follows {policy} by override; the rules decide again.").format(
        customer=facts["customer"], policy=facts["policy"]
    )


def _postponement_lines(done: Done, steps: Mapping[str, str]) -> Iterator[str]:
    facts = done.facts
    until = choices.day(str(facts["until"]))
    for task in facts["tasks"]:
        step = steps.get(task["step"], task["step"])
        yield _("Task {task} ({step}) is left alone through {day}.").format(task=task["task"], step=step, day=until)
    yield _("What is still wanted comes back on {day}.").format(day=until + timedelta(days=1))


def _undone_lines(done: Done) -> Iterator[str]:
    facts = done.facts
    yield _("Batch {undone} is undone, by batch {number}; the days before stay what they were.").format(
        undone=facts["undone"], number=done.batch
    )
    for sentence, rows in (
        (_("Taken back: {rows}."), facts["taken_back"]),
        (_("Holding again: {rows}."), facts["holding_again"]),
    ):
        if rows:
            said = ", ".join(f"{table_word(table)} {count:,}" for table, count in rows.items())
            yield sentence.format(rows=said)
