"""A page that asks for a few things and does one act (``web/asked.html``): settings are mostly made of such pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from huikuan.web.forms import Form


@dataclass(frozen=True, slots=True)
class Question:
    """A field of the page. ``kind``: as of the template tag ``field``; ``choices``: code and word."""

    name: str
    label: str
    kind: str = "text"
    help: str = ""
    is_optional: bool = False
    choices: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """What one of two people typed, and what the other has saved meanwhile."""

    name: str
    mine: str
    holds: str


@dataclass(frozen=True, slots=True)
class Ask:
    """The page: where one comes from, what it is about, what is asked, and the act that the button names."""

    title: str
    crumbs: list[tuple[str, str]]  # word and address
    button: str
    questions: list[Question] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)  # what saving will do
    version: int | None = None
    differences: list[Difference] = field(default_factory=list)  # somebody was faster: both are shown
    is_grave: bool = False  # cannot be undone: the button is not filled


def differences(form: Form, questions: Sequence[Question], holds: dict[str, str]) -> list[Difference]:
    """Return where what was typed is not what holds now; a choice is told by its word."""
    found = []
    for question in questions:
        words = dict(question.choices)
        mine, there = form.value(question.name), holds[question.name]
        if mine != there:
            found.append(Difference(question.label, words.get(mine, mine) or "—", words.get(there, there) or "—"))
    return found
