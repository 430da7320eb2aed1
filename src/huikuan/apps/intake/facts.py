"""The shape of every fact: never edited, only followed by a newer one or taken back.

``recorded_on`` says since when we knew it; what it is about has dates of its own (issued, received, promised …). A day
in the past is replayed from the facts with recorded_on <= day < replaced_on, so no hindsight can creep in.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Fact(models.Model):
    """A version of something, known from one business date on until a newer version replaced it."""

    batch = models.ForeignKey("intake.Batch", on_delete=models.PROTECT, related_name="+", db_index=True)
    recorded_on = models.DateField()
    replaced_by = models.ForeignKey("intake.Batch", on_delete=models.PROTECT, null=True, related_name="+")
    replaced_on = models.DateField(null=True)

    class Meta:
        abstract = True


def one_present_version(name: str, *fields: str) -> models.UniqueConstraint:
    """Return the constraint that at most one version of the same thing holds at present."""
    return models.UniqueConstraint(fields=list(fields), condition=Q(replaced_by__isnull=True), name=name)


def replaced_with_a_day(name: str) -> models.CheckConstraint:
    """Return the constraint that a replaced version says since when."""
    both = Q(replaced_by__isnull=True, replaced_on__isnull=True) | Q(
        replaced_by__isnull=False, replaced_on__isnull=False
    )
    return models.CheckConstraint(condition=both, name=name)
