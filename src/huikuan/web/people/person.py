"""One person: who he is, with which roles, until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from huikuan.apps.people.roster import Held, Person
from huikuan.gateways import clock
from huikuan.gateways.exports.palette import AMBER, GREEN
from huikuan.gateways.texts import Words
from huikuan.web.people.listing import GREY
from huikuan.web.visitors import Visit


@dataclass(frozen=True, slots=True)
class RoleLine:
    """A role that is, was or will be held; ``end_address`` where it can be ended."""

    role: str
    company: str
    days: str
    state: str
    tone: tuple[str, str]
    end_address: str


@dataclass(frozen=True, slots=True)
class PersonPage:
    """The page of a person."""

    number: int
    name: str
    facts: list[tuple[str, str]]
    roles: list[RoleLine]
    state: str
    may_change: bool
    is_me: bool
    has_second_factor: bool


def person_page(person: Person, *, may_change: bool, visit: Visit) -> PersonPage:
    """Return what is shown of a person; address and signing in only to whoever manages people, and to himself."""
    words, on = visit.words, visit.business_date
    is_me = person.number == visit.user.pk
    facts = [
        (words.text("Code"), person.code),
        (words.text("Team"), person.team or words.text("none")),
        (words.text("Last day"), words.day_full(person.left_on) if person.left_on else ""),
    ]
    if may_change or is_me:
        seen = clock.seen_here(person.signed_in_at) if person.signed_in_at else None
        last = f"{words.day(seen.date(), on)} {seen:%H:%M}" if seen else words.text("never")
        facts += [
            (words.text("E-mail"), person.email or words.text("none")),
            (words.text("Password"), "" if person.has_password else words.text("none yet")),
            (words.text("Second factor"), words.text("yes") if person.has_second_factor else words.text("no")),
            (words.text("Last signed in"), last),
        ]
    return PersonPage(
        number=person.number,
        name=person.name,
        facts=[(name, value) for name, value in facts if value],
        roles=[_role(one, words, on, may_end=may_change and not is_me and one.when != "over") for one in person.roles],
        state=words.text("Left") if person.left_on and person.left_on < on else "",
        may_change=may_change,
        is_me=is_me,
        has_second_factor=person.has_second_factor,
    )


def _role(one: Held, words: Words, on: date, *, may_end: bool) -> RoleLine:
    state, tone = {
        "now": (words.text("held"), GREEN),
        "coming": (words.text("to come"), AMBER),
        "over": (words.text("ended"), GREY),
    }[one.when]
    return RoleLine(
        role=words.title("role", one.role),
        company=one.entity or words.text("all companies"),
        days=span(one.first_on, one.last_on, words, on),
        state=state,
        tone=tone,
        end_address=reverse("role_end", args=[one.number]) if may_end else "",
    )


def span(first_on: date, last_on: date | None, words: Words, on: date) -> str:
    """Return the days from a first to a last; one that has no last day goes on."""
    if last_on is None:
        return words.text("since {day}", day=words.day(first_on, on))
    if last_on < first_on:
        return words.text("never began")
    return f"{words.day(first_on, on)} – {words.day(last_on, on)}"
