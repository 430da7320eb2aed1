"""What the customer page says: the figures, the ladder, what is to be done and why, the items, people, and what was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from huikuan.apps.activities.selectors import activities_known
from huikuan.apps.cash.selectors import receipts_known
from huikuan.apps.customers.selectors import contacts_known, customers_known, hours_known
from huikuan.apps.dunning.selectors import worklist_page
from huikuan.apps.dunning.wanted import Wanted
from huikuan.desk.rights import About, may
from huikuan.desk.showing import may_see_phone
from huikuan.desk.standing import Standing, standing_of
from huikuan.engine.habits_of_one import PayingHabit, paying_habit, reach_habit
from huikuan.gateways.exports.listing import Listing
from huikuan.gateways.exports.palette import AMBER, PROMISE_TONES, ramp_colour
from huikuan.gateways.exports.report_worklist import WorkRow, work_rows
from huikuan.gateways.texts import Words
from huikuan.gateways.texts.columns import DASH
from huikuan.web.customers.agreed import Agreed, agreed_with
from huikuan.web.customers.ladder import Staircase, staircases
from huikuan.web.customers.neighbours import Place, place_of
from huikuan.web.customers.people import Person, habits_said, people_of, profile_of
from huikuan.web.customers.readiness import Check, checks
from huikuan.web.customers.timeline import Timeline, timeline_of
from huikuan.web.visitors import Visit

if TYPE_CHECKING:
    from huikuan.apps.dunning.models import Run

_NAMED_AT_MOST = 2  # documents that wait alike; more are counted
REVEALED = "revealed"  # in the session: the customer whose numbers the visitor has asked to see


@dataclass(frozen=True, slots=True)
class Figure:
    """A key figure: its name, the amount, and the line below it."""

    name: str
    value: str
    below: str
    tone: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An open item."""

    document: str
    due: str
    oldest: str
    colour: str
    amount: str
    unit: str
    status: str


@dataclass(frozen=True, slots=True)
class Page:
    """The whole page, all text; ``rows`` are those of the worklist that it rests on."""

    customer_id: str
    name: str
    tags: list[str]
    facts: str
    place: Place | None
    figures: list[Figure]
    ladders: list[Staircase]
    today: list[WorkRow]
    checks: list[Check]
    paused: list[str]
    items: list[ItemLine]
    totals: list[tuple[str, str]]  # unit, amount
    people: list[Person]
    profile: list[str]
    timeline: Timeline
    may_call: bool
    has_hidden: bool  # numbers that the visitor may see, and has not asked for yet
    made: str
    rows: pl.DataFrame
    documents: list[str]
    chased: tuple[int, str] | None  # the largest amount to chase in one currency, in minor units
    currency: str  # of the house, where nothing is to be chased
    habit: PayingHabit
    agreed: Agreed
    may_file: bool


def customer_screen(customer_id: str, run: Run, visit: Visit) -> Page | None:
    """Return the page of a customer by the run; None where nobody is called so."""
    customers = customers_known(None, customer_id)
    if customers.is_empty():
        return None
    standing = standing_of(customer_id, run)
    row, words = customers.row(0, named=True), visit.words
    found = worklist_page(run, Wanted(customer=customer_id), viewer=visit.actor, after=0, size=10).rows
    base = run.parameters["base_currency"]
    listing = Listing(found, run.business_date, standing.policies, base, words, found["entity"].n_unique() > 1)
    may_call = may_see_phone(customer_id, actor=visit.actor, on=visit.business_date)
    is_shown = may_call and visit.session.get(REVEALED) == customer_id
    contacts = contacts_known(None, customer_id)
    habit = paying_habit(receipts_known(None, customer_id), visit.business_date)
    steps = words.ladder(standing.policies.values()).steps
    return Page(
        customer_id=customer_id,
        name=row["name"] or customer_id,
        tags=_tags(row, words),
        facts=_facts(row, words),
        place=place_of(customer_id, run, visit),
        figures=list(_figures(standing, row, found, words)),
        ladders=list(staircases(standing, words)),
        today=work_rows(listing, shown=found.height),
        checks=list(checks(found.head(1), words)),
        paused=list(_paused(standing, words)),
        items=[_item(item, standing, words) for item in standing.items.iter_rows(named=True)],
        totals=list(_totals(standing, words)),
        people=people_of(contacts, visit, is_shown=is_shown),
        profile=[
            *profile_of(row, hours_known(None, customer_id), words),
            *habits_said(habit, reach_habit(activities_known(None, customer_id), visit.business_date), words),
        ],
        timeline=timeline_of(customer_id, run, visit, steps),
        may_call=may_call,
        has_hidden=may_call and not is_shown and contacts.height > 0,
        made=words.text("by the run of {day}", day=words.day_full(run.business_date)),
        rows=found,
        documents=standing.items.filter(pl.col("open_minor") > 0)["document_no"].to_list(),
        chased=_chased(standing),
        currency=base,
        habit=habit,
        agreed=agreed_with(customer_id, row["customer_no"], visit),
        may_file=may("file_document", actor=visit.actor, on=visit.business_date, about=About(customer_id)),
    )


