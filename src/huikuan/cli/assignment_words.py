"""Rules, overrides and defaults in words: what a rule asks, and who decided about a customer (D-702, D-710)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from huikuan.cli.speech import N_, _
from huikuan.engine.assignment import ATTRIBUTES

if TYPE_CHECKING:
    from huikuan.engine.assignment import Assignment, Condition, Override, Rule
    from huikuan.gateways.texts import Words

_ATTRIBUTE_WORDS = {
    "kind": N_("kind of customer: {values}"),
    "payer_class": N_("payer class: {values}"),
    "segment": N_("segment: {values}"),
    "ownership": N_("ownership: {values}"),
    "industry": N_("industry: {values}"),
    "region": N_("region: {values}"),
    "grade": N_("grade: {values}"),
    "status": N_("status: {values}"),
    "amount_at_least": N_("owes at least {values}"),
    "amount_below": N_("owes less than {values}"),
    "days_at_least": N_("overdue for {values} days or more"),
    "days_below": N_("overdue for less than {values} days"),
}
_FLAG_WORDS = {
    ("habitual_delayer", "yes"): N_("a habitual delayer"),
    ("habitual_delayer", "no"): N_("no habitual delayer"),
    ("late_confirmer", "yes"): N_("a late confirmer"),
    ("late_confirmer", "no"): N_("no late confirmer"),
}


def rule_words(rule: Rule, words: Words) -> str:
    """Return what a rule asks: ``grade: D or E; owes at least 500,000``."""
    return _("; ").join(_condition_words(condition, words) for condition in rule.when) or _("everybody")


def _condition_words(condition: Condition, words: Words) -> str:
    attribute = ATTRIBUTES[condition.attribute]
    if attribute.asked == "flag":
        return _(_FLAG_WORDS[condition.attribute, condition.values[0]])
    at = 0 if words.lang == "zh" else 1
    shown = [attribute.codes[value][at] if value in attribute.codes else value for value in condition.values]
    if attribute.asked == "amount":
        shown = [f"{Decimal(condition.values[0]):,f}"]
    return _(_ATTRIBUTE_WORDS[condition.attribute]).format(values=_(" or ").join(shown))


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
