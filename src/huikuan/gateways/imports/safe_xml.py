"""XML from strangers: parsed without document types, entities or anything fetched, and only up to a size.

The one thing to know: whatever is refused here is refused as a whole; no part of such a file is ever used.
"""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from huikuan.gateways.imports.reading import Unusable

LARGEST_BYTES = 16 * 2**20  # an invoice with its papers embedded stays below this
MOST_TAGS = 1_000_000  # some 12,000 invoice lines; what an element costs in memory is many times its text
# The parser knows no encoding of several bytes but the Unicode ones; Chinese tools still write these.
_CHINESE = re.compile(rb"""^\s*<\?xml[^>]{0,80}encoding\s*=\s*["'](gb2312|gbk|gb18030)["']""", re.IGNORECASE)


def read_xml(path: Path) -> Element:
    """Return the root of an XML file. Raises: Unusable when it is too large, not well-formed, or declares entities."""
    if path.stat().st_size > LARGEST_BYTES:
        raise broken(path.name, f"it is larger than {LARGEST_BYTES // 2**20} MB")
    return parsed_xml(path.name, path.read_bytes())


def parsed_xml(file: str, content: bytes) -> Element:
    """Return the root of an XML text; ``file`` names it for the message. Raises: Unusable as for a file."""
    if len(content) > LARGEST_BYTES:
        raise broken(file, f"it is larger than {LARGEST_BYTES // 2**20} MB")
    if content.count(b"<") > MOST_TAGS:
        raise broken(file, f"it has more than {MOST_TAGS:,} tags")
    chinese = _CHINESE.match(content)
    try:
        text = content.decode("gb18030") if chinese else content
        return fromstring(text, forbid_dtd=True)
    except DefusedXmlException:
        raise broken(file, "it declares a document type, which no invoice needs") from None
    except (ParseError, ValueError, LookupError) as fault:
        raise broken(file, str(fault)) from None


def broken(file: str, reason: str) -> Unusable:
    """Return what to raise for a file that is refused as a whole."""
    return Unusable("broken_file", file=file, reason=reason)
