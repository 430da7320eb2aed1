"""The statements that the visitor reaches, by how far each has come; those whose step is late first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl
from django.urls import reverse

from huikuan.apps.people.selectors import names_of_people
from huikuan.desk.manual import manual_of
from huikuan.desk.portfolio import looked_after_by, statements_seen
from huikuan.gateways.exports.palette import AMBER, GREEN, RED, SECOND
from huikuan.gateways.keyset import rows_behind
from huikuan.gateways.texts import Words
from huikuan.gateways.texts.catalogue import N_
from huikuan.web.lists import Cell, Choice, Line, List, filters_of, tabs_of
from huikuan.web.paging import address_of, unusual
from huikuan.web.visitors import Visit

if TYPE_CHECKING:
    from huikuan.apps.dunning.models import Run

PAGE_SIZE = 25
TABS: Mapping[str, str] = {
    "late": N_("Late"),
    "draft": N_("To be sent"),
    "sent": N_("Sent, not confirmed"),
    "differs": N_("Differs"),
    "confirmed": N_("Confirmed"),
    "invoiced": N_("Invoiced"),
    "all": N_("All of them"),
}
STATE_WORDS: Mapping[str, str] = {
    "draft": N_("not sent"),
    "sent": N_("sent"),
    "differs": N_("differs"),
    "confirmed": N_("confirmed"),
    "invoiced": N_("invoiced"),
}
TONES = {"draft": AMBER, "sent": AMBER, "differs": RED, "confirmed": GREEN, "invoiced": GREEN}
_KEY = ("customer_id", "entity", "period")
_FILTERS = ("person", "period")
_KNOWN = {name: pl.col(name).is_not_null() for name in ("sent_on", "confirmed_on", "invoiced_on", "differs_on")}
# How far a statement has come; what is invoiced or confirmed was sent, whoever forgot to say so.
STATE = (
    pl.when(_KNOWN["invoiced_on"]).then(pl.lit("invoiced"))
    .when(_KNOWN["confirmed_on"]).then(pl.lit("confirmed"))
    .when(_KNOWN["differs_on"]).then(pl.lit("differs"))
    .when(_KNOWN["sent_on"]).then(pl.lit("sent"))
    .otherwise(pl.lit("draft"))
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Query:
    """What the address asks for; what is empty does not matter."""

    tab: str = ""
    person: str = ""  # owner or collector
    period: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Query:
        """Return what the address asks for; what it does not know is as if not asked."""
        tab = given.get("tab", "")
        return cls(tab if tab in TABS else "", given.get("person", ""), given.get("period", ""))

    @property
    def said(self) -> dict[str, str]:
        """What stands in the address."""
        return unusual(self)

    def condition(self) -> pl.Expr:
        """Return the condition on rows, the tab's apart."""
        found = pl.col("period") == self.period if self.period else pl.lit(True)
        if self.person:
            found &= looked_after_by([self.person])
        return found


def is_in(tab: str) -> pl.Expr:
    """Return the condition of a tab on rows with ``state``."""
    if tab == "late":
        return pl.col("days_late") > 0
    return pl.col("state") == tab if tab != "all" else pl.lit(True)


def late_count(run: Run, visit: Visit) -> int:
    """Return how many of the visitor's statements have a step that is late, by what is known now."""
    return statements_seen(run, viewer=visit.actor).filter(pl.col("days_late") > 0).height


