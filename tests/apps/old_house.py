"""Makes a house by the first migrations of every app, moves it forward as ``huikuan init`` does, and lives a day in it.

python -m tests.apps.old_house OUT        with HUIKUAN_DATA and DATABASE_URL naming an empty database

OUT gets, as JSON: the tables that lost a row or changed a value on the way, and the worklist of the day.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django

if TYPE_CHECKING:
    from django.apps.registry import Apps
    from django.db.migrations.state import StateApps

DAY, THEN = "2026-11-20", "2026-11-20T02:00:00+00:00"
FIRST = "0001_initial"
ACTS = [f"00000000-0000-0000-0000-00000000000{number}" for number in range(10)]
FACT = {"batch_id": 1, "recorded_on": DAY}
OVER = {**FACT, "replaced_by_id": 2, "replaced_on": "2026-11-21"}
CUSTOMER = {"customer_id": 1, **FACT}
ITEM = {"item_id": 1, "customer_id": 1, "issue_date": "2026-10-01", "due_date": "2026-11-01", "currency": "CNY"}
# Where a later migration put what a column held.
MOVED = {("customers.PolicyOverride", "act_id"): "batch__act_id"}
# One row or more of every table that the first migrations made, in an order in which they can be written.
ROWS: dict[str, list[dict[str, Any]]] = {
    "audit.Entry": [
        {"at": THEN, "act_id": ACTS[0], "act": "import", "actor_kind": "system", "subject_kind": "batch",
         "subject_id": "1", "facts": "{}"},
    ],
    "audit.Seal": [{"number": 1, "entry_id": 1, "entry_digest": b"\x01" * 32, "chain": b"\x02" * 32}],
    "audit.Head": [{"exported_at": THEN, "seal_number": 1, "chain": b"\x02" * 32}],
    "outbox.Job": [
        {"name": "day", "key": "day@1", "payload": {"business_date": DAY}, "run_at": THEN, "attempts_left": 3,
         "created_at": THEN},
    ],
    "outbox.Schedule": [{"name": "day", "minute_of_day": 300, "zone": "Asia/Shanghai"}],
    "attachments.StoredFile": [{"sha256": "ab" * 32, "size_bytes": 7, "media_type": "text/plain", "stored_at": THEN}],
    "attachments.Attachment": [
        {"file_id": 1, "name": "a.txt", "subject_kind": "customer", "subject_id": "C-1", "attached_at": THEN,
         "act_id": ACTS[1]},
    ],
    "people.LegalEntity": [
        {"code": "main", "name": "本部", "currency": "CNY", "country": "CN", "zone": "Asia/Shanghai"},
    ],
    "people.Team": [{"name": "South"}],
    "people.User": [
        {"code": "carl", "name": "Carl", "team_id": 1, "password": "!"},
        {"code": "boss", "name": "老板", "password": "!"},
    ],
    "people.RoleGrant": [{"user_id": 1, "role": "collector", "entity_id": 1, "valid_from": "2026-01-01"}],
    "people.Absence": [{"user_id": 1, "deputy_id": 2, "first_on": "2026-12-01", "last_on": "2026-12-02"}],
    "intake.Batch": [
        {"kind": "import", "act_id": ACTS[2], "recorded_at": THEN, "recorded_on": DAY, "totals": {"receivables": {}}},
        {"kind": "act", "act_id": ACTS[3], "recorded_at": THEN, "recorded_on": "2026-11-21"},
    ],
    "intake.SetAside": [
        {"batch_id": 1, "file": "a.csv", "row": "3", "column": "amount", "value": "一千", "code": "amount_unreadable",
         "severity": "error"},
    ],
    "approvals.Request": [
        {"key": "promise:1", "kind": "promise", "subject_kind": "promise", "subject_id": "1", "entity_id": 1,
         "role": "supervisor", "facts": {"days": 20}, "requested_by_id": 1, "requested_at": THEN, "requested_on": DAY},
    ],
    "policies.PolicyVersion": [
        {"policy": "ours", "version": 1, "text": "id: ours", "sha256": "cd" * 32, "in_force_from": "2027-01-01",
         "act_id": ACTS[4]},
    ],
    "policies.AssignmentVersion": [
        {"text": "rules: []", "sha256": "ef" * 32, "in_force_from": "2027-01-01", "act_id": ACTS[5]},
    ],
    "customers.Customer": [{"code": "C-1"}, {"code": "C-2"}],
    "customers.CustomerFact": [
        {**CUSTOMER, "name": "甲公司", "collector": "carl", "lat": 31.25},
        {"customer_id": 2, **FACT, "name": "乙公司"},
    ],
    "customers.ContactFact": [
        {**CUSTOMER, "place": 0, "name": "王先生", "mobile": "13800000000", "opted_out": ["sms"]},
    ],
    "customers.HoursFact": [{**CUSTOMER, "handle": "C-1|open", "kind": "open", "from_minute": 540, "to_minute": 660}],
    "customers.PolicyOverride": [
        {"customer_id": 2, "policy": "b2b-standard", "reason": "重要客户", "first_on": "2026-11-01",
         "last_on": "2026-11-10", "made_by_id": 2, "act_id": ACTS[3]},
    ],
    "receivables.Case": [{"customer_id": 1, "entity_id": 1, "change_no": 3}, {"customer_id": 2, "entity_id": 1}],
    "receivables.Item": [
        {"entity_id": 1, "kind": "invoice", "document_no": "INV-1"},
        {"entity_id": 1, "kind": "invoice", "document_no": "INV-2"},
    ],
    "receivables.ItemFact": [
        {**OVER, **ITEM, "amount_minor": 90_000},
        {"batch_id": 2, "recorded_on": "2026-11-21", **ITEM, "amount_minor": 100_000},
        {**FACT, **ITEM, "item_id": 2, "customer_id": 2, "amount_minor": 50_000},
    ],
    "receivables.Adjustment": [
        {**FACT, "item_id": 2, "kind": "settled_unknown", "amount_minor": -1, "effective_on": DAY},
    ],
    "tasks.Task": [
        {"case_id": 1, "policy": "b2b-standard", "policy_version": 1, "step": "follow-1", "cycle_on": DAY,
         "state": "open", "role": "rep", "assignee": "carl", "first_on": DAY, "revision": 1},
        {"case_id": 2, "policy": "b2b-standard", "policy_version": 1, "step": "follow-1", "cycle_on": DAY,
         "state": "postponed", "role": "rep", "first_on": DAY, "revision": 1, "postponed_until": "2026-11-30",
         "reason": "等发票", "touched_by_id": 1},
    ],
    "activities.ActivityFact": [
        {**CUSTOMER, "handle": "C-1|a", "entity_id": 1, "at": "2026-11-18T10:30:00+00:00", "channel": "phone",
         "outcome": "promised", "delivered": True, "document_nos": ["INV-1"]},
    ],
    "cash.Receipt": [{"entity_id": 1, "payment_no": "P-1"}],
    "cash.ReceiptFact": [
        {**CUSTOMER, "receipt_id": 1, "received_on": "2026-11-05", "amount_minor": 20_000, "currency": "CNY"},
    ],
    "cash.AllocationFact": [{**FACT, "receipt_id": 1, "place": 0, "document_no": "INV-1", "amount_minor": 20_000}],
    "promises.PromiseFact": [
        {"customer_id": 2, **FACT, "handle": "C-2|p", "entity_id": 1, "made_on": "2026-11-02", "due_on": "2026-11-06",
         "amount_minor": 30_000, "currency": "CNY", "document_nos": ["INV-2"]},
    ],
    "disputes.DisputeFact": [
        {**FACT, "handle": "INV-2|d", "document_no": "INV-2", "amount_minor": 10_000, "opened_on": "2026-11-03"},
    ],
    "statements.StatementFact": [
        {**CUSTOMER, "entity_id": 1, "period": "2026-10", "sent_on": "2026-11-05", "confirmed_on": "2026-11-10"},
    ],
    "dunning.Run": [
        {"business_date": DAY, "revision": 1, "act_id": ACTS[7], "started_at": THEN, "finished_at": THEN,
         "position": 1, "unseen": [], "parameters": {"default_policy": "b2b-standard", "force_policy": False},
         "policies": {"b2b-standard": 1}, "counts": {"rows": 1}, "timings": {"ladder": 0.5}},
    ],
    "dunning.Lease": [{"business_date": "2026-11-19", "holder": "gone:1", "until": THEN}],
    "dunning.WorklistRow": [
        {"run_id": 1, "case_id": 1, "currency": "CNY", "rank": 1, "lane": "value", "score": 1.5, "step": "follow-1",
         "action": "do", "role": "rep", "assignee": "carl", "due_on": DAY, "overdue_minor": 70_000,
         "eligible_minor": 70_000, "facts": "{}"},
    ],
    "dunning.Skip": [{"case_id": 2, "reason": "promised", "first_on": DAY, "until": "2026-11-30", "first_run_id": 1}],
    "dunning.PromiseVerdict": [
        {"promise": "C-2|p", "run_id": 1, "state": "open", "kept_minor": 0, "level": 1, "until": "2026-11-09"},
    ],
    "dunning.Alert": [
        {"case_id": 1, "sign": "payments_slow_down", "severity": "watch", "evidence": {"days": 12}, "first_run_id": 1},
    ],
}  # fmt: skip

# What stands elsewhere today: table and first column -> where it is found.
MOVED = {("customers.PolicyOverride", "act_id"): "batch__act_id"}


def main(out: str) -> None:
    """Make, fill, move forward, compare, run the next working day."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huikuan.config.settings")
    django.setup()
    first = _migrated_to_the_first()
    forgotten = sorted(
        {model._meta.label for model in first.get_models() if (model._meta.app_label, FIRST) in _ours()} - set(ROWS)
    )
    for label, rows in ROWS.items():
        for row in rows:
            first.get_model(label)._default_manager.create(**row)
    before = {label: _values(first, label, _columns(first, label)) for label in ROWS}
    from huikuan.cli.memory import init

    init()
    from django.apps import apps as head

    lost = [label for label in ROWS if _now(head, label, first)[: len(before[label])] != before[label]]
    worklist = _lived_day()
    told = {"forgotten": forgotten, "lost": lost, "worklist": worklist}
    Path(out).write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


