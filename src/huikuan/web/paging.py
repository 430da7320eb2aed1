"""Lists in pages: where the next page begins, said in the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import reverse

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


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


def unusual(query: DataclassInstance) -> dict[str, Any]:
    """Return what an address has to say of a query: the fields that differ from what goes without saying."""
    values = {one.name: getattr(query, one.name) for one in fields(query)}
    return {one.name: values[one.name] for one in fields(query) if values[one.name] != one.default}


def behind(given: str | None) -> int:
    """Return the number that a page begins behind; 0 where the address says nothing sensible."""
    return int(given) if given and given.isdecimal() and len(given) < 19 else 0
