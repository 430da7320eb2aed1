"""The commands and their options; what each does is imported when it runs, so that the help comes at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from huikuan.cli import memory_commands
from huikuan.cli.alert_commands import alert_app
from huikuan.cli.approval_commands import approval_app
from huikuan.cli.case_commands import case_app
from huikuan.cli.house_commands import audit_app, house_app, people_app
from huikuan.cli.options import (
    ApprovalDays,
    AsOf,
    Assign,
    CallsPerHour,
    CallTimes,
    Capacity,
    Currency,
    CycleChoice,
    Dates,
    Days,
    Draws,
    Encoding,
    Folder,
    ForcePolicy,
    Lang,
    Mapping,
    NoLift,
    PolicyChoice,
    Seed,
)
from huikuan.cli.policy_commands import policy_app
from huikuan.cli.speech import N_, _
from huikuan.cli.worker_commands import WORKER_HELP, jobs_app, worker

if TYPE_CHECKING:
    from typer._click.core import Command

app = typer.Typer(
    name="huikuan",
    help=N_("Huikuan runs a company's written collection manual: whom to chase today, how, and why."),
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.add_typer(policy_app, name="policy")
app.add_typer(people_app, name="people")
app.add_typer(audit_app, name="audit")
app.add_typer(memory_commands.memory_app)
app.add_typer(approval_app)
app.add_typer(alert_app)
app.add_typer(case_app)
app.add_typer(jobs_app, name="jobs")
app.add_typer(house_app)


def command_tree() -> Command:
    """Return the commands with their help in the terminal's language."""
    tree = typer.main.get_command(app)
    _translate_help(tree)
    return tree


def _translate_help(command: Any) -> None:
    command.help = _(command.help) if command.help else command.help
    command.short_help = _(command.short_help) if command.short_help else command.short_help
    own_help = command.get_help_option(typer.Context(command))
    for parameter in [*command.params, own_help]:
        help_text = getattr(parameter, "help", None)
        if help_text:
            parameter.help = _(help_text)
    for child in getattr(command, "commands", {}).values():
        _translate_help(child)


def _print_version(wanted: bool) -> None:
    if wanted:
        from huikuan import __version__

        print(f"huikuan {__version__}")
        raise typer.Exit


_HELP_OPTION_HELP = N_("Show this message and exit.")  # the parser's own words for --help


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", help=N_("Show the version and stop."), is_eager=True, callback=_print_version)
    ] = False,
) -> None:
    pass


@app.command(
    short_help=N_("Make today's worklist from a folder."),
    help=N_("Make today's worklist from a folder: whom to chase, through which channel, on which items."),
)
def plan(
    folder: Folder,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help=N_("Folder to write to; it must be empty or new."))],
    as_of: AsOf = None,
    policy: PolicyChoice = None,
    assign: Assign = None,
    formats: Annotated[
        str, typer.Option("--formats", metavar="LIST", help=N_("Any of csv, json, xlsx, html, parquet, with commas."))
    ] = "csv,json,xlsx,html",
    lang: Lang = "zh",
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help=N_("Replace an earlier plan in DIR; other files stay."))
    ] = False,
    force_policy: ForcePolicy = False,
    cycle: CycleChoice = "statement-cycle",
    strict: Annotated[
        bool, typer.Option("--strict", help=N_("Leave with exit code 1 when a row was set aside."))
    ] = False,
    call_times: CallTimes = "mornings-midweek",
    calls_per_hour: CallsPerHour = 8,
    encoding: Encoding = None,
    dates: Dates = None,
    mapping: Mapping = None,
    currency: Currency = "CNY",
) -> int:
    """Write the plan of one day; returns the exit code (R-29)."""
    from huikuan.cli import choices

    # What can be refused at a glance is refused before the engine is loaded.
    day, written_in, chosen_formats = choices.day(as_of), choices.language(lang), choices.output_formats(formats)
    source = choices.source(folder, encoding=encoding, dates=dates, mapping=mapping, currency=currency)
    times = choices.Times(call_times, calls_per_hour)
    ladder = choices.ladder(policy, force=force_policy, assign=assign, cycle=cycle, times=times)
    from huikuan.cli import planning

    return planning.plan_to_folder(
        source, day, ladder, out=out, formats=chosen_formats, lang=written_in, overwrite=overwrite, strict=strict
    )


@app.command(
    short_help=N_("Show how one customer's row came about."),
    help=N_("Derive one customer's place on the worklist, step by step, so that it can be redone by hand."),
)
def explain(
    folder: Annotated[Path, typer.Argument(metavar="[FOLDER]", help=N_("As for plan; without it, what is known."))],
    customer: Annotated[
        str | None, typer.Argument(metavar="CUSTOMER", help=N_("The customer's id, or a part of the id or name."))
    ] = None,
    as_of: AsOf = None,
    policy: PolicyChoice = None,
    assign: Assign = None,
    lang: Lang = "",
    force_policy: ForcePolicy = False,
    cycle: CycleChoice = "statement-cycle",
    call_times: CallTimes = "mornings-midweek",
    calls_per_hour: CallsPerHour = 8,
    encoding: Encoding = None,
    dates: Dates = None,
    mapping: Mapping = None,
    currency: Currency = "CNY",
) -> int:
    """Print one customer's derivation; returns the exit code."""
    from huikuan.cli import choices, speech

    written_in = choices.language(lang or speech.spoken_language())
    if customer is None:
        from huikuan.cli import looking_back

        choices.refuse_folder_as_customer(folder)
        given = choices.Given(policy, force_policy, assign, None if cycle == "statement-cycle" else cycle)
        known_on = choices.day(as_of) if as_of else None
        return looking_back.explain_known(str(folder), known_on, given, lang=written_in)
    day = choices.day(as_of)
    source = choices.source(folder, encoding=encoding, dates=dates, mapping=mapping, currency=currency)
    times = choices.Times(call_times, calls_per_hour)
    ladder = choices.ladder(policy, force=force_policy, assign=assign, cycle=cycle, times=times)
    from huikuan.cli import explaining

    return explaining.explain_customer(source, day, ladder, customer=customer, lang=written_in)


