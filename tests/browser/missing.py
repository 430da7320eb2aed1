"""What the tests in a browser need."""

from __future__ import annotations

import shutil
from pathlib import Path

import huikuan

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
STYLES = Path(huikuan.__file__).parent / "web" / "static" / "vendor" / "tabler.min.css"


def what_is_missing() -> str:
    """Return what to install first; empty where everything is there."""
    if shutil.which("chromium") is None:
        return "chromium is missing (Debian: apt install chromium)"
    if not AXE.is_file() or not STYLES.is_file():
        return "axe-core or the pages' styles are missing: make assets fetches them"
    return ""
