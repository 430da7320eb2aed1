"""Telephone numbers are masked until somebody who may call asks for them; asking is on record (D-1401)."""

from __future__ import annotations

import uuid
from datetime import date

from huikuan.apps.audit.actors import Actor
from huikuan.apps.audit.services import Subject, record_entry
from huikuan.desk.rights import About, may, require


def may_see_phone(customer_id: str, *, actor: Actor, on: date) -> bool:
    """Tell whether the actor may ask for the customer's numbers."""
    return may("see_phone", actor=actor, on=on, about=About(customer_id))


def show_phone(customer_id: str, *, actor: Actor, on: date) -> None:
    """Put on record that the actor sees the customer's numbers from now on. Raises: Refused."""
    require("see_phone", actor=actor, on=on, about=About(customer_id))
    record_entry(act_id=uuid.uuid4(), act="see_phone", actor=actor, subject=Subject("customer", customer_id), facts={})
