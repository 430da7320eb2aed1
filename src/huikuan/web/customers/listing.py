"""客户: every customer that the visitor reaches, with what it owes by the newest run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl
from django.urls import reverse

from huikuan.apps.people.selectors import names_of_people
from huikuan.desk.manual import manual_of
from huikuan.desk.portfolio import accounts_seen, looked_after_by
from huikuan.desk.rights import reaches_any
from huikuan.engine.codes import GRADES
from huikuan.gateways.exports.palette import AMBER, ramp_colour
from huikuan.gateways.keyset import rows_behind
from huikuan.gateways.texts import Words
from huikuan.gateways.texts.catalogue import N_
from huikuan.gateways.texts.columns import DASH
from huikuan.web.lists import Cell, Choice, Line, List, filters_of, heads_of, tabs_of
from huikuan.web.paging import address_of, unusual
from huikuan.web.visitors import Visit

if TYPE_CHECKING:
    from huikuan.apps.dunning.models import Run

PAGE_SIZE = 25
TABS: Mapping[str, str] = {"all": N_("All of them"), "overdue": N_("Overdue"), "even": N_("Nothing open")}
_AMONG: Mapping[str, pl.Expr] = {
    "all": pl.lit(True),
    "overdue": pl.col("overdue_minor") > 0,
    "even": pl.col("documents") == 0,
}
# Column → whether the largest comes first.
_ORDERS: Mapping[str, bool] = {
    "name": False,
    "overdue_minor": True,
    "eligible_minor": True,
    "open_minor": True,
    "oldest_days": True,
}
KEY = ("customer_id", "entity", "currency")
_FILTERS = ("person", "grade", "rung", "status", "policy")


@dataclass(frozen=True, slots=True)
class Query:
    """What the address asks for; what is empty does not matter."""

    tab: str = "all"
    by: str = "overdue_minor"
    person: str = ""  # owner or collector
    grade: str = ""
    rung: str = ""
    status: str = ""
    policy: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Query:
        """Return what the address asks for; what it does not know is as if not asked."""
        tab, by = given.get("tab", ""), given.get("by", "")
        return cls(
            tab=tab if tab in TABS else "all",
            by=by if by.removeprefix("-") in _ORDERS else "overdue_minor",
            **{name: given.get(name, "").strip() for name in _FILTERS},
        )

    @property
    def said(self) -> dict[str, str]:
        """What stands in the address; what goes without saying does not."""
        return unusual(self)

    def condition(self) -> pl.Expr:
        """Return the condition on rows, the tab's apart."""
        found = pl.lit(True)
        for name in ("grade", "rung", "policy"):
            if value := getattr(self, name):
                found &= (pl.col(name) == value).fill_null(False)
        if self.status:
            found &= pl.col("status").fill_null("normal") == self.status
        if self.person:
            found &= looked_after_by([self.person])
        return found


def accounts_wanted(run: Run, query: Query, visit: Visit, *, act: str = "see_customer") -> pl.DataFrame:
    """Return the rows asked for in their order: currency by currency, since amounts of two are never compared."""
    rows = accounts_seen(run, viewer=visit.actor, act=act).filter(query.condition() & _AMONG[query.tab])
    return _in_order(rows, query.by, run.parameters["base_currency"])


def _in_order(rows: pl.DataFrame, by: str, base: str) -> pl.DataFrame:
    column = by.removeprefix("-")
    down = _ORDERS[column] != by.startswith("-")
    is_money = column.endswith("_minor")
    first = [pl.col("currency").is_null(), pl.col("currency") != base, pl.col("currency")] if is_money else []
    return rows.sort(*first, pl.col(column), *KEY, descending=[*[False] * len(first), down, False, False, False])


