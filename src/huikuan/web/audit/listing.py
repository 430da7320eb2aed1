"""The record in pages: what was asked for, and each entry as a line."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import QueryDict
from django.urls import reverse

from huikuan.apps.audit.trail import Recorded, Wanted
from huikuan.apps.customers.selectors import names_of_customers
from huikuan.apps.people.selectors import names_of_numbers
from huikuan.desk.record import entries
from huikuan.gateways import clock
from huikuan.gateways.exports.palette import AMBER, GREEN
from huikuan.gateways.texts import Words
from huikuan.gateways.texts.act_words import ACT_WORDS
from huikuan.gateways.texts.audit_words import CHANGES, SUBJECTS
from huikuan.gateways.texts.catalogue import N_
from huikuan.web.lists import Cell, Line, List
from huikuan.web.paging import address_of, behind
from huikuan.web.visitors import Visit

PAGE_SIZE = 50
_HEADS = (N_("Act"), N_("About"), N_("By whom"), N_("When"), N_("Seal"))


@dataclass(frozen=True, slots=True)
class Asked:
    """What the reader asks for: days of the house, a person by number, an act, a customer."""

    first_on: date | None
    last_on: date | None
    person: int | None
    act: str
    customer: str

    @classmethod
    def of(cls, given: QueryDict) -> Asked:
        """Return what the address says; what is no sense is left out."""
        person, act = given.get("person", ""), given.get("act", "")
        return cls(
            _day(given.get("first_on", "")),
            _day(given.get("last_on", "")),
            int(person) if person.isdecimal() and len(person) < 19 else None,
            act if act in ACT_WORDS else "",
            given.get("customer", "").strip(),
        )

    @property
    def wanted(self) -> Wanted:
        """The entries that are meant: the last day is counted in."""
        return Wanted(
            since=clock.day_begins(self.first_on) if self.first_on else None,
            until=clock.day_begins(self.last_on + timedelta(days=1)) if self.last_on else None,
            person=self.person,
            act=self.act,
            subject_kind="customer" if self.customer else "",
            subject_id=self.customer,
        )

    @property
    def said(self) -> dict[str, object]:
        """The same, as an address says it."""
        return {
            "first_on": self.first_on, "last_on": self.last_on, "person": self.person, "act": self.act,
            "customer": self.customer,
        }  # fmt: skip


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1900 < day.year < 2200 else None


def audit_screen(asked: Asked, visit: Visit) -> List:
    """Return a page of the record, the newest first."""
    words, before = visit.words, behind(visit.GET.get("after"))
    found = entries(asked.wanted, viewer=visit.actor, on=visit.business_date, before=before, size=PAGE_SIZE + 1)
    shown = found[:PAGE_SIZE]
    names = Names.of(shown, words)
    more = address_of("audit", {**asked.said, "after": shown[-1].number}) if len(found) > PAGE_SIZE else ""
    return List(
        title=words.text("Record"),
        tabs=[],
        heads=[(words.text(head), "") for head in _HEADS],
        lines=[_line(one, names, visit) for one in shown],
        more=more,
        start=address_of("audit", asked.said) if before else "",
    )


@dataclass(frozen=True, slots=True)
class Names:
    """What people and customers of some entries are called."""

    words: Words
    people: Mapping[int, str]
    customers: Mapping[str, str]

    @classmethod
    def of(cls, shown: Collection[Recorded], words: Words) -> Names:
        """Return the names that these entries need, asked for at once."""
        numbers = {number for one in shown for number in (one.actor_id, one.on_behalf_of) if number is not None}
        customers = {one.subject_id for one in shown if one.subject_kind == "customer"}
        return cls(words, names_of_numbers(numbers), names_of_customers(customers))

    def act(self, one: Recorded) -> str:
        """Return what was done."""
        word = self.words.text(ACT_WORDS[one.act]) if one.act in ACT_WORDS else one.act
        return word[:1].upper() + word[1:]

    def who(self, one: Recorded) -> str:
        """Return who did it, and in whose name."""
        if one.actor_kind != "person" or one.actor_id is None:
            return self.words.text("the system")
        who = self.people.get(one.actor_id, str(one.actor_id))
        if one.on_behalf_of is None:
            return who
        principal = self.people.get(one.on_behalf_of, str(one.on_behalf_of))
        return self.words.text("{deputy} for {person}", deputy=who, person=principal)

    def about(self, one: Recorded) -> str:
        """Return what it was done to."""
        if one.subject_kind == "customer" and one.subject_id in self.customers:
            return self.customers[one.subject_id]
        kind = SUBJECTS.get(one.subject_kind)
        return self.words.text(kind, id=one.subject_id) if kind else f"{one.subject_kind} {one.subject_id}"


def moment(one: Recorded, words: Words, on: date) -> str:
    """Return day and hour of an entry, as the house's clock showed them."""
    at = clock.seen_here(one.at)
    return f"{words.day(at.date(), on)} {at:%H:%M:%S}"


def _line(one: Recorded, names: Names, visit: Visit) -> Line:
    words = visit.words
    sealed = words.text("sealed") if one.seal else words.text("not sealed yet")
    cells = [
        Cell(names.about(one)),
        Cell(names.who(one), kind="less"),
        Cell(moment(one, words, visit.business_date), kind="less"),
        Cell(sealed, kind="last", tone=GREEN if one.seal else AMBER),
    ]
    change = CHANGES.get(str(one.facts.get("change")))
    below = words.text(change) if change else ""
    return Line(names.act(one), reverse("audit_entry", args=[one.number]), cells, below)


def told_rows(found: Iterable[Recorded], names: Names) -> list[dict[str, object]]:
    """Return entries as the rows of a file; what was erased stays out of it."""
    return [
        {
            "number": one.number,
            "at": clock.seen_here(one.at).replace(tzinfo=None),
            "act": names.act(one),
            "who": names.who(one),
            "about": names.about(one),
            "facts": " · ".join(f"{name}: {value}" for name, value in one.facts.items()),
            "seal": one.seal,
        }
        for one in found
    ]
