"""Files that somebody sends: what they are by their bytes, whatever their name or their sender says.

The one thing to know: nothing is opened here beyond its first bytes and a workbook's table of contents; a file that
passes may still be broken, and then reading it says so.
"""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

FILE_BYTES = 64 * 1024**2  # of one file
ALL_BYTES = 160 * 1024**2  # of one request
FILES_AT_MOST = 40
UNPACKED_BYTES = 1024**3  # of what a workbook holds, packed into few bytes it could fill the machine
_LOOKED_AT = 4_096
_NAME_LENGTH = 120
_ARCHIVES = (".zip", ".rar", ".7z", ".gz", ".tgz", ".tar")


def plain_name(name: str) -> str:
    """Return a file's own name without folders, signs that control something, or a leading dot."""
    own = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    shown = re.sub(r"[\x00-\x1f\x7f<>:\"|?*\u202a-\u202e\u2066-\u2069]", "_", own).strip().lstrip(".~$ ")
    stem, dot, ending = shown.rpartition(".")
    if not dot:
        return shown[:_NAME_LENGTH] or "_"
    return f"{stem[: _NAME_LENGTH - len(ending) - 1] or '_'}.{ending[:10]}"


def fault_of_file(name: str, path: Path) -> str:
    """Return why a file is not taken, as a key of ``texts.upload_words.FILE_FAULTS``; empty when it is."""
    ending = Path(name).suffix.casefold()
    if ending in _ARCHIVES:
        return "archive"
    if ending not in _SIGNS:
        return "unknown_ending"
    size = path.stat().st_size
    if not size:
        return "empty"
    if size > FILE_BYTES:
        return "too_large"
    with path.open("rb") as stream:
        start = stream.read(_LOOKED_AT)
    if not _SIGNS[ending](start):
        return "other_content"
    return _fault_of_workbook(path) if start.startswith(b"PK") else ""


def _fault_of_workbook(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, OSError):
        return ""  # a workbook that was cut off: reading it says so
    if sum(part.file_size for part in parts) > UNPACKED_BYTES:
        return "unpacks_too_large"
    names = {part.filename for part in parts}
    return "" if "[Content_Types].xml" in names else "other_content"


def _is_text(start: bytes) -> bool:
    is_wide = start.startswith((b"\xff\xfe", b"\xfe\xff"))
    return is_wide or (b"\x00" not in start and not start.startswith((b"PK\x03\x04", b"%PDF-", b"\xd0\xcf\x11\xe0")))


def _is_markup(start: bytes) -> bool:
    shown = (
        start.replace(b"\x00", b"").removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    )
    return shown.lstrip().startswith(b"<")


_SIGNS: Mapping[str, Callable[[bytes], bool]] = {
    ".csv": _is_text,
    ".jsonl": _is_text,
    ".xml": _is_markup,
    ".pdf": lambda start: b"%PDF-" in start[:1024],
    ".xlsx": lambda start: start.startswith(b"PK"),
    ".xls": lambda start: start.startswith((b"\xd0\xcf\x11\xe0", b"PK")),
    ".parquet": lambda start: start.startswith(b"PAR1"),
}
ENDINGS = tuple(_SIGNS)
