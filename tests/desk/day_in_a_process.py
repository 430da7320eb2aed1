"""A process of its own that imports a folder or runs a day, held at a named point until a file appears.

``python -m tests.desk.day_in_a_process ROLE DAY FOLDER HOLD``: ROLE is day or import; HOLD names the file to wait for
("" holds nowhere). A day is held after it has read; it says so by the file HOLD.reached.
"""

from __future__ import annotations

import sys
import time
from datetime import date
from pathlib import Path


def main(role: str, on: str, folder: str, hold: str) -> int:
    """Run the role; the exit code is 0, or 3 when the day was refused."""
    import django

    django.setup()
    from huikuan.apps.audit.actors import SYSTEM
    from huikuan.desk import day as days
    from huikuan.desk.imports import Import, previewed, record_import
    from huikuan.gateways.imports import ReadOptions, read_folder
    from huikuan.jobs.day import day

    if role == "import":
        given = Import(read_folder(Path(folder), ReadOptions()).tables, date.fromisoformat(on), "CNY")
        record_import(given, previewed(given), actor=SYSTEM)
        return 0
    decide = days.planned

    def held(*given: object, **named: object) -> object:
        if hold:
            Path(hold + ".reached").touch()
            until = time.monotonic() + 60
            while not Path(hold).exists() and time.monotonic() < until:
                time.sleep(0.02)
        return decide(*given, **named)  # type: ignore[arg-type]

    days.planned = held  # type: ignore[assignment]
    try:
        result = day(date.fromisoformat(on))
    except days.DayRefused as refused:
        print(refused.code)
        return 3
    print(result.revision, result.counts["cases_moved"], result.counts["rows"])
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:5]))
