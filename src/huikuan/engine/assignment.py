"""Which policy holds for a customer, and who says so (D-702, D-710).

A person's override comes before the customer's own policy, that before the assignment's rules (the first that fits),
those before the default; ``force`` wins over all. Every customer is judged by its own rows alone, so a partition of the
customers gives the same answer.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from math import ceil
from typing import Literal

import polars as pl

from huikuan.engine import codes
from huikuan.engine.ageing import overdue_days
from huikuan.engine.ladder.document import Words
from huikuan.engine.money import exponent, half_up_quotient, minor_per_major
from huikuan.engine.problems import PROBLEMS, WARNING, warnings_about
from huikuan.engine.rates import rate_ppm
from huikuan.engine.tables import COUNT, MINOR, TEXT, Schema

ASSIGNED_BY = ("forced", "override", "own", "rule", "default")
# One row per customer, in the order of the customers table.
ASSIGNMENTS: Schema = {
    "customer_id": TEXT,
    "policy": TEXT,
    "assigned_by": TEXT,  # one of ASSIGNED_BY
    "rule_no": COUNT,  # of the rule that decided, counted from 1; else empty
    "open_base_minor": MINOR,  # what the rules looked at; empty where none looks at it
    "oldest_overdue_days": COUNT,
}
_FACTS = ("open_base_minor", "oldest_overdue_days")

Asked = Literal["code", "text", "flag", "amount", "days"]


@dataclass(frozen=True, slots=True)
class Attribute:
    """What a rule may ask about a customer: the column, how the answer is written, and the codes it may be."""

    column: str
    asked: Asked
    codes: codes.CodeList = field(default_factory=dict)
    below: bool = False  # of a limit: less than it, instead of at least as much


_GRADES: codes.CodeList = {grade: (grade, grade) for grade in codes.GRADES}
ATTRIBUTES: Mapping[str, Attribute] = {
    "kind": Attribute("kind", "code", codes.CUSTOMER_KINDS),
    "payer_class": Attribute("payer_class", "code", codes.PAYER_CLASSES),
    "segment": Attribute("segment", "code", codes.SEGMENTS),
    "ownership": Attribute("ownership", "code", codes.OWNERSHIPS),
    "industry": Attribute("industry", "text"),
    "region": Attribute("region", "text"),
    "grade": Attribute("grade", "code", _GRADES),
    "status": Attribute("status", "code", codes.STATUSES),
    "habitual_delayer": Attribute("habitual_delayer", "flag"),
    "late_confirmer": Attribute("late_confirmer", "flag"),
    "amount_at_least": Attribute("open_base_minor", "amount"),
    "amount_below": Attribute("open_base_minor", "amount", below=True),
    "days_at_least": Attribute("oldest_overdue_days", "days"),
    "days_below": Attribute("oldest_overdue_days", "days", below=True),
}


@dataclass(frozen=True, slots=True)
class Condition:
    """One attribute and what it must be: any of some codes or texts, yes or no, or a limit."""

    attribute: str  # a key of ATTRIBUTES
    values: tuple[str, ...]  # as the document has them; a flag and a limit are one


@dataclass(frozen=True, slots=True)
class Rule:
    """A policy for the customers of whom every condition holds, and why."""

    when: tuple[Condition, ...]  # none: everybody
    policy: str
    because: Words


@dataclass(frozen=True, slots=True)
class Override:
    """A person's own choice for one customer; ``until`` is the last day on which it counts (R-59)."""

    customer_id: str
    policy: str
    reason: str
    until: date


@dataclass(frozen=True, slots=True)
class Assignment:
    """A company's document of who gets which policy; a rule's number is its place, from 1."""

    id: str
    version: int
    rules: tuple[Rule, ...] = ()
    overrides: tuple[Override, ...] = ()
    default: str = ""  # empty: the caller's


@dataclass(frozen=True, slots=True)
class Choice:
    """What policies there are to assign, and what decides among them."""

    policies: Collection[str]
    default: str
    forced: bool = False
    assignment: Assignment | None = None


