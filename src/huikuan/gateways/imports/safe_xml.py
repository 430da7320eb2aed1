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
        raise too_large(path.name, LARGEST_BYTES)
    return parsed_xml(path.name, path.read_bytes())


def parsed_xml(file: str, content: bytes) -> Element:
    """Return the root of an XML text; ``file`` names it for the message. Raises: Unusable as for a file."""
    if len(content) > LARGEST_BYTES:
        raise too_large(file, LARGEST_BYTES)
    if content.count(b"<") > MOST_TAGS:
        raise Unusable("too_many_tags", file=file, most=f"{MOST_TAGS:,}")
    chinese = _CHINESE.match(content)
    try:
        text = content.decode("gb18030") if chinese else content
        return fromstring(text, forbid_dtd=True)
    except DefusedXmlException:
        raise Unusable("document_type_declared", file=file) from None
    except ParseError as fault:
        line, _column = fault.position
        raise Unusable("not_well_formed", file=file, line=str(line)) from None
    except (ValueError, LookupError):  # in no encoding, or in one that is not known
        raise Unusable("broken_file", file=file) from None


def too_large(file: str, most_bytes: int) -> Unusable:
    """Return what to raise for a file that is larger than that."""
    return Unusable("file_too_large", file=file, megabytes=str(most_bytes // 2**20))
