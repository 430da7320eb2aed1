"""A folder of contents, each named by the SHA-256 of its bytes; written whole or not at all, checked on reading.

The first two characters of the digest name a folder, the rest the file: one folder with a million files is slow.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path


class Damaged(Exception):  # noqa: N818 - says what the bytes are
    """The bytes in the place of a content are not that content, or there are none."""


def digest_of(content: bytes) -> str:
    """Return the name of a content."""
    return hashlib.sha256(content).hexdigest()


def place(folder: Path, sha256: str) -> Path:
    """Return where a content lies."""
    return folder / sha256[:2] / sha256[2:]


@contextlib.contextmanager
def written_aside(target: Path, content: bytes) -> Iterator[Path]:
    """Write the bytes beside their place and have them on the disk; whoever opened it renames, else they go."""
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        with aside.open("xb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        yield aside
    finally:
        aside.unlink(missing_ok=True)


def put_in_place(aside: Path, target: Path) -> None:
    """Give the written bytes their name, and have the name on the disk too."""
    aside.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def read_content(folder: Path, sha256: str) -> bytes:
    """Return a content. Raises: Damaged when its bytes are not what their name says, or are not there."""
    try:
        content = place(folder, sha256).read_bytes()
    except FileNotFoundError as error:
        raise Damaged(sha256) from error
    if digest_of(content) != sha256:
        raise Damaged(sha256)
    return content


def contents(folder: Path) -> Iterator[str]:
    """Return the names of all contents in the folder, whatever their bytes are now; half-written ones are none."""
    for file in sorted(folder.glob("??/*")):
        if not file.name.startswith("."):
            yield file.parent.name + file.name
