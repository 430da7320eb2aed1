"""Invoices for machines inside PDF files: Factur-X, ZUGFeRD and XRechnung carry their XML as an attachment.

The one thing to know: nothing of the pages is ever looked at. One attachment, known by its name, is unpacked up to
the size that any XML may have and goes the way of an XML file (`invoices`); a PDF without one is left unread.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from huikuan.gateways.imports import safe_xml
from huikuan.gateways.imports.invoices import invoice_sheets
from huikuan.gateways.imports.reading import RawSheet, Unusable

if TYPE_CHECKING:
    from pypdf import PdfReader

LARGEST_BYTES = 64 * 2**20  # a scanned invoice with its papers stays below this
# The names that the standards prescribe; ZUGFeRD 1 and Order-X are other things.
_NAMES = ("factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml")


def read_pdf(path: Path) -> list[RawSheet]:
    """Read the invoice inside a PDF file as a sheet named by the attachment; none where there is no such attachment.

    Raises: Unusable when the file is too large, damaged or protected, or holds several invoices or an unknown one.
    """
    import pypdf

    if path.stat().st_size > LARGEST_BYTES:
        raise safe_xml.too_large(path.name, LARGEST_BYTES)
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it mends by itself is no news
    bounds = dict.fromkeys(
        (
            "maximum_declared_stream_length",
            "array_based_stream_maximum_output_length",
            "zlib_maximum_output_length",
            "zlib_maximum_recovery_input_length",
            "lzw_maximum_output_length",
            "run_length_maximum_output_length",
            "brotli_maximum_output_length",
        ),
        safe_xml.LARGEST_BYTES + 1,  # what is larger is refused as XML, with the right words
    )
    try:
        bounded = pypdf.get_configuration().with_overwrites(**bounds)
        with pypdf.apply_configuration(bounded), pypdf.PdfReader(path) as reader:
            found = None if reader.is_encrypted else _attached(reader)
    except Exception:  # damage makes the library raise anything
        raise Unusable("broken_file", file=path.name) from None
    if found is None:
        raise Unusable("protected_file", file=path.name)
    return _sheets(path.name, found)


def _attached(reader: PdfReader) -> list[tuple[str, bytes]]:
    """Return name and content of the attachments that are invoices by their names, each content once."""
    found: dict[bytes, str] = {}
    for attachment in reader.attachment_list:
        names = [str(name).casefold() for name in (attachment.name, attachment.alternative_name)]
        name = next((name for name in names if name in _NAMES), None)
        if name is not None:
            found.setdefault(attachment.content, name)
    return [(name, content) for content, name in found.items()]


def _sheets(file: str, found: list[tuple[str, bytes]]) -> list[RawSheet]:
    if len(found) > 1:
        raise Unusable("several_invoices_inside", file=file)
    for name, content in found:
        sheets = invoice_sheets(file, safe_xml.parsed_xml(file, content), sheet=name)
        if not sheets:
            raise Unusable("unknown_invoice_inside", file=file, name=name)
        return sheets
    return []
