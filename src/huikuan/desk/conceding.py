"""Concessions: a discount, a settlement, a write-off, a higher credit limit are asked for, and agreed to role by role.

The authority table says whose agreement an amount takes (D-1005, R-235). Nothing is posted here: what was agreed to is
on record, finance posts it in the ledger, and the next import brings the balance.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from huikuan.apps.approvals.selectors import Asked, request_count
from huikuan.apps.approvals.services import Question, ask, pass_on
from huikuan.apps.audit.actors import Actor
from huikuan.apps.audit.errors import Refused
from huikuan.apps.audit.services import Subject
from huikuan.desk.acts import act
from huikuan.desk.naming import minor_amount, named_case
from huikuan.desk.once import Done, once
from huikuan.desk.rights import DECIDES_ALL
from huikuan.engine.authority import CONCESSIONS, roles_agreeing


@dataclass(frozen=True, slots=True)
class Concession:
    """What is to be conceded to a customer: how much of it in major units, why, and through which day it is offered.

    ``amount``: what is given up; of a credit limit, the new limit.
    """

    customer: str
    kind: str
    amount: Decimal
    currency: str
    reason: str
    entity: str | None = None
    documents: Sequence[str] = ()
    until: date | None = None


def ask_concession(asked: Concession, *, actor: Actor, on: date, key: str | None = None) -> Done:
    """Ask the first role of the authority table; facts: request, customer, kind, amount_minor, currency, chain.

    Raises: Refused.
    """
    return once("ask_concession", asked, lambda: _asked(asked, actor, on), actor=actor, key=key)


def _asked(asked: Concession, actor: Actor, on: date) -> Done:
    if asked.kind not in CONCESSIONS:
        raise Refused("concession_unknown", given=asked.kind, known=", ".join(CONCESSIONS))
    case = named_case(asked.customer, asked.entity, actor=actor, on=on)
    minor, reason = minor_amount(asked.amount, asked.currency), asked.reason.strip()
    documents = case.named_documents(asked.documents)
    if not reason:
        raise Refused("reason_missing")
    if asked.until is not None and asked.until < on:
        raise Refused("until_is_past", until=asked.until, on=on)
    same = Q(kind=asked.kind, customer_code=case.customer_id, entity__code=case.entity, state="waiting")
    if request_count(same):
        raise Refused("concession_waits", customer=case.customer_id)
    chain = roles_agreeing(asked.kind, minor, asked.currency)
    subject = Subject("customer", case.customer_id)
    with act("ask_concession", actor=actor, on=on, subject=subject, about=case.about) as going_on:
        facts = {
            "amount_minor": minor,
            "currency": asked.currency,
            "documents": documents or [],
            "until": asked.until.isoformat() if asked.until else None,
            "why": reason,
            "chain": list(chain),
            "level": 0,
        }
        question = Question(
            key=f"concession/{going_on.batch.act_id}/0",
            kind=asked.kind,
            subject=subject,
            role=chain[0],
            facts=facts,
            customer_id=case.customer_id,
            entity=case.entity,
        )
        number = ask(question, actor=actor, on=on)
        told = {name: facts[name] for name in ("amount_minor", "currency", "documents", "until", "chain")}
        going_on.facts = {"request": number, "kind": asked.kind, **told}
        going_on.personal = {"reason": reason}
    return Done(going_on.batch.pk, {"customer": case.customer_id, **going_on.facts})


def after_concession(asked: Asked, *, held: Collection[str]) -> None:
    """Ask the next role of the chain that whoever agreed does not hold himself; behind the last one nothing (R-236).

    ``held``: the roles that the decision was made with.
    """
    following = next_level(asked, held)
    if asked.state != "approved" or following is None:
        return
    facts = {**asked.facts, "level": following}
    key = f"{asked.thing.rpartition('/')[0]}/{following}"
    assert asked.decided_on is not None
    pass_on(asked.number, key=key, role=facts["chain"][following], facts=facts, on=asked.decided_on)


def next_level(asked: Asked, held: Collection[str]) -> int | None:
    """Return the place in the chain that has to agree once these roles did; None: nobody has to. The boss is all."""
    if DECIDES_ALL in held:
        return None
    chain, level = asked.facts["chain"], asked.facts["level"]
    return next((place for place in range(level + 1, len(chain)) if chain[place] not in held), None)
