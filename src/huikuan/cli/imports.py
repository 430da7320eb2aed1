"""``huikuan imports``: what was imported, and the files of an import given back as they were."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from huikuan.cli.closing import table_word
from huikuan.cli.faults import DONE, Fault
from huikuan.cli.memory import open_memory
from huikuan.cli.people import acting
from huikuan.cli.sheet import sheet
from huikuan.cli.speech import _

if TYPE_CHECKING:
    from huikuan.apps.intake.models import Batch
    from huikuan.desk.import_files import ImportSeen


def print_imports(*, limit: int, by: str | None, on: date) -> int:
    """Print the newest imports with their files; returns the exit code."""
    open_memory()
    from huikuan.desk.import_files import imports_seen

    found = imports_seen(viewer=acting(by), on=on)
    if not found:
        print(_("Nothing was imported yet."))
        return DONE
    rows = [_row(seen) for seen in found[:limit]]
    print(sheet([_("Batch"), _("Known from"), _("Source"), _("Told"), _("Files"), _("State")], rows, right={0}))
    if len(found) > limit:
        print(_("… and {count} more.").format(count=f"{len(found) - limit:,}"))
    print(_("huikuan imports BATCH --out DIR gives its files back; huikuan import --undo BATCH takes it back."))
    return DONE


def _row(seen: ImportSeen) -> list[str]:
    batch = seen.batch
    files = [file if is_kept else _("{file} (not kept)").format(file=file) for file, is_kept in seen.files.items()]
    undone = _("undone by batch {number}").format(number=batch.undone_by_id) if batch.undone_by_id else ""
    state = undone or (_("all that was open") if batch.is_snapshot else _("what changed"))
    return [str(batch.pk), str(batch.recorded_on), batch.source, _told(batch), _(", ").join(files), state]


def _told(batch: Batch) -> str:
    counted = {table: told.get("new", 0) + told.get("changed", 0) for table, told in batch.totals.items()}
    return _(", ").join(f"{table_word(table)} {count:,}" for table, count in counted.items() if count)


def give_back(number: int, out: Path | None, *, by: str | None, on: date) -> int:
    """Write the files of an import into a folder; returns the exit code. Raises: Fault."""
    if out is None:
        raise Fault(_("{name} is missing.").format(name="--out"), _("huikuan imports BATCH --out DIR."))
    open_memory()
    from huikuan.desk.import_files import kept_files

    files = {out / Path(file).name: content for file, content in kept_files(number, viewer=acting(by), on=on)}
    there = next((target for target in files if target.exists()), None)
    if there is not None:
        raise Fault(
            _("The file {file} is there already.").format(file=there), _("Give another folder; nothing was written.")
        )
    out.mkdir(parents=True, exist_ok=True)
    for target, content in files.items():
        target.write_bytes(content)
        print(_("{file}: as it was imported.").format(file=target))
    return DONE
