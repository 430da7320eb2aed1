"""Refusals: what somebody may not do, or not now. Codes and parameters; the faces render them (texts/refusal_words).

Refused
└── DayRefused        desk/day: a business date that may not be run
"""

from __future__ import annotations


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not a fault
    """An act that is refused before anything was written. ``facts`` fill the sentence of ``code`` and its remedy."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(f"{code}: {facts}")
        self.code = code
        self.facts = facts
