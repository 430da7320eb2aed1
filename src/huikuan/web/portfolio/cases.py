"""The customers behind a sum of the portfolio, the largest first; and the same as a workbook."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.urls import reverse

from huikuan.apps.customers.selectors import names_of_customers
from huikuan.apps.people.selectors import names_of_people
from huikuan.desk.portfolio import Part, debts_seen
from huikuan.gateways.exports.records_workbook import debts_workbook
from huikuan.gateways.texts import Words
from huikuan.web.lists import Cell, Line, List
from huikuan.web.portfolio.page import address
from huikuan.web.visitors import Visit

if TYPE_CHECKING:
    from huikuan.apps.dunning.models import Run

PAGE_SIZE = 50


def cases_screen(run: Run, part: Part, after: int, visit: Visit) -> List:
    """Return the customers behind a sum, those behind the ``after``th."""
    words = visit.words
    rows = debts_seen(run, part, viewer=visit.actor)
    shown = rows.slice(after, PAGE_SIZE)
    names = names_of_customers(shown["customer_id"].to_list())
    people = names_of_people(shown["owner"].drop_nulls().to_list())
    said = words.titles("bucket").get(part.bucket, words.text("All ages"))
    more = after + PAGE_SIZE if rows.height > after + PAGE_SIZE else 0
    return List(
        title=words.text("{bucket}, {n} rows", bucket=said, n=f"{rows.height:,}"),
        tabs=[],
        heads=[
            (words.text("Customer"), ""),
            (words.text("Age"), ""),
            (words.text("Looked after by"), "wide"),
            (words.text("Amount"), "n"),
        ],
        lines=[_line(row, names, people, words) for row in shown.iter_rows(named=True)],
        more=address("portfolio_cases", part, after=more) if more else "",
        start=address("portfolio_cases", part) if after else "",
        filters=[(said, address("portfolio_cases", replace(part, bucket="")))] if part.bucket else [],
    )


def _line(row: dict[str, str], names: dict[str, str], people: dict[str, str], words: Words) -> Line:
    owner, unit = row["owner"] or "", words.currency(row["currency"])
    return Line(
        names.get(row["customer_id"]) or row["customer_id"],
        reverse("customer", args=[row["customer_id"]]),
        [
            Cell(words.title("bucket", row["bucket"])),
            Cell(people.get(owner, owner), kind="wide"),
            Cell(words.money(int(row["amount_minor"]), row["currency"]), kind="n", unit=unit),
        ],
        below=row["customer_id"],
    )


def cases_workbook(run: Run, part: Part, visit: Visit) -> tuple[bytes, int]:
    """Return the rows behind a sum as a workbook, and how many there are."""
    rows = debts_seen(run, part, viewer=visit.actor)
    names = names_of_customers(rows["customer_id"].unique().to_list())
    return debts_workbook(rows, names, visit.words), rows.height
