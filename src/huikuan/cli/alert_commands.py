"""The layout of ``huikuan alerts`` and ``dismiss``; what they do is imported when they run."""

from __future__ import annotations

from typing import Annotated

import typer

from huikuan.cli.options import Acting, On
from huikuan.cli.speech import N_

alert_app = typer.Typer()  # its commands stand at the top


@alert_app.command(help=N_("List the warning signs that stand, with what was seen."))
def alerts(
    everything: Annotated[
        bool, typer.Option("--all", help=N_("Also those that were dismissed or have ended."))
    ] = False,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help=N_("How many rows."))] = 30,
    by: Acting = None,
    on: On = None,
) -> int:
    """Print warning signs; returns the exit code."""
    from huikuan.cli import alerting, choices

    return alerting.print_alerts(everything=everything, limit=limit, by=by, on=choices.day(on))


@alert_app.command(help=N_("Take a warning sign off the list for a while, with a reason."))
def dismiss(
    number: Annotated[int, typer.Argument(metavar="NUMBER", help=N_("Its number, as huikuan alerts shows it."))],
    until: Annotated[str, typer.Option("--until", metavar="DATE", help=N_("The last day off the list."))],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help=N_("Why; colleagues read it."))],
    by: Acting = None,
    on: On = None,
) -> int:
    """Dismiss a warning sign; returns the exit code."""
    from huikuan.cli import alerting, choices

    return alerting.dismiss(number, until=choices.day(until), reason=reason, by=by, on=choices.day(on))
