"""The disputes as lists: those in time, those over it, and those settled; a dispute has 14 days (R-192)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse

from huikuan.apps.customers.selectors import names_of_customers, owners_of_customers
from huikuan.apps.disputes.selectors import dispute_count, dispute_page
from huikuan.apps.people.selectors import names_of_people
from huikuan.apps.receivables.selectors import Bearer, bearers_named
from huikuan.gateways.exports.palette import AMBER, GREEN, RED
from huikuan.gateways.texts import Words
from huikuan.gateways.texts.catalogue import N_
from huikuan.web.lists import Cell, Line, List, tabs_of
from huikuan.web.paging import address_of
from huikuan.web.visitors import Visit

if TYPE_CHECKING:
    from huikuan.apps.disputes.models import DisputeFact

PAGE_SIZE = 25
DAYS_TO_SETTLE = timedelta(days=14)
TABS: Mapping[str, str] = {
    "board": N_("Board"),
    "late": N_("Over time"),
    "open": N_("In time"),
    "settled": N_("Resolved"),
}


def among(tab: str, on: date) -> Q:
    """Return the condition of a tab."""
    is_open = Q(resolved_on__isnull=True) | Q(resolved_on__gt=on)
    if tab == "settled":
        return ~is_open
    if tab not in ("late", "open"):
        return is_open
    is_late = Q(due_on__lt=on) | Q(due_on__isnull=True, opened_on__lt=on - DAYS_TO_SETTLE)
    return is_open & (is_late if tab == "late" else ~is_late)


def disputes_screen(tab: str, stage: str, after: int, visit: Visit) -> List:
    """Return the list of a tab, or of a stage of the board."""
    viewer, on, words = visit.actor, visit.business_date, visit.words
    counts = {name: dispute_count(among(name, on), viewer=viewer, on=on) for name in ("late", "open")}
    condition = among(tab, on) & Q(stage=stage.removeprefix("new")) if stage else among(tab, on)
    asked = {"tab": tab, "stage": stage}
    found = dispute_page(condition, viewer=viewer, on=on, after=after, size=PAGE_SIZE, newest_first=tab == "settled")
    bearers = bearers_named({dispute.document_no for dispute in found.disputes})
    customers = {bearer.customer_id for bearer in bearers.values()}
    names, owners = names_of_customers(customers), owners_of_customers(customers)
    people = names_of_people({*owners.values(), *(dispute.owner for dispute in found.disputes)})
    return List(
        title=words.text("Disputes"),
        tabs=tabs_of("disputes", words, TABS, counts, tab),
        heads=[
            (words.text("Customer"), ""),
            (words.text("Disputed amount"), "n"),
            (words.text("What is contested"), ""),
            (words.text("Settled by whom"), ""),
            (words.text("By when"), ""),
        ],
        lines=[_line(one, bearers.get(one.document_no), names, owners, people, visit) for one in found.disputes],
        more=address_of("disputes", {**asked, "after": found.after}) if found.after else "",
        start=address_of("disputes", asked) if after else "",
    )


def _line(
    dispute: DisputeFact,
    bearer: Bearer | None,
    names: Mapping[str, str],
    owners: Mapping[str, str],
    people: Mapping[str, str],
    visit: Visit,
) -> Line:
    words, on = visit.words, visit.business_date
    customer = bearer.customer_id if bearer else ""
    amount, unit = disputed_words(dispute, bearer, words)
    state, tone = state_of(dispute, words, on)
    owner = dispute.owner or owners.get(customer, "")
    return Line(
        names.get(customer, customer) or dispute.document_no,
        reverse("dispute", args=[dispute.pk]),
        [
            Cell(amount, kind="n", unit=unit),
            Cell(words.title("dispute_reason", dispute.reason), below=dispute.note),
            Cell(people.get(owner, owner), kind="less"),
            Cell(state, kind="last", tone=tone),
        ],
        below=dispute.document_no,
    )


def due_on(dispute: DisputeFact) -> date:
    """Return by when a dispute is to be settled: the day it was given, else 14 days after it was opened (R-192)."""
    return dispute.due_on or dispute.opened_on + DAYS_TO_SETTLE


def disputed_words(dispute: DisputeFact, bearer: Bearer | None, words: Words) -> tuple[str, str]:
    """Return the disputed amount and its unit; without an amount all that is open."""
    if dispute.amount_minor is None or bearer is None:
        return words.text("all that is open"), ""
    return words.money(dispute.amount_minor, bearer.currency), words.currency(bearer.currency)


def state_of(dispute: DisputeFact, words: Words, on: date) -> tuple[str, tuple[str, str]]:
    """Return by when a dispute is to be settled, or how it ended."""
    if dispute.resolved_on and dispute.resolved_on <= on:
        how = words.title("dispute_resolution", dispute.resolution) or words.text("Resolved")
        return f"{how} · {words.day(dispute.resolved_on, on)}", GREEN
    due = due_on(dispute)
    if due < on:
        return words.text("{days} over time", days=words.days((on - due).days)), RED
    return words.day(due, on), AMBER
