"""A house in which every list holds so many rows, and so does everything about its first customer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

from huikuan.apps.approvals.models import Request
from huikuan.apps.attachments.models import Attachment
from huikuan.apps.audit.actors import SYSTEM
from huikuan.apps.audit.models import Entry
from huikuan.apps.disputes.models import DisputeFact
from huikuan.apps.dunning.models import Alert, Run
from huikuan.apps.intake.models import Batch, Upload
from huikuan.apps.people.models import Absence, ApiToken, RoleGrant, User
from huikuan.apps.people.services import record_absence
from huikuan.apps.people.tokens import issue_token
from huikuan.apps.promises.models import PromiseFact
from huikuan.apps.receivables.models import Case
from huikuan.desk.drafting import DraftText, save_draft
from huikuan.desk.promising import Promise, PromiseOf, record_promise
from huikuan.desk.reconciling import News, Statement, record_statement
from huikuan.desk.upload_recording import ask_for, work_off
from huikuan.desk.upload_sheets import Sent, Settings
from huikuan.desk.uploads import choose, stage
from huikuan.gateways.policies import preset_text
from huikuan.jobs.day import day
from tests.desk.staffed import DAY, hired, imported_tables

FIRST = "C-1"
_POLICY = "b2b-standard"
_LATE = date(2026, 12, 20)  # a promise so far ahead waits for an approval
_OF_A_POLICY = (
    "policy",
    "policy_versions",
    "policy_compare",
    "policy_draft",
    "policy_draft_file",
    "policy_draft_changes",
    "policy_simulation",
    "policy_send",
    "policy_drop",
)
_OF_A_PERSON = ("person", "person_edit", "person_last_day", "person_password", "person_role", "person_second_factor")
_TABLES: dict[str, tuple[str, Callable[[int], str]]] = {
    "customers": ("customer_id,name,owner,collector", lambda n: f"C-{n},公司{n},p-{n},carl"),
    "receivables": (
        "document_no,customer_id,entity,issue_date,due_date,amount",
        lambda n: f"INV-{n},C-{n},main,2026-10-01,2026-11-01,{n}000\nOWN-{n},{FIRST},main,2026-10-01,2026-11-01,500",
    ),
    "contacts": ("customer_id,name,role,phone", lambda n: f"{FIRST},张{n},finance,0571-8810{n:04}"),
    "payments": ("payment_no,customer_id,received_on,amount", lambda n: f"P-{n},{FIRST},2026-11-10,{n}"),
    "promises": (
        "customer_id,made_on,due_on,amount",
        lambda n: f"C-{n},2026-11-{1 + n % 18:02},2026-11-27,100\n{FIRST},2026-09-{1 + n % 30:02},2026-10-15,{n}",
    ),
    "disputes": ("document_no,amount,reason,opened_on", lambda n: f"OWN-{n},200,price,2026-11-10"),
    "activities": (
        "customer_id,at,channel,outcome,note",
        lambda n: f"{FIRST},2026-11-{1 + n % 18:02} 10:{n:02},phone,stalling,第{n}次",
    ),
}


def crowded(folder: Path, rows: int) -> None:
    """So many customers, all of them carl's; each owes, has promised, asks for longer, and is warned of."""
    numbers = range(1, rows + 1)
    texts = {name: "\n".join([head, *map(row, numbers)]) for name, (head, row) in _TABLES.items()}
    imported_tables(folder, texts)
    _sent(folder, rows)
    carl = hired("carl", "collector")
    for n in numbers:
        hired(f"p-{n}", "rep")
        issue_token(f"p-{n}", "crm", ["read"], on=DAY, last_on=None)
        record_absence(f"p-{n}", deputy="carl", first_on=DAY, last_on=DAY)
    day(DAY)
    run = Run.objects.get()
    Alert.objects.bulk_create(
        Alert(
            case=case,
            sign="account_closed",
            severity="serious",
            evidence={"status": "closed", "threshold": ""},
            first_run=run,
        )
        for case in Case.objects.all()
    )
    save_draft(DraftText(_POLICY, preset_text(_POLICY)), actor=SYSTEM, on=DAY)
    for n in numbers:
        record_promise(PromiseOf(f"C-{n}", Promise(Decimal(500 + n), _LATE)), actor=carl, on=DAY)
    record_statement(News(Statement(FIRST, "main", "2026-10"), "sent", DAY), b"%PDF-1.7", actor=carl, on=DAY)


def _sent(folder: Path, rows: int) -> None:
    """So many uploads that wait, the first one checked and with a problem in every row."""
    clerk, path = hired("ye", "clerk"), folder / "sent.csv"
    path.write_text(
        "\n".join(
            ["单据号,客户编码,开票日期,到期日,金额", *(f"X-{n},{FIRST},2026-10-01,2026-11-01,?" for n in range(rows))]
        )
    )
    for n in range(rows):
        stage([Sent("应收-清单.csv", path)], actor=clerk, on=DAY, key=f"{n}")
    first = Upload.objects.earliest("id").pk
    version = choose(first, 1, Settings(mode="delta"), {}, actor=clerk, on=DAY)
    work_off(first, ask_for("check", first, version, actor=clerk, on=DAY))


def _proof() -> int:
    return int(Attachment.objects.get(subject_kind="statement").pk)


def addressed() -> dict[str, object]:
    """What an address of each page may name, by the name of the page; whoever adds such a page adds it here."""
    return {
        "approval": Request.objects.earliest("id").pk,
        "promise": PromiseFact.objects.earliest("id").pk,
        "dispute": DisputeFact.objects.earliest("id").pk,
        "alert": Alert.objects.earliest("id").pk,
        "absence": Absence.objects.earliest("id").pk,
        "import": Batch.objects.filter(kind="import").earliest("id").pk,
        "upload": Upload.objects.latest("id").pk,
        "upload_sheet": {"number": Upload.objects.earliest("id").pk, "place": 0},
        "upload_check": Upload.objects.earliest("id").pk,
        **dict.fromkeys(_OF_A_POLICY, _POLICY),
        **dict.fromkeys(_OF_A_PERSON, User.objects.earliest("id").pk),
        "role_end": RoleGrant.objects.earliest("id").pk,
        "audit_entry": Entry.objects.earliest("id").pk,
        "token": ApiToken.objects.earliest("id").pk,
        "worklist_pin": Case.objects.earliest("id").pk,
        "upload_problems": Upload.objects.earliest("id").pk,
        "statement": {"entity": "main", "period": "2026-10"},
        "statement_proof": {"entity": "main", "period": "2026-10", "number": _proof()},
        "statement_take_back": {"entity": "main", "period": "2026-10"},
    }
