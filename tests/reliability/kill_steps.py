"""Kills imports or days and prints the table of docs/reliability.md.

python -m tests.reliability.kill_steps import --kills 200      on SQLite
python tools/with_postgresql.py python -m tests.reliability.kill_steps day --kills 200      on PostgreSQL
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.reliability.killing import Killing, Kind


def main() -> int:
    """Kill, compare, print; returns 1 when anything was lost or done twice."""
    parser = argparse.ArgumentParser()
    parser.add_argument("kind", choices=["import", "day"])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--folders", type=int, default=8, help="imports and days of the script")
    chosen = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    from tests.reliability.killing import killing

    vendor = "PostgreSQL" if os.environ.get("HUIKUAN_TEST_DATABASE") else "SQLite"
    title = f"{vendor}, {chosen.kind}, seed {chosen.seed}"
    with tempfile.TemporaryDirectory() as folder:
        result = killing(
            [chosen.kind],
            kills=chosen.kills,
            seed=chosen.seed,
            folder=Path(folder),
            folders=chosen.folders,
            noted=lambda so_far: _print(so_far, title, chosen.kind),
        )
    return 1 if result.wrong else 0


def _print(result: Killing, title: str, kind: Kind) -> None:
    """Print what came of it so far."""
    from tests.reliability.killing import PHASES

    print(f"{title}: {result.kills.total()} kills in {result.series} memories")
    for phase, _ in PHASES[kind]:
        print(f"| {phase} | {result.kills[kind, phase]} |")
    print(f"afterwards: {dict(result.became)}; a step took {statistics.median(result.seconds[kind]):.2f} s")
    print(f"all tables compared {result.compared} times, {result.rows} rows in the end")
    print("\n".join(["wrong:", *result.wrong]) if result.wrong else "nothing lost, nothing twice, no difference")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
