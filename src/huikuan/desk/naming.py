"""What a person's words name: a customer, a case, documents, a code. Whatever names nothing is refused with a guess.

Guesses are made among the customers that the person may see.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches

from huikuan.apps.audit.actors import Actor
from huikuan.apps.audit.errors import Refused
from huikuan.apps.customers.selectors import customer_number, customers_like, name_of_customer, words_of_customers
from huikuan.apps.people.selectors import reach_of
from huikuan.apps.receivables.selectors import cases_of_customer, customers_within, documents_of_case
from huikuan.desk.rights import About
from huikuan.engine.codes import CodeList
from huikuan.engine.money import EXPONENTS

_LISTED = 8
_GUESSED_AMONG = 2_000
_CUTOFF = 0.5


@dataclass(frozen=True, slots=True)
class NamedCase:
    """The case that an act is about."""

    customer_id: str
    customer_no: int
    entity: str
    entity_no: int
    documents: Mapping[str, str]  # number -> currency

    @property
    def about(self) -> About:
        """Where the act happens."""
        return About(self.customer_id, (self.entity,))

    def named_documents(self, given: Iterable[str]) -> list[str] | None:
        """Return the documents as they are numbered; None where none is named. Raises: Refused document_unknown."""
        wanted = [part.strip() for part in given if part.strip()]
        for number in wanted:
            if number not in self.documents:
                guess = near(number, self.documents)
                raise Refused("document_unknown", document=number, customer=self.customer_id, near=guess)
        return list(dict.fromkeys(wanted)) or None

    def currency_of(self, documents: Collection[str] | None) -> str | None:
        """Return the one currency of these documents, of all the case's where none is named; None if there are more."""
        found = {self.documents[number] for number in documents or self.documents}
        return found.pop() if len(found) == 1 else None


def named_customer(wanted: str, *, actor: Actor, on: date) -> str:
    """Return the code of the one customer meant: an exact code, else a part of a code or name.

    Raises: Refused customer_unknown, customers_alike.
    """
    text = wanted.strip()
    if customer_number(text) is not None:
        return text
    among = customers_within(reach_of(actor, "see_customer", on))
    found = customers_like(text, among=among, limit=_LISTED + 1) if text else []
    if len(found) == 1:
        return found[0][0]
    exact = [code for code, name in found if name == text]
    if len(exact) == 1:
        return exact[0]
    if found:
        listed = ", ".join(f"{code} {name}" for code, name in found[:_LISTED])
        raise Refused("customers_alike", wanted=wanted, listed=listed + (" …" if len(found) > _LISTED else ""))
    known = words_of_customers(text[:1], among=among, limit=_GUESSED_AMONG)
    raise Refused("customer_unknown", wanted=wanted, near=near(text, known))


def named_case(wanted: str, entity: str | None, *, actor: Actor, on: date) -> NamedCase:
    """Return the case of the customer meant; the entity has to be named where there are several.

    Raises: Refused customer_unknown, customers_alike, case_unknown, entity_needed.
    """
    customer_id = named_customer(wanted, actor=actor, on=on)
    cases = cases_of_customer(customer_id)
    codes = [case.entity for case in cases]
    if entity is not None and entity not in codes:
        raise Refused("case_unknown", customer=customer_id, entity=entity, known=", ".join(codes) or "-")
    if entity is None and len(cases) != 1:
        code = "entity_needed" if cases else "no_case_yet"
        raise Refused(code, customer=customer_id, name=name_of_customer(customer_id), known=", ".join(codes))
    case = next(case for case in cases if entity in (None, case.entity))
    documents = documents_of_case(case.customer_no, case.entity_no)
    return NamedCase(customer_id, case.customer_no, case.entity, case.entity_no, documents)


def named_code(what: str, given: str, known: CodeList) -> str:
    """Return the code that a code or its Chinese or English word stands for. Raises: Refused <what>_unknown."""
    text = given.strip().lower()
    for code, names in known.items():
        if text in (code, *(name.lower() for name in names)):
            return code
    guess = near(text, [*known, *(name for names in known.values() for name in names)])
    raise Refused(f"{what}_unknown", given=given, known=", ".join(known), near=guess)


def minor_amount(amount: Decimal, currency: str) -> int:
    """Return an amount in minor units. Raises: Refused currency_unknown, excess_decimals, amount_not_positive."""
    if currency not in EXPONENTS:
        raise Refused("currency_unknown", currency=currency)
    if amount <= 0:
        raise Refused("amount_not_positive", amount=amount)
    minor = amount.scaleb(EXPONENTS[currency])
    if minor != int(minor):
        raise Refused("excess_decimals", amount=amount, currency=currency)
    return int(minor)


def near(wanted: str, known: Iterable[str]) -> str | None:
    """Return the word most like the wanted one, if one is."""
    found = get_close_matches(wanted, list(known), n=1, cutoff=_CUTOFF)
    return found[0] if found else None
