"""Lists that people take along as a workbook of one sheet: the customers behind a sum, all customers, open items."""

from __future__ import annotations

import io
from collections.abc import Mapping

import polars as pl
import xlsxwriter

from huikuan.gateways.exports.amounts import with_decimals
from huikuan.gateways.texts import Words


def debts_workbook(debts: pl.DataFrame, names: Mapping[str, str], words: Words) -> bytes:
    """Return engine.portfolio.DEBTS with the customers' ``names`` by id."""
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
    return _workbook(told, heads, words.text("Portfolio"))


def accounts_workbook(accounts: pl.DataFrame, words: Words) -> bytes:
    """Return engine.portfolio.ACCOUNTS."""
    told = with_decimals(accounts).with_columns(pl.col("status").fill_null("normal").replace(words.titles("status")))
    heads = {
        "customer_id": words.text("Customer id"),
        "name": words.text("Customer"),
        "entity": words.text("Entity"),
        "owner": words.text("Sales rep"),
        "collector": words.text("Collector"),
        "grade": words.text("Grade"),
        "status": words.text("Account"),
        "overdue_amount": words.text("Overdue"),
        "eligible_amount": words.text("Amount to chase"),
        "open_amount": words.text("All that is open"),
        "currency": words.text("Currency"),
        "oldest_days": words.text("Days overdue"),
    }
    return _workbook(told, heads, words.text("Customer list"))


def items_workbook(items: pl.DataFrame, names: Mapping[str, str], words: Words) -> bytes:
    """Return the engine's ITEMS with the customers' ``names`` by id."""
    told = with_decimals(items).with_columns(
        pl.col("customer_id").replace(names).alias("name"),
        pl.col("bucket").replace(words.titles("bucket")),
        pl.col("kind").replace(words.titles("kind")),
        pl.col("suppressed_reason").replace(words.titles("skip_reason")),
    )
    heads = {
        "document_no": words.text("Document"),
        "kind": words.text("Kind"),
        "customer_id": words.text("Customer id"),
        "name": words.text("Customer"),
        "entity": words.text("Entity"),
        "issue_date": words.text("Issue date"),
        "due_date": words.text("Due date"),
        "overdue_days": words.text("Days overdue"),
        "bucket": words.text("Age"),
        "open_amount": words.text("Open"),
        "disputed_amount": words.text("Disputed"),
        "promised_amount": words.text("Promised"),
        "in_transit_amount": words.text("In transit"),
        "eligible_amount": words.text("Amount to chase"),
        "currency": words.text("Currency"),
        "suppressed_reason": words.text("Not chased because"),
    }
    return _workbook(told, heads, words.text("Receivables"))


def _workbook(told: pl.DataFrame, heads: Mapping[str, str], sheet: str) -> bytes:
    """Return one sheet of the columns in ``heads``; texts stay texts, no cell is a formula."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        told.select(pl.col(name).alias(head) for name, head in heads.items()).write_excel(
            book,
            worksheet=sheet,
            freeze_panes=(1, 0),
            autofit=True,
            table_style="Table Style Light 1",
            column_formats={head: "#,##0.00" for name, head in heads.items() if name.endswith("amount")},
        )
    return out.getvalue()
