"""Reads single fields of a document tree, noting every mistake with its line while reading goes on."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from huikuan.engine.ladder.document import Interval, Words
from huikuan.gateways.policies.document_tree import Problems, Tree

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_INTERVAL = re.compile(r"(\d+)\s*(cal|wd)")
_Value = TypeVar("_Value")


class Fields:
    """What the readers of all our documents share; ``where`` names the part a field stands in."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems

    def _entries(self, tree: Tree, where: str, known: Collection[str]) -> dict[str, Tree]:
        if tree.entries is None:
            self.problems.add(tree.line, "not_a_map", where=where)
            return {}
        for key, value in tree.entries.items():
            if key not in known:
                near = difflib.get_close_matches(key, known, n=1)
                detail = near[0] if near else ", ".join(known)
                self.problems.add(value.line, "unknown_key", where=where, value=key, detail=detail)
        return tree.entries

    def _items(
        self, entries: dict[str, Tree], key: str, tree: Tree, where: str, *, required: bool = True
    ) -> tuple[Tree, ...]:
        if key not in entries:
            if required:
                self.problems.add(tree.line, "missing", where=where, value=key)
            return ()
        if entries[key].items is None:
            self.problems.add(entries[key].line, "not_a_list", where=f"{where} {key}")
            return ()
        return entries[key].items or ()

    def _text(self, entries: dict[str, Tree], key: str, tree: Tree, where: str, *, required: bool = True) -> str:
        text = entries[key].text if key in entries else None
        if not text and required:
            self.problems.add(tree.line, "missing", where=where, value=key)
        return text or ""

    def _id(self, entries: dict[str, Tree], tree: Tree, where: str) -> str:
        text = self._text(entries, "id", tree, where)
        if text and not _ID.fullmatch(text):
            self.problems.add(entries["id"].line, "bad_id", where=f"{where} id", value=text)
        return text

    def _words(self, entries: dict[str, Tree], key: str, tree: Tree, where: str) -> Words:
        given = entries[key].entries if key in entries else None
        zh, en = ((given or {}).get(language) for language in ("zh", "en"))
        if not (zh and zh.text and en and en.text):
            self.problems.add(entries[key].line if key in entries else tree.line, "no_words", where=f"{where} {key}")
            return {"zh": "", "en": ""}
        return {"zh": zh.text, "en": en.text}

    def _whole(self, entries: dict[str, Tree], key: str, tree: Tree, where: str, *, default: int | None = None) -> int:
        if key in entries:
            return self._whole_of(entries[key], f"{where} {key}")
        if default is None:
            self.problems.add(tree.line, "missing", where=where, value=key)
        return default or 0

    def _whole_of(self, tree: Tree, where: str) -> int:
        return self._converted(tree, where, int, "not_a_number", 0)

    def _amount(self, entries: dict[str, Tree], key: str, default: str) -> str:
        if key not in entries:
            return default
        return str(self._converted(entries[key], key, _amount, "not_an_amount", Decimal(0)))

    def _day(self, entries: dict[str, Tree], key: str, tree: Tree, where: str = "policy") -> date:
        text = self._text(entries, key, tree, where)
        return self._converted(entries[key], key, date.fromisoformat, "not_a_date", date.max) if text else date.max

    def _interval(self, tree: Tree, where: str) -> Interval:
        return self._converted(tree, where, _interval, "not_an_interval", Interval(1, "cal"))

    def _converted(
        self, tree: Tree, where: str, convert: Callable[[str], _Value], code: str, fallback: _Value
    ) -> _Value:
        try:
            return convert(tree.text or "")
        except (ValueError, InvalidOperation):
            self.problems.add(tree.line, code, where=where, value=tree.text or "")
            return fallback

    def _flag(self, entries: dict[str, Tree], key: str, tree: Tree, *, default: bool) -> bool:
        if key not in entries:
            return default
        return self._choice(entries, key, ("yes", "no", "true", "false"), tree, key) in ("yes", "true")

    def _choice(
        self,
        entries: dict[str, Tree],
        key: str,
        choices: Collection[str],
        tree: Tree,
        where: str,
        *,
        required: bool = True,
    ) -> str:
        text = self._text(entries, key, tree, where, required=required)
        if text and text not in choices:
            detail = ", ".join(choices)
            self.problems.add(entries[key].line, "not_a_choice", where=f"{where} {key}", value=text, detail=detail)
        return text

    def _codes(
        self,
        entries: dict[str, Tree],
        key: str,
        codes: Collection[str],
        tree: Tree,
        where: str,
        *,
        required: bool = True,
    ) -> tuple[str, ...]:
        items = self._items(entries, key, tree, where, required=required)
        return tuple(self._choice({key: item}, key, codes, item, where) for item in items)


def _amount(text: str) -> Decimal:
    amount = Decimal(text)
    if not amount.is_finite() or amount < 0:
        raise ValueError(text)
    return amount


def _interval(text: str) -> Interval:
    found = _INTERVAL.fullmatch(text)
    if not found or int(found[1]) < 1:
        raise ValueError(text)
    return Interval(int(found[1]), "wd" if found[2] == "wd" else "cal")