def customers_screen(run: Run, query: Query, after: str, visit: Visit) -> List:
    """Return the list of customers behind a row."""
    words = visit.words
    reached = accounts_seen(run, viewer=visit.actor)
    filtered = reached.filter(query.condition())
    wanted = _in_order(filtered.filter(_AMONG[query.tab]), query.by, run.parameters["base_currency"])
    shown, more = rows_behind(wanted, KEY, after=after, size=PAGE_SIZE)
    counts = {name: filtered.filter(condition)["customer_id"].n_unique() for name, condition in _AMONG.items()}
    codes = {code for name in ("owner", "collector") for code in reached[name].drop_nulls().unique()}
    people = {code: code for code in sorted(codes)} | names_of_people(codes)
    choices = _choices(reached, run, query, people, words)
    beside = {name: value for name, value in query.said.items() if name != "tab"}
    rungs = words.ladder(manual_of(run).policies.values()).rungs
    return List(
        title=words.text("Customer list"),
        facts=words.text("by the run of {day}", day=words.day_full(run.business_date)),
        tabs=tabs_of("customers", words, TABS, counts, query.tab, beside),
        heads=heads_of("customers", query.said, _heads(words), _ORDERS, query.by),
        lines=[_line(row, people, rungs, words) for row in shown.iter_rows(named=True)],
        more=address_of("customers", {**query.said, "after": more}) if more else "",
        start=address_of("customers", query.said) if after else "",
        filters=filters_of("customers", query.said, choices),
        choices=choices,
        kept=[(name, value) for name, value in query.said.items() if name in ("tab", "by")],
        export=address_of("customers_export", query.said)
        if reaches_any("export", visit.actor, visit.business_date)
        else "",
    )


def _heads(words: Words) -> list[tuple[str, str, str]]:
    return [
        ("name", words.text("Customer"), ""),
        ("overdue_minor", words.text("Overdue"), "n"),
        ("eligible_minor", words.text("Amount to chase"), "n wide"),
        ("open_minor", words.text("All that is open"), "n wide"),
        ("oldest_days", words.text("Oldest"), ""),
        ("status", words.text("Account"), "wide"),
        ("rung", words.text("Stage"), "wide"),
        ("owner", words.text("Looked after by"), "wide"),
    ]


def _line(row: Mapping[str, Any], people: Mapping[str, str], rungs: Mapping[str, str], words: Words) -> Line:
    unit = words.currency(row["currency"]) if row["currency"] else ""
    whose = [people.get(code, code) for code in (row["owner"], row["collector"]) if code]
    grade = words.text("grade {grade}", grade=row["grade"]) if row["grade"] else ""
    status = row["status"] or "normal"
    tag = "" if status == "normal" else words.title("status", status)
    stage = rungs.get(row["rung"], row["rung"] or "")
    oldest = words.days(row["oldest_days"]) if row["oldest_days"] else DASH

    def amount(name: str) -> str:
        return words.money(row[name], row["currency"]) if row["currency"] else DASH

    return Line(
        row["name"] or row["customer_id"],
        reverse("customer", args=[row["customer_id"]]),
        [
            Cell(amount("overdue_minor"), kind="n", unit=unit),
            Cell(amount("eligible_minor"), kind="n wide"),
            Cell(amount("open_minor"), kind="n wide"),
            Cell(oldest, square=ramp_colour(row["oldest_days"]) if row["oldest_days"] else ""),
            Cell(tag, kind="last", tone=AMBER) if tag else Cell("", kind="wide"),
            Cell(stage, kind="wide"),
            Cell(" · ".join(dict.fromkeys(whose)), kind="wide"),
        ],
        below=" · ".join(part for part in (row["customer_id"], grade) if part),
    )


def _choices(rows: pl.DataFrame, run: Run, query: Query, people: Mapping[str, str], words: Words) -> list[Choice]:
    """Return what can be chosen: only what some row has, and only where that is more than one."""
    policies = manual_of(run).policies
    named: Mapping[str, tuple[str, Mapping[str, str]]] = {
        "person": (words.text("Looked after by"), people),
        "grade": (words.text("Grade"), {grade: grade for grade in GRADES}),
        "rung": (words.text("Stage"), words.ladder(policies.values()).rungs),
        "status": (words.text("Account"), words.titles("status")),
        "policy": (words.text("Policy"), {name: policy.name[words.lang] for name, policy in policies.items()}),
    }
    there = {
        "person": set(people),
        "status": set(rows["status"].fill_null("normal").unique()),
        **{name: set(rows[name].drop_nulls().unique()) for name in ("grade", "rung", "policy")},
    }
    return [
        Choice(name, label, getattr(query, name), [(code, word) for code, word in names.items() if code in there[name]])
        for name, (label, names) in named.items()
        if len(there[name]) > 1 or getattr(query, name)
    ]
