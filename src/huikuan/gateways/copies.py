"""Copies of tables on this machine's disk: what was read from the database once need not be parsed again.

A copy is a convenience and never the truth: it may be missing, or be of another time than its reader wants. It carries
``facts`` by which the reader judges that.
"""

from __future__ import annotations

import contextlib
import json
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from huikuan.gateways.content import put_in_place, written_aside


def kept_copy(folder: Path, name: str) -> tuple[Mapping[str, Any], pl.DataFrame] | None:
    """Return what the copy of that name carries and its rows; None where there is no whole one."""
    try:
        facts = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        return facts, pl.read_ipc(folder / facts["rows"])
    except (OSError, ValueError, KeyError, pl.exceptions.PolarsError):
        return None


def keep_copy(folder: Path, name: str, rows: pl.DataFrame, facts: Mapping[str, Any]) -> None:
    """Keep the rows under a name in the place of an earlier copy; where the disk does not let us, there is none."""
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)  # customers' data
        before = sorted(folder.glob(f"{name}.*.arrow"))
        target = folder / f"{name}.{secrets.token_hex(4)}.arrow"
        with written_aside(target, b"") as aside:
            rows.write_ipc(aside, compression="uncompressed", record_batch_size=max(rows.height, 1))
            put_in_place(aside, target)
        index = json.dumps({**facts, "rows": target.name}).encode()
        with written_aside(folder / f"{name}.json", index) as aside:
            put_in_place(aside, folder / f"{name}.json")
        for file in before:
            file.unlink(missing_ok=True)


def forget_copies(folder: Path) -> None:
    """Let everything be read anew."""
    shutil.rmtree(folder, ignore_errors=True)
