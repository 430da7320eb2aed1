"""``huikuan audit``: seal the record, export its head, check it, and erase personal words from it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from huikuan.cli.faults import DONE, DONE_WITH_PROBLEMS, Fault
from huikuan.cli.memory import open_memory
from huikuan.cli.people import acting
from huikuan.cli.speech import _
from huikuan.gateways.texts.audit_words import FINDINGS

if TYPE_CHECKING:
    from huikuan.apps.audit.selectors import Finding, Verification

_SHOWN = 20


def seal(*, by: str | None, on: date) -> int:
    """Seal what is committed; returns the exit code."""
    open_memory()
    from huikuan.desk.rights import require
    from huikuan.jobs import audit

    require("seal_audit", actor=acting(by), on=on)
    print(_("Entries sealed: {count}.").format(count=f"{audit.seal():,}"))
    return DONE


def export_head(file: Path | None, *, by: str | None, on: date) -> int:
    """Add the end of the chain to a file; returns the exit code."""
    open_memory()
    from huikuan.desk.rights import require
    from huikuan.jobs import audit

    require("export_audit_head", actor=acting(by), on=on)
    to = file or _own_file()
    head = audit.export_head(to)
    if head is None:
        print(_("Nothing was recorded yet; there is no head to export."))
        return DONE
    print(_("Link {number}: {chain}").format(number=f"{head.number:,}", chain=head.chain))
    print(
        _("Written to {file}. Keep a copy outside this machine: it shows a chain that was made anew.").format(file=to)
    )
    return DONE


def verify(file: Path | None, *, by: str | None, on: date) -> int:
    """Print whether the record is whole; returns the exit code, 1 when something was found."""
    open_memory()
    from huikuan.desk.record import verify_record

    actor = acting(by)
    if file is not None and not file.is_file():
        raise Fault(
            _("{path} does not exist.").format(path=file), _("Name the file that huikuan audit export-head wrote.")
        )
    try:
        verification = verify_record(file or _own_file(), actor=actor, on=on)
    except ValueError as error:
        raise Fault(
            _("{path} holds a line that is no exported head.").format(path=file or _own_file()),
            _("Name the file that huikuan audit export-head wrote."),
        ) from error
    print_verification(verification)
    return DONE if verification.is_sound else DONE_WITH_PROBLEMS


def print_verification(verification: Verification) -> None:
    """Print what a check of the record came to, the first findings first."""
    print(_("Entries under seal: {count}.").format(count=f"{verification.sealed:,}"))
    if verification.unsealed and verification.unsealed_since:
        since = verification.unsealed_since.isoformat(sep=" ", timespec="minutes")
        print(_("Not sealed yet: {count}, the oldest since {since}.").format(count=verification.unsealed, since=since))
    for finding in verification.findings[:_SHOWN]:
        print(_said(finding))
    if (more := len(verification.findings) - _SHOWN) > 0:
        print(_("… and {count} more.").format(count=f"{more:,}"))
    if verification.is_sound:
        print(_("Every entry, link and exported head is as it was recorded."))
    else:
        print(_("Compare with a backup from before, and ask who had access to the database."))


def erase(kind: str, subject: str, *, reason: str, by: str | None, on: date) -> int:
    """Empty the personal words of the entries on a subject; returns the exit code."""
    open_memory()
    from huikuan.apps.audit.services import Subject
    from huikuan.desk.erasing import erase_personal

    emptied = erase_personal(Subject(kind, subject), reason=reason, actor=acting(by), on=on)
    print(_("Entries whose personal words are gone for good: {count}. The chain stays true.").format(count=emptied))
    return DONE


def _said(finding: Finding) -> str:
    return _(FINDINGS[finding.code]).format(number=f"{finding.number:,}", entry=finding.entry)


def _own_file() -> Path:
    from django.conf import settings

    return Path(settings.AUDIT_HEADS)
