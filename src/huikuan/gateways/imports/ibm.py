"""The IBM receivables history: one file of settled invoices, known by its headers under any file name.

The one thing to know: what the file tells from hindsight is not used. `Disputed` says that a dispute was once raised,
not when, so it is no dispute here; `DaysLate` and `DaysToSettle` are kept beside the data. `SettledDate` is used by
the rule for settled documents (R-04). The currency is not in the file: it is the one of the options.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from huikuan.gateways.imports.columns import header_key

TABLE = "receivables"
MAPPING: Mapping[str, str] = {
    "invoiceNumber": "document_no",
    "customerID": "customer_id",
    "countryCode": "customer_region",
    "InvoiceDate": "issue_date",
    "DueDate": "due_date",
    "InvoiceAmount": "amount",
    "SettledDate": "settled_on",
}


def sniff(headers: Sequence[str]) -> bool:
    """Return whether the headers are those of the history, in any case and order."""
    return {header_key(header) for header in MAPPING} <= {header_key(header) for header in headers}
