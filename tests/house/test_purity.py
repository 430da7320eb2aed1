"""Who may read the time, and what the engine may lean on."""

from __future__ import annotations

import ast
import sys

import pytest

from tests.house.house_tree import assert_none, imports, modules, parsed, shown

CLOCKS = {
    "date.today",
    "datetime.today",
    "datetime.now",
    "datetime.utcnow",
    "time.time",
    "time.localtime",
    "time.gmtime",
    "datetime.date.today",
    "datetime.datetime.now",
}
# What a pure function over tables needs; anything else in the engine wants a reason in docs/decisions.
ENGINE_LIBRARY = {
    "__future__",
    "bisect",
    "calendar",
    "collections",
    "collections.abc",
    "concurrent.futures",  # docs/decisions/0002
    "dataclasses",
    "datetime",
    "decimal",
    "enum",
    "fractions",
    "functools",
    "itertools",
    "math",
    "operator",
    "re",
    "string",
    "typing",
    "unicodedata",
    "warnings",
}
# A module with a reason of its own.
ENGINE_EXCEPTIONS = {("src/huikuan/engine/plan.py", "time")}  # seconds for summary.json; no result rests on it
ENGINE_PACKAGES = {"polars", "chinese_calendar", "holidays"}


def test_only_the_clock_reads_the_time() -> None:
    findings = [
        f"{shown(path)}:{node.lineno}  {ast.unparse(node.func)}()"
        for path in modules()
        if shown(path) != "src/huikuan/gateways/clock.py"
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in CLOCKS
    ]
    assert_none(findings, "as_of is an argument; only gateways/clock.py reads the time:")


def test_the_engine_imports_nothing_impure() -> None:
    findings = [
        f"{shown(path)}:{line}  import {name}"
        for path in modules("src/huikuan/engine")
        for name, line in imports(path)
        if not (
            name in ENGINE_LIBRARY
            or name.split(".")[0] in ENGINE_PACKAGES
            or name == "huikuan.engine"
            or name.startswith("huikuan.engine.")
            or (shown(path), name) in ENGINE_EXCEPTIONS
        )
    ]
    assert_none(findings, "the engine thinks and does nothing else (no files, clock, randomness, language):")


@pytest.mark.parametrize("name", sorted(ENGINE_LIBRARY - {"__future__"}))
def test_what_the_engine_may_use_is_of_the_standard_library(name: str) -> None:
    assert name.split(".")[0] in sys.stdlib_module_names


def test_the_engine_and_the_gateways_never_print() -> None:
    findings = [
        f"{shown(path)}:{node.lineno}"
        for path in modules("src/huikuan/engine", "src/huikuan/gateways")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"print", "sys.stdout.write", "sys.stderr.write"}
    ]
    assert_none(findings, "only the faces speak to people; return it or call progress:")


def test_no_exception_is_swallowed() -> None:
    findings = [
        f"{shown(path)}:{node.lineno}"
        for path in modules("src")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ExceptHandler) and all(isinstance(part, ast.Pass) for part in node.body)
    ]
    assert_none(findings, "never `except: pass`: turn it into a Problem, a refusal or a fallback that is said:")
