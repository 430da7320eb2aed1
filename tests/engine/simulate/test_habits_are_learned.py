"""How fast documents are paid: the worked example of docs/engine/simulate.md and the edges of what counts as a day."""

from __future__ import annotations

import math
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from huikuan.engine.simulate.habits import habits, speeds_of
from huikuan.engine.simulate.paying import after_a_day, chance_paid
from huikuan.engine.simulate.reach import chance_of_any, reach

DOCS = Path(__file__).parents[3] / "docs" / "engine" / "simulate.md"
AS_OF = date(2026, 11, 20)
LEDGER = {
    "customer_id": pl.String,
    "entity": pl.String,
    "kind": pl.String,
    "issue_date": pl.Date,
    "due_date": pl.Date,
    "open_minor": pl.Int64,
    "paid_on": pl.Date,
}
CONTACTS = {"customer_id": pl.String, "entity": pl.String, "on": pl.Date}
NOVEMBER_5 = ("C1", "main", "invoice", date(2026, 10, 1), date(2026, 10, 31), 0, date(2026, 11, 5))


def learned(*documents, contacts=(), with_lift=True):
    ledger = pl.DataFrame(documents, schema=LEDGER, orient="row")
    made = pl.DataFrame([("C1", "main", on) for on in contacts], schema=CONTACTS, orient="row")
    return habits(ledger, made, as_of=AS_OF, with_lift=with_lift)


def band(found, name):
    return found.rates.row(by_predicate=pl.col("band") == name, named=True)


def test_the_days_of_a_document_are_counted_by_age():
    """Issued 1 October, due 31 October, paid 5 November; spoken to on 2 November.

    early          2–23 October     22 days
    week before   24–30 October      7
    due date      31 October         1
    1–7            1–5 November      5, of which 3–5 November after the contact; paid
    """
    found = learned(NOVEMBER_5, contacts=[date(2026, 11, 2)])
    counted = found.rates.filter(pl.col("days") > 0).select("band", "days", "days_after_contact", "paid").rows()
    assert counted == [("early", 22, 0, 0), ("week-before", 7, 0, 0), ("due-day", 1, 0, 0), ("1-7", 5, 3, 1)]
    ratio = round(math.log(0.38) / math.log(0.56), 4)
    prior = -math.log(0.56) / 14
    assert ratio == 1.6688
    assert band(found, "1-7")["rate"] == round((1 + 1400 * prior) / (5 + (ratio - 1) * 3 + 1400), 9)


def test_two_contacts_in_a_fortnight_are_not_counted_twice():
    """25 October and 2 November: 26 October–5 November are the 11 days after either."""
    found = learned(NOVEMBER_5, contacts=[date(2026, 10, 25), date(2026, 11, 2), date(2026, 11, 2)])
    assert found.rates["days_after_contact"].sum() == 11


def test_a_document_that_is_still_open_counts_its_days_up_to_today():
    still_open = (*NOVEMBER_5[:5], 100_00, None)
    found = learned(still_open)
    assert band(found, "16-30")["days"] == 5
    assert found.rates["paid"].sum() == 0


def test_what_happened_over_a_year_ago_is_left_out():
    long_ago = ("C1", "main", "invoice", date(2025, 9, 1), date(2025, 10, 1), 0, AS_OF - timedelta(days=365))
    assert learned(long_ago).rates["days"].sum() == 0


def test_without_lift_a_day_after_a_contact_is_a_day_like_others():
    found = learned(NOVEMBER_5, contacts=[date(2026, 11, 2)], with_lift=False)
    assert set(found.rates["ratio"]) == {1.0}
    assert band(found, "1-7")["rate"] == round((1 - 1400 * math.log(0.56) / 14) / 1405, 9)


def test_a_customer_without_history_has_the_speed_of_all():
    speeds = speeds_of(pl.Series(["nobody"]), learned(NOVEMBER_5))
    assert speeds.row(0) == ("nobody", 5, 5.0)


def test_the_worked_example_of_the_docs():
    """600 days open at 8–15 days late, 200 of them after a contact, 30 paid: the rate is 4.1233 % a day.

    A customer with 9 payments where 5.5 were expected; 12,000.00 that is 9 days late, contacted today: in five days
    5 x 1.6688 x 0.041233 = 0.34405; paid by then 1 - (10.5 / 10.84405) ^ 14 = 0.3633; expected 4,359.00.
    """
    rate = (30 + 1400 * -math.log(0.56) / 14) / (600 + 0.6688 * 200 + 1400)
    assert round(rate, 6) == 0.041233
    rates = learned(NOVEMBER_5).rates.with_columns(
        rate=pl.when(pl.col("band") == "8-15").then(round(rate, 9)).otherwise("rate")
    )
    item = pl.DataFrame({"case_no": [0], "due_date": [AS_OF - timedelta(days=9)], "hazard": [0.0]})
    item = item.with_columns(shape=pl.lit(14), pace=pl.lit(10.5), payable_minor=pl.lit(1_200_000))
    contacted = pl.DataFrame({"case_no": [0], "contacted_on": [AS_OF]})
    for day in range(1, 6):
        item = after_a_day(item, AS_OF + timedelta(days=day), contacted=contacted, rates=rates)
    paid = item.select(chance_paid("hazard")).item()
    assert round(item["hazard"].item(), 5) == 0.34405
    assert round(paid, 4) == EXPECTED_CHANCE
    text = DOCS.read_text(encoding="utf-8")
    for number in ("0.041233", "0.34405", f"{EXPECTED_CHANCE}", f"{1_200_000 * paid / 100:,.2f}"):
        assert number in text


EXPECTED_CHANCE = 0.3633


def test_a_contact_works_for_a_fortnight_from_the_day_after_it():
    rates = learned(NOVEMBER_5).rates
    item = pl.DataFrame({"case_no": [0], "due_date": [date(2026, 6, 20)], "hazard": [0.0]})
    contacted = pl.DataFrame({"case_no": [0], "contacted_on": [AS_OF]})
    grown = [
        after_a_day(item, AS_OF + timedelta(days=after), contacted=contacted, rates=rates)["hazard"].item()
        for after in (1, 14, 15)
    ]
    plain = band(learned(NOVEMBER_5), "91-180")["rate"]
    assert [round(each / plain, 4) for each in grown] == [1.8082, 1.8082, 1.0]


@pytest.mark.parametrize(("channels", "chance"), [(["phone"], 0.7), (["phone", "email"], 0.985), ([], 0.0)])
def test_a_step_arrives_when_any_of_its_channels_does(channels, chance):
    """Ten calls of last year, nine answered: (9 + 20 x 0.6) / 30 = 0.7; e-mail from the prior: 0.95."""
    log = pl.DataFrame(
        {"on": [AS_OF] * 10, "channel": ["phone"] * 10, "is_delivered": [True] * 9 + [False]},
        schema={"on": pl.Date, "channel": pl.String, "is_delivered": pl.Boolean},
    )
    found = reach(log, as_of=AS_OF)
    frame = pl.DataFrame({"channels": [channels]}, schema={"channels": pl.List(pl.String)})
    assert round(frame.select(chance_of_any(pl.col("channels"), found)).item(), 6) == chance
