"""A list as every screen shows it: tabs, heads, rows that can be opened, and where the rest is (``web/list.html``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

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
    square: str = ""  # the ageing colour before it
    address: str = ""  # where the text leads, beside where the row does


class Head(NamedTuple):
    """The head of a column: its word and kind; where a list can be sorted by it, the address, and how it is sorted."""

    word: str
    kind: str = ""
    address: str = ""
    sorted: str = ""  # ascending, descending, or not by this column


class Sum(NamedTuple):
    """A line below a list: what it adds up, the exact amount and its unit."""

    word: str
    amount: str
    unit: str


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to filter a list by: a choice of codes with their words, or a text that is typed."""

    name: str
    label: str
    value: str
    choices: Sequence[tuple[str, str]] = ()


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
    heads: Sequence[tuple[str, str] | Head]  # word and kind
    lines: list[Line]
    more: str
    start: str
    filters: list[tuple[str, str]] = field(default_factory=list)  # what is filtered by, and how to clear it
    choices: Sequence[Choice] = ()  # what it can be filtered by
    kept: Sequence[tuple[str, str]] = ()  # what filtering leaves as it is: name and value
    sums: Sequence[Sequence[Sum]] = ()  # a line for each currency
    facts: str = ""
    export: str = ""  # where it is asked for as a workbook; empty for those who may not


def tabs_of(
    view: str,
    words: Words,
    named: Mapping[str, str],
    counts: Mapping[str, int],
    here: str,
    beside: Mapping[str, object] | None = None,
) -> list[Tab]:
    """Return the tabs of a list, each with its count where one is known; ``beside``: what their addresses say too."""
    return [
        Tab(
            words.text(word),
            f"{counts[name]:,}" if name in counts else "",
            address_of(view, {**(beside or {}), "tab": name}),
            name == here,
        )
        for name, word in named.items()
    ]


def heads_of(
    view: str, asked: Mapping[str, object], named: Sequence[tuple[str, str, str]], orders: Mapping[str, bool], by: str
) -> list[Head]:
    """Return the heads of a list that can be sorted. ``named``: column, word, kind. ``orders``: whether a column is
    sorted the largest first. ``by``: the column it is sorted by, with a minus in front where it is turned round.
    """
    turned, here = by.startswith("-"), by.removeprefix("-")
    heads = []
    for column, word, kind in named:
        if column not in orders:
            heads.append(Head(word, kind))
            continue
        is_here = column == here
        following = f"-{column}" if is_here and not turned else column
        down = orders[column] != turned
        how = ("descending" if down else "ascending") if is_here else ""
        heads.append(Head(word, kind, address_of(view, {**asked, "by": following}), how))
    return heads


def filters_of(view: str, asked: Mapping[str, str], choices: Sequence[Choice]) -> list[tuple[str, str]]:
    """Return what a list is filtered by, in words, and where it stands without that filter."""
    found = []
    for choice in choices:
        if choice.value:
            rest = {name: value for name, value in asked.items() if name != choice.name}
            word = dict(choice.choices).get(choice.value, choice.value)
            found.append((f"{choice.label} {word}", address_of(view, rest)))
    return found
