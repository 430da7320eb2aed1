"""One answer as one file for other programs: a table as CSV, or a document as JSON, by the file's suffix.

Amounts stand in major units of their currency; JSON has them as text so that no reader rounds them.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl

from huikuan.gateways.exports.amounts import for_csv, with_amount_texts


def write_one_file(path: Path, table: pl.DataFrame, document: Callable[[], dict[str, Any]]) -> None:
    """Write ``table`` or ``document`` into ``path``; it is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".huikuan-") as folder:
        draft = Path(folder) / path.name
        if path.suffix.lower() == ".json":
            draft.write_text(json.dumps(document(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        else:
            for_csv(table).write_csv(draft)
        draft.replace(path)


def records(table: pl.DataFrame) -> list[dict[str, Any]]:
    """Return the rows as JSON takes them: days and amounts as text."""
    shown = with_amount_texts(table).with_columns((pl.selectors.date() | pl.selectors.decimal()).cast(pl.String))
    return shown.to_dicts()
