"""Answers about our own people and entities."""

from __future__ import annotations

import polars as pl
from django.db import connection

from huikuan.apps.people.models import LegalEntity
from huikuan.gateways import columns


def entity_numbers() -> pl.DataFrame:
    """Return entity (the code of the files) and entity_no (ours) of every legal entity."""
    rows = LegalEntity.objects.order_by("id").values_list("code", "id")
    return columns.read_table(connection, rows, {"entity": pl.String, "entity_no": pl.Int64})
