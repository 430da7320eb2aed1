"""How a customer is judged: every kind of evidence, the verdicts, and what follows (D-502 to D-504, R-75 to R-77)."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from huikuan.engine.judgement.rules import EVIDENCE
from huikuan.engine.judgement.verdict import with_verdict
from huikuan.engine.outcome import Plan
from huikuan.engine.plan import Parameters, plan_day
from huikuan.gateways.policies import preset_text
from huikuan.gateways.policies.reading import policy_from_text
from tests.engine.folder_rows import (
    AS_OF,
    Row,
    activity,
    ago,
    allocation,
    folder,
    invoice,
    payment,
    planned,
    promise,
    row_of,
)

OLD = invoice("OLD", overdue=45, amount=9_000_000)
# A quiet case: nothing is known of the customer beyond the invoice.
QUIET: Row = {
    **dict.fromkeys(
        (
            *("refused_count", "stalling_count", "wrong_person_count", "unreached_in_a_row", "broken_count"),
            *("partly_count", "kept_count", "paid_count", "on_time_count", "recent_count", "before_count"),
            *("newer_paid_count", "part_paid_count", "paid_elsewhere_count", "dispute_count", "contact_count"),
            *("contacts_since_due", "recent_late_days", "before_late_days"),
        ),
        0,
    ),
    **dict.fromkeys(("last_answer", "last_promise", "dispute_reason", "status")),
    **dict.fromkeys(("said_paid_on", "bill_refused_on", "invoice_received_on")),
    "anchor_days": 45,
    "eligible_minor": 100,
}
TEXTS = ("last_answer", "last_promise", "dispute_reason", "status")
DAYS = ("said_paid_on", "bill_refused_on", "invoice_received_on")


def verdict(**facts: Any) -> Row:
    """The verdict on a quiet case with these facts."""
    types: dict[str, Any] = dict.fromkeys(TEXTS, pl.String) | dict.fromkeys(DAYS, pl.Date)
    return with_verdict(pl.DataFrame([QUIET | facts], schema_overrides=types)).row(0, named=True)


# code: facts with which it just holds, the same one short of it, what it says
BOUNDARIES: dict[str, tuple[Row, Row, str]] = {
    "refused": ({"refused_count": 2}, {"refused_count": 1}, "refused=2"),
    "promises_broken": ({"broken_count": 2}, {"broken_count": 1}, "promises_broken=2"),
    "promise_broken": (
        {"broken_count": 1, "last_promise": "broken"},
        {"broken_count": 1, "last_promise": "partly"},
        "promise_broken",
    ),
    "newer_paid": (
        {"newer_paid_count": 2, "anchor_days": 31},
        {"newer_paid_count": 2, "anchor_days": 30},
        "newer_paid=2/31",
    ),
    "others_paid": (
        {"paid_elsewhere_count": 1, "anchor_days": 31},
        {"paid_elsewhere_count": 1, "anchor_days": 30},
        "others_paid=1",
    ),
    "stalling": ({"stalling_count": 2}, {"stalling_count": 1}, "stalling=2"),
    "unreached": ({"unreached_in_a_row": 4}, {"unreached_in_a_row": 3}, "unreached=4"),
    "payment_missing": ({"said_paid_on": ago(5)}, {}, "payment_missing"),
    "promises_partly": ({"partly_count": 1}, {}, "promises_partly=1"),
    "promise_kept": (
        {"last_promise": "kept", "kept_count": 2},
        {"last_promise": "broken", "kept_count": 2},
        "promise_kept=2",
    ),
    "part_paid": ({"part_paid_count": 1}, {}, "part_paid=1"),
    "bill_refused": ({"bill_refused_on": ago(9)}, {}, "bill_refused"),
    "slower": (
        {"recent_count": 3, "before_count": 3, "recent_late_days": 15, "before_late_days": 5},
        {"recent_count": 3, "before_count": 3, "recent_late_days": 14, "before_late_days": 5},
        "slower=15/5",
    ),
    "on_time": ({"paid_count": 6, "on_time_count": 4}, {"paid_count": 6, "on_time_count": 3}, "on_time=4/6"),
    "deregistered": ({"status": "closed"}, {"status": "watch"}, "deregistered"),
    "answers": ({"last_answer": "call_back"}, {"last_answer": "stalling"}, "answers"),
    "documents_asked": ({"last_answer": "asks_documents"}, {"last_answer": "emotional"}, "documents_asked"),
    "disputed": ({"dispute_count": 1}, {}, "disputed=1"),
    "wrong_person": ({"wrong_person_count": 2}, {"wrong_person_count": 1}, "wrong_person=2"),
    "unasked": (
        {"contact_count": 1, "anchor_days": 30},
        {"contact_count": 1, "contacts_since_due": 1, "anchor_days": 30},
        "unasked=30",
    ),
}


@pytest.mark.parametrize("evidence", EVIDENCE, ids=lambda evidence: evidence.code)
def test_each_evidence_holds_at_its_boundary_and_not_below_it(evidence: Any) -> None:
    holds, short, told = BOUNDARIES[evidence.code]
    found = verdict(**holds)
    assert found["evidence"] == [told]
    assert (found["able_points"], found["willing_points"]) == (evidence.able, evidence.willing)
    assert verdict(**short)["evidence"] == []


def test_two_late_payments_are_too_few_to_call_a_customer_slower() -> None:
    few = {"recent_count": 2, "before_count": 9, "recent_late_days": 60, "before_late_days": 0}
    assert verdict(**few)["evidence"] == []


@pytest.mark.parametrize(
    ("facts", "debtor_type"),
    [
        ({}, "unknown"),
        ({"paid_count": 3, "on_time_count": 3}, "able_willing"),
        ({"partly_count": 1}, "unable_willing"),
        ({"newer_paid_count": 2}, "able_unwilling"),
        ({"bill_refused_on": ago(9), "stalling_count": 2}, "unable_unwilling"),
        ({"stalling_count": 2}, "unknown"),  # nothing is known of ability
        ({"newer_paid_count": 2, "paid_count": 3, "on_time_count": 3}, "unknown"),  # willingness −1 + 1
    ],
)
def test_the_type_needs_points_on_both_sides(facts: Row, debtor_type: str) -> None:
    assert verdict(**facts)["debtor_type"] == debtor_type


STRONG = {
    "contacts": {"refused_count": 9},
    "promises": {"broken_count": 9},
    "payments": {"newer_paid_count": 9, "paid_elsewhere_count": 9},
}


@pytest.mark.parametrize("source", STRONG)
def test_one_table_alone_never_shows_malice(source: str) -> None:
    weak = {"stalling_count": 9, "unreached_in_a_row": 9, "said_paid_on": ago(9), "wrong_person_count": 9}
    assert verdict(**STRONG[source], **weak)["intent"] == "unknown"


@pytest.mark.parametrize("pair", [("contacts", "promises"), ("contacts", "payments"), ("promises", "payments")])
def test_two_tables_do_after_a_month_if_something_is_asked_for(pair: tuple[str, str]) -> None:
    facts = STRONG[pair[0]] | STRONG[pair[1]]
    assert verdict(**facts)["intent"] == "malicious"
    assert verdict(**facts)["cause"] == "deliberate"
    assert verdict(**facts, anchor_days=30)["intent"] == "unknown"
    assert verdict(**facts, eligible_minor=0)["intent"] == "unknown"


@pytest.mark.parametrize(
    "excuse",
    [
        {"dispute_count": 1},
        {"last_answer": "asks_documents"},
        {"last_answer": "met"},
        {"last_promise": "kept"},
        {"partly_count": 1},
        {"part_paid_count": 1},
    ],
)
def test_whatever_speaks_for_the_customer_forbids_the_suspicion(excuse: Row) -> None:
    assert verdict(refused_count=2, broken_count=2, **excuse)["intent"] == "unknown"


def test_willingness_without_strong_evidence_is_not_malicious() -> None:
    assert verdict(paid_count=3, on_time_count=3)["intent"] == "non_malicious"
    assert verdict(dispute_count=1)["intent"] == "non_malicious"
    assert verdict(stalling_count=2)["intent"] == "unknown"
    assert verdict()["intent"] == "unknown"


@pytest.mark.parametrize(
    ("facts", "cause"),
    [
        ({"dispute_count": 1, "dispute_reason": "quality"}, "quality"),
        ({"dispute_count": 1, "dispute_reason": "delivery"}, "quality"),
        ({"dispute_count": 1, "dispute_reason": "quantity"}, "statement_difference"),
        ({"dispute_count": 1, "dispute_reason": "price"}, "statement_difference"),
        ({"dispute_count": 1, "dispute_reason": "duplicate"}, "statement_difference"),
        ({"dispute_count": 1, "dispute_reason": "not_ordered"}, "statement_difference"),
        ({"dispute_count": 1, "dispute_reason": "invoice"}, "invoice_error"),
        ({"dispute_count": 1, "dispute_reason": "contract"}, "contract_reading"),
        ({"dispute_count": 1, "dispute_reason": "other"}, "unknown"),
        ({"last_answer": "asks_documents"}, "invoice_missing"),
        ({"last_answer": "asks_documents", "invoice_received_on": ago(40)}, "unknown"),
        ({"wrong_person_count": 2, "bill_refused_on": ago(9)}, "staff_change"),
        ({"bill_refused_on": ago(9)}, "cash_short"),
        ({"contact_count": 1}, "own_laxity"),
        ({"paid_count": 3, "on_time_count": 3, "anchor_days": 15}, "oversight"),
        ({"paid_count": 3, "on_time_count": 3, "anchor_days": 16}, "unknown"),
        ({"paid_count": 3, "on_time_count": 3, "anchor_days": 0}, "unknown"),
        ({}, "unknown"),
    ],
)
def test_the_cause_is_the_first_that_the_tables_show(facts: Row, cause: str) -> None:
    assert verdict(**facts)["cause"] == cause


# The worked example of docs/engine/judgement.md, from tables to effects


# The manager was told today; what is left to do is the supervisor's call.
TOLD = activity(0, outcome="delivered", channel="email", step="manager")
LOG = [activity(22), activity(15), TOLD]


def example(*more_payments: Row, **tables: list[Row]) -> dict[str, list[Row]]:
    newer = [invoice(f"NEW-{n}", overdue=days) for n, days in enumerate((30, 20, 10))]
    payments = [payment(f"P{n}", received=days, amount=100_000) for n, days in enumerate((30, 20, 10))]
    return {
        "receivables": [OLD, *newer],
        "payments": [*payments, *more_payments],
        "allocations": [allocation(f"P{n}", f"NEW-{n}", 100_000) for n in range(3)],
        "promises": [promise(made=40, due=35, amount=5_000_000), promise(made=28, due=25, amount=5_000_000)],
        "activities": LOG,
    } | tables


def test_the_worked_example_is_what_the_plan_says() -> None:
    row = row_of(planned(**example()).worklist, customer_id="C1")
    assert row["evidence"] == ["promises_broken=2", "newer_paid=3/45", "stalling=2", "on_time=3/3"]
    assert (row["able_points"], row["willing_points"], row["strong_sources"]) == (3, -3, 2)
    assert (row["intent"], row["debtor_type"], row["cause"]) == ("malicious", "able_unwilling", "deliberate")
    assert (row["wording"], row["tactic"], row["channels"]) == ("firm", "use_leverage", ["phone", "email"])
    assert (row["early_step"], row["early_approval"]) == ("lock", "boss")
    assert row["also"][-1] == "lock"
    assert row["reasons"][-1] == "malicious"


def test_a_part_paid_last_week_ends_the_suspicion() -> None:
    tables = example(payment("P9", received=7, amount=100_000))
    tables["allocations"] = [*tables["allocations"], allocation("P9", "OLD", 100_000)]
    row = row_of(planned(**tables).worklist, customer_id="C1")
    assert "part_paid=1" in row["evidence"]
    assert (row["intent"], row["early_step"]) == ("unknown", "")
    assert "malicious" not in row["reasons"]


def judged_off(**tables: list[Row]) -> Plan:
    """The plan by the shipped ladder with the line that people write."""
    policy, mistakes = policy_from_text(preset_text("b2b-standard") + "\njudgement: off\n")
    assert policy is not None, mistakes
    return plan_day(folder(**tables), {policy.id: policy}, Parameters(as_of=AS_OF))


@pytest.mark.parametrize(("line", "used"), [("", True), ("judgement: on", True), ("judgement: off", False)])
def test_a_policy_says_whether_the_judgement_has_effects(line: str, used: bool) -> None:
    policy, _mistakes = policy_from_text(f"{preset_text('b2b-standard')}\n{line}\n")
    assert policy is not None
    assert policy.uses_judgement is used


def test_any_other_word_is_a_mistake_with_its_line() -> None:
    policy, mistakes = policy_from_text(preset_text("b2b-standard") + "\njudgement: never\n")
    assert policy is None
    assert [(mistake.code, mistake.value) for mistake in mistakes] == [("not_a_choice", "never")]


BY_THE_LADDER = ("step", "rung", "action", "role", "approval", "due_on", "rank", "score", "eligible_minor", "template")


def test_switched_off_it_still_judges_and_changes_nothing() -> None:
    on, off = (plan.worklist for plan in (planned(**example()), judged_off(**example())))
    assert on.select(BY_THE_LADDER).rows() == off.select(BY_THE_LADDER).rows()
    row = row_of(off, customer_id="C1")
    assert (row["intent"], row["debtor_type"]) == ("malicious", "able_unwilling")
    assert (row["wording"], row["tactic"], row["early_step"]) == ("neutral", "", "")
    assert row["channels"] == ["email", "phone"]
    assert "lock" not in row["also"]


def test_a_proposal_already_refused_by_the_boss_is_not_made_again() -> None:
    refused = activity(3, outcome="refused", channel="email", step="lock", delivered=False)
    row = row_of(planned(**example(activities=[*LOG, refused])).worklist, customer_id="C1")
    assert row["intent"] == "malicious"
    assert row["early_step"] == "letters"


def test_the_answer_of_our_own_approver_is_no_refusal_of_the_customers() -> None:
    """Twice the boss says no to the lock; twice the customer refuses to pay."""
    ours = [activity(n, outcome="refused", step="lock") for n in (9, 5)]
    theirs = [activity(n, outcome="refused", step="supervisor") for n in (9, 5)]
    assert row_of(planned(receivables=[OLD], activities=ours).worklist, customer_id="C1")["evidence"] == []
    assert row_of(planned(receivables=[OLD], activities=theirs).worklist, customer_id="C1")["evidence"] == ["refused=2"]


def test_on_the_lock_rung_itself_nothing_comes_earlier() -> None:
    """Day 95: the warning is due, the lock waits for it (D-709); letters would skip both."""
    tables = example()
    tables["receivables"] = [invoice("OLD", overdue=95, amount=9_000_000), *tables["receivables"][1:]]
    row = row_of(planned(**tables).worklist, customer_id="C1")
    assert (row["step"], row["intent"], row["early_step"]) == ("lock-warning", "malicious", "")


# From tables to counts


def test_attempts_after_the_last_talk_count_as_a_row_of_them() -> None:
    """An e-mail that was delivered reaches a mailbox, not a person."""
    log = [activity(30, outcome="met"), *(activity(n, outcome="not_reached") for n in (9, 8, 7, 6))]
    mail = activity(5, outcome="delivered", channel="email")
    row = row_of(planned(receivables=[OLD], activities=[*log, mail]).worklist, customer_id="C1")
    assert row["evidence"] == ["unreached=4", "answers"]
    talked = [*log, activity(5, outcome="stalling")]
    assert row_of(planned(receivables=[OLD], activities=talked).worklist, customer_id="C1")["evidence"] == []


def test_payments_to_another_entity_count_from_the_day_after_the_due_date() -> None:
    """OLD fell due 45 days ago; one payment of that day, one a day later."""
    elsewhere = invoice("E", overdue=-20, entity="east")
    payments = [payment(f"P{n}", received=days, amount=1_000, entity="east") for n, days in enumerate((45, 44))]
    plan = planned(receivables=[OLD, elsewhere], payments=payments)
    assert row_of(plan.worklist, customer_id="C1", entity="main")["evidence"] == ["others_paid=1"]


def test_what_lies_more_than_a_year_back_no_longer_counts() -> None:
    log = [activity(days, outcome="refused") for days in (366, 365, 20)]
    row = row_of(planned(receivables=[invoice("OLD", overdue=400)], activities=log).worklist, customer_id="C1")
    assert row["evidence"] == []
    log.append(activity(364, outcome="refused"))
    row = row_of(planned(receivables=[invoice("OLD", overdue=400)], activities=log).worklist, customer_id="C1")
    assert row["evidence"] == ["refused=2"]


def test_an_open_dispute_gives_the_cause_and_puts_our_side_first() -> None:
    dispute = {"document_no": "D", "amount_minor": 40_000, "reason": "invoice", "opened_on": ago(3)}
    receivables = [invoice("OLD", overdue=20), invoice("D", overdue=10)]
    plan = planned(receivables=receivables, disputes=[dispute])
    row = row_of(plan.worklist, customer_id="C1")
    assert (row["evidence"], row["cause"], row["tactic"]) == (["disputed=1"], "invoice_error", "settle_our_side")
    assert (row["wording"], row["channels"]) == ("soft", ["email", "phone"])
    resolved = planned(receivables=receivables, disputes=[dispute | {"resolved_on": AS_OF}])
    assert row_of(resolved.worklist, customer_id="C1")["evidence"] == []
