"""The formats that are known by what is in them, whatever the file is called.

The one thing to know: a new format is one file with a ``sniff``, and one row here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from huikuan.gateways.imports import ibm, invoices, sap
from huikuan.gateways.imports.invoice_dialects import DIALECTS


@dataclass(frozen=True, slots=True)
class Format:
    """A format of one sheet: how to know it, the table it fills, and which of its headers is which of our columns."""

    name: str
    sniff: Callable[[Sequence[str]], bool]
    table: str
    mapping: Mapping[str, str]


FORMATS: tuple[Format, ...] = (
    Format("ibm", ibm.sniff, ibm.TABLE, ibm.MAPPING),
    Format("sap-line-items", sap.is_line_items, "receivables", sap.ITEMS),
    Format("sap-partners", sap.is_partners, "customers", sap.PARTNERS),
    *(
        Format(dialect.name, partial(invoices.sniffed, dialect), invoices.TABLE, invoices.mapping_of(dialect))
        for dialect in DIALECTS
    ),
)


def format_of(headers: Sequence[str]) -> Format | None:
    """Return the first format that recognises the headers."""
    return next((known for known in FORMATS if known.sniff(headers)), None)
