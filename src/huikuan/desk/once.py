"""The same act asked for twice is done once: a caller gives it a key, and asking again gets the first answer (R-120).

A key is a person's own: what somebody else did under the same name is no answer. It is taken in the transaction of the
act, so an act that is refused leaves its key free.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from huikuan.apps.audit.actors import Actor
from huikuan.apps.audit.chain import canonical
from huikuan.apps.intake.services import answer_of_key, keep_answer, take_key

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


@dataclass(frozen=True, slots=True)
class Done:
    """What an act came to: the batch it was recorded as, and what it says of itself.

    ``was_done_before``: the same key had asked for the same; nothing was written now.
    """

    batch: int
    facts: Mapping[str, Any]
    was_done_before: bool = False


def once(name: str, request: DataclassInstance, work: Callable[[], Done], *, actor: Actor, key: str | None) -> Done:
    """Do the work unless this actor's key has done the same before; without a key, do it.

    ``request``: all that was asked for; the business date is not part of it, so that a retry may come the next day.
    Raises: Refused key_reused when the key has done something else.
    """
    if not key:
        return work()
    digest = hashlib.sha256(canonical({"act": name, **asdict(request)}).encode()).hexdigest()
    earlier = _earlier(key, digest, actor)
    if earlier is not None:
        return earlier
    try:
        with transaction.atomic():
            taken = take_key(key, act=name, request=digest, actor=actor)
            done = work()
            keep_answer(taken, batch=done.batch, answer=dict(done.facts))
    except IntegrityError:  # the same key in the same moment; the other one has committed by now
        earlier = _earlier(key, digest, actor)
        if earlier is None:
            raise
        return earlier
    return done


def _earlier(key: str, digest: str, actor: Actor) -> Done | None:
    found = answer_of_key(key, request=digest, actor=actor)
    return None if found is None else replace(Done(*found), was_done_before=True)
