"""The layout of the commands about policies; what they do is imported when they run."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from huikuan.cli.options import (
    ASSIGN_HELP,
    POLICY_HELP,
    Acting,
    AsOf,
    Currency,
    Dates,
    Encoding,
    Folder,
    Lang,
    Mapping,
    On,
    PolicyChoice,
)
from huikuan.cli.speech import N_

policy_app = typer.Typer(
    help=N_("Show and check policies, and say who gets which."), rich_markup_mode=None, no_args_is_help=True
)


@policy_app.command("list", help=N_("List the shipped policies, and what the house goes by."))
def list_policies(on: On = None) -> int:
    """Print the shipped policies and what the house goes by; returns the exit code."""
    from huikuan.cli import choices, policies

    return policies.print_list(choices.day(on))


@policy_app.command(
    "use",
    short_help=N_("Let the house go by a policy from a day on."),
    help=N_(
        "Let the house go by a policy, an assignment, a statement cycle or a preset of call times from a day on; "
        "a person's choice waits for a second one."
    ),
)
def use_policy(
    name: Annotated[str, typer.Argument(metavar="NAME|FILE", help=N_("A shipped name, or a file of your own."))],
    first: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help=N_("Its first day; else the business date."))
    ] = None,
    as_default: Annotated[
        bool, typer.Option("--default", help=N_("Also make this policy the default for whom nothing else decides."))
    ] = False,
    by: Acting = None,
    on: On = None,
) -> int:
    """Choose what the house goes by; returns the exit code."""
    from huikuan.cli import choices, manual

    first_on = choices.day(first) if first else None
    return manual.use(name, first=first_on, as_default=as_default, by=by, on=choices.day(on))


@policy_app.command("show", help=N_("Print a policy with its rungs and the clause each comes from."))
def show_policy(
    name: Annotated[str, typer.Argument(metavar="NAME|FILE", help=POLICY_HELP)],
    source: Annotated[
        bool, typer.Option("--source", help=N_("Print the policy's file instead: a copy of it is a start of your own."))
    ] = False,
) -> int:
    """Print one policy; returns the exit code."""
    from huikuan.cli import policies

    return policies.print_source(name) if source else policies.print_policy(name)


@policy_app.command("check", help=N_("Check a policy file: every mistake with its line and what to do."))
def check_policy(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=N_("A policy file of your own."))],
) -> int:
    """Print the mistakes of a policy file; returns the exit code."""
    from huikuan.cli import policies

    return policies.check_file(file)


@policy_app.command(
    "assign",
    short_help=N_("Show which customers get which policy, and why."),
    help=N_("Show which customers an assignment document gives which policy: rule by rule, then customer by customer."),
)
def show_assignment(
    folder: Folder,
    assign: Annotated[Path, typer.Option("--assign", metavar="FILE", help=ASSIGN_HELP)],
    as_of: AsOf = None,
    policy: PolicyChoice = None,
    sort: Annotated[
        str,
        typer.Option("--sort", metavar="ORDER", help=N_("Order of the customers: amount, days, policy or customer.")),
    ] = "amount",
    limit: Annotated[
        int, typer.Option("--limit", metavar="N", min=0, help=N_("How many customers to print; 0 prints all."))
    ] = 20,
    lang: Lang = "",
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help=N_("Write every customer to a .csv or .json file.")),
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help=N_("Replace FILE when it is there already."))] = False,
    encoding: Encoding = None,
    dates: Dates = None,
    mapping: Mapping = None,
    currency: Currency = "CNY",
) -> int:
    """Print who gets which policy; returns the exit code."""
    from huikuan.cli import choices, speech

    day, written_in = choices.day(as_of), choices.language(lang or speech.spoken_language())
    order = choices.customer_order(sort)
    source = choices.source(folder, encoding=encoding, dates=dates, mapping=mapping, currency=currency)
    ladder = choices.ladder(policy, force=False, assign=assign)
    from huikuan.cli import assigning

    listing = assigning.Listing(order, limit, out, overwrite)
    return assigning.print_assignment(source, day, ladder, listing, lang=written_in)
