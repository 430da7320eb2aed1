"""The one check before an act: may this actor do it, there and on that day (D-1401)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huikuan.apps.audit.actors import Actor
from huikuan.apps.audit.errors import Refused
from huikuan.apps.customers.selectors import people_of_customer
from huikuan.apps.people.permissions import Reach, roles_for
from huikuan.apps.people.selectors import entity_numbers, reach_of
from huikuan.apps.receivables.selectors import entities_of_customer


@dataclass(frozen=True, slots=True)
class About:
    """Where an act happens: at a customer (in all entities, where none is named), at a person of ours, in the house."""

    customer_id: str | None = None
    entities: tuple[str, ...] = ()
    person: str | None = None


HOUSE = About()
DECIDES_ALL = "boss"  # the role that may answer every request


def require(act: str, *, actor: Actor, on: date, about: About = HOUSE) -> None:
    """Let the act pass, or refuse it before anything is written.

    Raises: Refused not_allowed (no role of the actor may), out_of_reach (not there), or the actor does not act here.
    """
    reach = reach_of(actor, act, on)
    if reach.is_everything:
        return
    require_any(act, actor=actor, on=on)
    if not _reaches(reach, about):
        if about.person is not None:
            raise Refused("person_out_of_reach", act=act, person=about.person)
        raise Refused("out_of_reach", act=act, customer=about.customer_id, entities=about.entities)


def may(act: str, *, actor: Actor, on: date, about: About = HOUSE) -> bool:
    """Tell whether the act would pass, for pages that show more to whoever may."""
    reach = reach_of(actor, act, on)
    return reach.is_everything or (bool(reach.parts) and _reaches(reach, about))


def require_any(act: str, *, actor: Actor, on: date) -> None:
    """Let a page be looked at that shows whatever the actor reaches; refuse it to whoever reaches nothing at all.

    Raises: Refused not_allowed.
    """
    if not reaches_any(act, actor, on):
        raise Refused("not_allowed", act=act, roles=roles_for(act))


def reaches_any(act: str, actor: Actor, on: date) -> bool:
    """Tell whether the actor may do the act anywhere."""
    return bool(reach_of(actor, act, on).parts)


def _reaches(reach: Reach, about: About) -> bool:
    if about.person is not None:
        return reach.covers_person(about.person)
    people, entities = frozenset[str](), about.entities
    if about.customer_id is not None:
        people = people_of_customer(about.customer_id)
        entities = entities or entities_of_customer(about.customer_id)
    numbers = dict(entity_numbers().iter_rows())
    # What has no entity yet, or one we do not know, is for those who reach all of them.
    return all(reach.covers(people, numbers.get(entity)) for entity in entities or ("",))
