"""Lists in pages: where the next page begins, said in the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse


@dataclass(frozen=True, slots=True)
class Tab:
    """A saved way to look at a list, with how many rows it holds."""

    word: str
    count: str
    address: str
    is_here: bool


def address_of(view: str, said: Mapping[str, object]) -> str:
    """Return the address of a list; what is empty is left out."""
    told = {name: value for name, value in said.items() if value}
    return reverse(view) + (f"?{urlencode(told)}" if told else "")


def behind(given: str | None) -> int:
    """Return the number that a page begins behind; 0 where the address says nothing sensible."""
    return int(given) if given and given.isdecimal() and len(given) < 19 else 0