@app.command(
    short_help=N_("Show what another policy would do to the next weeks."),
    help=N_(
        "Live through the next days under two policies and show what differs: tasks, letters, holds, cash, movers."
    ),
)
def simulate(
    folder: Folder,
    against: Annotated[
        str,
        typer.Option("--against", metavar="NAME|FILE", help=N_("The policy to compare with it: a name, or a file.")),
    ],
    policy: PolicyChoice = None,
    assign: Assign = None,
    as_of: AsOf = None,
    days: Days = 30,
    seed: Seed = 7,
    draws: Draws = 200,
    capacity: Capacity = 60,
    approval_days: ApprovalDays = 2,
    no_lift: NoLift = False,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help=N_("Folder to write to; it must be empty or new."))
    ] = None,
    formats: Annotated[
        str, typer.Option("--formats", metavar="LIST", help=N_("Any of csv, json, xlsx, html, parquet, with commas."))
    ] = "csv,json,xlsx,html",
    lang: Lang = "",
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help=N_("Replace an earlier simulation in DIR; other files stay."))
    ] = False,
    force_policy: ForcePolicy = False,
    cycle: CycleChoice = "statement-cycle",
    encoding: Encoding = None,
    dates: Dates = None,
    mapping: Mapping = None,
    currency: Currency = "CNY",
) -> int:
    """Print what differs between two policies; returns the exit code."""
    from huikuan.cli import choices, speech

    day, chosen_formats = choices.day(as_of), choices.output_formats(formats)
    written_in = choices.language(lang or speech.spoken_language())
    source = choices.source(folder, encoding=encoding, dates=dates, mapping=mapping, currency=currency)
    a, b = (choices.ladder(given, force=force_policy, assign=assign, cycle=cycle) for given in (policy, against))
    from huikuan.cli import simulating
    from huikuan.engine.simulate.outcome import Assumptions

    assumptions = Assumptions(days, seed, draws, approval_days, capacity, not no_lift)
    return simulating.simulate_folder(
        source, day, (a, b), assumptions, out=out, formats=chosen_formats, lang=written_in, overwrite=overwrite
    )


@app.command(
    short_help=N_("Show the KPIs that a folder's history allows."),
    help=N_("Show DSO, CEI, recovery, roll rates and the other KPIs month by month, each currency by itself."),
)
def kpi(
    folder: Folder,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="DATE", help=N_("The day to look back from; only ended months count.")),
    ] = None,
    months: Annotated[
        int, typer.Option("--months", metavar="N", min=1, max=60, help=N_("How many months to look back."))
    ] = 12,
    lang: Lang = "",
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help=N_("Write every figure with its parts to a .csv or .json file.")),
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help=N_("Replace FILE when it is there already."))] = False,
    encoding: Encoding = None,
    dates: Dates = None,
    mapping: Mapping = None,
    currency: Currency = "CNY",
) -> int:
    """Print the KPIs of a folder; returns the exit code."""
    from huikuan.cli import choices, speech

    day, written_in = choices.day(as_of), choices.language(lang or speech.spoken_language())
    source = choices.source(folder, encoding=encoding, dates=dates, mapping=mapping, currency=currency)
    from huikuan.cli import kpis

    return kpis.print_kpis(source, day, months=months, lang=written_in, out=out, overwrite=overwrite)


@app.command(
    short_help=N_("Show what a file seems to be and how it would be read."),
    help=N_("Show what a file seems to be, which of its columns are ours, how cells are read, and what is unsure."),
)
def inspect(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=N_("One file: a table, an invoice, an extract."))],
    lang: Lang = "",
    encoding: Encoding = None,
    dates: Dates = None,
    mapping: Mapping = None,
    currency: Currency = "CNY",
) -> int:
    """Print what a file is taken for; returns the exit code."""
    from huikuan.cli import choices, speech

    written_in = choices.language(lang or speech.spoken_language())
    source = choices.source(file, encoding=encoding, dates=dates, mapping=mapping, currency=currency)
    from huikuan.cli import inspecting

    return inspecting.print_inspection(source, lang=written_in)


@app.command(help=N_("Write a sample company of our own, to try things on."))
def sample(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help=N_("Folder to write to; it must be empty or new."))],
    customers: Annotated[
        int | None,
        typer.Option("--customers", metavar="N", min=1, help=N_("How many customers; 300, or one for 25 documents.")),
    ] = None,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help=N_("The same seed writes the same files."))] = 7,
    receivables: Annotated[
        int | None,
        typer.Option("--receivables", metavar="N", min=1, help=N_("How many documents; 25 for each customer.")),
    ] = None,
    as_of: Annotated[
        str, typer.Option("--as-of", metavar="DATE", help=N_("The sample company's last day."))
    ] = "2026-11-20",
) -> int:
    """Write a sample company; returns the exit code."""
    from huikuan.cli import choices, sampling

    return sampling.write_company(
        folder, customers=customers, seed=seed, receivables=receivables, as_of=choices.day(as_of)
    )


app.command("worker", help=WORKER_HELP)(worker)
