"""Changes single places of a policy document and leaves everything else as its writer put it, comments included.

What comes out is a text like any other: it is read and checked as a whole before anybody uses it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

NOTHING = ""  # of an entry: it is taken out
_VERSION = re.compile(r"^(version:\s*)\d+", re.MULTILINE)
_OF_THE_MODEL = ("requires", "slots", "name")  # of a step: not copied to a new rung
_WIDE = 100_000  # a line of the document is never broken


@dataclass(frozen=True, slots=True)
class RungEdit:
    """What one rung is to say: entries of its own and of each of its steps; NOTHING takes an entry out.

    An entry is a text, a list of codes, or words in both languages.
    """

    rung: str
    entries: Mapping[str, Any]
    steps: Mapping[str, Mapping[str, Any]]


def steps_written(text: str, rung_id: str) -> list[str]:
    """Return the steps that stand in the document on a rung; none where it continues another ladder."""
    return [str(step["id"]) for step in _rung(_parsed(text), rung_id).get("steps", ())]


def with_version(text: str, version: int) -> str:
    """Return the document with that version; nothing else of it is touched."""
    changed, found = _VERSION.subn(rf"\g<1>{version}", text, count=1)
    if found:
        return changed
    document = _parsed(text)  # written in one line, perhaps
    document["version"] = version
    return _written(document)


def with_rung(text: str, edit: RungEdit) -> str:
    """Return the document with an edited rung; one that continues another ladder has no steps of its own here."""
    if not edit.entries and not any(edit.steps.values()):
        return text
    document = _parsed(text)
    rung = _rung(document, edit.rung)
    _set(rung, edit.entries)
    for step in rung.get("steps", ()):
        if str(step["id"]) in edit.steps:
            _set(step, edit.steps[str(step["id"])])
    return _written(document)


def without_rung(text: str, rung_id: str) -> str:
    """Return the document without a rung."""
    document = _parsed(text)
    document["rungs"].remove(_rung(document, rung_id))
    return _written(document)


def with_rung_behind(text: str, rung_id: str, new_id: str, day: int) -> str:
    """Return the document with a new rung behind another: the same steps, under ids of its own, from that day on."""
    document = _parsed(text)
    rungs = document["rungs"]
    model = _rung(document, rung_id)
    steps = CommentedSeq()
    for step in model.get("steps", ())[:1]:
        kept = {name: deepcopy(value) for name, value in step.items() if name not in _OF_THE_MODEL}
        copied = CommentedMap({**kept, "id": new_id})
        copied.fa.set_flow_style()
        steps.append(copied)
    new = CommentedMap(
        {
            "id": new_id,
            "from_day": day,
            "name": CommentedMap(model["name"]),
            "source": model["source"],
            "clause": CommentedMap(model["clause"]),
            "steps": steps,
        }
    )
    for words in ("name", "clause"):
        new[words].fa.set_flow_style()
    rungs.insert(rungs.index(model) + 1, new)
    return _written(document)


def _set(part: CommentedMap, entries: Mapping[str, Any]) -> None:
    for name, value in entries.items():
        if value == NOTHING:
            part.pop(name, None)
        elif isinstance(value, dict):
            part[name] = CommentedMap(value)
            part[name].fa.set_flow_style()
        elif isinstance(value, list | tuple):
            part[name] = CommentedSeq(value)
            part[name].fa.set_flow_style()
        else:
            part[name] = value


def _rung(document: CommentedMap, rung_id: str) -> CommentedMap:
    found: CommentedMap = next(rung for rung in document["rungs"] if str(rung["id"]) == rung_id)
    return found


def _format() -> Any:
    yaml: Any = YAML()
    yaml.preserve_quotes = True
    yaml.width = _WIDE
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _parsed(text: str) -> CommentedMap:
    document: CommentedMap = _format().load(text)
    return document


def _written(document: CommentedMap) -> str:
    out = StringIO()
    _format().dump(document, out)
    return out.getvalue()
