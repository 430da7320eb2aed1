"""The layout of ``huikuan approvals``, ``approve`` and ``refuse``; what they do is imported when they run."""

from __future__ import annotations

from typing import Annotated

import typer

from huikuan.cli.options import Acting, On
from huikuan.cli.speech import N_

approval_app = typer.Typer()  # its commands stand at the top

RequestNumber = Annotated[
    int, typer.Argument(metavar="NUMBER", help=N_("The request's number, as huikuan approvals shows it."))
]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help=N_("Why; whoever asked reads it."))]


@approval_app.command(help=N_("List what waits for an approval, and who decides it."))
def approvals(
    mine: Annotated[bool, typer.Option("--mine", help=N_("Only what the one who asks may decide."))] = False,
    everything: Annotated[bool, typer.Option("--all", help=N_("Also what was decided or withdrawn."))] = False,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help=N_("How many rows."))] = 30,
    by: Acting = None,
    on: On = None,
) -> int:
    """Print requests; returns the exit code."""
    from huikuan.cli import approving, choices

    return approving.print_requests(mine=mine, everything=everything, limit=limit, by=by, on=choices.day(on))


@approval_app.command(help=N_("Approve a request; what it asked for may be done from then on."))
def approve(number: RequestNumber, reason: Reason = "", by: Acting = None, on: On = None) -> int:
    """Approve a request; returns the exit code."""
    from huikuan.cli import approving, choices

    return approving.decide(number, "approved", reason=reason, by=by, on=choices.day(on))


@approval_app.command(help=N_("Refuse a request, with a reason."))
def refuse(number: RequestNumber, reason: Reason = "", by: Acting = None, on: On = None) -> int:
    """Refuse a request; returns the exit code."""
    from huikuan.cli import approving, choices

    return approving.decide(number, "refused", reason=reason, by=by, on=choices.day(on))
