"""Names: verbs change, nouns answer, and nothing is called a drawer for odds and ends."""

from __future__ import annotations

import re

from tests.house.house_tree import ROOT, assert_none, functions, modules, shown

EMPTY_VERBS = ("get_", "do_", "handle_", "process_", "manage_")
OVERRIDES = {
    "_get_session_from_db",
    "get_model_class",
    "process_exception",
    "process_view",
}  # a framework calls them so
DRAWERS = {"utils", "util", "helpers", "helper", "common", "core", "misc", "manager", "base", "stuff"}


def test_no_function_has_an_empty_verb() -> None:
    findings = [
        f"{shown(path)}:{node.lineno}  {name}"
        for path in modules("src", "bench", "tools")
        for name, node in functions(path)
        if node.name.lstrip("_").startswith(EMPTY_VERBS) and node.name not in OVERRIDES
    ]
    assert_none(findings, "a verb says what changes, a noun what is answered; get_/do_/handle_/process_ say neither:")


def test_no_module_is_a_drawer() -> None:
    findings = [
        shown(path) for path in modules("src", "bench", "tools", "tests") if {path.stem, path.parent.name} & DRAWERS
    ]
    assert_none(findings, "name the module after what stands in it:")


def test_every_test_name_is_a_sentence() -> None:
    findings = [
        f"{shown(path)}:{node.lineno}  {node.name}"
        for path in modules("tests")
        for _name, node in functions(path)
        if node.name.startswith("test_") and len(node.name.split("_")) < 4
    ]
    assert_none(findings, "say in the name what must hold, as in test_a_disputed_item_stops_the_ladder:")


def test_nothing_is_left_for_later() -> None:
    mark = re.compile(r"#.*\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b")
    findings = [
        f"{shown(path)}:{number}  {line.strip()}"
        for path in [*modules("src", "bench", "tools", "tests"), ROOT / "Makefile"]
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if mark.search(line)
    ]
    assert_none(findings, "do it now, or write an issue:")
