"""The open disputes as a board: who has them, who waits, by when, and what of each document is chased on (R-218)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl
from django.urls import reverse

from huikuan.apps.customers.selectors import names_of_customers, owners_of_customers
from huikuan.apps.disputes.selectors import STAGES, disputes_by_stage
from huikuan.apps.dunning.selectors import newest_run
from huikuan.apps.people.selectors import names_of_people
from huikuan.apps.receivables.selectors import Bearer, bearers_named
from huikuan.desk.portfolio import items_seen
from huikuan.desk.rights import reaches_any
from huikuan.gateways.texts import Words
from huikuan.gateways.texts.catalogue import N_
from huikuan.web.disputes.board import disputed_words, state_of
from huikuan.web.forms import new_key
from huikuan.web.paging import address_of
from huikuan.web.visitors import Visit

if TYPE_CHECKING:
    from huikuan.apps.disputes.models import DisputeFact

CARDS_SHOWN = 12
STAGE_WORDS: Mapping[str, str] = {
    "": N_("To be assigned"),
    "ours": N_("With us"),
    "theirs": N_("With the customer"),
}
# From a stage → the stages it can be moved to, with the word on the button.
_MOVES: Mapping[str, Sequence[tuple[str, str]]] = {
    "": (("ours", N_("Take it on")),),
    "ours": (("theirs", N_("Now with the customer")),),
    "theirs": (("ours", N_("Back to us")),),
}


@dataclass(frozen=True, slots=True)
class Card:
    """A dispute on the board, all text."""

    number: int
    customer: str
    address: str
    document: str
    reason: str
    amount: str
    rest: str
    owner: str
    due: str
    tone: tuple[str, str]
    next_step: str
    key: str
    moves: list[tuple[str, str]]  # stage and word


@dataclass(frozen=True, slots=True)
class Column:
    """The disputes of a stage, the first to be settled first, and where the rest is."""

    word: str
    count: str
    cards: list[Card]
    more: str


def board_columns(visit: Visit) -> list[Column]:
    """Return the columns of the board."""
    viewer, on, words = visit.actor, visit.business_date, visit.words
    found = disputes_by_stage(viewer=viewer, on=on, size=CARDS_SHOWN)
    disputes = [dispute for rows, _count in found.values() for dispute in rows]
    about = _About.of(disputes, visit)
    return [
        Column(
            words.text(STAGE_WORDS[stage]),
            f"{count:,}",
            [about.card(dispute, words) for dispute in rows],
            address_of("disputes", {"tab": "all", "stage": stage or "new"}) if count > len(rows) else "",
        )
        for stage, (rows, count) in ((stage, found[stage]) for stage in STAGES)
    ]


@dataclass(frozen=True, slots=True)
class _About:
    """What stands beside the disputes: read at once for all of them."""

    visit: Visit
    bearers: Mapping[str, Bearer]
    customers: Mapping[str, str]
    owners: Mapping[str, str]
    people: Mapping[str, str]
    rests: Mapping[str, tuple[int, str]]
    may_move: bool

    @classmethod
    def of(cls, disputes: Sequence[DisputeFact], visit: Visit) -> _About:
        bearers = bearers_named({dispute.document_no for dispute in disputes})
        customers = {bearer.customer_id for bearer in bearers.values()}
        owners = owners_of_customers(customers)
        people = names_of_people({*owners.values(), *(dispute.owner for dispute in disputes)})
        may_move = reaches_any("change_dispute", visit.actor, visit.business_date)
        names = names_of_customers(customers)
        return cls(visit, bearers, names, owners, people, rests_of(list(bearers), visit), may_move)

    def card(self, dispute: DisputeFact, words: Words) -> Card:
        bearer = self.bearers.get(dispute.document_no)
        customer = bearer.customer_id if bearer else ""
        due, tone = state_of(dispute, words, self.visit.business_date)
        owner = dispute.owner or self.owners.get(customer, "")
        return Card(
            number=dispute.pk,
            customer=self.customers.get(customer, customer) or dispute.document_no,
            address=reverse("dispute", args=[dispute.pk]),
            document=dispute.document_no,
            reason=words.title("dispute_reason", dispute.reason),
            amount=" ".join(disputed_words(dispute, bearer, words)).strip(),
            rest=rest_words(self.rests.get(dispute.document_no), words),
            owner=self.people.get(owner, owner) if dispute.stage or dispute.owner else "",
            due=due,
            tone=tone,
            next_step=dispute.next_step,
            key=new_key(),
            moves=[(stage, words.text(word)) for stage, word in _MOVES[dispute.stage]] if self.may_move else [],
        )


def rests_of(document_nos: Sequence[str], visit: Visit) -> dict[str, tuple[int, str]]:
    """Return what of these documents is not disputed and stays open, with its currency, by the newest run."""
    run = newest_run()
    if run is None or not document_nos:
        return {}
    items = items_seen(run, pl.col("document_no").is_in(list(document_nos)), viewer=visit.actor)
    left = pl.col("open_minor") - pl.col("disputed_minor").fill_null(0)
    rows: Any = items.group_by("document_no", "currency").agg(left.sum()).iter_rows()
    return {document_no: (minor, currency) for document_no, currency, minor in rows}


def rest_words(rest: tuple[int, str] | None, words: Words) -> str:
    """Return what is chased on; nothing where all of it waits."""
    if rest is None or rest[0] <= 0:
        return ""
    amount = f"{words.money(*rest)} {words.currency(rest[1])}"
    return words.text("{amount} of it is chased on", amount=amount)
