"""The open items that the visitor reaches, by the newest run; without a filter they sum to the ledger and say so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl
from django.urls import reverse

from huikuan.apps.customers.selectors import names_of_customers
from huikuan.desk.portfolio import items_seen, sums_seen
from huikuan.desk.rights import reaches_any
from huikuan.engine.ageing import BUCKETS
from huikuan.gateways.exports.palette import AGEING_RAMP, ramp_colour
from huikuan.gateways.keyset import rows_behind
from huikuan.gateways.texts import Words
from huikuan.gateways.texts.catalogue import N_
from huikuan.gateways.texts.columns import DASH
from huikuan.web.lists import Cell, Choice, Line, List, Sum, filters_of, heads_of, tabs_of
from huikuan.web.paging import address_of, unusual
from huikuan.web.visitors import Visit

if TYPE_CHECKING:
    from huikuan.apps.dunning.models import Run

PAGE_SIZE = 25
TABS: Mapping[str, str] = {
    "all": N_("All of them"),
    "overdue": N_("Overdue"),
    "disputed": N_("Disputed"),
    "promised": N_("Promised"),
    "in_transit": N_("In transit"),
    "credit": N_("Credit notes"),
}
_AMONG: Mapping[str, pl.Expr] = {
    "all": pl.lit(True),
    "overdue": pl.col("overdue_days") > 0,
    "credit": pl.col("open_minor") < 0,
    **{name: pl.col(f"{name}_minor") > 0 for name in ("disputed", "promised", "in_transit")},
}
# Column → whether the largest comes first.
_ORDERS: Mapping[str, bool] = {
    "document_no": False,
    "customer_id": False,
    "due_date": False,
    "overdue_days": True,
    "open_minor": True,
    "eligible_minor": True,
}
_KEY = ("entity", "kind", "document_no", "customer_id")
_FILTERS = ("customer", "document", "bucket", "currency")
_PARTS = ("disputed", "promised", "in_transit")


@dataclass(frozen=True, slots=True)
class Query:
    """What the address asks for; what is empty does not matter."""

    tab: str = "all"
    by: str = "overdue_days"
    customer: str = ""  # its code
    document: str = ""  # a part of the number
    bucket: str = ""
    currency: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Query:
        """Return what the address asks for; what it does not know is as if not asked."""
        tab, by = given.get("tab", ""), given.get("by", "")
        return cls(
            tab=tab if tab in TABS else "all",
            by=by if by.removeprefix("-") in _ORDERS else "overdue_days",
            **{name: given.get(name, "").strip() for name in _FILTERS},
        )

    @property
    def said(self) -> dict[str, str]:
        """What stands in the address; what goes without saying does not."""
        return unusual(self)

    def condition(self) -> pl.Expr:
        """Return the condition on items, the tab's apart."""
        found = pl.lit(True)
        for name, column in (("customer", "customer_id"), ("bucket", "bucket"), ("currency", "currency")):
            if value := getattr(self, name):
                found &= pl.col(column) == value
        if self.document:
            found &= pl.col("document_no").str.contains(self.document, literal=True)
        return found

    @property
    def is_whole(self) -> bool:
        """Whether no item is left out, a choice of currency apart."""
        return self.tab == "all" and not (self.customer or self.document or self.bucket)


def items_wanted(run: Run, query: Query, visit: Visit, *, act: str = "see_customer") -> pl.DataFrame:
    """Return the items asked for in their order: currency by currency, since amounts of two are never compared."""
    rows = items_seen(run, query.condition() & _AMONG[query.tab], viewer=visit.actor, act=act)
    column = query.by.removeprefix("-")
    down = _ORDERS[column] != query.by.startswith("-")
    first = [pl.col("currency") != run.parameters["base_currency"], pl.col("currency")]
    first = first if column.endswith("_minor") else []
    flags = [*[False] * len(first), down, *[False] * len(_KEY)]
    return rows.sort(*first, pl.col(column), *_KEY, descending=flags, nulls_last=True)


