"""The days of the statement cycle, worked out a second time with plain dates, one statement after the other (P-0)."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from huikuan.engine.plan import Parameters, plan_day
from huikuan.gateways.policies import preset_cycle, preset_policies
from tests.engine.folder_rows import folder
from tests.engine.statement_days import bought, statement

from .working_days import rolled_forward

DAY = timedelta(days=1)


def of_month(period: date, day: int) -> date:
    """The day of the month after the period, at most its last."""
    year, month = (period.year + 1, 1) if period.month == 12 else (period.year, period.month + 1)
    return date(year, month, min(day, monthrange(year, month)[1]))


def due(period: date, sent: date | None, confirmed: date | None, as_of: date) -> set[tuple[str, date]]:
    """What P-0 asks for on as_of of a statement nobody spoke about: (step, due_on)."""
    sent = sent if sent and sent <= as_of else None
    confirmed = confirmed if confirmed and confirmed <= as_of else None
    days: dict[str, date] = {}
    if sent is None and confirmed is None:
        days = {"draft": of_month(period, 5), "check": of_month(period, 8), "send": of_month(period, 8)}
    if sent and confirmed is None:
        slots = [*(("follow-1", n) for n in (2, 4, 6)), *(("follow-2", n) for n in range(8, 15)), ("supervisor", 15)]
        come = [(step, sent + n * DAY) for step, n in slots if rolled_forward(sent + n * DAY) <= as_of]
        days |= dict(come[-1:])
    if sent or confirmed:
        days["confirm"] = of_month(period, 20)
    if confirmed:
        days["invoice"] = of_month(period, 30)
    return {(step, rolled_forward(day)) for step, day in days.items() if rolled_forward(day) <= as_of}


@settings(max_examples=60, deadline=None)
@given(
    month=st.integers(1, 11),
    sent=st.none() | st.integers(0, 45),
    wait=st.none() | st.integers(0, 40),
    later=st.integers(0, 75),
)
def test_the_engine_finds_the_same_days(month: int, sent: int | None, wait: int | None, later: int) -> None:
    period = date(2025, month, 1)
    begins = of_month(period, 1)
    sent_on = begins + sent * DAY if sent is not None else None
    confirmed_on = sent_on + wait * DAY if sent_on and wait is not None else None
    as_of = begins + later * DAY
    # Another customer's row keeps the table from being about one period only.
    rows = [statement(f"{period:%Y-%m}", sent_on, confirmed_on=confirmed_on), statement("2024-11", customer_id="C2")]

    tables = folder(receivables=[bought(period)], statements=rows)
    plan = plan_day(tables, preset_policies(), Parameters(as_of=as_of, statement_cycle=preset_cycle()))

    assert plan.statements is not None
    own = plan.statements.due.filter(customer_id="C1", period=f"{period:%Y-%m}")
    assert set(own.select("step", "due_on").rows()) == due(period, sent_on, confirmed_on, as_of)
    assert own["days_late"].to_list() == [(as_of - day).days for day in own["due_on"]]
