"""Answers about batches."""

from __future__ import annotations

from datetime import date

from django.db.models import Count

from huikuan.apps.audit.errors import Refused
from huikuan.apps.intake.models import Batch, SetAside

_IN_FLIGHT = 1_000  # so many acts may be under way at once


def newest_batch_no() -> int:
    """Return the ledger's position: the number of the newest batch, 0 before the first."""
    return Batch.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def import_numbered(number: int) -> Batch:
    """Return the import of that number. Raises: Refused batch_unknown, batch_is_no_import."""
    found = Batch.objects.filter(pk=number).first()
    if found is None:
        raise Refused("batch_unknown", batch=number)
    if found.kind != "import":
        raise Refused("batch_is_no_import", batch=number)
    return found


def imports(*, before: int = 0, size: int | None = None) -> list[Batch]:
    """Return imports, the newest first: all, or so many with a smaller number than ``before``."""
    rows = Batch.objects.filter(kind="import").order_by("-id")
    return list((rows.filter(pk__lt=before) if before else rows)[:size])


def set_aside_codes(batch: Batch) -> list[tuple[str, str, int]]:
    """Return code, severity and number of the problems of an import, errors and the many first."""
    rows = SetAside.objects.filter(batch=batch).values_list("code", "severity")
    return list(rows.annotate(many=Count("id")).order_by("severity", "-many", "code"))


def set_aside_rows(batch: Batch, *, code: str = "", behind: int = 0, size: int | None = None) -> list[SetAside]:
    """Return problems of an import, in the order in which they were found, behind a number."""
    rows = SetAside.objects.filter(batch=batch, pk__gt=behind).order_by("id")
    return list((rows.filter(code=code) if code else rows)[:size])


def newest_import_on() -> date | None:
    """Return the business date of the newest import that was not undone: how fresh the ledger is."""
    imported = Batch.objects.filter(kind="import", undone_by__isnull=True)
    return imported.order_by("-id").values_list("recorded_on", flat=True).first()


def unseen_batches(position: int) -> list[int]:
    """Return the newest numbers up to ``position`` that no committed batch bears: undone, or still being written."""
    since = max(position - _IN_FLIGHT, 0)
    seen = set(Batch.objects.filter(pk__gt=since, pk__lte=position).values_list("pk", flat=True))
    return [number for number in range(since + 1, position + 1) if number not in seen]


def has_undone_batches() -> bool:
    """Tell whether any import was ever undone."""
    return Batch.objects.filter(undone_by__isnull=False).exists()
