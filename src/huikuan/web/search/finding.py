"""What a few typed signs may mean: customers, documents, and people whose number ends so (R-212)."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from huikuan.apps.customers.selectors import contacts_with_tail, customers_found, names_of_customers
from huikuan.apps.people.permissions import Reach
from huikuan.apps.people.selectors import reaches_of
from huikuan.apps.receivables.selectors import customers_within, documents_found
from huikuan.gateways.texts import Words
from huikuan.gateways.texts.phones import masked_phone
from huikuan.gateways.texts.pinyin import searched
from huikuan.web.visitors import Visit

SHOWN = 20  # of each kind; whoever wants another types more of it
_SHORTEST_NUMBER, _SHORTEST_TAIL, _LONGEST = 3, 4, 80


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found, what stands beside it, and where it leads."""

    name: str
    beside: str
    address: str


@dataclass(frozen=True, slots=True)
class Finding:
    """All that was found, by kind; ``is_cut``: there is more than is shown."""

    sought: str
    kinds: list[tuple[str, list[Hit]]]
    is_cut: bool
    in_worklist: str

    @property
    def hits(self) -> list[Hit]:
        """What was found, of every kind."""
        return [hit for _kind, hits in self.kinds for hit in hits]

    @property
    def only(self) -> str:
        """The one address that everything found leads to, or nothing."""
        found = {hit.address for hit in self.hits}
        return found.pop() if len(found) == 1 else ""


def finding_of(typed: str, visit: Visit) -> Finding:
    """Return what was found among the customers that the visitor may see."""
    sought, words = typed.strip()[:_LONGEST], visit.words
    text = searched(sought)
    reaches = reaches_of(visit.actor, ("see_customer", "see_phone"), visit.business_date)
    customers = _customers(text, reaches["see_customer"])
    documents = _documents(sought, reaches["see_customer"], words)
    people = _people(text, reaches["see_phone"])
    kinds = [
        (words.text("Customer list"), customers),
        (words.text("Documents"), documents),
        (words.text("Telephone numbers"), people),
    ]
    return Finding(
        sought=sought,
        kinds=[(kind, hits[:SHOWN]) for kind, hits in kinds if hits],
        is_cut=any(len(hits) > SHOWN for _kind, hits in kinds),
        in_worklist=f"{reverse('worklist')}?{urlencode({'q': sought})}",
    )


def _customers(text: str, reach: Reach) -> list[Hit]:
    found = customers_found(text, among=customers_within(reach), limit=SHOWN + 1) if text else []
    return [_hit(one.name, one.customer_id, one.customer_id) for one in found]


def _documents(sought: str, reach: Reach, words: Words) -> list[Hit]:
    if len(sought) < _SHORTEST_NUMBER or not any(sign.isdigit() for sign in sought):
        return []
    found = documents_found(sought, reach, limit=SHOWN + 1)
    names = names_of_customers({one.customer_id for one in found})
    return [
        _hit(
            one.document_no,
            f"{names.get(one.customer_id, one.customer_id)} · {words.money(one.amount_minor, one.currency)} "
            f"{words.currency(one.currency)}",
            one.customer_id,
        )
        for one in found
    ]


def _people(text: str, reach: Reach) -> list[Hit]:
    """Return people by the end of their number, for whoever may call them; the rest of it stays masked (D-1401)."""
    if len(text) < _SHORTEST_TAIL or not (text.isascii() and text.isdecimal()) or not reach.parts:
        return []
    found = contacts_with_tail(text, among=customers_within(reach), limit=SHOWN + 1)
    names = names_of_customers({one.customer_id for one in found})
    return [
        _hit(f"{one.name} {masked_phone(one.number)}", names.get(one.customer_id, ""), one.customer_id) for one in found
    ]


def _hit(name: str, beside: str, customer_id: str) -> Hit:
    return Hit(name, beside, reverse("customer", args=[customer_id]))
