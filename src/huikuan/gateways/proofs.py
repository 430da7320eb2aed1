"""Papers that people bring as proof: which kinds are kept, told by their first bytes and not by their names."""

from __future__ import annotations

from collections.abc import Mapping

LARGEST_BYTES = 10 * 1024 * 1024
_BEGINS: Mapping[bytes, str] = {
    b"%PDF-": "application/pdf",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
}


def kind_of_paper(content: bytes) -> str | None:
    """Return the media type of a PDF, a PNG or a JPEG; None of anything else."""
    return next((media_type for begin, media_type in _BEGINS.items() if content.startswith(begin)), None)
