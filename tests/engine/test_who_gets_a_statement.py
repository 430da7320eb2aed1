"""Who is to get the running statement, and which older ones stay on the board (R-51)."""

from __future__ import annotations

from datetime import date

from huikuan.gateways.policies import preset_cycle

from .statement_days import board, bought, day, listed_only, only, statement

AS_OF = date(2026, 11, 5)


def test_whoever_bought_in_the_period_or_owes_at_its_end_gets_one() -> None:
    settled = {"settled_on": date(2026, 10, 20)}
    plan = day(
        AS_OF,
        receivables=[
            bought(date(2026, 10, 1), customer_id="bought", **settled),
            bought(date(2026, 8, 1), customer_id="owes"),
            bought(date(2026, 8, 2), customer_id="done", **settled),
            bought(date(2026, 11, 2), customer_id="new"),
            bought(date(2026, 10, 3), customer_id="bought", entity="second"),
        ],
    )

    assert plan.statements is not None
    due = plan.statements.due.select("customer_id", "entity", "period", "step").rows()
    assert due == [
        ("bought", "main", "2026-10", "draft"),
        ("bought", "second", "2026-10", "draft"),
        ("owes", "main", "2026-10", "draft"),
    ]


def test_a_company_may_keep_statements_for_some_only() -> None:
    rows = [bought(date(2026, 10, 1)), bought(date(2026, 10, 2), customer_id="C2")]
    plan = day(
        AS_OF, listed_only(preset_cycle()), receivables=rows, statements=[statement("2026-05", date(2026, 6, 8))]
    )

    assert only(plan, step="draft")["customer_id"] == "C1"


def test_a_statement_never_sent_gives_way_to_a_later_one_that_was() -> None:
    unsent, sent = statement("2026-09"), statement("2026-10", date(2026, 11, 3))
    tables = {"receivables": [bought(date(2026, 9, 4))]}

    assert board(day(AS_OF, statements=[unsent], **tables)) == "draft, draft +28, check +28, send +28"
    assert board(day(AS_OF, statements=[unsent, sent], **tables)) == "follow-1"


def test_a_period_to_come_is_not_on_the_board() -> None:
    rows = [statement("2026-10", date(2026, 11, 4)), statement("2026-11"), statement("2027-01")]

    assert board(day(AS_OF, receivables=[bought(date(2026, 10, 4))], statements=rows)) == ""


def test_who_has_opted_out_gets_the_statement_by_post() -> None:
    plan = day(
        date(2026, 11, 9),
        receivables=[bought(date(2026, 10, 4))],
        contacts=[{"customer_id": "C1", "name": "Zhou", "opted_out": ["all"]}],
    )

    assert only(plan, step="send")["channels"] == ["letter"]


def test_the_latest_stand_first_then_by_customer() -> None:
    rows = [bought(date(2026, 10, 1), customer_id="B"), bought(date(2026, 10, 2), customer_id="A")]
    plan = day(date(2026, 11, 9), receivables=rows)

    assert plan.statements is not None
    assert plan.statements.due.select("days_late", "customer_id", "step").rows() == [
        (4, "A", "draft"),
        (4, "B", "draft"),
        (0, "A", "check"),
        (0, "A", "send"),
        (0, "B", "check"),
        (0, "B", "send"),
    ]
