"""Sizes that should make one stop and think; whoever needs more says why here."""

from __future__ import annotations

from tests.house.house_tree import assert_none, functions, modules, shown

MODULE_LINES = 400
FUNCTION_LINES = 50
LARGER_MODULES: dict[str, str] = {  # path -> why it reads better whole
}
LONGER_FUNCTIONS: dict[str, str] = {}  # "path:function" -> why it reads better whole


def _module_sizes() -> dict[str, int]:
    return {
        shown(path): len(path.read_text(encoding="utf-8").splitlines()) for path in modules("src", "bench", "tools")
    }


def _function_sizes() -> dict[str, int]:
    return {
        f"{shown(path)}:{name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for path in modules("src", "bench", "tools")
        for name, node in functions(path)
    }


def test_no_module_is_over_400_lines() -> None:
    findings = [
        f"{path}  {lines} lines"
        for path, lines in _module_sizes().items()
        if lines > MODULE_LINES and path not in LARGER_MODULES
    ]
    assert_none(findings, "split it, or list it with a reason in tests/house/test_sizes.py:")


def test_no_function_is_over_50_lines() -> None:
    findings = [
        f"{place}  {lines} lines"
        for place, lines in _function_sizes().items()
        if lines > FUNCTION_LINES and place not in LONGER_FUNCTIONS
    ]
    assert_none(findings, "split it, or list it with a reason in tests/house/test_sizes.py:")


def test_every_listed_exception_is_still_one() -> None:
    modules_now, functions_now = _module_sizes(), _function_sizes()
    stale = [path for path in LARGER_MODULES if modules_now.get(path, 0) <= MODULE_LINES]
    stale += [place for place in LONGER_FUNCTIONS if functions_now.get(place, 0) <= FUNCTION_LINES]
    assert_none(stale, "small enough now, or gone; take it off the list:")
