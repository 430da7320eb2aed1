"""Two memories compared row by row, whatever numbers their rows bear and whenever they were written.

A row is known by what it says: numbers of ours, moments, random ids and digests are left out, and what points at
another row says what that row says. Rows of the second writer are told apart by its mark and left out.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.apps import apps
from django.db.models import Field, ForeignKey, Model

from tests.reliability.memories import Memory

ASIDE = "ASIDE"  # stands in everything that the second writer writes
Rows = dict[str, Counter[str]]  # table -> what a row says -> how many say it
_MOMENTS_AND_CHANCE = ("DateTimeField", "UUIDField", "BinaryField")
_HAPPENSTANCE = {
    "dunning_run": {"unseen", "timings"},
    "audit_seal": {"number"},  # who is sealed first is a matter of time; that the chain is whole is asked apart
}
_LEFT_OUT = {"dunning_lease", "outbox_schedule"}  # a killed day's lease waits to be taken over
_MOVED = "cases_moved"  # how often the second writer came in between
_NUMBERED = {"batch": "intake_batch", "run": "dunning_run"}  # kinds of the audit's subjects -> table


def rows_of(memory: Memory) -> Rows:
    """Return what all tables say; under ``table: order`` also in which order the facts of each batch stand."""
    told: Rows = {}
    said: dict[str, dict[Any, str | None]] = {}  # table -> our number -> what the row says, None for the second writer
    with memory.one_state() as ask:
        for model in _pointed_at_first():
            table = model._meta.db_table
            said[table] = _said(model, ask, said)
            if table in _LEFT_OUT:
                continue
            told[table] = Counter(text for text in said[table].values() if text is not None)
            if any(field.name == "batch" for field in model._meta.concrete_fields):
                told[f"{table}: order"] = _order(model, ask, said)
    return told


def differences(there: Rows, expected: Rows) -> list[str]:
    """Return one line for each table that says something else: how many rows are lost, how many too many."""
    found = []
    for table in sorted({*there, *expected}):
        lost, doubled = expected[table] - there[table], there[table] - expected[table]
        if lost or doubled:
            found.append(f"{table}: {lost.total()} lost, {doubled.total()} too many")
    return found


def _pointed_at_first() -> Iterator[type[Model]]:
    """Return all models, each after those it points at; the audit, which names others by number, comes last."""
    left = [*apps.get_models(include_auto_created=True)]
    done: set[str] = set()
    while left:
        for model in left:
            targets = {field.related_model._meta.db_table for field in _pointers(model)} - {model._meta.db_table}
            if model._meta.db_table == "audit_entry":
                targets |= set(_NUMBERED.values())
            if targets <= done:
                yield model
                done.add(model._meta.db_table)
                left.remove(model)
                break


def _pointers(model: type[Model]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if isinstance(field, ForeignKey)]


def _said(
    model: type[Model], ask: Callable[[str], list[tuple[Any, ...]]], said: Mapping[str, Mapping[Any, str | None]]
) -> dict[Any, str | None]:
    fields, table = model._meta.concrete_fields, model._meta.db_table
    names = ", ".join(f'"{field.column}"' for field in fields)
    pk = [field.primary_key for field in fields].index(True)
    rows = {}
    for row in ask(f'SELECT {names} FROM "{table}" ORDER BY "{fields[pk].column}"'):
        told: dict[str, Any] = {}
        for field, value in zip(fields, row, strict=True):
            if _is_told(field, table):
                told[field.name] = _value(field, value, said)
        rows[row[pk]] = _text(_without_numbers(table, told, said))
    return rows


def _is_told(field: Field[Any, Any], table: str) -> bool:
    kind = field.get_internal_type()
    if field.name in _HAPPENSTANCE.get(table, ()) or kind in _MOMENTS_AND_CHANCE:
        return False
    return not (field.primary_key and kind in ("AutoField", "BigAutoField"))


def _value(field: Any, value: Any, said: Mapping[str, Mapping[Any, str | None]]) -> Any:
    if value is None:
        return None
    if isinstance(field, ForeignKey):
        target = said.get(field.related_model._meta.db_table)
        return "another of its kind" if target is None else (ASIDE if target[value] is None else target[value])
    if field.get_internal_type() == "JSONField" and isinstance(value, str):
        return json.loads(value)
    return value


def _without_numbers(
    table: str, told: dict[str, Any], said: Mapping[str, Mapping[Any, str | None]]
) -> Mapping[str, Any]:
    """Say in words what a row says in our numbers: a run's place in the ledger, what an entry of the audit is about."""
    if table == "dunning_run":
        seen = [text for number, text in said["intake_batch"].items() if number <= told["position"] and text]
        told["position"] = len(seen)
        told["counts"].pop(_MOVED, None)
    if table == "audit_entry":
        facts = json.loads(told["facts"])
        facts.pop(_MOVED, None)
        if "batch" in facts:
            facts["batch"] = said["intake_batch"][facts["batch"]] or ASIDE
        kind = _NUMBERED.get(told["subject_kind"])
        if kind and told["subject_id"].isdigit():
            told["subject_id"] = said[kind][int(told["subject_id"])] or ASIDE
        told["facts"] = facts
    return told


def _text(told: Mapping[str, Any]) -> str | None:
    text = json.dumps(told, default=str, sort_keys=True, ensure_ascii=False)
    return None if ASIDE in text else hashlib.sha256(text.encode()).hexdigest()[:24]


def _order(
    model: type[Model],
    ask: Callable[[str], list[tuple[Any, ...]]],
    said: Mapping[str, Mapping[Any, str | None]],
) -> Counter[str]:
    table = model._meta.db_table
    listed: dict[Any, list[str]] = defaultdict(list)
    for number, batch in ask(f'SELECT id, batch_id FROM "{table}" ORDER BY id'):
        text = said[table][number]
        if text is not None:
            listed[batch].append(text)
    return Counter(f"{said['intake_batch'][batch]}: {' '.join(texts)}" for batch, texts in listed.items())
