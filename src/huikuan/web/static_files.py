"""The files of the pages as a browser keeps them for good: under names that change with what is in them, compressed."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from pathlib import Path

from django.contrib.staticfiles.finders import get_finders
from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

Files = dict[str, tuple[Storage, str]]


def collected(into: Path) -> Path:
    """Return the folder below ``into`` with the present files; made when they are not there yet."""
    found = _files()
    folder = into / _digest(found)
    if not folder.is_dir():
        into.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=into) as begun:
            _write(found, Path(begun) / "files")
            if not folder.is_dir():  # another server may have been quicker
                (Path(begun) / "files").rename(folder)
    for other in into.iterdir():
        if other != folder and not other.name.startswith("tmp"):
            shutil.rmtree(other, ignore_errors=True)
    return folder


def _files() -> Files:
    found: Files = {}
    for finder in get_finders():
        for name, storage in finder.list([]):
            found.setdefault(name, (storage, name))
    return found


def _digest(found: Files) -> str:
    digest = hashlib.sha256()
    for name, (storage, path) in sorted(found.items()):
        digest.update(name.encode() + b"\0")
        with storage.open(path) as content:
            digest.update(hashlib.sha256(content.read()).digest())
    return digest.hexdigest()[:16]


def _write(found: Files, folder: Path) -> None:
    storage = CompressedManifestStaticFilesStorage(location=folder, base_url="/static/")
    for name, (source, path) in found.items():
        with source.open(path) as content:
            storage.save(name, content)
    for _name, _hashed, outcome in storage.post_process({name: (storage, name) for name in found}):
        if isinstance(outcome, Exception):
            raise outcome
