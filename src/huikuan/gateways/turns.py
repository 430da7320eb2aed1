"""One at a time, over all processes: who wants a turn waits until the transaction of whoever has it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

Turn = Literal["imports", "sealing", "people"]
_LOCKS: dict[Turn, int] = {"imports": 7_310_001, "sealing": 7_310_002, "people": 7_310_003}  # numbers nobody else uses


def wait_for_turn(turn: Turn, connection: BaseDatabaseWrapper) -> None:
    """Wait, inside a transaction. SQLite's writers are alone anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCKS[turn]])
