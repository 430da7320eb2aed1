"""Electronic invoices for the reading tests: those beside the checkout, and small ones of our own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[4] / "shared" / "data" / "invoices"

_UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
_NAMESPACES = f'xmlns:cac="{_UBL}CommonAggregateComponents-2" xmlns:cbc="{_UBL}CommonBasicComponents-2"'


def beside(name: str) -> Path:
    """Return the path of a file beside the checkout; without it the test is skipped, in CI it fails."""
    path = FOLDER / name
    if not path.exists():
        reason = f"{name} is not beside the checkout (shared/data/invoices)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return path


def ubl(
    *,
    number: str = "INV-1",
    code: str = "380",
    due: str = "<cbc:DueDate>2026-10-31</cbc:DueDate>",
    issued: str = "2026-10-01",
    total: str = '<cbc:PayableAmount currencyID="EUR">100.00</cbc:PayableAmount>',
    buyer: str = "<cbc:CompanyID>DE 111 222</cbc:CompanyID>",
    root: str = "Invoice",
    head: str = "",
) -> str:
    """Write a UBL invoice of our own: 100.00 EUR for one buyer, due on 31 October 2026."""
    return f"""{head}<{root} xmlns="{_UBL}{root}-2" {_NAMESPACES}>
<cbc:ID>{number}</cbc:ID><cbc:IssueDate>{issued}</cbc:IssueDate>{due}
<cbc:{root}TypeCode>{code}</cbc:{root}TypeCode><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
<cac:AccountingCustomerParty><cac:Party><cac:PartyTaxScheme>{buyer}</cac:PartyTaxScheme>
<cac:PartyLegalEntity><cbc:RegistrationName>Elbe Werke</cbc:RegistrationName></cac:PartyLegalEntity>
</cac:Party></cac:AccountingCustomerParty>
<cac:LegalMonetaryTotal>{total}</cac:LegalMonetaryTotal></{root}>"""


def einvoice(*, blue: str = "Y", total: str = "113.00", parts: tuple[str, str] = ("100.00", "13.00")) -> str:
    """Write a 数电发票 of our own over 113.00 yuan."""
    return f"""<EInvoice><Header><EIid>26000000000000000001</EIid>
<InherentLabel><InIssuType><LabelCode>{blue}</LabelCode></InIssuType></InherentLabel></Header><EInvoiceData>
<BuyerInformation><BuyerIdNum>91320500ma1</BuyerIdNum><BuyerName>苏州精工机械有限公司</BuyerName></BuyerInformation>
<BasicInformation><TotalAmWithoutTax>{parts[0]}</TotalAmWithoutTax><TotalTaxAm>{parts[1]}</TotalTaxAm>
<TotalTax-includedAmount>{total}</TotalTax-includedAmount></BasicInformation></EInvoiceData>
<TaxSupervisionInfo><InvoiceNumber>26000000000000000001</InvoiceNumber>
<IssueTime>2026-09-01 10:08:05</IssueTime></TaxSupervisionInfo></EInvoice>"""
