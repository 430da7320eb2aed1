"""The options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from huikuan.cli.speech import N_
from huikuan.engine.calling.presets import CALLS_PER_HOUR

FOLDER_HELP = N_("Folder (or one file) with the tables: receivables, payments, customers, contacts …")
_AS_OF_HELP = N_("The day to plan for, as 2026-11-20; without it, today in China.")
POLICY_HELP = N_("A shipped policy by name, or a file of your own.")
ASSIGN_HELP = N_("A document of your own: rules that say which customers get which policy.")
_CYCLE_HELP = N_("A statement cycle of your own, as a file; it counts when a statements table is given.")
_LANG_HELP = N_("Language of the workbook, the report and the sentences: zh (default) or en.")
_ENCODING_HELP = N_("Encoding of the CSV files, when neither UTF-8 nor GB18030.")
_DATES_HELP = N_("Order of dates such as 03/04/2026, when the column cannot decide: dmy or mdy.")
_MAP_HELP = N_("A YAML file saying which of your headers is which column: table, then your header: our name.")
_CALLS_PER_HOUR_HELP = N_("How many customers one person calls in an hour; slots are given out by rank.")
_CALL_TIMES_HELP = N_(
    "When calls are best before your own log says otherwise: mornings-midweek, mornings-monday or opening-friday."
)
_HOUSE_POLICY_HELP = N_("Another default policy for this run: a name, or a file; else what the house goes by.")
_CURRENCY_HELP = N_("Currency of rows that name none.")

_ACTING_HELP = N_("Who acts, by code; without it HUIKUAN_USER, else the operator of the system.")
_ON_HELP = N_("The business date, as 2026-11-20; without it, today in China.")
_KEY_HELP = N_("A name of your own for this act: asked for again under it, it is not done twice.")
_CODE_HELP = N_("The person's code: what owner and collector of the customers' table hold.")

Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help=FOLDER_HELP)]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help=_AS_OF_HELP, show_default=False)]
PolicyChoice = Annotated[
    str | None, typer.Option("--policy", metavar="NAME|FILE", help=POLICY_HELP, show_default="b2b-standard")
]
Assign = Annotated[Path | None, typer.Option("--assign", metavar="FILE", help=ASSIGN_HELP, show_default=False)]
CycleChoice = Annotated[str, typer.Option("--cycle", metavar="NAME|FILE", help=_CYCLE_HELP)]
Lang = Annotated[str, typer.Option("--lang", metavar="zh|en", help=_LANG_HELP, show_default=False)]
ForcePolicy = Annotated[
    bool, typer.Option("--force-policy", help=N_("Use --policy for everybody, whatever else would decide."))
]
Encoding = Annotated[str | None, typer.Option("--encoding", metavar="NAME", help=_ENCODING_HELP, show_default=False)]
Dates = Annotated[str | None, typer.Option("--dates", metavar="dmy|mdy", help=_DATES_HELP, show_default=False)]
Mapping = Annotated[Path | None, typer.Option("--map", metavar="FILE", help=_MAP_HELP, show_default=False)]
HouseCycle = Annotated[str | None, typer.Option("--cycle", metavar="NAME|FILE", help=_CYCLE_HELP, show_default=False)]
HouseCallTimes = Annotated[
    str | None, typer.Option("--call-times", metavar="NAME", help=_CALL_TIMES_HELP, show_default=False)
]
HousePolicy = Annotated[
    str | None, typer.Option("--policy", metavar="NAME|FILE", help=_HOUSE_POLICY_HELP, show_default=False)
]
CallTimes = Annotated[str, typer.Option("--call-times", metavar="NAME", help=_CALL_TIMES_HELP)]
CallsPerHour = Annotated[int, typer.Option("--calls-per-hour", metavar="N", min=1, help=_CALLS_PER_HOUR_HELP)]
HouseCallsPerHour = Annotated[
    int | None,
    typer.Option("--calls-per-hour", metavar="N", min=1, help=_CALLS_PER_HOUR_HELP, show_default=str(CALLS_PER_HOUR)),
]
Currency = Annotated[str, typer.Option("--currency", metavar="CODE", help=_CURRENCY_HELP)]
Acting = Annotated[str | None, typer.Option("--as", metavar="CODE", help=_ACTING_HELP, show_default=False)]
On = Annotated[str | None, typer.Option("--on", metavar="DATE", help=_ON_HELP, show_default=False)]
Key = Annotated[str | None, typer.Option("--key", metavar="TEXT", help=_KEY_HELP, show_default=False)]
PersonCode = Annotated[str, typer.Argument(metavar="CODE", help=_CODE_HELP)]

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
