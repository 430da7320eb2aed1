"""One dispute: what is contested and what is chased on, who settles it by when, and how it came there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from huikuan.apps.customers.selectors import name_of_customer, owners_of_customers
from huikuan.apps.people.selectors import colleagues, names_of_people
from huikuan.apps.receivables.selectors import bearers_named
from huikuan.desk.disputing import Assignment
from huikuan.desk.rights import About, may
from huikuan.web.disputes.board import disputed_words, due_on, state_of
from huikuan.web.disputes.columns import STAGE_WORDS, rest_words, rests_of
from huikuan.web.visitors import Visit

if TYPE_CHECKING:
    from huikuan.apps.disputes.models import DisputeFact


def dispute_page_of(seen: DisputeFact, visit: Visit) -> dict[str, object]:
    """Return what the page of a dispute says."""
    words, on = visit.words, visit.business_date
    bearer = bearers_named([seen.document_no]).get(seen.document_no)
    customer = bearer.customer_id if bearer else ""
    state, tone = state_of(seen, words, on)
    owner = seen.owner or owners_of_customers([customer]).get(customer, "")
    here = [one for one in colleagues(on, viewer=visit.actor) if one.left_on is None or one.left_on > on]
    people = names_of_people([owner]) | {one.code: one.name for one in here}
    facts = [
        (words.text("Document"), seen.document_no),
        (words.text("Disputed amount"), " ".join(disputed_words(seen, bearer, words)).strip()),
        (words.text("The rest"), rest_words(rests_of([seen.document_no], visit).get(seen.document_no), words)),
        (words.text("What is contested"), words.title("dispute_reason", seen.reason)),
        (words.text("Opened"), words.day_full(seen.opened_on)),
        (words.text("Settled by whom"), people.get(owner, owner)),
        (words.text("By when"), words.day_full(due_on(seen))),
        (words.text("Stands"), words.text(STAGE_WORDS[seen.stage])),
        (words.text("Next step"), seen.next_step),
        (words.text("Note"), seen.note),
    ]
    about = About(customer, (bearer.entity,) if bearer else ())
    is_open = seen.resolved_on is None or seen.resolved_on > on
    whoever = words.text("The customer's owner")
    return {
        "number": seen.pk,
        "customer": name_of_customer(customer) if customer else seen.document_no,
        "customer_address": reverse("customer", args=[customer]) if customer else "",
        "state": state,
        "tone": tone,
        "facts": [(name, value) for name, value in facts if value],
        "may_resolve": is_open and may("resolve_dispute", actor=visit.actor, on=on, about=about),
        "may_change": is_open and may("change_dispute", actor=visit.actor, on=on, about=about),
        "endings": list(words.titles("dispute_resolution").items()),
        "stages": [(stage, words.text(word)) for stage, word in STAGE_WORDS.items()],
        "people": [("", whoever), *people.items()],
    }


def versions_of(now: DisputeFact, asked: Assignment, visit: Visit) -> list[tuple[str, str, str]]:
    """Return name, what holds now and what was asked for of every field that an assignment has."""
    words = visit.words
    names = names_of_people({now.owner, asked.owner})
    due = asked.due_on or due_on(now)
    return [
        (words.text("Stands"), words.text(STAGE_WORDS[now.stage]), words.text(STAGE_WORDS[asked.stage])),
        (words.text("Settled by whom"), names.get(now.owner, now.owner), names.get(asked.owner, asked.owner)),
        (words.text("By when"), words.day_full(due_on(now)), words.day_full(due)),
        (words.text("Next step"), now.next_step, asked.next_step),
    ]
