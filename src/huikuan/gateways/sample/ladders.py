"""The sample company's assignment: which of its customers climb which ladder, as a document that people may edit."""

from __future__ import annotations

from pathlib import Path

_DOCUMENT = Path(__file__).with_name("ladders.yaml")


def ladders_beside(folder: Path) -> Path:
    """Return where the assignment of a sample company lies: beside its folder, which holds tables only."""
    return folder.with_name(f"{folder.name}-ladders.yaml")


def write_ladders(path: Path) -> Path:
    """Write the assignment document to ``path``, replacing what is there."""
    path.write_bytes(_DOCUMENT.read_bytes())
    return path
