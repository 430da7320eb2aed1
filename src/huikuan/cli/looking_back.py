"""``huikuan as-of``, ``ageing`` and ``explain`` from memory: what ``plan`` would say of the facts known on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from huikuan.cli.choices import Ladder, Language
from huikuan.cli.closing import figure_lines, first_rows
from huikuan.cli.days import newest_run
from huikuan.cli.derivation import derivation_lines
from huikuan.cli.explaining import found_customer
from huikuan.cli.faults import DONE, Fault
from huikuan.cli.memory import open_memory
from huikuan.cli.people import acting
from huikuan.cli.sheet import sheet
from huikuan.cli.speech import _, spoken_language
from huikuan.engine.codes import BUCKETS
from huikuan.gateways.policies import preset_policies
from huikuan.gateways.texts import words

if TYPE_CHECKING:
    from huikuan.apps.audit.actors import Actor
    from huikuan.apps.dunning.models import Run
    from huikuan.engine.outcome import Plan
    from huikuan.engine.tables import Tables

_FIRST = 3


@dataclass(frozen=True, slots=True)
class Known:
    """What was known, in the place of a folder's reading."""

    tables: Tables


def print_day(as_of: date, known_on: date | None, ladder: Ladder, *, by: str | None) -> int:
    """Print the figures of ``as_of`` on what was known on ``known_on`` (None: is known now); returns the exit code."""
    open_memory()
    from huikuan.desk.known import known_tables

    plan = seen(_planned(known_tables(known_on), as_of, ladder), viewer=acting(by))
    spoken = words(spoken_language())
    if known_on is None:
        print(_("On what is known now."))
    else:
        print(_("On what was known at the end of {day}.").format(day=spoken.day_full(known_on)))
    print("\n".join(figure_lines(plan, spoken)))
    if plan.worklist.height:
        print(first_rows(plan, spoken, limit=_FIRST))
    return DONE


def print_ageing(on: date | None, *, by: str | None) -> int:
    """Print the open money by age on what was known that day (None: that of the newest run); returns the exit code."""
    open_memory()
    from huikuan.desk.known import known_tables

    on = on or newest_run().business_date
    ladder = Ladder(preset_policies(), "b2b-standard", force=False)
    plan = seen(_planned(known_tables(on), on, ladder), viewer=acting(by))
    spoken = words(spoken_language())
    print(_("Open money by age on {day}, on what was known then.").format(day=spoken.day_full(on)))
    sums = plan.ageing.group_by("currency", "bucket").agg(pl.col("amount_minor").sum())
    currencies = sums.group_by("currency").agg(pl.len()).sort("currency")["currency"].to_list()
    amounts = {(currency, bucket): minor for currency, bucket, minor in sums.iter_rows()}
    rows = [
        [spoken.code("bucket", bucket), *(_amount(amounts, currency, bucket) for currency in currencies)]
        for bucket in BUCKETS
        if any((currency, bucket) in amounts for currency in currencies)
    ]
    totals = sums.group_by("currency").agg(pl.col("amount_minor").sum()).sort("currency")
    rows.append([_("Together"), *(spoken.money(minor, currency) for currency, minor in totals.iter_rows())])
    print(sheet([_("Age"), *currencies], rows, right=set(range(1, len(currencies) + 1)), indent=2))
    return DONE


def _amount(amounts: Mapping[tuple[str, str], int], currency: str, bucket: str) -> str:
    minor = amounts.get((currency, bucket))
    return "" if minor is None else words(spoken_language()).money(minor, currency)


def explain_known(wanted: str, as_of: date | None, ladder: Ladder, *, lang: Language) -> int:
    """Print the derivation of one customer on what was known that day (None: that of the newest run).

    The newest run is explained by the policy it went by. Returns the exit code.
    """
    open_memory()
    from huikuan.desk.known import known_tables
    from huikuan.desk.rights import About, require

    if as_of is None:
        run = newest_run()
        as_of, ladder = run.business_date, _of_run(run, ladder)
    tables = known_tables(as_of)
    customer = found_customer(tables, wanted)
    require("see_customer", actor=acting(None), on=as_of, about=About(customer))
    plan = _planned(tables, as_of, ladder)
    print("\n".join(derivation_lines(plan, Known(tables), customer, words=words(lang))))
    return DONE


def _of_run(run: Run, ladder: Ladder) -> Ladder:
    """Return the policies with the run's default, where it is shipped; a company's own has to be named."""
    went_by = run.parameters["default_policy"]
    if went_by not in ladder.policies:
        raise Fault(
            _("The newest run went by {policy}, which is not shipped.").format(policy=went_by),
            _("Name its file with --policy, and the day with --as-of."),
        )
    return replace(ladder, default=went_by, force=run.parameters["force_policy"])


def _planned(tables: Tables, as_of: date, ladder: Ladder) -> Plan:
    from huikuan.desk.known import planned

    return planned(tables, ladder.policies, ladder.parameters(as_of))


def seen(plan: Plan, *, viewer: Actor) -> Plan:
    """Return what the viewer may see of a plan: the rows of the cases within reach."""
    from huikuan.apps.people.selectors import reach_of
    from huikuan.apps.receivables.selectors import cases

    reach = reach_of(viewer, "see_customer", plan.as_of)
    if reach.is_everything:
        return plan
    case = ["customer_id", "entity"]
    own = cases(reach).select(case)
    return replace(
        plan,
        worklist=plan.worklist.join(own, on=case, how="semi", maintain_order="left"),
        items=plan.items.join(own, on=case, how="semi", maintain_order="left"),
        ageing=plan.ageing.join(own, on=case, how="semi", maintain_order="left"),
    )
