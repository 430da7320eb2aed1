"""Taking back a batch that nothing was built upon: as facts, so that the days in between stay what they were (R-127).

What the batch recorded is closed on the day of the reversal; what it had replaced holds again from that day on, as a
new version that says the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Min

from huikuan.apps.audit.errors import Refused
from huikuan.apps.intake.models import Batch

if TYPE_CHECKING:
    from huikuan.apps.intake.facts import Fact

_REPLACED = ("batch_id", "recorded_on", "replaced_by_id", "replaced_on")


def import_of(number: int) -> Batch:
    """Return the import of that number. Raises: Refused batch_unknown, batch_is_no_import, batch_undone."""
    found = Batch.objects.filter(pk=number).first()
    if found is None:
        raise Refused("batch_unknown", batch=number)
    if found.kind != "import":
        raise Refused("batch_is_no_import", batch=number)
    if found.undone_by_id is not None:
        raise Refused("batch_undone", batch=number, by=found.undone_by_id)
    return found


def mark_undone(undone: Batch, *, batch: Batch) -> None:
    """Note which batch took this one back. Raises: Refused batch_undone when another has just done so."""
    if not Batch.objects.filter(pk=undone.pk, undone_by__isnull=True).update(undone_by=batch):
        raise Refused("batch_undone", batch=undone.pk, by="?")


def refuse_built_upon(model: type[Fact], undone: Batch) -> None:
    """Refuse when a later batch has replaced something that this one recorded. Raises: Refused built_upon."""
    followed = model._default_manager.filter(batch=undone, replaced_by__isnull=False)
    by = followed.aggregate(by=Min("replaced_by"))["by"]
    if by is not None:
        raise Refused("built_upon", batch=undone.pk, by=by)


def take_back(model: type[Fact], undone: Batch, *, batch: Batch) -> None:
    """Close what a batch recorded, and let what it replaced hold again."""
    made = model._default_manager.filter(batch=undone, replaced_by__isnull=True)
    made.update(replaced_by=batch, replaced_on=batch.recorded_on)
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    fields = [field.column for field in model._meta.concrete_fields if field.column not in ("id", *_REPLACED)]
    said = ", ".join(quote(str(name)) for name in fields)
    stamps = ", ".join(quote(name) for name in _REPLACED[:2])
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({said}, {stamps}) SELECT {said}, %s, %s FROM {table} "
            f"WHERE {quote('replaced_by_id')} = %s ORDER BY id",
            [batch.pk, batch.recorded_on, undone.pk],
        )