def receivables_screen(run: Run, query: Query, after: str, visit: Visit) -> List:
    """Return the list of items behind one."""
    words = visit.words
    wanted = items_wanted(run, query, visit)
    shown, more = rows_behind(wanted, _KEY, after=after, size=PAGE_SIZE)
    ages = sums_seen(run, viewer=visit.actor).ages
    choices = _choices(ages, query, words)
    beside = {name: value for name, value in query.said.items() if name != "tab"}
    names = names_of_customers(shown["customer_id"].unique().to_list())
    return List(
        title=words.text("Receivables"),
        facts=words.text("by the run of {day}", day=words.day_full(run.business_date)),
        tabs=tabs_of("receivables", words, TABS, {query.tab: wanted.height}, query.tab, beside),
        heads=heads_of("receivables", query.said, _heads(words), _ORDERS, query.by),
        lines=[_line(row, names, run, words) for row in shown.iter_rows(named=True)],
        more=address_of("receivables", {**query.said, "after": more}) if more else "",
        start=address_of("receivables", query.said) if after else "",
        filters=filters_of("receivables", query.said, choices),
        choices=choices,
        kept=[(name, value) for name, value in query.said.items() if name in ("tab", "by")],
        sums=list(_sums(wanted, ages, query, words)),
        export=address_of("receivables_export", query.said)
        if reaches_any("export", visit.actor, visit.business_date)
        else "",
    )


def _heads(words: Words) -> list[tuple[str, str, str]]:
    return [
        ("document_no", words.text("Document"), ""),
        ("customer_id", words.text("Customer"), ""),
        ("due_date", words.text("Due date"), "wide"),
        ("overdue_days", words.text("Days overdue"), ""),
        ("open_minor", words.text("Open"), "n"),
        ("eligible_minor", words.text("Amount to chase"), "n wide"),
        ("status", words.text("Status"), ""),
    ]


def _line(row: Mapping[str, Any], names: Mapping[str, str], run: Run, words: Words) -> Line:
    currency, customer, days = row["currency"], row["customer_id"], row["overdue_days"]
    is_aged = row["open_minor"] > 0 and days is not None
    parts = [
        f"{words.text(TABS[name])} {words.money(row[f'{name}_minor'], currency)}"
        for name in _PARTS
        if row[f"{name}_minor"]
    ]
    reason = row["suppressed_reason"] or ""
    state = words.title("skip_reason", reason) if reason else words.text("To chase")
    return Line(
        row["document_no"],
        reverse("customer", args=[customer]),
        [
            Cell(names.get(customer, customer)),
            Cell(words.day(row["due_date"], run.business_date), kind="wide"),
            Cell(
                _age(days, words) if is_aged else DASH, square=ramp_colour(days) if is_aged else AGEING_RAMP["not_due"]
            ),
            Cell(words.money(row["open_minor"], currency), kind="n", unit=words.currency(currency)),
            Cell(words.money(row["eligible_minor"], currency), kind="n wide"),
            Cell(state, below=" · ".join(parts), kind="less"),
        ],
        below=words.title("kind", row["kind"]),
    )


def _age(days: int, words: Words) -> str:
    if days > 0:
        return words.days(days)
    return words.text("due in {days}", days=words.days(days)) if days else words.text("due today")


def _choices(ages: pl.DataFrame, query: Query, words: Words) -> list[Choice]:
    currencies = ages["currency"].drop_nulls().unique().sort().to_list()
    buckets = words.titles("bucket")
    choices = [
        Choice("customer", words.text("Customer id"), query.customer),
        Choice("document", words.text("Document number"), query.document),
        Choice("bucket", words.text("Age"), query.bucket, [(name, buckets[name]) for name in BUCKETS[:-1]]),
    ]
    if len(currencies) > 1 or query.currency:
        named = [(code, words.currency(code)) for code in currencies]
        choices.append(Choice("currency", words.text("Currency"), query.currency, named))
    return choices


def _sums(items: pl.DataFrame, ages: pl.DataFrame, query: Query, words: Words) -> Iterator[list[Sum]]:
    """Yield the sums of each currency; where no item is left out also the cash without a document, and the ledger."""
    sums = items.group_by("currency").agg(pl.col("open_minor").sum(), n=pl.len()).sort("currency")
    unallocated = ages.filter(pl.col("bucket") == "unallocated").group_by("currency").agg(pl.col("amount_minor").sum())
    left = dict(unallocated.iter_rows())
    for currency, minor, n in sums.iter_rows():
        unit, cash = words.currency(currency), left.get(currency, 0)
        line = [Sum(words.count("{n} item", "{n} items", n), words.money(minor, currency), unit)]
        if query.is_whole and cash:
            line.append(Sum(words.text("Unallocated cash"), words.money(cash, currency), unit))
        if query.is_whole:
            line.append(Sum(words.text("Total = ledger"), words.money(minor + cash, currency), unit))
        yield line
