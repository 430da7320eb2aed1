"""The SAP order-to-cash extract: customer line items (BSID and BSAD as one) and business partners, as JSON Lines.

The one thing to know: only the line items are receivables. Billing documents say the same claims before tax, and the
extract's payments repeat the cleared items, so reading either would count money twice: they stay unread. A cancelled
billing document and its cancellation are two line items of opposite sign, both settled on the clearing date. Nothing
in the extract says what a code of payment terms means: due dates come from the customers' terms.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl

from huikuan.gateways.imports.columns import header_key
from huikuan.gateways.imports.reading import RawSheet

_NUMBER, _KIND = "referenceDocument (number)", "amountInTransactionCurrency (sign)"
ITEMS: Mapping[str, str] = {
    _NUMBER: "document_no",
    _KIND: "kind",
    "companyCode": "entity",
    "customer": "customer_id",
    "documentDate": "issue_date",
    "amountInTransactionCurrency": "amount",
    "transactionCurrency": "currency",
    "clearingDate": "settled_on",
}
PARTNERS: Mapping[str, str] = {"customer": "customer_id", "businessPartnerFullName": "name", "industry": "industry"}
_ITEMS_HAVE = ("accountingDocument", "referenceDocument", "financialAccountType", *list(ITEMS)[2:])
_PARTNERS_HAVE = ("businessPartner", *PARTNERS)
_FIRST_ITEM = ("1", "001")


def is_line_items(headers: Sequence[str]) -> bool:
    """Return whether the headers are those of line items as ``prepared`` gives them."""
    return _has(headers, (*_ITEMS_HAVE, _NUMBER, _KIND))


def is_partners(headers: Sequence[str]) -> bool:
    """Return whether the headers are those of business partners."""
    return _has(headers, _PARTNERS_HAVE)


def prepared(raw: RawSheet) -> RawSheet:
    """Return line items with their number and kind as columns and days without the clock; other sheets as they are.

    The number is the billing document's, which the customer holds too, with the item behind it where the item is not
    the first (instalments of one invoice); the accounting document's where there is no other.
    """
    if not _has(raw.headers, _ITEMS_HAVE):
        return raw
    at = {header: pl.col(str(place)) for place, header in enumerate(raw.headers)}
    number = pl.coalesce(*(_given(at[name]) for name in ("referenceDocument", "accountingDocument")))
    item = _given(at.get("accountingDocumentItem", pl.lit(None, dtype=pl.String)))
    is_further = ~item.is_in(_FIRST_ITEM).fill_null(value=True)
    is_credit = at["amountInTransactionCurrency"].str.contains(r"^\s*-|-\s*$")
    width = len(raw.headers)
    cells = raw.cells.with_columns(
        at[name].str.replace(r"T00:00:00(?:\.0+)?Z?$", "") for name in ("documentDate", "clearingDate")
    ).with_columns(
        pl.when(is_further).then(number + "/" + item).otherwise(number).alias(str(width)),
        pl.when(is_credit).then(pl.lit("credit_note")).otherwise(pl.lit("invoice")).alias(str(width + 1)),
    )
    return replace(raw, headers=(*raw.headers, _NUMBER, _KIND), cells=cells)


def _given(cell: pl.Expr) -> pl.Expr:
    return pl.when(cell.str.strip_chars() != "").then(cell.str.strip_chars())


def _has(headers: Sequence[str], wanted: Sequence[str]) -> bool:
    return {header_key(header) for header in wanted} <= {header_key(header) for header in headers}
