"""docs/performance.md in parts: each is written by its own measurement and leaves the others as they stand."""

from __future__ import annotations

from pathlib import Path

FIRST = "plans"  # the part that begins the page


def renew(page: Path, part: str, text: str) -> None:
    """Put ``text`` in the place of a part of the page."""
    parts = {**_parts(page.read_text(encoding="utf-8") if page.exists() else ""), part: text.strip()}
    lines = [parts.pop(FIRST, ""), *(f"{_mark(name)}\n\n{said}" for name, said in sorted(parts.items()))]
    page.write_text("\n\n".join(line for line in lines if line) + "\n", encoding="utf-8")


def _parts(page: str) -> dict[str, str]:
    first, *others = page.split(_mark("")[:-4])
    found = {FIRST: first.strip()}
    for other in others:
        name, said = other.split(" -->", 1)
        found[name] = said.strip()
    return found


def _mark(name: str) -> str:
    return f"<!-- part: {name} -->"
