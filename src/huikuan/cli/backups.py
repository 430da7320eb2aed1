"""``huikuan backup`` and ``huikuan restore``: everything in one file, and back into an empty memory."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from huikuan.cli.auditing import print_verification
from huikuan.cli.faults import DONE, DONE_WITH_PROBLEMS
from huikuan.cli.memory import open_memory
from huikuan.cli.people import acting
from huikuan.cli.progress import Progress
from huikuan.cli.speech import N_, _

_SAVING = {"table": N_("Saving tables"), "file": N_("Saving files")}
_RESTORING = {"table": N_("Restoring tables"), "file": N_("Restoring files")}


def save(file: Path, *, by: str | None, on: date) -> int:
    """Write a backup; returns the exit code, 1 when a kept file was found damaged."""
    open_memory()
    from huikuan.desk import backup
    from huikuan.desk.rights import require

    actor, progress = acting(by), Progress()
    require("backup", actor=actor, on=on)
    saved = backup.save(file, actor=actor, progress=lambda what, done, total: progress(_SAVING[what], done, total))
    progress.clear()
    print(_("Rows saved: {rows}; files saved: {files}.").format(rows=f"{saved.rows:,}", files=f"{saved.files:,}"))
    for sha256 in saved.damaged:
        print(_("Not saved, because it is damaged or gone: {sha256}.").format(sha256=sha256))
    print(_("Written to {file}. Keep it away from this machine.").format(file=file))
    return DONE_WITH_PROBLEMS if saved.damaged else DONE


def restore(file: Path) -> int:
    """Fill the empty memory from a backup; returns the exit code, 1 when its record is not whole."""
    open_memory()
    from huikuan.desk import backup

    progress = Progress()
    restored = backup.restore(file, progress=lambda what, done, total: progress(_RESTORING[what], done, total))
    progress.clear()
    print(
        _("Rows restored: {rows}; files restored: {files}.").format(
            rows=f"{restored.rows:,}", files=f"{restored.files:,}"
        )
    )
    print_verification(restored.audit)
    return DONE if restored.audit.is_sound else DONE_WITH_PROBLEMS
