"""What a file is that no table can be made of, as far as its first bytes tell: for the words of ``huikuan inspect``.

The one thing to know: nothing is read from such a file; to name another kind, add a row.
"""

from __future__ import annotations

import re
from pathlib import Path

_LOOKED_AT = 4_096
# Kind, and what its first bytes show, blanks and case left alone.
_KINDS: tuple[tuple[str, re.Pattern[bytes]], ...] = (
    ("pdf", re.compile(rb"\A%PDF-")),
    ("bank_statement", re.compile(rb"urn:iso:std:iso:20022:tech:xsd:camt\.05[2-4]")),
    ("bank_statement", re.compile(rb"(?:\A|\n):20:[^\n]*\r?\n(?:[^\n]*\n)*?:(?:25|28C?|60[FM]):")),
    ("bank_statement", re.compile(rb"\A\s*(?:OFXHEADER:|<\?OFX|<\?xml[^>]*>\s*<\?OFX)")),
    ("bank_statement", re.compile(rb"(?i)\btransaction (?:date|amount|type)\b")),
    ("bank_statement", re.compile("交易(?:时间|日期|金额)|交易日|记账日|支付宝|微信支付".encode())),
    ("bank_statement", re.compile("交易(?:时间|日期|金额)|交易日|记账日|支付宝|微信支付".encode("gb18030"))),
    (
        "sap_extract",
        re.compile(rb'\A\s*\{[^\n]*"(?:billingDocument|accountingDocument|businessPartner|salesOrganization)"'),
    ),
)


def kind_of_stranger(path: Path) -> str:
    """Return ``pdf``, ``bank_statement``, ``sap_extract``, or nothing where the first bytes say none of these."""
    with path.open("rb") as stream:
        start = stream.read(_LOOKED_AT)
    return next((kind for kind, sign in _KINDS if sign.search(start)), "")
