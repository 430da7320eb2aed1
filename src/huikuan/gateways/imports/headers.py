"""Headers: which column of a sheet is which of ours.

The one thing to know: a person's mapping wins, then our own names, then the usual words; nothing is guessed from the
cells. What is not ours is kept beside the data and reported.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from huikuan.engine.problems import ERROR, WARNING, Problem
from huikuan.gateways.imports.columns import header_key, known_headers, table_columns


@dataclass(frozen=True, slots=True)
class Placement:
    """Where our columns stand in a sheet.

    ``columns`` are our names with the position in the sheet, ``extras`` the positions that are none of ours,
    ``problems`` have no place yet but the column.
    """

    columns: Mapping[str, int]
    extras: Sequence[int]
    problems: Sequence[Problem]


def format_headers(headers: Sequence[str], mapping: Mapping[str, str]) -> Placement:
    """Place the columns of a format that is known as a whole: what its mapping leaves out is kept, without a word."""
    ours = _mapped(headers, mapping)
    columns = {name: position for position, name in ours.items() if name}
    return Placement(columns=columns, extras=[at for at in range(len(headers)) if at not in ours], problems=[])


def placed_headers(headers: Sequence[str], table: str, mapping: Mapping[str, str]) -> Placement:
    """Find our columns among the headers; of two that mean the same, the first counts.

    ``mapping`` is of this table: their header to our name, empty where it is not to be used. A required column
    that is missing is an error of the whole sheet.
    """
    ours = _mapped(headers, mapping)
    known = known_headers(table)
    taken = {name: position for position, name in ours.items() if name}
    extras: list[int] = []
    problems: list[Problem] = []
    for is_own_name in (True, False):
        for position, header in enumerate(headers):
            name = known.get(header_key(header))
            if position in ours or name is None or (header_key(name) == header_key(header)) is not is_own_name:
                continue
            if name in taken:
                problems.append(_problem(table, header, "duplicate_column", detail=name))
            else:
                ours[position] = name
                taken[name] = position
    for position, header in enumerate(headers):
        if not ours.get(position):
            extras.append(position)
            if position not in ours and header.strip() and not any(problem.column == header for problem in problems):
                problems.append(_problem(table, header, "unknown_column"))
    keys = {header_key(header) for header in headers}
    problems += [
        _problem(table, theirs, "unknown_mapped_column") for theirs in mapping if header_key(theirs) not in keys
    ]
    problems += [
        Problem(table, None, None, name, "", "missing_column", ERROR)
        for name, column in table_columns(table).items()
        if column.is_required and name not in taken
    ]
    return Placement(columns=taken, extras=extras, problems=problems)


def _mapped(headers: Sequence[str], mapping: Mapping[str, str]) -> dict[int, str]:
    """Return the positions that the person's mapping names, each of our names at most once."""
    by_key = {header_key(theirs): name for theirs, name in mapping.items()}
    found: dict[int, str] = {}
    for position, header in enumerate(headers):
        name = by_key.get(header_key(header))
        if name is not None and (not name or name not in found.values()):
            found[position] = name
    return found


def _problem(table: str, header: str, code: str, *, detail: str = "") -> Problem:
    return Problem(table, None, None, header, "", code, WARNING, detail)
