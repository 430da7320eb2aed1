"""The layout of the commands by which people say what they did and heard; what they do is imported when they run."""

from __future__ import annotations

from typing import Annotated

import typer

from huikuan.cli.options import Acting, Key, On
from huikuan.cli.speech import N_

case_app = typer.Typer(rich_markup_mode=None)

Customer = Annotated[
    str, typer.Argument(metavar="CUSTOMER", help=N_("The customer's id, or a part of the id or name."))
]
Entity = Annotated[
    str | None, typer.Option("--entity", metavar="CODE", help=N_("Which company of ours, where it is several."))
]
Documents = Annotated[
    str | None, typer.Option("--documents", metavar="LIST", help=N_("Which documents it is about, with commas."))
]
Reason = Annotated[str | None, typer.Option("--reason", metavar="TEXT", help=N_("Why."))]
_AT_HELP = N_("When it was, as 2026-11-20 14:30; without it now, or the business date.")
_STEP_HELP = N_("The step of the ladder that it was, as the worklist names it.")
_DELIVERED_HELP = N_("Whether it reached the customer; without it, the outcome says so.")


@case_app.command(
    short_help=N_("Record a contact with a customer and what came of it."),
    help=N_("Record a contact with a customer and what came of it; the tasks that it meets are done."),
)
def log(
    customer: Customer,
    channel: Annotated[str, typer.Option("--channel", metavar="CODE", help=N_("phone, email, visit … or 电话."))],
    outcome: Annotated[
        str | None, typer.Option("--outcome", metavar="CODE", help=N_("promised, not_reached, stalling … or 承诺."))
    ] = None,
    promise: Annotated[
        str | None, typer.Option("--promise", metavar="AMOUNT", help=N_("What was promised; --by says until when."))
    ] = None,
    by_day: Annotated[str | None, typer.Option("--by", metavar="DATE", help=N_("The promise's day."))] = None,
    step: Annotated[str | None, typer.Option("--step", metavar="STEP", help=_STEP_HELP)] = None,
    documents: Documents = None,
    note: Annotated[str | None, typer.Option("--note", metavar="TEXT", help=N_("What was said."))] = None,
    at: Annotated[str | None, typer.Option("--at", metavar="TIME", help=_AT_HELP)] = None,
    delivered: Annotated[
        bool | None, typer.Option("--delivered/--no-delivered", help=_DELIVERED_HELP, show_default=False)
    ] = None,
    entity: Entity = None,
    by: Acting = None,
    on: On = None,
    key: Key = None,
) -> int:
    """Record a contact; returns the exit code."""
    from huikuan.cli import case_work

    acted = case_work.begun(by, on, key)
    contact = case_work.contact(
        customer, channel, outcome, step=step, documents=documents, note=note, at=at, delivered=delivered,
        entity=entity, promise=case_work.promise(promise, by_day, documents=documents),
    )  # fmt: skip
    return case_work.log(contact, acted)


@case_app.command(
    short_help=N_("Record what a customer promised, or take a promise back."),
    help=N_("Record what a customer promised; with --withdraw, take a promise back: it holds nothing back any more."),
)
def promise(
    customer: Annotated[
        str | None, typer.Argument(metavar="CUSTOMER", help=N_("The customer's id, or a part of the id or name."))
    ] = None,
    amount: Annotated[str | None, typer.Argument(metavar="AMOUNT", help=N_("How much."))] = None,
    by_day: Annotated[str | None, typer.Option("--by", metavar="DATE", help=N_("The promise's day."))] = None,
    documents: Documents = None,
    currency: Annotated[
        str | None, typer.Option("--currency", metavar="CODE", help=N_("Without it, that of the documents."))
    ] = None,
    withdraw: Annotated[
        str | None, typer.Option("--withdraw", metavar="PROMISE", help=N_("The promise to take back, as promise-3."))
    ] = None,
    reason: Reason = None,
    entity: Entity = None,
    by: Acting = None,
    on: On = None,
    key: Key = None,
) -> int:
    """Record or withdraw a promise; returns the exit code."""
    from huikuan.cli import case_work

    acted = case_work.begun(by, on, key)
    if withdraw is not None:
        return case_work.withdraw_promise(withdraw, reason or "", acted)
    told = case_work.promise(amount, by_day, documents=documents, currency=currency)
    return case_work.record_promise(customer, told, entity=entity, acted=acted)


