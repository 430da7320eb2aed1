"""A folder of contents, each named by the SHA-256 of its bytes; written whole or not at all, checked on reading.

The first two characters of the digest name a folder, the rest the file: one folder with a million files is slow.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

_PART = 1 << 20  # bytes read at once


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


@contextlib.contextmanager
def copied_aside(folder: Path, source: Path | bytes) -> Iterator[tuple[Path, str, int]]:
    """Write a content into the folder without a name yet; yields the place, its digest and its size in bytes.

    It is read once, part by part: the digest is that of the bytes written. Whoever opened it gives it its name.
    """
    folder.mkdir(parents=True, exist_ok=True)
    aside, digest, size = folder / f".coming.{secrets.token_hex(8)}", hashlib.sha256(), 0
    try:
        with _opened(source) as reading, aside.open("xb") as out:
            while part := reading.read(_PART):
                digest.update(part)
                size += out.write(part)
            out.flush()
            os.fsync(out.fileno())
        yield aside, digest.hexdigest(), size
    finally:
        aside.unlink(missing_ok=True)


def _opened(source: Path | bytes) -> BinaryIO:
    return io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")


def put_in_place(aside: Path, target: Path) -> None:
    """Give the written bytes their name, and have the name on the disk too."""
    target.parent.mkdir(parents=True, exist_ok=True)
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
