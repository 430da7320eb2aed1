"""A backup's file: one zip of tables (Parquet), kept contents and a manifest with the digest of every part.

The manifest stands last and names everything else; an archive without one was not finished.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl

FORMAT = 1
_MANIFEST = "manifest.json"


class Unreadable(Exception):  # noqa: N818 - says what the file is
    """The file is no backup of ours, is not whole, or was changed."""


class ArchiveWriter:
    """Takes tables and contents and notes what they are."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.tables: dict[str, dict[str, Any]] = {}
        self.files: dict[str, int] = {}

    def add_table(self, name: str, rows: pl.DataFrame) -> None:
        """Add a table."""
        buffer = io.BytesIO()
        rows.write_parquet(buffer)
        content = buffer.getvalue()
        self._archive.writestr(f"tables/{name}.parquet", content)
        self.tables[name] = {"rows": rows.height, "sha256": hashlib.sha256(content).hexdigest()}

    def add_file(self, sha256: str, content: bytes) -> None:
        """Add a kept content under its digest."""
        self._archive.writestr(f"files/{sha256}", content)
        self.files[sha256] = len(content)

    def close(self, facts: Mapping[str, Any]) -> None:
        """Write the manifest."""
        manifest = {"format": FORMAT, **facts, "tables": self.tables, "files": self.files}
        self._archive.writestr(_MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1, default=str))


@contextmanager
def written_archive(target: Path) -> Iterator[ArchiveWriter]:
    """Write an archive beside its place; it gets its name when it is whole, else it goes."""
    aside = target.with_name(f".{target.name}.part")
    try:
        with zipfile.ZipFile(aside, "w", zipfile.ZIP_STORED) as archive:
            yield ArchiveWriter(archive)
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)


class ArchiveReader:
    """Hands out what the manifest names, each part checked against its digest."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.manifest: dict[str, Any] = json.loads(self._content(_MANIFEST))
        if self.manifest.get("format") != FORMAT:
            raise Unreadable(_MANIFEST)

    def table(self, name: str) -> pl.DataFrame:
        """Return a table. Raises: Unreadable."""
        noted = self.manifest["tables"][name]
        content = self._checked(f"tables/{name}.parquet", noted["sha256"])
        rows = pl.read_parquet(io.BytesIO(content))
        if rows.height != noted["rows"]:
            raise Unreadable(name)
        return rows

    def file(self, sha256: str) -> bytes:
        """Return a kept content. Raises: Unreadable."""
        return self._checked(f"files/{sha256}", sha256)

    def _checked(self, part: str, sha256: str) -> bytes:
        content = self._content(part)
        if hashlib.sha256(content).hexdigest() != sha256:
            raise Unreadable(part)
        return content

    def _content(self, part: str) -> bytes:
        try:
            return self._archive.read(part)
        except (KeyError, zipfile.BadZipFile) as error:
            raise Unreadable(part) from error


@contextmanager
def opened_archive(file: Path) -> Iterator[ArchiveReader]:
    """Open an archive. Raises: Unreadable."""
    try:
        archive = zipfile.ZipFile(file)
    except zipfile.BadZipFile as error:
        raise Unreadable(file.name) from error
    with archive:
        yield ArchiveReader(archive)