def _ours() -> list[tuple[str, str]]:
    """Return the first migration of each of our apps."""
    from django.apps import apps
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    labels = {config.label for config in apps.get_app_configs() if config.name.startswith("huikuan.")}
    return sorted(node for node in MigrationLoader(connection).graph.nodes if node[0] in labels and node[1] == FIRST)


def _migrated_to_the_first() -> StateApps:
    """Bring the empty database to those migrations; return the models of that time."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    return MigrationExecutor(connection).migrate(_ours()).apps


def _columns(first: StateApps, label: str) -> list[str]:
    return [column.attname for column in first.get_model(label)._meta.concrete_fields]


def _now(head: Apps, label: str, first: StateApps) -> list[tuple[Any, ...]]:
    """Return what now stands where the first columns stood; a migration may have added rows behind the old ones."""
    return _values(head, label, [MOVED.get((label, name), name) for name in _columns(first, label)])


def _values(apps: Apps | StateApps, label: str, names: list[str]) -> list[tuple[Any, ...]]:
    rows = apps.get_model(label)._default_manager.order_by("pk").values_list(*names)
    return [tuple(bytes(cell) if isinstance(cell, memoryview) else cell for cell in row) for row in rows]


def _lived_day() -> list[list[Any]]:
    from huikuan.apps.audit.actors import SYSTEM
    from huikuan.apps.dunning.selectors import newest_run, planned_rows
    from huikuan.jobs.day import day

    day(date(2026, 11, 23))
    run = newest_run()
    assert run is not None
    rows = planned_rows(run, viewer=SYSTEM)
    return [list(row) for row in rows.select("customer_id", "step", "eligible_minor").iter_rows()]


if __name__ == "__main__":
    main(sys.argv[1])
