"""Works off what an upload waits for: its check, or its import."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huikuan.desk.upload_recording import work_off


def import_upload(payload: Mapping[str, Any]) -> None:
    """Check or import that version of an upload, unless somebody has."""
    work_off(payload["upload"], payload["version"])
