"""Changes what is known of statements."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huikuan.apps.audit.errors import Refused
from huikuan.apps.intake.bulk import Numbers, record_changes
from huikuan.apps.intake.differences import Differences
from huikuan.apps.intake.models import Batch
from huikuan.apps.intake.services import close_fact, followed
from huikuan.apps.statements.models import StatementFact
from huikuan.apps.statements.selectors import STATEMENT_FACTS

_STATED = (*(name for name in STATEMENT_FACTS.schema if name not in STATEMENT_FACTS.key), *STATEMENT_FACTS.carried)


def record_statements(changes: Differences, *, numbers: Numbers, batch: Batch) -> None:
    """Record new and changed statements."""
    record_changes(STATEMENT_FACTS, changes, numbers=numbers, batch=batch)


def record_statement(
    present: StatementFact | None,
    told: Mapping[str, Any],
    *,
    customer_no: int,
    entity_no: int,
    period: str,
    batch: Batch,
) -> StatementFact:
    """Record what became of a statement; of one that nobody told of yet, its first version.

    Raises: Refused changed_meanwhile.
    """
    if present is not None:
        return followed(present, batch=batch, **told)
    return StatementFact.objects.create(
        customer_id=customer_no,
        entity_id=entity_no,
        period=period,
        **told,
        batch=batch,
        recorded_on=batch.recorded_on,
    )


def step_back(present: StatementFact, *, batch: Batch) -> StatementFact | None:
    """Let hold again what held before a person's last word on a statement; None where nothing did.

    Raises: Refused nothing_to_take_back, changed_meanwhile.
    """
    if present.batch.kind != "act":
        raise Refused("nothing_to_take_back")
    before = StatementFact.objects.filter(replaced_by=present.batch, customer=present.customer_id)
    earlier = before.filter(entity=present.entity_id, period=present.period).first()
    if earlier is None:
        close_fact(present, batch=batch)
        return None
    return followed(present, batch=batch, **{name: getattr(earlier, name) for name in _STATED})
