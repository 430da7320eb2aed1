"""Who decided about a customer, in words (D-702, D-710)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from huikuan.cli.speech import _
from huikuan.gateways.texts.assignment_words import rule_words

if TYPE_CHECKING:
    from huikuan.engine.assignment import Assignment, Override
    from huikuan.gateways.texts import Words


def decided_by(row: dict[str, Any]) -> str:
    """Return who decided about a customer, in a few words; ``row``: assigned_by, rule_no."""
    if row["assigned_by"] == "rule":
        return _("rule {number}").format(number=row["rule_no"])
    return {
        "forced": _("forced by --force-policy"),
        "override": _("an override"),
        "own": _("the customer's own"),
        "default": _("the default"),
    }[row["assigned_by"]]


def decision_lines(row: dict[str, Any], assignment: Assignment | None, words: Words, *, base: str) -> Iterator[str]:
    """Yield what stands behind a decision of the assignment, with the figures; ``row``: one of ASSIGNMENTS."""
    if assignment is None:
        return
    override = override_of(assignment, row["customer_id"])
    if override is not None and row["assigned_by"] == "override":
        yield _("A person chose it, through {day}: {reason}").format(
            day=words.day_full(override.until), reason=override.reason
        )
    if row["assigned_by"] == "rule":
        rule = assignment.rules[row["rule_no"] - 1]
        yield _("Rule {number} of {id}, version {version}: {rule}.").format(
            number=row["rule_no"], id=assignment.id, version=assignment.version, rule=rule_words(rule, words)
        )
        yield _("Because: {because}").format(because=rule.because[words.lang])
    if row["open_base_minor"] is not None:
        yield _("What the rules looked at: owes {amount} {currency}, overdue for {days} days.").format(
            amount=words.money(row["open_base_minor"], base),
            currency=words.currency(base),
            days=row["oldest_overdue_days"],
        )


def override_of(assignment: Assignment, customer_id: str) -> Override | None:
    """Return the override of a customer, ended or not."""
    return next((override for override in assignment.overrides if override.customer_id == customer_id), None)
