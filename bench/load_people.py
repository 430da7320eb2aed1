"""The people who look at the pages: those of the sample company whose role sees the worklist.

``python -m bench.load_people PASSWORD`` with HUIKUAN_DATA and DATABASE_URL naming the house; tells their codes as JSON.
Whoever works at customers comes first: what these may see is cut out of the whole.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import date

import django

SINCE = date(2020, 1, 1)


def main(password: str) -> None:
    """Let them work here."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huikuan.config.settings")
    django.setup()
    from huikuan.apps.people.permissions import roles_for
    from huikuan.cli.tryout import hire_everybody
    from huikuan.gateways.sample import EMPLOYEES

    hire_everybody(password, on=SINCE)
    print(json.dumps([person.name for person in EMPLOYEES if person.role in roles_for("see_worklist")]))


if __name__ == "__main__":
    main(sys.argv[1])
