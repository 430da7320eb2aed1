"""The customers behind a sum of the portfolio, the largest first; and the same as a workbook."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl
import xlsxwriter
from django.urls import reverse

from huikuan.apps.customers.selectors import names_of_customers
from huikuan.apps.people.selectors import names_of_people
from huikuan.desk.portfolio import Part, debts_seen
from huikuan.gateways.exports.amounts import with_decimals
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
    here = address("portfolio_cases", part)
    joined = "&" if "?" in here else "?"
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
        more=f"{here}{joined}after={more}" if more else "",
        start=here if after else "",
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
    """Return the rows behind a sum as a workbook, and how many there are. Texts stay texts: no cell is a formula."""
    words = visit.words
    rows = debts_seen(run, part, viewer=visit.actor)
    told = with_decimals(rows).with_columns(
        pl.col("customer_id").replace(names_of_customers(rows["customer_id"].unique().to_list())).alias("name"),
        pl.col("bucket").replace(words.titles("bucket")),
    )
    heads = {
        "customer_id": words.text("Customer id"),
        "name": words.text("Customer"),
        "entity": words.text("Entity"),
        "owner": words.text("Sales rep"),
        "collector": words.text("Collector"),
        "bucket": words.text("Age"),
        "amount": words.text("Amount"),
        "currency": words.text("Currency"),
    }
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        told.select(pl.col(name).alias(head) for name, head in heads.items()).write_excel(
            book,
            worksheet=words.text("Portfolio"),
            freeze_panes=(1, 0),
            autofit=True,
            table_style="Table Style Light 1",
            column_formats={heads["amount"]: "#,##0.00"},
        )
    return out.getvalue(), rows.height
