"""Renews docs/domain/rules.md: beside each rule id, the modules whose docstrings and comments name it.

Run with ``make docs``. The list of ids and their meaning is written by people; only the last column, and the rows of
the decisions (R-…), are made here. The house test asks this module whether the page is current.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "domain" / "rules.md"
DECISIONS = ROOT / "docs" / "decisions" / "0001-how-we-read-the-contract.md"
SOURCES = ROOT / "src" / "huikuan"
RULE_ID = re.compile(r"\b(?:D-\d{3,4}|P-\d|R-\d{2,3})\b")
_ROW = re.compile(r"^\| (?P<id>[DPR]-\d+) \| (?P<meaning>.*?) \|.*\|$")
_DECISION = re.compile(r"^- \*\*(?P<id>R-\d{2,3}) ?(?P<title>.*?)\*\*(?P<rest>.*)$")
_DECISIONS_HEAD = "## R: how we read the contract where it leaves a choice"


def places() -> dict[str, list[str]]:
    """Return for each rule id the modules and policy documents that name it, as paths below src/huikuan."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted([*SOURCES.rglob("*.py"), *SOURCES.rglob("*.yaml")]):
        for rule in sorted(set(RULE_ID.findall(path.read_text(encoding="utf-8")))):
            found[rule].append(path.relative_to(SOURCES).as_posix())
    return found


def known_rules() -> set[str]:
    """Return the rule ids of the specification (the page's rows) and of the decisions."""
    rows = (_ROW.match(line) for line in PAGE.read_text(encoding="utf-8").splitlines())
    return {row["id"] for row in rows if row} | set(_decisions())


def renewed(page: str) -> str:
    """Return the page with its last column and its decisions made anew."""
    where = places()
    written, _, _ = page.partition(_DECISIONS_HEAD)
    lines = [_renewed_row(line, where) for line in written.rstrip().splitlines()]
    lines += [
        "",
        _DECISIONS_HEAD,
        "",
        "Each stands in [decision 0001](../decisions/0001-how-we-read-the-contract.md).",
        "",
    ]
    lines += ["| id | about | lives in |", "|---|---|---|"]
    lines += [f"| {rule} | {title} | {_shown(where.get(rule, []))} |" for rule, title in _decisions().items()]
    return "\n".join(lines) + "\n"


def _renewed_row(line: str, where: dict[str, list[str]]) -> str:
    row = _ROW.match(line)
    return f"| {row['id']} | {row['meaning']} | {_shown(where.get(row['id'], []))} |" if row else line


def _decisions() -> dict[str, str]:
    matches = (_DECISION.match(line) for line in DECISIONS.read_text(encoding="utf-8").splitlines())
    return {
        found["id"]: (found["title"] or found["rest"].strip(" :").split(":")[0]).strip(" .:")
        for found in matches
        if found
    }


def _shown(paths: list[str]) -> str:
    return ", ".join(f"`{path}`" for path in paths) or "—"


if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
