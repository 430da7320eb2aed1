"""What the house does by itself: the function behind each name of a job, and when work comes again.

A reaction upwards, from an app to one that stands on it, is a job row under a name of this table; nothing else knows
the function. ``kind`` is explained at ``Reaction``, the guarantees in docs/decisions/0003.
"""

from __future__ import annotations

from huikuan.apps.outbox.reactions import Reaction, Timetable

REACTIONS = {
    "day": Reaction("huikuan.jobs.day.due_day", "repeatable"),
    "seal_audit": Reaction("huikuan.jobs.audit.seal_due", "repeatable"),
    "export_audit_head": Reaction("huikuan.jobs.audit.export_head_due", "repeatable"),
    "simulate_policy": Reaction("huikuan.jobs.simulating.simulate_asked", "repeatable", attempts=2),
    "import_upload": Reaction("huikuan.jobs.imports.import_upload", "repeatable", attempts=3),
    "prune": Reaction("huikuan.jobs.prune.prune_jobs", "repeatable"),
}
TIMETABLES = (
    Timetable("day", minute_of_day=5 * 60),
    Timetable("seal_audit", minute_of_day=0, every_minutes=5),
    Timetable("export_audit_head", minute_of_day=4 * 60),
    Timetable("prune", minute_of_day=3 * 60 + 30),
)
