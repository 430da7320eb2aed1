"""What a rule of an assignment asks about a customer, in words (D-702)."""

from __future__ import annotations

from decimal import Decimal

from huikuan.engine.assignment import ATTRIBUTES, Condition, Rule
from huikuan.gateways.texts.catalogue import N_
from huikuan.gateways.texts.words import Words

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
    return words.text("; ").join(_condition_words(condition, words) for condition in rule.when) or words.text(
        "everybody"
    )


def _condition_words(condition: Condition, words: Words) -> str:
    attribute = ATTRIBUTES[condition.attribute]
    if attribute.asked == "flag":
        return words.text(_FLAG_WORDS[condition.attribute, condition.values[0]])
    at = 0 if words.lang == "zh" else 1
    shown = [attribute.codes[value][at] if value in attribute.codes else value for value in condition.values]
    if attribute.asked == "amount":
        shown = [f"{Decimal(condition.values[0]):,f}"]
    return words.text(_ATTRIBUTE_WORDS[condition.attribute], values=words.text(" or ").join(shown))
