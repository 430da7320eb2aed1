"""Who does not want calls and messages gets none, whatever the lane (D-704); post, visits and our own work stay."""

from tests.engine.folder_rows import Row, activity, invoice, planned, promise, row_of

BROKEN = promise(made=10, due=5, amount=100_000)


def contact(*opted_out: str) -> Row:
    return {"customer_id": "C1", "name": "联系人", "opted_out": list(opted_out)}


def customer(**facts: object) -> Row:
    return {"customer_id": "C1", "name": "甲"} | facts


def test_a_channel_that_every_contact_refuses_is_left_out() -> None:
    plan = planned(receivables=[invoice("A", overdue=5)], contacts=[contact("phone"), contact("phone", "sms")])
    assert plan.worklist["channels"].to_list() == [["email"]]


def test_a_channel_that_one_contact_still_takes_stays() -> None:
    plan = planned(receivables=[invoice("A", overdue=5)], contacts=[contact("phone"), contact()])
    assert plan.worklist["channels"].to_list() == [["email", "phone"]]


def test_without_any_channel_left_the_case_is_skipped_and_says_why() -> None:
    plan = planned(receivables=[invoice("A", overdue=5)], contacts=[contact("all")])
    assert plan.worklist.is_empty()
    assert row_of(plan.skipped, customer_id="C1")["reason"] == "opted_out"


def test_a_broken_promise_does_not_lift_the_refusal() -> None:
    receivables = [invoice("A", overdue=5)]
    some = planned(receivables=receivables, promises=[BROKEN], contacts=[contact("phone")])
    assert some.worklist.select("lane", "channels").rows() == [("hard", ["email"])]
    none = planned(receivables=receivables, promises=[BROKEN], contacts=[contact("all")])
    assert none.worklist.is_empty()
    assert row_of(none.skipped, customer_id="C1")["reason"] == "opted_out"


def test_on_a_day_without_a_slot_a_broken_promise_respects_the_refusal_too() -> None:
    """The call of yesterday, the promise's last day, met the supervisor's slot: only the hard lane asks today."""
    tables = {
        "receivables": [invoice("A", overdue=17)],
        "promises": [promise(made=10, due=4, amount=100_000)],
        "activities": [activity(1)],
    }
    plain = planned(**tables)
    assert plain.worklist.select("lane", "step", "also").rows() == [("hard", "supervisor", [])]
    refused = planned(**tables, contacts=[contact("all")])
    assert refused.worklist.is_empty()
    assert row_of(refused.skipped, customer_id="C1")["reason"] == "opted_out"


def test_checking_the_bank_needs_no_contact() -> None:
    due_today = promise(made=10, due=0, amount=100_000)
    plan = planned(receivables=[invoice("A", overdue=5)], promises=[due_today], contacts=[contact("all")])
    assert plan.worklist.select("action", "channels").rows() == [("verify", [])]


def test_a_habitual_delayer_with_a_broken_promise_is_visited_too() -> None:
    plan = planned(
        receivables=[invoice("A", overdue=5)],
        promises=[BROKEN],
        customers=[customer(habitual_delayer=True, owner="周")],
    )
    assert plan.worklist.select("action", "channels", "role", "assignee").rows() == [
        ("visit", ["email", "visit"], "rep", "周")
    ]


def test_a_letter_still_goes_to_who_refuses_calls() -> None:
    plan = planned(receivables=[invoice("A", overdue=120)], contacts=[contact("all")])
    assert plan.worklist.select("step", "channels").rows() == [("lock-warning", ["letter"])]
