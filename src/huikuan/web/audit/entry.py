"""One entry of the record, opened: what it says, before and after where it says both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from huikuan.apps.audit.trail import Recorded
from huikuan.gateways.exports.palette import AMBER, GREEN
from huikuan.gateways.texts import Words
from huikuan.gateways.texts.audit_words import CHANGES, CODED, FACTS
from huikuan.web.audit.listing import Names, moment
from huikuan.web.paging import address_of
from huikuan.web.visitors import Visit

_SHOWN = 40  # characters of a list's values before it is only counted


@dataclass(frozen=True, slots=True)
class Change:
    """What something was, and what it became."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class EntryPage:
    """An entry as it is shown."""

    title: str
    facts: list[tuple[str, str]]
    told: list[tuple[str, str]]
    changes: list[Change]
    is_erased: bool
    seal: str
    tone: tuple[str, str]
    about_address: str
    others: str  # the address of everything on record about the same


def entry_page(one: Recorded, visit: Visit) -> EntryPage:
    """Return the page of an entry."""
    words, names = visit.words, Names.of([one], visit.words)
    told = {**one.facts, **(one.personal or {})}
    is_customer = one.subject_kind == "customer"
    return EntryPage(
        title=names.act(one),
        facts=[
            (words.text("By whom"), names.who(one)),
            (words.text("When"), moment(one, words, visit.business_date)),
            (words.text("About"), names.about(one)),
            (words.text("Entry"), str(one.number)),
        ],
        told=[
            (_called(name, words), _valued(name, value, words))
            for name, value in told.items()
            if not _is_change(value) and value not in (None, "")
        ],
        changes=list(_changes(told, words)),
        is_erased=one.personal == {},
        seal=words.text("sealed, link {number}", number=f"{one.seal:,}") if one.seal else words.text("not sealed yet"),
        tone=GREEN if one.seal else AMBER,
        about_address=reverse("customer", args=[one.subject_id]) if is_customer else "",
        others=address_of("audit", {"customer": one.subject_id}) if is_customer else "",
    )


def _called(name: str, words: Words) -> str:
    return words.text(FACTS[name]) if name in FACTS else name


def _valued(name: str, value: object, words: Words) -> str:
    """Return a fact's value, a code by its word."""
    if name == "change" and value in CHANGES:
        return words.text(CHANGES[str(value)])
    if name in CODED and isinstance(value, str):
        return words.title(CODED[name], value)
    return _said(value, words)


def _is_change(value: object) -> bool:
    """Tell whether a fact says what was and what became of it, rather than a list of two."""
    return isinstance(value, Mapping) and set(value) == {"before", "after"}


def _changes(told: Mapping[str, Any], words: Words) -> Iterator[Change]:
    for name, value in told.items():
        if _is_change(value):
            yield Change(_called(name, words), _said(value["before"], words), _said(value["after"], words))


def _said(value: object, words: Words) -> str:
    match value:
        case None | "":
            return "—"
        case bool():
            return words.text("yes") if value else words.text("no")
        case int():
            return f"{value:,}"
        case Mapping():
            return " · ".join(f"{_called(name, words)} {_said(part, words)}" for name, part in value.items()) or "—"
        case list():
            shown = words.text(", ").join(_said(part, words) for part in value)
            return shown if len(shown) <= _SHOWN else words.text("{n} of them", n=f"{len(value):,}")
        case _:
            return str(value)