def statements_screen(run: Run, query: Query, after: str, visit: Visit) -> List:
    """Return the list of statements behind one; without a tab that which has something."""
    words = visit.words
    reached = statements_seen(run, viewer=visit.actor).with_columns(state=STATE)
    filtered = reached.filter(query.condition())
    counts = {name: filtered.filter(is_in(name)).height for name in TABS}
    tab = query.tab or next((name for name in ("late", "sent", "draft") if counts[name]), "all")
    wanted = filtered.filter(is_in(tab)).sort(
        -pl.col("days_late"),
        pl.col("period"),
        pl.col("customer_id"),
        pl.col("entity"),
        descending=[False, True, False, False],
    )
    shown, more = rows_behind(wanted, _KEY, after=after, size=PAGE_SIZE)
    codes = {code for name in ("owner", "collector") for code in reached[name].drop_nulls().unique()}
    people = {code: code for code in sorted(codes)} | names_of_people(codes)
    choices = _choices(reached, people, query, words)
    said = {**query.said, "tab": tab}
    steps = step_words(run, words)
    return List(
        title=words.text("Statements"),
        facts=words.text("by the run of {day}", day=words.day_full(run.business_date)),
        tabs=tabs_of("statements", words, TABS, counts, tab, {name: said[name] for name in _FILTERS if name in said}),
        heads=[
            (words.text("Customer"), ""),
            (words.text("Period"), ""),
            (words.text("State"), ""),
            (words.text("Due step"), ""),
            (words.text("Sent on"), "wide"),
            (words.text("Confirmed on"), "wide"),
            (words.text("Looked after by"), "wide"),
        ],
        lines=[_line(row, people, steps, visit) for row in shown.iter_rows(named=True)],
        more=address_of("statements", {**said, "after": more}) if more else "",
        start=address_of("statements", said) if after else "",
        filters=filters_of("statements", said, choices),
        choices=choices,
        kept=[("tab", tab)],
    )


def step_words(run: Run, words: Words) -> dict[str, str]:
    """Return what the steps of the statement cycle are called, by id."""
    cycle = manual_of(run).parameters.statement_cycle
    return {rung.id: rung.name[words.lang] for rung in cycle.rungs} if cycle else {}


def state_of(state: str, sent_on: date | None, visit: Visit) -> str:
    """Return how far a statement has come; of one that waits for the customer since how many days."""
    word = visit.words.text(STATE_WORDS[state])
    if state != "sent" or sent_on is None:
        return word
    days = (visit.business_date - sent_on).days
    return visit.words.text("{state}, day S+{days}", state=word, days=days)


def due_words(row: Mapping[str, Any], steps: Mapping[str, str], words: Words) -> tuple[str, tuple[str, str] | None]:
    """Return the steps that are due and whether they are late, and the colours of that."""
    named = words.text(", ").join(steps.get(step, step) for step in row["steps"] or ())
    if not row["days_late"]:
        return named, (SECOND, "#eef0f3") if named else None
    late = words.text("{days} late", days=words.days(row["days_late"]))
    return words.text("{step}: {late}", step=named, late=late), RED


def _line(row: Mapping[str, Any], people: Mapping[str, str], steps: Mapping[str, str], visit: Visit) -> Line:
    words, on = visit.words, visit.business_date
    whose = [people.get(code, code) for code in (row["owner"], row["collector"]) if code]
    due, tone = due_words(row, steps, words)
    return Line(
        row["name"] or row["customer_id"],
        reverse("statement", args=[row["customer_id"], row["entity"], row["period"]]),
        [
            Cell(row["period"]),
            Cell(state_of(row["state"], row["sent_on"], visit), kind="last", tone=TONES[row["state"]]),
            Cell(due, kind="less", tone=tone),
            Cell(words.day(row["sent_on"], on), kind="wide"),
            Cell(words.day(row["confirmed_on"], on), kind="wide"),
            Cell(" · ".join(dict.fromkeys(whose)), kind="wide"),
        ],
        below=row["customer_id"],
    )


def _choices(rows: pl.DataFrame, people: Mapping[str, str], query: Query, words: Words) -> list[Choice]:
    periods = rows["period"].unique().sort(descending=True).to_list()
    return [
        Choice("person", words.text("Looked after by"), query.person, list(people.items())),
        Choice("period", words.text("Period"), query.period, [(period, period) for period in periods]),
    ]
