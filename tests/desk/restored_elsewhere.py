"""Restores a backup into an empty memory of its own, runs a day there and writes down what came of it.

python -m tests.desk.restored_elsewhere BACKUP DAY OUT      with HUIKUAN_DATA and DATABASE_URL naming the memory
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

from huikuan.cli.memory import init


def main(backup: str, day: str, out: str) -> None:
    """Restore, save a backup of its own beside OUT, run the day; write what came of it as JSON.

    That is the worklist, the audit's findings and the kept files' sizes.
    """
    init()
    from huikuan.apps.attachments.models import StoredFile
    from huikuan.apps.attachments.selectors import kept_bytes
    from huikuan.apps.audit.actors import SYSTEM
    from huikuan.apps.audit.services import seal
    from huikuan.apps.dunning.selectors import newest_run, worklist_rows
    from huikuan.apps.tasks.models import FollowUp
    from huikuan.desk.backup import restore, save
    from huikuan.jobs.day import day as run_day

    restored = restore(Path(backup), progress=lambda *_: None)
    save(Path(out).with_name("again.backup"), actor=SYSTEM, progress=lambda *_: None)
    run_day(date.fromisoformat(day))
    seal()
    run = newest_run()
    assert run is not None
    told = {
        "restored": [restored.rows, restored.files, restored.audit.sealed, len(restored.audit.findings)],
        "worklist": worklist_rows(run, viewer=SYSTEM)["facts"].to_list(),
        "run": [run.revision, run.position, run.counts],
        "hours": [str(hour) for hour in FollowUp.objects.values_list("due_at", flat=True)],
        "files": [len(kept_bytes(number)) for number in StoredFile.objects.order_by("id").values_list("id", flat=True)],
    }
    Path(out).write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
