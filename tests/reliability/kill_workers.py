"""Kills workers and prints the table of docs/reliability.md: python -m tests.reliability.kill_workers --kills 200

SQLite, or the PostgreSQL server that HUIKUAN_TEST_DATABASE names (python tools/with_postgresql.py …).
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path


def main() -> int:
    """Kill, count, print; returns 1 when anything was lost or done twice."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    chosen = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django
    from django.db import connection

    django.setup()
    named = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = connection.settings_dict["TEST"]["NAME"] or f"test_kills_{os.getpid()}"
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    from tests.reliability.storm import storm

    with tempfile.TemporaryDirectory() as folder:
        result = storm(kills=chosen.kills, seed=chosen.seed, folder=Path(folder))
    connection.creation.destroy_test_db(str(named), verbosity=0)
    print(f"{connection.vendor}, seed {chosen.seed}: {sum(result.kills.values())} kills")
    for place, times in sorted(result.kills.items()):
        print(f"| {place} | {times} |")
    print("jobs:", dict(result.jobs), "letters perhaps sent:", dict(result.letters_unsure))
    print("\n".join(["wrong:", *result.wrong]) if result.wrong else "nothing lost, nothing twice")
    return 1 if result.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
