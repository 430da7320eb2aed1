"""The mapping file (--map): in YAML, per table, which of their headers is which of our columns.

The one thing to know: a slip is answered with its line and with what could have been meant.
"""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

import yaml

from huikuan.gateways.imports.columns import TABLES, table_columns, table_named
from huikuan.gateways.imports.reading import HeaderMapping, Unusable


def read_mapping(path: Path) -> HeaderMapping:
    """Read a mapping file: table (English or Chinese), below it lines of their header and our name.

    Raises: Unusable when it is no such YAML, or names a table or column that does not exist.
    """
    try:
        node = yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as fault:
        line = fault.problem_mark.line + 1 if fault.problem_mark else 1
        raise _unreadable(path, line) from None
    except (OSError, UnicodeError, yaml.YAMLError):
        raise _unreadable(path, 1) from None
    if node is None:
        return {}
    mapping: dict[str, dict[str, str]] = {}
    for table_key, columns in _pairs(path, node):
        table = table_named(str(table_key.value))
        if table is None:
            raise Unusable(
                "mapping_unknown_table",
                file=path.name,
                line=str(table_key.start_mark.line + 1),
                name=str(table_key.value),
                choices=", ".join(TABLES),
            )
        mapping.setdefault(table, {}).update(_table_mapping(path, table, columns))
    return mapping


def _table_mapping(path: Path, table: str, columns: yaml.Node) -> dict[str, str]:
    """Return their header to our name for one table, each of our names checked."""
    ours = table_columns(table)
    found: dict[str, str] = {}
    for header, name in _pairs(path, columns):
        if not isinstance(header, yaml.ScalarNode) or not isinstance(name, yaml.ScalarNode):
            raise _unreadable(path, header.start_mark.line + 1)
        if name.value not in ours:
            near = get_close_matches(name.value, list(ours), n=3) or list(ours)
            raise Unusable(
                "mapping_unknown_column",
                file=path.name,
                line=str(name.start_mark.line + 1),
                name=name.value,
                table=table,
                choices=", ".join(near),
            )
        found[header.value] = name.value
    return found


def _pairs(path: Path, node: yaml.Node) -> list[tuple[yaml.Node, yaml.Node]]:
    if not isinstance(node, yaml.MappingNode):
        raise _unreadable(path, node.start_mark.line + 1)
    return list(node.value)


def _unreadable(path: Path, line: int) -> Unusable:
    return Unusable("mapping_unreadable", file=path.name, line=str(line))
