"""Telephone numbers as those see them who do not call (D-1401)."""

from __future__ import annotations

_SHOWN_FIRST, _SHOWN_LAST = 3, 4


def masked_phone(number: str) -> str:
    """Return ``138****2210``: enough to recognise a number, too little to dial it. A short one is hidden whole."""
    digits = number.strip()
    if len(digits) <= _SHOWN_FIRST + _SHOWN_LAST:
        return "*" * len(digits)
    return f"{digits[:_SHOWN_FIRST]}****{digits[-_SHOWN_LAST:]}"
