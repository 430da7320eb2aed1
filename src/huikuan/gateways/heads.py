"""The file of exported heads: one line of JSON each, only ever added to. Kept elsewhere, it shows a rewritten chain."""

from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path

Line = tuple[datetime, int, str]  # exported at, number of the link, the link in hexadecimal


def read_heads(file: Path) -> list[Line]:
    """Return the heads of a file, the oldest first; none where there is no file.

    Raises: ValueError for a line that is none of ours.
    """
    if not file.is_file():
        return []
    lines = []
    for line in file.read_text(encoding="utf-8").splitlines():
        told = json.loads(line)
        try:
            lines.append((datetime.fromisoformat(told["exported_at"]), int(told["number"]), str(told["chain"])))
        except (KeyError, TypeError) as error:
            raise ValueError(line) from error
    return lines


def append_head(file: Path, head: Line) -> bool:
    """Add a head and have it on the disk; False when the file ends in the same one."""
    exported_at, number, chain = head
    known = read_heads(file)
    if known and known[-1][1:] == (number, chain):
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    line = json.dumps({"exported_at": exported_at.isoformat(), "number": number, "chain": chain})
    with file.open("a", encoding="utf-8") as out:
        out.write(line + "\n")
        out.flush()
        os.fsync(out.fileno())
    return True
