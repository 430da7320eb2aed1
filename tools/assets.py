"""Copies what the pages need from node_modules into the package: an allow-list, with each licence (`make assets`).

Everything else that npm brings stays outside. Icons become one sprite of those that are used.
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "src" / "huikuan" / "web" / "static" / "vendor"
COPIED = {
    "@tabler/core/dist/css/tabler.min.css": "tabler.min.css",
    "@tabler/icons/LICENSE": "tabler-icons-LICENSE.txt",
    "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2": "inter-latin.woff2",
    "@fontsource-variable/inter/LICENSE": "inter-LICENSE.txt",
}
# Each is <svg><use href="…/icons.svg#NAME"> in a template.
ICONS = [
    "alert-triangle",
    "building",
    "calendar-dollar",
    "cash",
    "check",
    "chart-bar",
    "checks",
    "clock-pause",
    "dots",
    "file-check",
    "file-import",
    "file-invoice",
    "file-text",
    "filter",
    "history",
    "info-circle",
    "key",
    "layout-list",
    "list",
    "lock",
    "logout",
    "message-exclamation",
    "phone",
    "pin",
    "refresh",
    "search",
    "settings",
    "shield",
    "stairs-up",
    "sun",
    "user",
    "user-off",
    "users",
    "wifi-off",
]
_SOURCE_MAP = re.compile(rb"\n?/\*# sourceMappingURL=.*?\*/|\n?//# sourceMappingURL=.*")


def main() -> int:
    """Fill the vendor folder anew; returns the exit code."""
    if not MODULES.is_dir():
        print("node_modules is missing: make assets fetches it", file=sys.stderr)
        return 2
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.mkdir(parents=True)
    for source, target in COPIED.items():
        content = (MODULES / source).read_bytes()
        (VENDOR / target).write_bytes(_SOURCE_MAP.sub(b"", content) if target.endswith((".css", ".js")) else content)
    (VENDOR / "icons.svg").write_text(sprite(), encoding="utf-8")
    return 0


def sprite() -> str:
    """Return the used icons as the symbols of one drawing."""
    symbols = (_symbol(name) for name in sorted(ICONS))
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>\n'


def _symbol(name: str) -> str:
    drawing = (MODULES / "@tabler/icons/icons/outline" / f"{name}.svg").read_text(encoding="utf-8")
    inside = re.search(r"<svg[^>]*>(.*)</svg>", drawing, re.DOTALL)
    assert inside, f"{name} is no drawing"
    lines = re.sub(r'<path stroke="none"[^>]*/>', "", inside[1])
    drawn = " ".join(lines.split())
    return f'<symbol id="{name}" viewBox="0 0 24 24">{drawn}</symbol>'


if __name__ == "__main__":
    sys.exit(main())
