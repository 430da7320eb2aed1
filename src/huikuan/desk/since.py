"""Nothing becomes known on a day that was decided without it (R-123)."""

from __future__ import annotations

from datetime import date

from huikuan.apps.audit.errors import Refused
from huikuan.apps.dunning.selectors import newest_business_date


def refuse_decided_day(on: date) -> None:
    """Refuse to learn something on a day before the newest that was run. Raises: Refused day_decided."""
    newest = newest_business_date()
    if newest is not None and on < newest:
        raise Refused("day_decided", on=on, newest=newest)
