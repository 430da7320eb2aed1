"""The electronic invoices that are known: where each of our columns stands in UBL, in CII and in the 数电发票.

The one thing to know: UBL is the syntax of Peppol and XRechnung, CII that of Factur-X, ZUGFeRD and XRechnung too (both
are EN 16931); the 数电发票 has one total and never a due date. To teach the reader a dialect, add a row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# UNTDID 1001: what the number of a document's kind means. A pro forma (325) or a mere notice (751) is nothing to pay.
INVOICE_KINDS: Mapping[str, str] = {
    **dict.fromkeys(("80", "82", "84", "326", "380", "384", "386", "388", "389", "390", "393", "395"), "invoice"),
    **dict.fromkeys(("575", "623", "780", "875", "876", "877"), "invoice"),
    **dict.fromkeys(("81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "532"), "credit_note"),
    "383": "debit_note",
}


@dataclass(frozen=True, slots=True)
class Dialect:
    """One kind of invoice file.

    ``roots`` are the root elements it is known by, each with the kind of document it means by itself, if any.
    ``paths`` say where a column's text stands: the first path that has text counts. ``sums`` are the signed elements
    that must add up to ``payable``; ``whole`` is the first of them. ``kinds`` translates the code at ``kind``.
    """

    name: str
    roots: Mapping[str, str]
    namespaces: Mapping[str, str]
    paths: Mapping[str, Sequence[str]]
    payable: str
    prepaid: str
    sums: Sequence[tuple[int, str]]
    kinds: Mapping[str, str]
    currency: str = ""  # where the dialect knows but one


_UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
_UBL_BUYER = "cac:AccountingCustomerParty/cac:Party/"
_UBL_TOTAL = "cac:LegalMonetaryTotal/cbc:"
UBL = Dialect(
    name="ubl",
    roots={f"{{{_UBL}Invoice-2}}Invoice": "", f"{{{_UBL}CreditNote-2}}CreditNote": "credit_note"},
    namespaces={"cac": f"{_UBL}CommonAggregateComponents-2", "cbc": f"{_UBL}CommonBasicComponents-2"},
    paths={
        "document_no": ("cbc:ID",),
        "kind": ("cbc:InvoiceTypeCode", "cbc:CreditNoteTypeCode"),
        "issue_date": ("cbc:IssueDate",),
        "due_date": ("cbc:DueDate", "cac:PaymentMeans/cbc:PaymentDueDate", "cac:PaymentTerms/cbc:PaymentDueDate"),
        "terms": ("cac:PaymentTerms/cbc:Note",),
        "currency": ("cbc:DocumentCurrencyCode",),
        "customer_id": (
            f"{_UBL_BUYER}cac:PartyTaxScheme/cbc:CompanyID",
            f"{_UBL_BUYER}cac:PartyLegalEntity/cbc:CompanyID",
            f"{_UBL_BUYER}cac:PartyIdentification/cbc:ID",
            f"{_UBL_BUYER}cac:PartyLegalEntity/cbc:RegistrationName",
            f"{_UBL_BUYER}cac:PartyName/cbc:Name",
        ),
        "customer_tax_id": (f"{_UBL_BUYER}cac:PartyTaxScheme/cbc:CompanyID",),
        "customer_name": (
            f"{_UBL_BUYER}cac:PartyLegalEntity/cbc:RegistrationName",
            f"{_UBL_BUYER}cac:PartyName/cbc:Name",
        ),
        "customer_region": (f"{_UBL_BUYER}cac:PostalAddress/cac:Country/cbc:IdentificationCode",),
        "order_no": ("cac:OrderReference/cbc:ID",),
        "contract_no": ("cac:ContractDocumentReference/cbc:ID",),
        "delivered_on": ("cac:Delivery/cbc:ActualDeliveryDate",),
    },
    payable=f"{_UBL_TOTAL}PayableAmount",
    prepaid=f"{_UBL_TOTAL}PrepaidAmount",
    sums=(
        (1, f"{_UBL_TOTAL}TaxInclusiveAmount"),
        (-1, f"{_UBL_TOTAL}PrepaidAmount"),
        (1, f"{_UBL_TOTAL}PayableRoundingAmount"),
    ),
    kinds=INVOICE_KINDS,
)

_CII = "urn:un:unece:uncefact:data:standard:"
_TRADE = "rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTrade"
_CII_BUYER = f"{_TRADE}Agreement/ram:BuyerTradeParty/"
_CII_TOTAL = f"{_TRADE}Settlement/ram:SpecifiedTradeSettlementHeaderMonetarySummation/ram:"
CII = Dialect(
    name="cii",
    roots={f"{{{_CII}CrossIndustryInvoice:100}}CrossIndustryInvoice": ""},
    namespaces={
        "rsm": f"{_CII}CrossIndustryInvoice:100",
        "ram": f"{_CII}ReusableAggregateBusinessInformationEntity:100",
        "udt": f"{_CII}UnqualifiedDataType:100",
    },
    paths={
        "document_no": ("rsm:ExchangedDocument/ram:ID",),
        "kind": ("rsm:ExchangedDocument/ram:TypeCode",),
        "issue_date": ("rsm:ExchangedDocument/ram:IssueDateTime/udt:DateTimeString",),
        "due_date": (f"{_TRADE}Settlement/ram:SpecifiedTradePaymentTerms/ram:DueDateDateTime/udt:DateTimeString",),
        "terms": (f"{_TRADE}Settlement/ram:SpecifiedTradePaymentTerms/ram:Description",),
        "currency": (f"{_TRADE}Settlement/ram:InvoiceCurrencyCode",),
        "customer_id": (
            f"{_CII_BUYER}ram:SpecifiedTaxRegistration/ram:ID[@schemeID='VA']",
            f"{_CII_BUYER}ram:SpecifiedLegalOrganization/ram:ID",
            f"{_CII_BUYER}ram:GlobalID",
            f"{_CII_BUYER}ram:ID",
            f"{_CII_BUYER}ram:Name",
        ),
        "customer_tax_id": (f"{_CII_BUYER}ram:SpecifiedTaxRegistration/ram:ID[@schemeID='VA']",),
        "customer_name": (f"{_CII_BUYER}ram:Name",),
        "customer_region": (f"{_CII_BUYER}ram:PostalTradeAddress/ram:CountryID",),
        "order_no": (f"{_TRADE}Agreement/ram:BuyerOrderReferencedDocument/ram:IssuerAssignedID",),
        "contract_no": (f"{_TRADE}Agreement/ram:ContractReferencedDocument/ram:IssuerAssignedID",),
        "delivered_on": (
            f"{_TRADE}Delivery/ram:ActualDeliverySupplyChainEvent/ram:OccurrenceDateTime/udt:DateTimeString",
        ),
    },
    payable=f"{_CII_TOTAL}DuePayableAmount",
    prepaid=f"{_CII_TOTAL}TotalPrepaidAmount",
    sums=(
        (1, f"{_CII_TOTAL}GrandTotalAmount"),
        (-1, f"{_CII_TOTAL}TotalPrepaidAmount"),
        (1, f"{_CII_TOTAL}RoundingAmount"),
    ),
    kinds=INVOICE_KINDS,
)

_CN_BUYER = "EInvoiceData/BuyerInformation/"
_CN_BASIC = "EInvoiceData/BasicInformation/"
EINVOICE = Dialect(
    name="einvoice",
    roots={"EInvoice": ""},
    namespaces={},
    paths={
        "document_no": ("TaxSupervisionInfo/InvoiceNumber", "Header/EIid"),
        "kind": ("Header/InherentLabel/InIssuType/LabelCode",),
        "issue_date": ("TaxSupervisionInfo/IssueTime", f"{_CN_BASIC}RequestTime"),
        "customer_id": (f"{_CN_BUYER}BuyerIdNum", f"{_CN_BUYER}BuyerName"),
        "customer_tax_id": (f"{_CN_BUYER}BuyerIdNum",),
        "customer_name": (f"{_CN_BUYER}BuyerName",),
    },
    payable=f"{_CN_BASIC}TotalTax-includedAmount",
    prepaid="",
    sums=((1, f"{_CN_BASIC}TotalAmWithoutTax"), (1, f"{_CN_BASIC}TotalTaxAm")),
    kinds={"Y": "invoice", "N": "credit_note"},  # 蓝字, 红字
    currency="CNY",
)

DIALECTS: tuple[Dialect, ...] = (UBL, CII, EINVOICE)
