"""Telephone numbers are masked until somebody who may call asks for them; asking is on record (D-1401)."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import transaction

from huikuan.apps.activities.services import begin_call, end_call
from huikuan.apps.audit.actors import Actor
from huikuan.apps.audit.errors import Refused
from huikuan.apps.audit.services import Subject, record_entry
from huikuan.apps.customers.selectors import customer_number
from huikuan.desk.rights import About, may, require
from huikuan.gateways import clock


def may_see_phone(customer_id: str, *, actor: Actor, on: date) -> bool:
    """Tell whether the actor may ask for the customer's numbers."""
    return may("see_phone", actor=actor, on=on, about=About(customer_id))


def show_phone(customer_id: str, *, actor: Actor, on: date, to_call: bool = False) -> None:
    """Put on record that the actor sees the customer's numbers from now on; ``to_call``: and begins a call (R-231).

    Raises: Refused.
    """
    require("see_phone", actor=actor, on=on, about=About(customer_id))
    with transaction.atomic():
        if to_call and (customer_no := customer_number(customer_id)) is not None:
            require("log_activity", actor=actor, on=on, about=About(customer_id))
            begin_call(customer_no, actor=actor, at=clock.now())
        subject, facts = Subject("customer", customer_id), {"to_call": True} if to_call else {}
        record_entry(act_id=uuid.uuid4(), act="see_phone", actor=actor, subject=subject, facts=facts)


def drop_call(customer_id: str, *, actor: Actor) -> None:
    """End a call that was not made after all; only one's own, and nothing else is written. Raises: Refused."""
    customer_no = customer_number(customer_id)
    if customer_no is None or end_call(customer_no, actor=actor, at=clock.now()) is None:
        raise Refused("no_call_begun", customer=customer_id)
