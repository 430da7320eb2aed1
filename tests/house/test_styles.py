"""The stylesheet keeps its shape: a block that two changes left open would take all that follows into it."""

from __future__ import annotations

from pathlib import Path

import huikuan

STYLES = Path(huikuan.__file__).parent / "web" / "static" / "web"


def left_open(styles: str) -> list[str]:
    """Return the lines at which a section begins inside a block, and the end where a block is still open."""
    depth, found = 0, []
    for line in styles.splitlines():
        if depth and line.startswith(("/*", "@media")):
            found.append(line)
        depth += line.count("{") - line.count("}")
    return [*found, *(["the end"] if depth else [])]


def test_no_section_begins_inside_another_block() -> None:
    faults = {path.name: left_open(path.read_text(encoding="utf-8")) for path in STYLES.glob("*.css")}

    assert faults
    assert {name: lines for name, lines in faults.items() if lines} == {}


def test_an_open_block_is_found() -> None:
    assert left_open("a { b: c; }\n@media print {\n  a { b: d; }\n/* next */\n") == ["/* next */", "the end"]
