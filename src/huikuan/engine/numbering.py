"""Cases by number: customer and entity as one integer, on which rows are joined and grouped.

Grouping a million rows by one integer takes a fifth of the time of grouping them by two texts. The numbers run in the
order of customer and entity, so that sorting by them is sorting by name; they hold within one ledger and are shown
nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True, slots=True)
class CaseNumbers:
    """The customers and entities that have documents or statements, each in the order of its text."""

    customers: pl.Enum
    entities: pl.Enum

    @classmethod
    def of(cls, *tables: pl.DataFrame) -> CaseNumbers:
        """Number the cases of all ``tables``: customer_id, entity."""
        customers, entities = (
            pl.Enum(pl.concat([table[name].unique() for table in tables]).drop_nulls().unique().sort())
            for name in ("customer_id", "entity")
        )
        return cls(customers, entities)

    def numbered(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Add ``case_no`` to rows with customer_id and entity; empty where the case is unknown."""
        customer_no, entity_no = (
            pl.col(name).cast(order, strict=False).to_physical().cast(pl.UInt32)
            for name, order in (("customer_id", self.customers), ("entity", self.entities))
        )
        return rows.with_columns(case_no=customer_no * len(self.entities.categories) + entity_no)

    def named(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Add customer_id and entity to rows with ``case_no``."""
        entities = len(self.entities.categories)
        return rows.with_columns(
            self.customers.categories.gather(rows["case_no"] // entities).alias("customer_id"),
            self.entities.categories.gather(rows["case_no"] % entities).alias("entity"),
        )
