"""The commands and their options; what each does is imported when it runs, so that the help comes at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from huikuan.cli.speech import N_, _

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
policy_app = typer.Typer(
    help=N_("Show and check policies, and say who gets which."), rich_markup_mode=None, no_args_is_help=True
)
app.add_typer(policy_app, name="policy")

_FOLDER_HELP = N_("Folder (or one file) with the tables: receivables, payments, customers, contacts …")
_AS_OF_HELP = N_("The day to plan for, as 2026-11-20; without it, today in China.")
_POLICY_HELP = N_("A shipped policy by name, or a file of your own.")
_CYCLE_HELP = N_("A statement cycle of your own, as a file; it counts when a statements table is given.")
_LANG_HELP = N_("Language of the workbook, the report and the sentences: zh (default) or en.")
_ENCODING_HELP = N_("Encoding of the CSV files, when neither UTF-8 nor GB18030.")
_DATES_HELP = N_("Order of dates such as 03/04/2026, when the column cannot decide: dmy or mdy.")
_MAP_HELP = N_("A YAML file saying which of your headers is which column: table, then your header: our name.")
_CALL_TIMES_HELP = N_(
    "When calls are best before your own log says otherwise: mornings-midweek, mornings-monday or opening-friday."
)
_CURRENCY_HELP = N_("Currency of rows that name none.")

Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help=_FOLDER_HELP)]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help=_AS_OF_HELP, show_default=False)]
CycleChoice = Annotated[str, typer.Option("--cycle", metavar="NAME|FILE", help=_CYCLE_HELP)]
_ASSIGN_HELP = N_("A document of your own: rules that say which customers get which policy.")
PolicyChoice = Annotated[
    str | None, typer.Option("--policy", metavar="NAME|FILE", help=_POLICY_HELP, show_default="b2b-standard")
]
Assign = Annotated[Path | None, typer.Option("--assign", metavar="FILE", help=_ASSIGN_HELP, show_default=False)]
Lang = Annotated[str, typer.Option("--lang", metavar="zh|en", help=_LANG_HELP, show_default=False)]
ForcePolicy = Annotated[
    bool, typer.Option("--force-policy", help=N_("Use --policy for everybody, whatever else would decide."))
]
Encoding = Annotated[str | None, typer.Option("--encoding", metavar="NAME", help=_ENCODING_HELP, show_default=False)]
Dates = Annotated[str | None, typer.Option("--dates", metavar="dmy|mdy", help=_DATES_HELP, show_default=False)]
Mapping = Annotated[Path | None, typer.Option("--map", metavar="FILE", help=_MAP_HELP, show_default=False)]
CallTimes = Annotated[str, typer.Option("--call-times", metavar="NAME", help=_CALL_TIMES_HELP)]
Currency = Annotated[str, typer.Option("--currency", metavar="CODE", help=_CURRENCY_HELP)]

# simulate: what it takes as given
_DAYS_HELP = N_("How many days to live through.")
_SEED_HELP = N_("The same seed draws the same payments.")
_DRAWS_HELP = N_("How many draws the interval of the cash rests on.")
_CAPACITY_HELP = N_("How many contacts one person can make a day.")
_APPROVAL_HELP = N_("Working days until a request for approval is granted.")
Days = Annotated[int, typer.Option("--days", metavar="N", min=1, max=366, help=_DAYS_HELP)]
Seed = Annotated[int, typer.Option("--seed", metavar="N", min=0, max=2**32 - 1, help=_SEED_HELP)]
Draws = Annotated[int, typer.Option("--draws", metavar="N", min=1, max=10_000, help=_DRAWS_HELP)]
Capacity = Annotated[int, typer.Option("--capacity", metavar="N", min=1, help=_CAPACITY_HELP)]
ApprovalDays = Annotated[int, typer.Option("--approval-days", metavar="N", min=0, max=60, help=_APPROVAL_HELP)]
NoLift = Annotated[bool, typer.Option("--no-lift", help=N_("Let contacts change nothing about when customers pay."))]


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
    ladder = choices.ladder(policy, force=force_policy, assign=assign, cycle=cycle, call_times=call_times)
    from huikuan.cli import planning

    return planning.plan_to_folder(
        source, day, ladder, out=out, formats=chosen_formats, lang=written_in, overwrite=overwrite, strict=strict
    )


@app.command(
    short_help=N_("Show how one customer's row came about."),
    help=N_("Derive one customer's place on the worklist, step by step, so that it can be redone by hand."),
)
def explain(
    folder: Folder,
    customer: Annotated[
        str, typer.Argument(metavar="CUSTOMER", help=N_("The customer's id, or a part of the id or name."))
    ],
    as_of: AsOf = None,
    policy: PolicyChoice = None,
    assign: Assign = None,
    lang: Lang = "",
    force_policy: ForcePolicy = False,
    cycle: CycleChoice = "statement-cycle",
    call_times: CallTimes = "mornings-midweek",
    encoding: Encoding = None,
    dates: Dates = None,
    mapping: Mapping = None,
    currency: Currency = "CNY",
) -> int:
    """Print one customer's derivation; returns the exit code."""
    from huikuan.cli import choices, speech

    day, written_in = choices.day(as_of), choices.language(lang or speech.spoken_language())
    source = choices.source(folder, encoding=encoding, dates=dates, mapping=mapping, currency=currency)
    ladder = choices.ladder(policy, force=force_policy, assign=assign, cycle=cycle, call_times=call_times)
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
    a, b = (choices.ladder(given, force=force_policy, assign=assign) for given in (policy, against))
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


@policy_app.command("list", help=N_("List the shipped policies."))
def list_policies() -> int:
    """Print the shipped policies; returns the exit code."""
    from huikuan.cli import policies

    return policies.print_list()


@policy_app.command("show", help=N_("Print a policy with its rungs and the clause each comes from."))
def show_policy(
    name: Annotated[str, typer.Argument(metavar="NAME|FILE", help=_POLICY_HELP)],
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
    assign: Annotated[Path, typer.Option("--assign", metavar="FILE", help=_ASSIGN_HELP)],
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
