"""What the address of the worklist asks for, and the address that asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from urllib.parse import parse_qsl, urlsplit

from huikuan.apps.audit.errors import Refused
from huikuan.apps.dunning.wanted import ORDERS, Narrowing, Order, Wanted
from huikuan.gateways import clock
from huikuan.gateways.texts.catalogue import N_
from huikuan.web.paging import address_of
from huikuan.web.typed import typed_amount

# Tab → what its rows are: lane and action; the first holds all of them.
TABS: Mapping[str, tuple[str, str | None, str | None]] = {
    "": (N_("All rows"), None, None),
    "hard": (N_("Must be done today"), "hard", None),
    "contact": (N_("Calls and mail"), None, "contact"),
    "visit": (N_("Visits"), None, "visit"),
    "escalate": (N_("Escalations"), None, "escalate"),
    "propose": (N_("To be approved"), None, "propose"),
    "verify": (N_("Payments to verify"), None, "verify"),
}
AGES: Mapping[str, tuple[int, int | None]] = {
    "1-30": (1, 30),
    "31-60": (31, 60),
    "61-90": (61, 90),
    "91-180": (91, 180),
    "181-365": (181, 365),
    "over-365": (366, None),
}
SILENCE = (3, 7, 14, 30)  # days without a contact
SLOTS: Mapping[str, tuple[int, ...] | None] = {
    "today": None,
    "morning": tuple(range(12)),
    "afternoon": tuple(range(12, 24)),
}
FILTERS = ("rung", "step", "who", "status", "age", "least", "most", "contact", "slot")
_SORTED_FIRST = {"overdue": True, "oldest": True, "contact": False, "slot": False}  # by → the larger ones first


@dataclass(frozen=True, slots=True)
class Query:
    """What was asked for: a tab, mine or everybody's, a search, filters, an order, and behind which row."""

    tab: str = ""
    whose: str = ""  # mine, all; empty: mine where there is any
    search: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)  # of FILTERS, as they stand in the address
    sort: str = ""  # of ORDERS, with a minus before it where the larger ones come first
    after: int = 0  # a rank; of a sorted list, how many rows were shown before

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Query:
        """Return what the address asks for; what it does not know is as if not asked."""
        tab, after, sort = given.get("tab", ""), given.get("after", ""), given.get("sort", "")
        return cls(
            tab=tab if tab in TABS else "",
            whose=given.get("whose", "") if given.get("whose") in ("mine", "all") else "",
            search=given.get("q", "").strip(),
            filters={name: given[name].strip() for name in FILTERS if given.get(name, "").strip()},
            sort=sort if sort.removeprefix("-") in ORDERS else "",
            after=int(after) if after.isdecimal() and len(after) < 10 else 0,
        )

    @classmethod
    def of_address(cls, address: str) -> Query:
        """Return what an address of the worklist asks for; of any other, the plain list."""
        return cls.of(dict(parse_qsl(urlsplit(address).query)))

    @property
    def said(self) -> dict[str, str]:
        """What tells this list from the plain one, as it stands in an address; without whose and the page."""
        told = {"tab": self.tab, "q": self.search, **self.filters, "sort": self.sort}
        return {name: value for name, value in told.items() if value}

    @property
    def kept(self) -> dict[str, str]:
        """What a saved view keeps of it: all but the page."""
        return {**({"whose": self.whose} if self.whose else {}), **self.said}

    def address(self, **other: object) -> str:
        """Return the address of this query with some of it changed; of a page only where ``after`` is given."""
        return address_of("worklist", {"tab": self.tab, "whose": self.whose, **self.said, **other})

    def without(self, name: str) -> str:
        """Return the address with one filter less."""
        return replace(self, filters={one: value for one, value in self.filters.items() if one != name}).address()

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the tab keeps rows out."""
        return bool(self.filters or self.search)

    @property
    def order(self) -> Order | None:
        """The temporary order, if one is asked for."""
        return Order(self.sort.removeprefix("-"), self.sort.startswith("-")) if self.sort else None

    def sorted_by(self, by: str) -> str:
        """Return the address sorted by a column; once more turns the order round."""
        larger_first = _SORTED_FIRST[by]
        if self.order is not None and self.order.by == by:
            larger_first = not self.order.is_descending
        return self.address(sort=f"-{by}" if larger_first else by)

    def wanted(self, assignee: str | None, people: frozenset[str] | None, on: date, *, in_tab: bool = True) -> Wanted:
        """Return the rows meant; ``people``: those whom the filter names."""
        _word, lane, action = TABS[self.tab if in_tab else ""]
        return Wanted(
            assignee=assignee, lane=lane, action=action, search=self.search, narrowing=self._narrowing(people, on)
        )

    def _narrowing(self, people: frozenset[str] | None, on: date) -> Narrowing:
        said, silence, slot = self.filters.get, self.filters.get("contact", ""), self.filters.get("slot", "")
        hours = (clock.wall_time().hour,) if slot == "now" else SLOTS.get(slot)
        return Narrowing(
            rung=said("rung"),
            step=said("step"),
            people=people,
            status=said("status"),
            least=amount_of(said("least")),
            most=amount_of(said("most")),
            days=AGES.get(said("age", "")),
            silent_since=on - timedelta(days=int(silence)) if silence in map(str, SILENCE) else None,
            spoken_since=on if silence == "today" else None,
            slot_on=on if slot in ("now", "today") else None,
            slot_hours=hours,
        )


def amount_of(text: str | None) -> Decimal | None:
    """Return an amount as people type it; None where it is none."""
    try:
        return typed_amount(text) if text else None
    except Refused:
        return None
