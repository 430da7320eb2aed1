"""The commands about the house itself: people, the audit, backups. Laid out as in ``app``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from huikuan.cli.options import Acting, On, PersonCode
from huikuan.cli.speech import N_

people_app = typer.Typer(
    help=N_("Say who works here, with which roles, and who stands in for whom."),
    rich_markup_mode=None,
    no_args_is_help=True,
)
house_app = typer.Typer()  # its commands stand at the top
audit_app = typer.Typer(
    help=N_("Seal, export and check the record of who did what; erase personal words from it."),
    rich_markup_mode=None,
    no_args_is_help=True,
)

Port = Annotated[int, typer.Option("--port", metavar="N", min=1, max=65535, help=N_("Where the pages are served."))]
Host = Annotated[str, typer.Option("--host", metavar="ADDRESS", help=N_("Which address listens; 0.0.0.0 is all."))]
BackupFile = Annotated[Path, typer.Argument(metavar="FILE", help=N_("The backup's file."))]


@people_app.command("add", help=N_("Add a person."))
def add_person(
    code: PersonCode,
    name: Annotated[str, typer.Argument(metavar="NAME", help=N_("The person's name."))],
    team: Annotated[
        str | None, typer.Option("--team", metavar="NAME", help=N_("Whose work the supervisor sees."))
    ] = None,
    by: Acting = None,
    on: On = None,
) -> int:
    """Add a person; returns the exit code."""
    from huikuan.cli import choices, people

    return people.add(code, name, team=team, by=by, on=choices.day(on))


@people_app.command(
    "password", help=N_("Give a person a password for the pages; it is asked for, or read from a pipe.")
)
def set_password(code: PersonCode, by: Acting = None, on: On = None) -> int:
    """Set a password; returns the exit code."""
    from huikuan.cli import choices, people

    return people.password(code, by=by, on=choices.day(on))


@people_app.command("grant", help=N_("Give a person a role, in one company or in all of them."))
def grant_role(
    code: PersonCode,
    role: Annotated[str, typer.Argument(metavar="ROLE", help=N_("A role's code, as collector or supervisor."))],
    entity: Annotated[
        str | None, typer.Option("--entity", metavar="CODE", help=N_("Only in this company of ours."))
    ] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help=N_("The role's last day."))] = None,
    by: Acting = None,
    on: On = None,
) -> int:
    """Give a role; returns the exit code."""
    from huikuan.cli import choices, people

    last = choices.day(until) if until else None
    return people.grant(code, role, entity=entity, until=last, by=by, on=choices.day(on))


@people_app.command("absence", help=N_("Let a deputy act for somebody who is away."))
def record_absence(
    code: PersonCode,
    deputy: Annotated[str, typer.Argument(metavar="DEPUTY", help=N_("The deputy's code."))],
    first: Annotated[str, typer.Argument(metavar="FIRST", help=N_("The first day away."))],
    last: Annotated[str, typer.Argument(metavar="LAST", help=N_("The last day away."))],
    by: Acting = None,
    on: On = None,
) -> int:
    """Record an absence; returns the exit code."""
    from huikuan.cli import choices, people

    return people.absence(code, deputy, first=choices.day(first), last=choices.day(last), by=by, on=choices.day(on))


@people_app.command("token", help=N_("Let another system act as a person through the interface; shown once."))
def issue_token(
    code: PersonCode,
    name: Annotated[str, typer.Argument(metavar="SYSTEM", help=N_("Which system holds it."))],
    scopes: Annotated[
        list[str], typer.Option("--scope", metavar="SCOPE", help=N_("What for: read, act, decide, import; repeatable."))
    ],
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help=N_("The last day on which it opens anything."))
    ] = None,
    by: Acting = None,
    on: On = None,
) -> int:
    """Issue a token; returns the exit code."""
    from huikuan.cli import api_tokens, choices

    last_on = choices.day(until) if until else None
    return api_tokens.issue(code, name, scopes, last_on=last_on, by=by, on=choices.day(on))


@people_app.command("tokens", help=N_("List the tokens, without their secrets."))
def list_tokens(by: Acting = None, on: On = None) -> int:
    """List the tokens; returns the exit code."""
    from huikuan.cli import api_tokens, choices

    return api_tokens.print_tokens(by=by, on=choices.day(on))


@people_app.command("revoke", help=N_("Let a token open nothing any more, at once."))
def revoke_token(
    number: Annotated[int, typer.Argument(metavar="NUMBER", help=N_("The token's number."))],
    by: Acting = None,
    on: On = None,
) -> int:
    """Revoke a token; returns the exit code."""
    from huikuan.cli import api_tokens, choices

    return api_tokens.revoke(number, by=by, on=choices.day(on))


@people_app.command("list", help=N_("List everybody with roles and deputies."))
def list_people(by: Acting = None, on: On = None) -> int:
    """Print everybody; returns the exit code."""
    from huikuan.cli import choices, people

    return people.print_people(by=by, on=choices.day(on))


@audit_app.command("verify", help=N_("Check every entry, every link and every exported head."))
def verify_audit(
    heads: Annotated[
        Path | None, typer.Option("--heads", metavar="FILE", help=N_("Heads that were kept elsewhere."))
    ] = None,
    by: Acting = None,
    on: On = None,
) -> int:
    """Print whether the record is whole; returns the exit code."""
    from huikuan.cli import auditing, choices

    return auditing.verify(heads, by=by, on=choices.day(on))


@audit_app.command("seal", help=N_("Number and chain what was recorded since the last time."))
def seal_audit(by: Acting = None, on: On = None) -> int:
    """Seal; returns the exit code."""
    from huikuan.cli import auditing, choices

    return auditing.seal(by=by, on=choices.day(on))


@audit_app.command("export-head", help=N_("Seal, and add the end of the chain to a file that is kept elsewhere."))
def export_audit_head(
    to: Annotated[Path | None, typer.Option("--to", metavar="FILE", help=N_("The file to add it to."))] = None,
    by: Acting = None,
    on: On = None,
) -> int:
    """Export the head; returns the exit code."""
    from huikuan.cli import auditing, choices

    return auditing.export_head(to, by=by, on=choices.day(on))


@audit_app.command("erase", help=N_("Erase the personal words recorded about somebody; the chain stays true."))
def erase_personal(
    kind: Annotated[str, typer.Argument(metavar="KIND", help=N_("What the entries are about: person, customer …"))],
    subject: Annotated[str, typer.Argument(metavar="ID", help=N_("Its code or number."))],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help=N_("Why, without naming anybody."))],
    by: Acting = None,
    on: On = None,
) -> int:
    """Erase; returns the exit code."""
    from huikuan.cli import auditing, choices

    return auditing.erase(kind, subject, reason=reason, by=by, on=choices.day(on))


@house_app.command(help=N_("Write everything that is remembered, with the kept files, into one new file."))
def backup(file: BackupFile, by: Acting = None, on: On = None) -> int:
    """Make a backup; returns the exit code."""
    from huikuan.cli import backups, choices

    return backups.save(file, by=by, on=choices.day(on))


@house_app.command(help=N_("Fill an empty memory from a backup, of SQLite or PostgreSQL alike, and check its record."))
def restore(file: BackupFile) -> int:
    """Restore a backup; returns the exit code."""
    from huikuan.cli import backups

    return backups.restore(file)


@house_app.command(help=N_("Serve the pages that people work in."))
def serve(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    processes: Annotated[
        int, typer.Option("--processes", metavar="N", min=1, max=64, help=N_("How many processes answer."))
    ] = 2,
    worker: Annotated[
        bool, typer.Option("--worker", help=N_("Do promised work beside it, as huikuan worker does."))
    ] = False,
    access_log: Annotated[
        bool, typer.Option("--access-log", help=N_("Print a line for each request, without what was searched for."))
    ] = False,
) -> int:
    """Serve until asked to stop; returns the exit code."""
    from huikuan.cli import serving

    wanted = serving.Serving(host, port, processes=processes, has_worker=worker, has_access_log=access_log)
    return serving.serve(wanted)
