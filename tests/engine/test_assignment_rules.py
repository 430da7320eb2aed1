"""Who gets which policy, and who says so: attributes, order, priorities, ends of overrides (D-702, D-710)."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from huikuan.engine.assignment import ATTRIBUTES, Assignment, Choice, Condition, Override, Rule, assignments, rule_fits
from huikuan.engine.assignment import with_facts as facts_for
from huikuan.engine.balances import ledger_on
from huikuan.engine.plan import Parameters, plan_day
from huikuan.gateways.policies import preset_policies
from tests.engine.folder_rows import AS_OF, Row, ago, folder, invoice

NOBODYS = {"zh": "", "en": ""}
NAMES = ("b2b-standard", "credit-15-30-60", "school")


def rule(policy: str = "school", **when: str | tuple[str, ...]) -> Rule:
    conditions = (
        Condition(attribute, (given,) if isinstance(given, str) else given) for attribute, given in when.items()
    )
    return Rule(tuple(conditions), policy, NOBODYS)


def document(*rules: Rule, overrides: tuple[Override, ...] = ()) -> Assignment:
    return Assignment("ours", 1, rules, overrides)


def override(customer: str, policy: str = "school", *, ended: int = -10) -> Override:
    return Override(customer, policy, "the boss agreed it with them", ago(ended))


def assigned(
    assignment: Assignment | None, *customers: Row, receivables: tuple[Row, ...] = (), forced: bool = False
) -> pl.DataFrame:
    rows = [{"customer_id": f"C{number}", "name": "", **customer} for number, customer in enumerate(customers, 1)]
    tables = folder(customers=rows, receivables=receivables)
    choice = Choice(NAMES, "b2b-standard", forced, assignment)
    documents = ledger_on(tables, as_of=AS_OF).documents
    return assignments(tables.customers, documents, choice, as_of=AS_OF, base="CNY")[0]


def told(frame: pl.DataFrame) -> list[tuple[Any, ...]]:
    return frame.select("policy", "assigned_by", "rule_no").rows()


@pytest.mark.parametrize(
    ("attribute", "asked", "fitting", "other"),
    [
        ("kind", "student", "student", "company"),
        ("payer_class", "government", "government", "sme"),
        ("segment", "key", "key", "regular"),
        ("ownership", "state", "state", "private"),
        ("industry", "textile", "textile", "logistics"),
        ("region", "无锡", "无锡", "苏州"),
        ("grade", "D", "D", "A"),
        ("status", "watch", "watch", "normal"),
        ("habitual_delayer", "yes", True, False),
        ("late_confirmer", "yes", True, False),
        ("habitual_delayer", "no", False, True),
    ],
)
def test_an_attribute_fits_or_does_not(attribute: str, asked: str, fitting: object, other: object) -> None:
    found = assigned(document(rule(**{attribute: asked})), {attribute: fitting}, {attribute: other})
    assert told(found) == [("school", "rule", 1), ("b2b-standard", "default", None)]


@pytest.mark.parametrize("attribute", [name for name, about in ATTRIBUTES.items() if about.asked in ("code", "text")])
def test_an_empty_cell_fits_no_rule(attribute: str) -> None:
    asked = next(iter(ATTRIBUTES[attribute].codes), "textile")
    assert told(assigned(document(rule(**{attribute: asked})), {})) == [("b2b-standard", "default", None)]


def test_an_empty_flag_counts_as_no() -> None:
    assert told(assigned(document(rule(habitual_delayer="no")), {})) == [("school", "rule", 1)]
    assert told(assigned(document(rule(habitual_delayer="yes")), {})) == [("b2b-standard", "default", None)]


@pytest.mark.parametrize(
    ("when", "fits"),
    [
        ({"amount_at_least": "5000"}, True),
        ({"amount_at_least": "5000.01"}, False),
        ({"amount_below": "5000.01"}, True),
        ({"amount_below": "5000"}, False),
        ({"days_at_least": "30"}, True),
        ({"days_at_least": "31"}, False),
        ({"days_below": "31"}, True),
        ({"days_below": "30"}, False),
    ],
)
def test_a_limit_counts_the_customers_open_amount_and_oldest_day(when: dict[str, str], fits: bool) -> None:
    """
    document  open      overdue
    OLD       3,000.00  30       the oldest
    NEW       2,500.00  −5       not due yet, and owed all the same
    CN         −500.00           5,000.00 in all
    """
    credit = invoice("CN", overdue=3, amount=-50_000, kind="credit_note")
    owed = (invoice("OLD", overdue=30, amount=300_000), invoice("NEW", overdue=-5, amount=250_000), credit)
    found = assigned(document(rule(**when)), {}, receivables=owed)
    assert told(found) == [("school", "rule", 1) if fits else ("b2b-standard", "default", None)]


def test_who_owes_nothing_has_zero_days_and_nothing_open() -> None:
    found = assigned(document(rule(amount_at_least="0.01"), rule(days_at_least="1"), rule(days_below="1")), {})
    assert told(found) == [("school", "rule", 3)]
    assert found.select("open_base_minor", "oldest_overdue_days").row(0) == (0, 0)


def test_another_currency_counts_at_the_rough_rate() -> None:
    """USD 100.00 at 7.1 and CNY 290.00 are CNY 1,000.00."""
    owed = (invoice("A", overdue=1, amount=10_000, currency="USD"), invoice("B", overdue=1, amount=29_000))
    found = assigned(document(rule(amount_at_least="1000")), {}, receivables=owed)
    assert found["open_base_minor"].item() == 100_000
    assert told(found) == [("school", "rule", 1)]


def test_every_condition_must_hold_and_any_value_of_a_list_will_do() -> None:
    tight = document(rule(grade=("D", "E"), segment="small"))
    found = assigned(
        tight,
        {"grade": "D", "segment": "small"},
        {"grade": "E", "segment": "small"},
        {"grade": "C", "segment": "small"},
        {"grade": "D", "segment": "key"},
    )
    assert found["assigned_by"].to_list() == ["rule", "rule", "default", "default"]


def test_the_first_rule_that_fits_decides() -> None:
    first, second = rule("credit-15-30-60", segment="key"), rule("school", grade="D")
    both = {"segment": "key", "grade": "D"}
    assert told(assigned(document(first, second), both)) == [("credit-15-30-60", "rule", 1)]
    assert told(assigned(document(second, first), both)) == [("school", "rule", 1)]


def test_a_rule_without_conditions_takes_everybody() -> None:
    assert told(assigned(document(rule("school")), {})) == [("school", "rule", 1)]


def test_each_level_gives_way_to_the_one_above_it() -> None:
    """
    forced > override > the customer's own > rule > default
    """
    everybody = rule("credit-15-30-60")
    own = {"policy": "school"}
    overriding = document(everybody, overrides=(override("C1", "credit-15-30-60"),))
    assert told(assigned(None, {})) == [("b2b-standard", "default", None)]
    assert told(assigned(document(everybody), {})) == [("credit-15-30-60", "rule", 1)]
    assert told(assigned(document(everybody), own)) == [("school", "own", None)]
    assert told(assigned(overriding, own)) == [("credit-15-30-60", "override", None)]
    assert told(assigned(overriding, own, forced=True)) == [("b2b-standard", "forced", None)]


def test_an_override_counts_through_its_last_day_and_not_after() -> None:
    last_day = document(rule("credit-15-30-60"), overrides=(override("C1", ended=0),))
    ended = document(rule("credit-15-30-60"), overrides=(override("C1", ended=1),))
    assert told(assigned(last_day, {})) == [("school", "override", None)]
    assert told(assigned(ended, {})) == [("credit-15-30-60", "rule", 1)]


def test_an_own_policy_that_nobody_knows_gives_way_to_the_rules_and_is_noted() -> None:
    tables = folder(customers=[{"customer_id": "C1", "policy": "gone"}])
    choice = Choice(NAMES, "b2b-standard", False, document(rule("school")))
    found, notes = assignments(
        tables.customers, ledger_on(tables, as_of=AS_OF).documents, choice, as_of=AS_OF, base="CNY"
    )
    assert told(found) == [("school", "rule", 1)]
    assert notes.select("code", "value", "detail").rows() == [("policy_unknown", "gone", "school")]


def test_an_override_that_ended_or_names_nobody_is_noted_in_the_plan() -> None:
    assignment = document(overrides=(override("C1", ended=1), override("C9")))
    tables = folder(receivables=[invoice("A", overdue=5)])
    plan = plan_day(tables, preset_policies(), Parameters(AS_OF, assignment=assignment))
    assert plan.problems.select("code", "value", "detail", "severity").rows() == [
        ("override_ended", "C1", "2026-11-19", "warning"),
        ("override_unknown_customer", "C9", "ours", "warning"),
    ]


def test_the_plan_climbs_the_ladder_that_was_assigned() -> None:
    """
    customer  segment  policy           day 20 is the rung
    C1        key      credit-15-30-60  serious
    C2        small    b2b-standard     supervisor
    """
    tables = folder(
        customers=[{"customer_id": "C1", "segment": "key"}, {"customer_id": "C2", "segment": "small"}],
        receivables=[invoice("A", overdue=20), invoice("B", overdue=20, customer_id="C2")],
    )
    assignment = document(rule("credit-15-30-60", segment="key"))
    plan = plan_day(tables, preset_policies(), Parameters(AS_OF, assignment=assignment))
    assert plan.items.select("customer_id", "policy", "rung").rows() == [
        ("C1", "credit-15-30-60", "serious"),
        ("C2", "b2b-standard", "supervisor"),
    ]
    assert plan.assignments.select("assigned_by", "rule_no").rows() == [("rule", 1), ("default", None)]


def test_a_rule_fits_whom_an_earlier_one_takes() -> None:
    assignment = document(rule("school", grade="D"), rule("credit-15-30-60", segment="key"))
    tables = folder(customers=[{"customer_id": "C1", "grade": "D", "segment": "key"}])
    documents = ledger_on(tables, as_of=AS_OF).documents
    facts = facts_for(tables.customers, documents, assignment, as_of=AS_OF, base="CNY")
    assert rule_fits(facts, assignment, base="CNY") == [1, 1]


# The same by hand, customer by customer, against the columns.

CUSTOMER = st.fixed_dictionaries(
    {
        "segment": st.sampled_from([None, "key", "small"]),
        "grade": st.sampled_from([None, "A", "D", "E"]),
        "habitual_delayer": st.sampled_from([None, True, False]),
        "policy": st.sampled_from([None, None, "school", "gone"]),
        "owed": st.lists(st.tuples(st.integers(-30, 90), st.integers(1, 900_000)), max_size=3),
    }
)
RULE = st.builds(
    rule,
    st.sampled_from(NAMES),
    segment=st.sampled_from(["key", ("key", "small")]),
) | st.sampled_from(
    [
        rule("school", grade=("D", "E")),
        rule("credit-15-30-60", habitual_delayer="yes"),
        rule("school", habitual_delayer="no", amount_at_least="4000"),
        rule("credit-15-30-60", days_at_least="31"),
        rule("school", days_below="1", amount_below="100"),
    ]
)
BY_HAND = {
    "segment": lambda customer, values: customer["segment"] in values,
    "grade": lambda customer, values: customer["grade"] in values,
    "habitual_delayer": lambda customer, values: bool(customer["habitual_delayer"]) == (values == ("yes",)),
    "amount_at_least": lambda customer, values: sum(minor for _, minor in customer["owed"]) >= 100 * int(values[0]),
    "amount_below": lambda customer, values: sum(minor for _, minor in customer["owed"]) < 100 * int(values[0]),
    "days_at_least": lambda customer, values: _oldest(customer) >= int(values[0]),
    "days_below": lambda customer, values: _oldest(customer) < int(values[0]),
}


def _oldest(customer: Row) -> int:
    return max((max(days, 0) for days, _ in customer["owed"]), default=0)


def _by_hand(name: str, customer: Row, assignment: Assignment, as_of: date) -> tuple[str, str, int | None]:
    for overriding in assignment.overrides:
        if overriding.customer_id == name and overriding.until >= as_of:
            return overriding.policy, "override", None
    if customer["policy"] in NAMES:
        return customer["policy"], "own", None
    for number, tried in enumerate(assignment.rules, 1):
        if all(BY_HAND[condition.attribute](customer, condition.values) for condition in tried.when):
            return tried.policy, "rule", number
    return "b2b-standard", "default", None


def _owing(customers: dict[str, Row]) -> dict[str, list[Row]]:
    return {
        "customers": [
            {"customer_id": name, **{key: value for key, value in customer.items() if key != "owed"}}
            for name, customer in customers.items()
        ],
        "receivables": [
            invoice(f"{name}-{number}", overdue=days, amount=minor, customer_id=name)
            for name, customer in customers.items()
            for number, (days, minor) in enumerate(customer["owed"])
        ],
    }


def _settled(customers: dict[str, Row], assignment: Assignment) -> pl.DataFrame:
    tables = folder(**_owing(customers))
    choice = Choice(NAMES, "b2b-standard", False, assignment)
    documents = ledger_on(tables, as_of=AS_OF).documents
    return assignments(tables.customers, documents, choice, as_of=AS_OF, base="CNY")[0]


@settings(max_examples=40, deadline=None)
@given(
    drawn=st.lists(CUSTOMER, min_size=1, max_size=6),
    rules=st.lists(RULE, max_size=4),
    overridden=st.sampled_from([(), (override("C0"),), (override("C0", ended=1),)]),
    cut=st.integers(0, 6),
)
def test_columns_equal_one_by_one_and_a_part_equals_the_whole(
    drawn: list[Row], rules: list[Rule], overridden: tuple[Override, ...], cut: int
) -> None:
    customers = {f"C{number}": customer for number, customer in enumerate(drawn)}
    assignment = document(*rules, overrides=overridden)
    whole = _settled(customers, assignment)
    assert told(whole) == [_by_hand(name, customer, assignment, AS_OF) for name, customer in customers.items()]

    names = list(customers)
    parts = [{name: customers[name] for name in part} for part in (names[:cut], names[cut:])]
    assert_frame_equal(whole, pl.concat(_settled(part, assignment) for part in parts))