@case_app.command(
    short_help=N_("Open a dispute on a document, or close it."),
    help=N_("Open a dispute on a document or a part of it; with --resolve, say how it ended. The rest is chased on."),
)
def dispute(
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", help=N_("The document's number."))],
    reason: Annotated[
        str | None, typer.Option("--reason", metavar="CODE", help=N_("quality, price, invoice … or 质量."))
    ] = None,
    amount: Annotated[
        str | None, typer.Option("--amount", metavar="AMOUNT", help=N_("How much; without it all that is open."))
    ] = None,
    resolve: Annotated[
        str | None, typer.Option("--resolve", metavar="CODE", help=N_("How it ended: credit_note, rejected, settled."))
    ] = None,
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help=N_("What was said."))] = "",
    by: Acting = None,
    on: On = None,
    key: Key = None,
) -> int:
    """Open or resolve a dispute; returns the exit code."""
    from huikuan.cli import case_work, judgements

    acted = case_work.begun(by, on, key)
    if resolve is not None:
        return judgements.resolve_dispute(document, resolve, note=note, acted=acted)
    return judgements.open_dispute(document, reason, amount=amount, note=note, acted=acted)


@case_app.command(
    short_help=N_("Let a customer follow another policy for a time."),
    help=N_("Let a customer follow another policy until a day, with a reason; --end takes that back."),
)
def override(
    customer: Customer,
    policy: Annotated[str | None, typer.Option("--policy", metavar="NAME", help=N_("The policy to follow."))] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help=N_("The last day that counts."))] = None,
    reason: Reason = None,
    end: Annotated[bool, typer.Option("--end", help=N_("End the override that counts now."))] = False,
    by: Acting = None,
    on: On = None,
    key: Key = None,
) -> int:
    """Make or end an override; returns the exit code."""
    from huikuan.cli import case_work, judgements

    acted = case_work.begun(by, on, key)
    if end:
        return judgements.end_override(customer, reason or "", acted)
    return judgements.override_policy(customer, policy, until=until, reason=reason or "", acted=acted)


@case_app.command(help=N_("Leave a task, or all tasks of a customer, alone until a day."))
def postpone(
    what: Annotated[str, typer.Argument(metavar="TASK|CUSTOMER", help=N_("A task's number, or a customer."))],
    until: Annotated[str, typer.Option("--until", metavar="DATE", help=N_("The last day of the pause."))],
    reason: Reason = None,
    by: Acting = None,
    on: On = None,
    key: Key = None,
) -> int:
    """Postpone tasks; returns the exit code."""
    from huikuan.cli import case_work, judgements

    return judgements.postpone(what, until, reason=reason or "", acted=case_work.begun(by, on, key))


@case_app.command(
    short_help=N_("Say that a task is done."),
    help=N_("Say that a task is done: its step is recorded, so that it is not asked for again."),
)
def done(
    task: Annotated[int, typer.Argument(metavar="TASK", help=N_("The task's number, as huikuan history shows it."))],
    channel: Annotated[
        str | None, typer.Option("--channel", metavar="CODE", help=N_("How; without it the step's own first channel."))
    ] = None,
    outcome: Annotated[str, typer.Option("--outcome", metavar="CODE", help=N_("What came of it."))] = "delivered",
    note: Annotated[str | None, typer.Option("--note", metavar="TEXT", help=N_("What was said."))] = None,
    at: Annotated[str | None, typer.Option("--at", metavar="TIME", help=_AT_HELP)] = None,
    by: Acting = None,
    on: On = None,
    key: Key = None,
) -> int:
    """Record a task as done; returns the exit code."""
    from huikuan.cli import case_work

    acted = case_work.begun(by, on, key)
    return case_work.finish(task, channel, outcome, note=note, at=at, acted=acted)


@case_app.command(
    short_help=N_("Show what was done with a customer, and what came of it."),
    help=N_("Show a customer's contacts, promises with their verdicts, disputes, tasks and overrides, day by day."),
)
def history(
    customer: Customer,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help=N_("How many rows, the newest."))] = 40,
    by: Acting = None,
    on: On = None,
) -> int:
    """Print a customer's history; returns the exit code."""
    from huikuan.cli import case_work, timeline

    acted = case_work.begun(by, on, None)
    return timeline.print_history(customer, limit=limit, acted=acted)
