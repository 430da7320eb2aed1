"""Writes the description of the interface for systems to docs/reference/openapi.json: a change of it is seen."""

from __future__ import annotations

import json
import os
from pathlib import Path

OPENAPI = Path(__file__).parents[1] / "docs" / "reference" / "openapi.json"


def description() -> str:
    """Return the description as it is kept."""
    from huikuan.api.root import api

    return json.dumps(api.get_openapi_schema(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huikuan.config.settings")
    import django

    django.setup()
    OPENAPI.write_text(description(), encoding="utf-8")