def assignments(
    customers: pl.DataFrame, documents: pl.DataFrame, choice: Choice, *, as_of: date, base: str
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return ASSIGNMENTS and what is to be noted; an unknown policy of a customer's own does not count.

    ``documents``: with customer_id, kind, currency, due_date, open_minor, bills_minor. ``base``: currency of the
    amounts in rules.
    """
    document = choice.assignment or Assignment("", 0)
    facts = with_facts(customers, documents, document, as_of=as_of, base=base)
    in_force = {override.customer_id: override.policy for override in document.overrides if override.until >= as_of}
    has_known_policy = pl.col("policy").is_in(list(choice.policies)).fill_null(False)
    by = (
        pl.when(pl.lit(choice.forced))
        .then(pl.lit("forced"))
        .when(pl.col("customer_id").is_in(list(in_force)))
        .then(pl.lit("override"))
        .when(has_known_policy)
        .then(pl.lit("own"))
        .when(pl.col("rule_no").is_not_null())
        .then(pl.lit("rule"))
        .otherwise(pl.lit("default"))
    )
    settled = (
        facts.with_columns(rule_no=_first_fitting(document.rules, base=base))
        .with_columns(assigned_by=by)
        .with_columns(rule_no=pl.when(pl.col("assigned_by") == "rule").then("rule_no"))
        .with_columns(own_policy="policy", policy=_policy(document.rules, in_force, choice.default))
    )
    unknown = settled.filter(pl.col("own_policy").is_not_null() & ~pl.col("own_policy").is_in(list(choice.policies)))
    noted = warnings_about(
        unknown,
        table="customers",
        column="policy",
        value=pl.col("own_policy"),
        code="policy_unknown",
        detail=pl.col("policy"),
    )
    return settled.select(*ASSIGNMENTS), pl.concat([noted, override_notes(document, customers, as_of=as_of)])


def rule_fits(facts: pl.DataFrame, assignment: Assignment, *, base: str) -> list[int]:
    """Return for each rule how many customers it would fit, whoever decides about them; ``facts``: ``with_facts``."""
    return [facts.filter(fits(rule, base=base)).height for rule in assignment.rules]


def with_facts(
    customers: pl.DataFrame, documents: pl.DataFrame, assignment: Assignment, *, as_of: date, base: str
) -> pl.DataFrame:
    """Add the facts that rules look at beside the customer's own columns (R-57); empty where none looks at them."""
    asked = {ATTRIBUTES[condition.attribute].column for rule in assignment.rules for condition in rule.when}
    if not asked & set(_FACTS):
        return customers.with_columns(pl.lit(None).cast(ASSIGNMENTS[name]).alias(name) for name in _FACTS)
    return with_debts(customers, documents, as_of=as_of, base=base)


def with_debts(customers: pl.DataFrame, documents: pl.DataFrame, *, as_of: date, base: str) -> pl.DataFrame:
    """Add open_base_minor and oldest_overdue_days, 0 where nothing is open or overdue (R-57)."""
    is_owed = pl.col("open_minor") > pl.col("bills_minor")
    of_customer = documents.group_by("customer_id").agg(
        _base_minor(base).sum().cast(MINOR).alias("open_base_minor"),
        overdue_days(as_of).filter(is_owed).max().clip(0).alias("oldest_overdue_days"),
    )
    return customers.join(of_customer, on="customer_id", how="left", maintain_order="left").with_columns(
        pl.col(name).fill_null(0) for name in _FACTS
    )


def _base_minor(base: str) -> pl.Expr:
    """Return open_minor in minor units of ``base``, exact in ``base`` itself, at a rough rate elsewhere."""
    rate = rate_ppm(pl.col("currency"), base=base).fill_null(1_000_000).cast(pl.Int128)
    scaled = pl.col("open_minor").cast(pl.Int128) * rate * 10 ** exponent(base)
    return half_up_quotient(scaled, minor_per_major(pl.col("currency")).cast(pl.Int128) * 1_000_000)


def fits(rule: Rule, *, base: str) -> pl.Expr:
    """Tell for each customer whether every condition of the rule holds; an empty cell fits none (R-60)."""
    return pl.all_horizontal(pl.lit(True), *(_holds(condition, base=base) for condition in rule.when))


def _holds(condition: Condition, *, base: str) -> pl.Expr:
    attribute = ATTRIBUTES[condition.attribute]
    column = pl.col(attribute.column)
    if attribute.asked == "flag":
        return column.fill_null(False) == (condition.values == ("yes",))
    if attribute.asked in ("code", "text"):
        return column.is_in(condition.values).fill_null(False)
    scale = exponent(base) if attribute.asked == "amount" else 0
    limit = ceil(Decimal(condition.values[0]).scaleb(scale))  # whole minor units or days reach it together
    return (column < limit if attribute.below else column >= limit).fill_null(False)


def _first_fitting(rules: Collection[Rule], *, base: str) -> pl.Expr:
    numbers = [pl.when(fits(rule, base=base)).then(number) for number, rule in enumerate(rules, 1)]
    return pl.coalesce(*numbers, pl.lit(None)).cast(pl.Int32)


def _policy(rules: Collection[Rule], in_force: Mapping[str, str], default: str) -> pl.Expr:
    by_rule = {number: rule.policy for number, rule in enumerate(rules, 1)}
    sources = {
        "override": pl.col("customer_id").replace_strict(in_force, default=None, return_dtype=pl.String),
        "own": pl.col("policy"),
        "rule": pl.col("rule_no").replace_strict(by_rule, default=None, return_dtype=pl.String),
    }
    said = [pl.when(pl.col("assigned_by") == by).then(policy) for by, policy in sources.items()]
    return pl.coalesce(*said, pl.lit(default))


def override_notes(assignment: Assignment, customers: pl.DataFrame, *, as_of: date) -> pl.DataFrame:
    """Return a warning for each override that has ended or whose customer is not in the table."""
    named = [override.customer_id for override in assignment.overrides]
    known = set(customers.filter(pl.col("customer_id").is_in(named))["customer_id"])
    notes = [
        (override.customer_id, "override_ended", override.until.isoformat())
        for override in assignment.overrides
        if override.customer_id in known and override.until < as_of
    ]
    notes += [
        (override.customer_id, "override_unknown_customer", assignment.id)
        for override in assignment.overrides
        if override.customer_id not in known
    ]
    rows = [("", None, None, "overrides", customer, code, WARNING, detail) for customer, code, detail in notes]
    return pl.DataFrame(rows, schema=dict(PROBLEMS), orient="row")
