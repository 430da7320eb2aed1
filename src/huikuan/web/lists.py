"""A list as every screen shows it: tabs, heads, rows that can be opened, and where the rest is (``web/list.html``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from huikuan.gateways.texts import Words
from huikuan.web.paging import Tab, address_of


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: text, a second line, a tone for a tag.

    ``kind``: n (a number), less (quiet), wide (quiet, where there is room), last (a state).
    """

    text: str
    below: str = ""
    kind: str = ""
    unit: str = ""
    tone: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A row: what it is about, where it leads, and its cells."""

    name: str
    address: str
    cells: list[Cell]
    below: str = ""


@dataclass(frozen=True, slots=True)
class List:
    """A page of a list. ``heads``: of all columns, the first one's before the cells'."""

    title: str
    tabs: list[Tab]
    heads: list[tuple[str, str]]  # word and kind
    lines: list[Line]
    more: str
    start: str
    filters: list[tuple[str, str]] = field(default_factory=list)  # what is filtered by, and how to clear it


def tabs_of(view: str, words: Words, named: Mapping[str, str], counts: Mapping[str, int], here: str) -> list[Tab]:
    """Return the tabs of a list, each with its count where one is known."""
    return [
        Tab(
            words.text(word),
            f"{counts[name]:,}" if name in counts else "",
            address_of(view, {"tab": name}),
            name == here,
        )
        for name, word in named.items()
    ]
