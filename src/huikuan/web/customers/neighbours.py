"""Where a customer stands in the list that the visitor came from, and who is before and behind (design UI.md 2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from huikuan.apps.dunning.selectors import neighbours
from huikuan.apps.people.selectors import person_here
from huikuan.web.visitors import Visit

if TYPE_CHECKING:
    from huikuan.apps.dunning.models import Run


@dataclass(frozen=True, slots=True)
class Place:
    """The place in the list, and the customers beside it with their addresses; empty at either end."""

    said: str
    before: str
    after: str
    after_id: str


def place_of(customer_id: str, run: Run, visit: Visit) -> Place | None:
    """Return the place in the visitor's own list, else among all that he looks after; None where it has no row."""
    me = person_here(visit.actor).code
    for assignee in (me, None):
        found = neighbours(run, customer_id, viewer=visit.actor, assignee=assignee)
        if found is not None:
            said = visit.words.text("number {n} of {all}", n=found.place, all=f"{found.cases:,}")
            return Place(said, _address(found.before), _address(found.after), found.after or "")
    return None


def _address(customer_id: str | None) -> str:
    return reverse("customer", args=[customer_id]) if customer_id else ""
