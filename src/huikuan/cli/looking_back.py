"""``huikuan as-of``, ``ageing`` and ``explain`` from memory: what ``plan`` would say of the facts known on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from huikuan.cli.choices import Given, Language
from huikuan.cli.closing import figure_lines, first_rows
from huikuan.cli.days import newest_run
from huikuan.cli.derivation import derivation_lines
from huikuan.cli.explaining import found_customer
from huikuan.cli.faults import DONE, DONE_WITH_PROBLEMS
from huikuan.cli.manual import given_manual
from huikuan.cli.memory import open_memory
from huikuan.cli.people import acting
from huikuan.cli.sheet import sheet
from huikuan.cli.speech import _, spoken_language
from huikuan.engine.codes import BUCKETS
from huikuan.gateways.texts import words

if TYPE_CHECKING:
    from huikuan.apps.audit.actors import Actor
    from huikuan.desk.manual import Manual
    from huikuan.engine.outcome import Plan
    from huikuan.engine.tables import Tables

_FIRST = 3
_DIFFERENCES = 20


def print_day(as_of: date, known_on: date | None, given: Given, *, by: str | None) -> int:
    """Print the figures of ``as_of`` on what was known on ``known_on`` (None: is known now); returns the exit code."""
    open_memory()
    from huikuan.desk.known import known_tables

    plan = seen(_planned(known_tables(known_on), given_manual(as_of, given), known_on), viewer=acting(by))
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
    from huikuan.desk.manual import manual_on

    on = on or newest_run().business_date
    plan = seen(_planned(known_tables(on), manual_on(on), on), viewer=acting(by))
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


def explain_known(wanted: str, as_of: date | None, given: Given, *, lang: Language) -> int:
    """Print the derivation of one customer on what was known that day (None: that of the newest run).

    The newest run is explained by what it went by. Returns the exit code.
    """
    open_memory()
    from huikuan.desk.known import known_tables
    from huikuan.desk.manual import manual_of
    from huikuan.desk.rights import About, require

    run = newest_run() if as_of is None else None
    as_of = as_of or newest_run().business_date
    manual = given_manual(as_of, given, base=manual_of(run) if run else None)
    tables = known_tables(as_of)
    customer = found_customer(tables, wanted)
    require("see_customer", actor=acting(None), on=as_of, about=About(customer))
    plan = _planned(tables, manual, as_of)
    print("\n".join(derivation_lines(plan, tables, customer, words=words(lang))))
    return DONE


def _planned(tables: Tables, manual: Manual, known_on: date | None) -> Plan:
    from huikuan.desk.known import overrides_counting, planned

    overrides = overrides_counting(manual.parameters.as_of, known_on)
    return planned(tables, manual.policies, manual.parameters, overrides)


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


def print_replay(on: date, *, by: str | None) -> int:
    """Print whether a past day, made again, is the one on record; returns the exit code, 1 when it differs."""
    open_memory()
    from huikuan.desk.replaying import replayed

    replay = replayed(on, viewer=acting(by))
    day = words(spoken_language()).day_full(on)
    told = _("{day}, revision {revision}, made again from what it saw: {rows} rows.").format(
        day=day, revision=replay.revision, rows=f"{replay.rows:,}"
    )
    print(told)
    if not replay.differences:
        print(_("Equal to what was written down then."))
        return DONE
    heads = [_("Customer"), _("Company"), _("Currency"), _("Column"), _("Written down"), _("Made again")]
    shown = replay.differences[:_DIFFERENCES]
    rows = [
        [each.customer_id, each.entity, each.currency, each.column or _("row"), each.was, each.now] for each in shown
    ]
    print(sheet(heads, rows, indent=2))
    print(
        _("Different in {count} places; the program or the facts are not those of that day.").format(
            count=f"{len(replay.differences):,}"
        )
    )
    return DONE_WITH_PROBLEMS