def _totals(standing: Standing, words: Words) -> Iterator[tuple[str, str]]:
    sums = standing.items.group_by("currency").agg(pl.col("open_minor").sum()).sort("currency")
    for currency, minor in sums.iter_rows():
        yield words.currency(currency), words.money(minor, currency)


def _chased(standing: Standing) -> tuple[int, str] | None:
    sums = standing.items.group_by("currency").agg(pl.col("eligible_minor").sum()).sort("eligible_minor", "currency")
    found = [(minor, currency) for currency, minor in sums.iter_rows() if minor > 0]
    return found[-1] if found else None


def _tags(row: Mapping[str, Any], words: Words) -> list[str]:
    grade = words.text("grade {grade}", grade=row["grade"]) if row["grade"] else ""
    status = words.title("status", row["status"]) if row["status"] not in (None, "normal") else ""
    segment = words.title("segment", row["segment"]) if row["segment"] == "key" else ""
    return [tag for tag in (grade, status, segment) if tag]


def _facts(row: Mapping[str, Any], words: Words) -> str:
    people = [
        words.text("{role}: {name}", role=words.title("role", role), name=row[column])
        for role, column in (("rep", "owner"), ("collector", "collector"))
        if row[column]
    ]
    since = words.text("customer since {year}", year=row["since"].year) if row["since"] else ""
    return " · ".join(part for part in (row["customer_id"], *people, row["terms"] or "", since) if part)


def _figures(plan: Standing, row: Mapping[str, Any], found: pl.DataFrame, words: Words) -> Iterator[Figure]:
    overdue = pl.col("overdue_days") > 0
    sums = plan.items.group_by("currency").agg(
        pl.col("open_minor").filter(overdue).sum().alias("overdue_minor"),
        pl.col("overdue_days").filter(overdue).max().alias("oldest"),
        overdue.sum().alias("count"),
        pl.col("eligible_minor").sum(),
        pl.col("open_minor").sum(),
    )
    for sum_ in sums.sort("currency").iter_rows(named=True):
        unit = words.currency(sum_["currency"])
        count = words.count("{n} document", "{n} documents", sum_["count"])
        oldest = words.text("oldest {days}", days=words.days(sum_["oldest"] or 0))
        below = f"{count} · {oldest}" if sum_["count"] else unit
        yield Figure(words.text("Overdue"), words.money(sum_["overdue_minor"], sum_["currency"]), below)
        yield Figure(words.text("Amount to chase"), words.money(sum_["eligible_minor"], sum_["currency"]), unit)
        yield Figure(words.text("All that is open"), words.money(sum_["open_minor"], sum_["currency"]), unit)
    if plan.promises.height:
        last = plan.promises.sort("made_on").row(-1, named=True)
        due = words.text("by {day}", day=words.day(last["due_on"], plan.as_of))
        yield Figure(
            words.text("Last promise"),
            words.title("promise_state", last["state"]),
            f"{words.money(last['amount_minor'], last['currency'])} {due}",
            PROMISE_TONES.get(last["state"]),
        )

    status = row["status"] or "normal"
    if status == "normal":
        yield Figure(words.text("Account"), words.title("status", status), "")
    else:
        below = words.text("old debts first, then new business")
        yield Figure(words.text("Account"), words.title("status", status), below, AMBER)
    fresh = found["bank_data_on"].max() if found.height else None
    if isinstance(fresh, date):
        yield Figure(words.text("Bank data to"), words.day(fresh, plan.as_of), "")


def _paused(standing: Standing, words: Words) -> Iterator[str]:
    """Yield why something waits, and until when; documents that wait alike are told together."""
    alike = standing.skipped.group_by("reason", "until", maintain_order=True).agg("document_no")
    for row in alike.iter_rows(named=True):
        numbers = [number for number in row["document_no"] if number]
        many = len(numbers) > _NAMED_AT_MOST
        told = words.count("{n} document", "{n} documents", len(numbers)) if many else words.text(", ").join(numbers)
        until = words.text("until {day}", day=words.day(row["until"], standing.as_of)) if row["until"] else ""
        yield " · ".join(part for part in (words.title("skip_reason", row["reason"]), told, until) if part)


def _age(item: Mapping[str, Any], days: int, words: Words) -> str:
    if item["open_minor"] < 0 or item["due_date"] is None:
        return DASH  # our own debt is never late, and what waits for its terms not yet
    if days == 0:
        return words.text("due today")
    return words.days(days) if days > 0 else words.text("due in {days}", days=words.days(days))


def _item(item: Mapping[str, Any], plan: Standing, words: Words) -> ItemLine:
    days = item["overdue_days"] or 0
    reason = item["suppressed_reason"] or ""
    state = words.title("skip_reason", reason) if reason else words.text("To chase")
    if reason == "disputed":
        state = f"{state} {words.money(item['disputed_minor'], item['currency'])}"
    return ItemLine(
        document=item["document_no"],
        due=words.day(item["due_date"], plan.as_of),
        oldest=_age(item, days, words),
        colour=ramp_colour(days),
        amount=words.money(item["open_minor"], item["currency"]),
        unit=words.currency(item["currency"]),
        status=state,
    )
