"""The customers behind a sum of the portfolio, as a workbook of one sheet."""

from __future__ import annotations

import io
from collections.abc import Mapping

import polars as pl
import xlsxwriter

from huikuan.gateways.exports.amounts import with_decimals
from huikuan.gateways.texts import Words


def debts_workbook(debts: pl.DataFrame, names: Mapping[str, str], words: Words) -> bytes:
    """Return engine.portfolio.DEBTS with the customers' ``names`` by id. Texts stay texts: no cell is a formula."""
    told = with_decimals(debts).with_columns(
        pl.col("customer_id").replace(names).alias("name"), pl.col("bucket").replace(words.titles("bucket"))
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
    return out.getvalue()
