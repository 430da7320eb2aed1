"""When to call (D-802): what the presets say, what the law and the customer forbid, and how evidence overrules them.

A company may be called from 9 to 18. What the three presets make of the weekdays, Monday to Friday, in percent:

    mornings-monday   120 100 100 100 100
    opening-friday     80 110  80 115 120
    mornings-midweek   95 105 105 105  95
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import polars as pl
import pytest

from huikuan.engine.calling.presets import PRESETS
from huikuan.engine.calling.slots import BEST_SLOT, candidates, profiles
from huikuan.engine.outcome import Plan
from huikuan.engine.plan import Parameters, plan_day
from huikuan.gateways.policies import preset_policies
from tests.engine.folder_rows import AS_OF, Row, activity, ago, folder, invoice, promise

MONDAY = date(2026, 11, 16)


def on_day(as_of: date = AS_OF, call_times: str = "mornings-midweek", **tables: list[Row]) -> Plan:
    tables.setdefault("receivables", [invoice("A", overdue=5)])
    return plan_day(folder(**tables), preset_policies(), Parameters(as_of=as_of, call_times=call_times))


def slot(plan: Plan) -> Row:
    return plan.worklist.select(*BEST_SLOT).row(0, named=True)


def calls(day: date, hour: int, *, reached: int, missed: int, **more: Any) -> list[Row]:
    """So many calls at the hour, on the same weekday of the weeks before the day."""
    outcomes = ["stalling"] * reached + ["not_reached"] * missed
    return [
        activity(0, outcome=outcome, at=datetime(day.year, day.month, day.day, hour) - timedelta(weeks=1), **more)
        for outcome in outcomes
    ]


def hours(kind: str, **when: Any) -> Row:
    return {"customer_id": "C1", "kind": kind} | when


@pytest.mark.parametrize("call_times", list(PRESETS))
@pytest.mark.parametrize("weekday", range(5))
def test_without_evidence_a_hard_row_is_called_in_the_first_hour_of_its_day(call_times: str, weekday: int) -> None:
    day = MONDAY + timedelta(days=weekday)
    broken = promise(made=20, due=15, amount=100_000)
    best = slot(on_day(day, call_times, receivables=[invoice("A", overdue=30)], promises=[broken]))
    assert best["best_slot"] == f"{day} 09:00-10:00"
    assert best["best_slot_reason"] == ["by_preset"]
    percent = PRESETS[call_times].weekdays[weekday] * PRESETS[call_times].opening
    assert best["reach_prior"] == round(0.4 * percent / 10_000, 4)


@pytest.mark.parametrize(
    ("call_times", "hours_of_the_day"),
    [
        ("mornings-monday", {9: 0.48, 10: 0.48, 11: 0.32, 14: 0.4, 15: 0.4, 16: 0.4, 17: 0.32}),
        ("opening-friday", {9: 0.624, 10: 0.48, 11: 0.48, 14: 0.48, 15: 0.48, 16: 0.48, 17: 0.48}),
        ("mornings-midweek", {9: 0.437, 10: 0.437, 11: 0.437, 14: 0.38, 15: 0.38, 16: 0.38, 17: 0.38}),
    ],
)
def test_on_a_friday_the_presets_rate_the_hours_and_never_lunch(
    call_times: str, hours_of_the_day: dict[int, float]
) -> None:
    plan = on_day(call_times=call_times)
    asked = pl.DataFrame({"customer_id": ["C1"], "lane": ["value"]}).select(profiles(plan.calling))
    rated = candidates(asked, plan.calling)
    assert dict(rated.select("hour", "reach_prior").iter_rows()) == pytest.approx(hours_of_the_day)


@pytest.mark.parametrize(
    ("as_of", "call_times", "best"),
    [
        (MONDAY, "opening-friday", "2026-11-17"),  # 110 x 0.9 beats Monday's 80
        (date(2026, 11, 18), "opening-friday", "2026-11-19"),
        (date(2026, 11, 19), "opening-friday", "2026-11-19"),  # 115 beats 120 x 0.9
        (MONDAY, "mornings-midweek", "2026-11-16"),  # 95 beats 105 x 0.9
        (AS_OF, "mornings-monday", "2026-11-20"),  # Monday is three days away
        (date(2026, 11, 30), "mornings-monday", "2026-12-01"),  # 120 x 80 against 100 x 110 x 0.9
    ],
)
def test_a_better_weekday_is_worth_a_day_of_waiting_at_most_two(as_of: date, call_times: str, best: str) -> None:
    plan = on_day(as_of, call_times, receivables=[invoice("A", overdue=5, due_date=as_of - timedelta(days=5))])
    assert slot(plan)["best_slot_on"] == date.fromisoformat(best)


def test_a_rest_day_is_left_for_the_next_working_day() -> None:
    """On Sunday 22 November what was due before still stands on the list."""
    best = slot(on_day(date(2026, 11, 22), receivables=[invoice("A", overdue=8)]))
    assert (best["best_slot"], best["best_slot_reason"]) == ("2026-11-23 09:00-10:00", ["by_preset", "rest_day"])


def test_a_blackout_moves_the_slot_to_the_next_day_and_says_why() -> None:
    best = slot(on_day(hours=[hours("blackout", date=AS_OF, note="盘点")]))
    assert best["best_slot"] == "2026-11-23 09:00-10:00"
    assert best["best_slot_reason"] == ["by_preset", "blackout"]
    assert (best["blackout_on"], best["blackout_note"]) == (AS_OF, "盘点")


def test_a_blackout_of_some_hours_leaves_the_others() -> None:
    best = slot(on_day(hours=[hours("blackout", weekday="5", **{"from": 8 * 60, "to": 9 * 60 + 30})]))
    assert best["best_slot"] == "2026-11-20 10:00-11:00"


def test_the_closing_day_on_the_31st_is_the_last_day_of_november() -> None:
    closing = hours("blackout", month_day=31, note="扎账日")
    best = slot(on_day(date(2026, 11, 30), hours=[closing], receivables=[invoice("A", overdue=-5)]))
    assert (best["best_slot_on"], best["blackout_on"]) == (date(2026, 12, 1), date(2026, 11, 30))


@pytest.mark.parametrize(
    ("cash_in", "best", "reasons"),
    [
        (date(2026, 11, 23), "2026-11-20", ["by_preset", "cash_in"]),  # three days before is today
        (date(2026, 11, 24), "2026-11-20", ["by_preset"]),  # its three days start on Saturday
        (date(2026, 11, 20), "2026-11-20", ["by_preset"]),  # the day itself is none of the three
    ],
)
def test_the_three_days_before_a_cash_in_count_more(cash_in: date, best: str, reasons: list[str]) -> None:
    found = slot(on_day(hours=[hours("cash_in", date=cash_in)]))
    assert (str(found["best_slot_on"]), found["best_slot_reason"]) == (best, reasons)


@pytest.mark.parametrize(("lane", "best"), [("value", date(2026, 11, 19)), ("hard", date(2026, 11, 18))])
def test_a_cash_in_moves_the_slot_unless_the_row_must_be_done_today(lane: str, best: date) -> None:
    """On Wednesday the 18th money is expected for Sunday the 22nd: 1.25 x 0.9 from Thursday on."""
    wednesday = date(2026, 11, 18)
    broken = [promise(made=20, due=15, amount=100_000)] if lane == "hard" else []
    plan = on_day(
        wednesday,
        receivables=[invoice("A", overdue=30, due_date=ago(30))],
        promises=broken,
        hours=[hours("cash_in", month_day=22)],
    )
    assert (plan.worklist["lane"].item(), slot(plan)["best_slot_on"]) == (lane, best)


def test_the_customers_own_hours_hold() -> None:
    afternoons = hours("open", weekday="5", **{"from": 13 * 60 + 30, "to": 16 * 60})
    assert slot(on_day(hours=[afternoons]))["best_slot"] == "2026-11-20 14:00-15:00"


@pytest.mark.parametrize(
    ("opens", "closes", "best"),
    [(6, 24, "2026-11-20 08:00-09:00"), (19, 24, "2026-11-20 19:00-20:00"), (12, 14, None), (22, 24, None)],
)
def test_no_hours_of_a_customer_lift_the_law_or_lunch(opens: int, closes: int, best: str | None) -> None:
    assert slot(on_day(hours=[hours("open", **{"from": opens * 60, "to": closes * 60})]))["best_slot"] == best


@pytest.mark.parametrize(
    ("facts", "last_hour"), [({}, 17), ({"kind": "student"}, 19), ({"payer_class": "sole_trader"}, 19)]
)
def test_persons_may_be_called_until_eight_in_the_evening(facts: Row, last_hour: int) -> None:
    plan = on_day(customers=[{"customer_id": "C1", "name": "甲"} | facts])
    asked = plan.worklist.select(profiles(plan.calling))
    assert candidates(asked, plan.calling)["hour"].max() == last_hour


def test_twelve_of_fifteen_at_three_overrule_the_preset() -> None:
    """base (8 + 12) / 35 = 0.5714; 09:00: x 0.95 x 1.15 = 0.6243; 15:00: 0.5428, then (0.5428 x 20 + 12) / 35."""
    best = slot(on_day(activities=calls(AS_OF, 15, reached=12, missed=3)))
    assert (best["best_slot"], best["best_slot_reason"]) == ("2026-11-20 15:00-16:00", ["by_own_reach"])
    assert (best["own_reached"], best["own_calls"], best["calls"]) == (12, 15, 0)
    assert (best["reach_prior"], best["reach_chance"]) == (0.5428, 0.653)


def test_one_of_one_does_not() -> None:
    best = slot(on_day(activities=calls(AS_OF, 15, reached=1, missed=0)))
    assert (best["best_slot"], best["best_slot_reason"]) == ("2026-11-20 09:00-10:00", ["by_preset"])


def test_what_others_show_counts_for_a_customer_without_calls_and_never_twice() -> None:
    others = calls(AS_OF, 15, reached=12, missed=3, customer_id="C2")
    best = slot(on_day(activities=others))
    assert (best["best_slot_reason"], best["reached"], best["calls"]) == (["by_reach"], 12, 15)
    assert (best["best_slot"], best["reach_chance"]) == ("2026-11-20 15:00-16:00", 0.653)
    both = slot(on_day(activities=[*others, *calls(AS_OF, 15, reached=2, missed=0)]))
    assert (both["reached"], both["calls"], both["own_reached"], both["own_calls"]) == (12, 15, 2, 2)


def test_calls_without_an_hour_or_older_than_a_year_or_of_our_own_teach_nothing() -> None:
    midnight = calls(AS_OF, 0, reached=15, missed=0)
    old = [row | {"at": row["at"] - timedelta(days=365)} for row in calls(AS_OF, 15, reached=15, missed=0)]
    internal = calls(AS_OF, 15, reached=15, missed=0, step="manager")
    mails = calls(AS_OF, 15, reached=15, missed=0, channel="email")
    plan = on_day(activities=[*midnight, *old, *internal, *mails])
    assert (plan.calling.base, plan.calling.reached.height) == (0.4, 0)


def test_who_is_only_written_to_has_no_slot() -> None:
    no_calls = {"customer_id": "C1", "name": "周", "opted_out": ["phone"]}
    plan = on_day(receivables=[invoice("A", overdue=120)], contacts=[no_calls])
    assert plan.worklist["channels"].to_list() == [["letter", "email"]]
    assert set(slot(plan).values()) == {None}


def test_the_hours_table_moves_nothing_but_the_slot() -> None:
    tables = {"receivables": [invoice("A", overdue=5), invoice("B", overdue=20)], "activities": [activity(9)]}
    plain = on_day(**tables)
    moved = on_day(**tables, hours=[hours("blackout", date=AS_OF)])
    own = list(BEST_SLOT)
    assert plain.worklist.drop(own).equals(moved.worklist.drop(own))
    assert plain.items.equals(moved.items)
    assert slot(plain)["best_slot"] != slot(moved)["best_slot"]
