"""Opens and closes batches, follows single facts by their next version, and remembers the keys of acts."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, TypeVar
from uuid import UUID

import polars as pl
from django.db import connection

from huikuan.apps.audit.actors import Actor
from huikuan.apps.audit.chain import canonical
from huikuan.apps.audit.errors import Refused
from huikuan.apps.intake.facts import Fact
from huikuan.apps.intake.models import ActKey, Batch, SetAside
from huikuan.gateways import clock, columns
from huikuan.gateways.turns import wait_for_turn

AnyFact = TypeVar("AnyFact", bound=Fact)
BatchKind = Literal["import", "act", "reversal"]
_FILE_LENGTH, _COLUMN_LENGTH = 255, 80  # a stranger's header may be longer than the field


def open_batch(*, act_id: UUID, kind: BatchKind, recorded_on: date) -> Batch:
    """Begin a batch inside the caller's transaction."""
    return Batch.objects.create(act_id=act_id, kind=kind, recorded_at=clock.now(), recorded_on=recorded_on)


def record_set_aside(batch: Batch, problems: pl.DataFrame) -> None:
    """Keep the problems of an import: file, row, column, value, code, severity, detail."""
    rows = problems.select(
        batch_id=pl.lit(batch.pk, pl.Int64),
        file=pl.col("file").str.slice(-_FILE_LENGTH),
        column=pl.col("column").str.slice(0, _COLUMN_LENGTH),
        **{name: pl.col(name) for name in ("row", "value", "code", "severity", "detail")},
    )
    columns.append_table(connection, SetAside._meta.db_table, rows)


def one_import_at_a_time() -> None:
    """Wait until no other import is recording; holds until the transaction ends. SQLite's writers are alone anyway."""
    wait_for_turn("imports", connection)


def followed(fact: AnyFact, *, batch: Batch, **changes: Any) -> AnyFact:
    """Close a fact and write the version that follows it, the changes apart the same.

    Raises: Refused changed_meanwhile when it is no longer the present version.
    """
    close_fact(fact, batch=batch)
    carried = {field.attname: getattr(fact, field.attname) for field in fact._meta.concrete_fields}
    own = {"batch_id": batch.pk, "recorded_on": batch.recorded_on, "replaced_by_id": None, "replaced_on": None}
    carried.pop("id")
    return type(fact)._default_manager.create(**{**carried, **own, **changes})


def close_fact(fact: Fact, *, batch: Batch) -> None:
    """Close a fact that nothing follows. Raises: Refused changed_meanwhile."""
    present = type(fact)._default_manager.filter(pk=fact.pk, replaced_by__isnull=True)
    if not present.update(replaced_by=batch, replaced_on=batch.recorded_on):
        raise Refused("changed_meanwhile")


def take_key(key: str, *, act: str, request: str, actor: Actor) -> ActKey:
    """Take a key for an act inside its transaction. Raises: IntegrityError when somebody else has just taken it."""
    return ActKey.objects.create(key=key, act=act, request=request, actor_kind=actor.kind, actor_no=actor.id or 0)


def keep_answer(taken: ActKey, *, batch: int, answer: dict[str, Any]) -> None:
    """Keep what the act came to, for whoever asks again."""
    taken.batch_id, taken.answer = batch, json.loads(canonical(answer))
    taken.save(update_fields=["batch", "answer"])


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """What an actor did under a key. ``batches``: all that it was recorded as, ``batch`` first."""

    act: str
    batch: Batch
    batches: list[Batch]
    answer: dict[str, Any]


def kept_answers(key: str, *, actor: Actor) -> KeptAnswer | None:
    """Return what this actor did under a key, whatever it was; None when nothing."""
    own = ActKey.objects.filter(key=key, actor_kind=actor.kind, actor_no=actor.id or 0)
    found = own.select_related("batch").first()
    if found is None or found.batch is None:
        return None
    answer = dict(found.answer or {})
    beside = Batch.objects.filter(pk__in=answer.get("batches_beside") or ()).order_by("id")
    return KeptAnswer(found.act, found.batch, [found.batch, *beside], answer)


def answer_of_key(key: str, *, request: str, actor: Actor) -> tuple[int, dict[str, Any]] | None:
    """Return batch and answer of what this actor did under the key; None when nothing.

    Raises: Refused key_reused when it was something else.
    """
    found = ActKey.objects.filter(key=key, actor_kind=actor.kind, actor_no=actor.id or 0).first()
    if found is None:
        return None
    if found.request != request:
        raise Refused("key_reused", key=key, batch=found.batch_id)
    assert found.batch_id is not None
    return found.batch_id, dict(found.answer or {})
