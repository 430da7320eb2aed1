"""One request on one page: what is asked, the numbers that matter, what was done, what to consider."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import polars as pl
from django.db.models import Q
from django.urls import reverse

from huikuan.apps.approvals.selectors import Asked, request_count, request_page
from huikuan.apps.customers.selectors import name_of_customer
from huikuan.apps.dunning.selectors import verdicts_on
from huikuan.apps.people.selectors import roles_held
from huikuan.apps.promises.selectors import promises_known
from huikuan.desk.approving import may_decide, requests_asked_by, requests_to_decide, requests_within
from huikuan.desk.conceding import next_level
from huikuan.desk.known import known_tables
from huikuan.desk.rights import About, may
from huikuan.engine.authority import CONCESSIONS
from huikuan.gateways.texts import Words
from huikuan.gateways.texts.request_words import approve_words, leads_to, request_words, sanction_words
from huikuan.web.approvals.listing import (
    STATE_TONES,
    asker_words,
    reminder_words,
    said_request,
    state_words,
    steps_asked,
)
from huikuan.web.visitors import Visit

if TYPE_CHECKING:
    from huikuan.engine.tables import Tables

_YEAR = timedelta(days=365)
_WAITING = Q(state="waiting")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that matters: its name, short, and the exact one below."""

    name: str
    value: str
    below: str


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that was done, and when."""

    what: str
    when: str


@dataclass(frozen=True, slots=True)
class Page:
    """The whole page, all text."""

    number: int
    version: int
    title: str
    customer: str
    customer_address: str
    said: str
    facts: str
    state: str
    tone: tuple[str, str]
    figures: list[Figure]
    done: list[Fact]
    consider: list[str]
    button: str
    after_yes: str
    after_no: str
    amount: str
    reason: str  # of the decision, if there is one
    may_decide: bool
    may_take_back: bool
    may_remind: bool
    reminded: str  # since when it is asked after; empty: not yet
    why: str  # in the words of whoever asked
    is_waiting: bool
    place: str  # among those that wait for the visitor: 1 / 4


def summary_screen(number: int, visit: Visit) -> tuple[Asked, Page] | None:
    """Return a request and its page; None where the visitor may not see such a request."""
    seen = request_page(requests_within(visit.actor, visit.business_date) & Q(pk=number), after=0, size=1).requests
    if not seen:
        return None
    asked, words, day = seen[0], visit.words, visit.business_date
    steps = steps_asked([asked], visit)
    what = request_words(asked.kind, asked.subject_id, asked.facts, words, steps)
    about = About(asked.customer_id or None, (asked.entity,) if asked.entity else ())
    knows = bool(asked.customer_id) and may("see_customer", actor=visit.actor, on=day, about=about)
    tables = known_tables(None, asked.customer_id) if knows else None
    decides = may_decide(asked, actor=visit.actor, on=day)
    yes, no = leads_to(asked.kind, words, further=_further(asked, visit))
    is_own = asked.state == "waiting" and _is_own(asked, visit)
    return asked, Page(
        number=asked.number,
        version=asked.version,
        title=what,
        customer=name_of_customer(asked.customer_id) if asked.customer_id else words.text("The house"),
        customer_address=reverse("customer", args=[asked.customer_id]) if knows else "",
        said=said_request(asked, steps, words),
        facts=words.text(
            "{person} · {day} · No. {number}",
            person=asker_words(asked, words),
            day=words.day(asked.requested_on, day),
            number=asked.number,
        ),
        state=state_words(asked, words, day),
        tone=STATE_TONES[asked.state],
        figures=[*_asked_figures(asked, words, day), *(_known_figures(tables, asked, words, day) if tables else ())],
        done=list(_done(tables, words, day)) if tables else [],
        consider=list(_consider(tables, words, day)) if tables else [],
        button=approve_words(asked.kind, sanction_words(asked.facts, words) or what, words),
        after_yes=yes,
        after_no=no,
        amount=_amount(asked, words),
        reason=asked.reason,
        may_decide=decides,
        may_take_back=is_own,
        may_remind=is_own and asked.reminded_on != day,
        reminded=reminder_words(asked, words, day),
        why=asked.facts.get("why", ""),
        is_waiting=asked.state == "waiting",
        place=_place(number, visit) if decides else "",
    )


def next_to_decide(number: int, visit: Visit) -> int | None:
    """Return the next request that waits for the visitor behind this one, else the first."""
    among = _WAITING & requests_to_decide(visit.actor, visit.business_date)
    for after in (number, 0):
        found = request_page(among, after=after, size=1).requests
        if found:
            return found[0].number
    return None


def _is_own(asked: Asked, visit: Visit) -> bool:
    return request_count(requests_asked_by(visit.actor) & Q(pk=asked.number)) > 0


def _place(number: int, visit: Visit) -> str:
    among = _WAITING & requests_to_decide(visit.actor, visit.business_date)
    return f"{request_count(among & Q(pk__lte=number))} / {request_count(among)}"


def _amount(asked: Asked, words: Words) -> str:
    minor = asked.facts.get("eligible_minor", asked.facts.get("amount_minor"))
    if minor is None:
        return ""
    return f"{words.money(minor, asked.facts['currency'])} {words.currency(asked.facts['currency'])}"


def _asked_figures(asked: Asked, words: Words, day: date) -> Iterator[Figure]:
    facts = asked.facts
    if "overdue_minor" in facts:
        yield _money(words.text("Overdue"), facts["overdue_minor"], facts["currency"], words)
        oldest = facts["oldest_overdue_days"] or 0
        since = asked.requested_on - timedelta(days=oldest)
        due = words.text("due {day}", day=words.day(since, day))
        yield Figure(words.text("Oldest"), words.days(oldest), due)
        yield _money(words.text("Amount to chase"), facts["eligible_minor"], facts["currency"], words)
    elif asked.kind in CONCESSIONS:
        name = request_words(asked.kind, asked.subject_id, facts, words, {})
        yield Figure(name, words.priced_short(facts["amount_minor"], facts["currency"]), _amount(asked, words))
        place, chain = facts["level"] + 1, facts["chain"]
        agreeing = " → ".join(words.code("role", role) for role in chain)
        yield Figure(words.text("Who agrees"), f"{place} / {len(chain)}", agreeing)
        named = words.text(", ").join(facts["documents"])
        until = date.fromisoformat(facts["until"]) if facts["until"] else None
        offered = words.text("offered until {day}", day=words.day(until, day)) if until else ""
        yield Figure(words.text("What it is for"), named or words.text("the whole account"), offered)
    elif "amount_minor" in facts:
        yield _money(words.text("Promised"), facts["amount_minor"], facts["currency"], words)
        due_on, made_on = (date.fromisoformat(str(facts[name])) for name in ("due_on", "made_on"))
        ahead = words.text("in {days}", days=words.days((due_on - made_on).days))
        yield Figure(words.text("Promised day"), words.day(due_on, day), ahead)


def _further(asked: Asked, visit: Visit) -> str:
    """Return the role that has to agree to a concession behind this visitor; empty where none has to."""
    if asked.kind not in CONCESSIONS:
        return ""
    following = next_level(asked, roles_held(visit.actor, visit.business_date, asked.entity))
    return "" if following is None else asked.facts["chain"][following]


def _known_figures(tables: Tables, asked: Asked, words: Words, day: date) -> Iterator[Figure]:
    currency = asked.facts.get("currency", "CNY")
    sold = tables.receivables.filter(
        pl.col("issue_date") > day - _YEAR, pl.col("issue_date") <= day, pl.col("currency") == currency
    )
    below = words.count("{n} document", "{n} documents", sold.height)
    short = words.priced_short(int(sold["amount_minor"].sum()), currency)
    yield Figure(words.text("Invoiced in a year"), short, below)


def _money(name: str, minor: int, currency: str, words: Words) -> Figure:
    return Figure(name, words.priced_short(minor, currency), words.money(minor, currency))


def _done(tables: Tables, words: Words, day: date) -> Iterator[Fact]:
    """Yield what was done so far, counted; the newest day beside it."""
    contacts = tables.activities.group_by("channel").agg(
        pl.len().alias("n"),
        pl.col("at").max().dt.date().alias("last"),
        pl.col("delivered").fill_null(value=False).sum(),
    )
    for row in contacts.sort("n", "channel", descending=[True, False]).iter_rows(named=True):
        what = words.text(
            "{channel}: {n}, reached {reached}",
            channel=words.title("channel", row["channel"]),
            n=row["n"],
            reached=row["delivered"],
        )
        yield Fact(what, words.text("last {day}", day=words.day(row["last"], day)))
    warned = tables.activities.filter(pl.col("step") == "lock-warning", pl.col("delivered")).sort("at")
    for on in warned["at"].dt.date().tail(1):
        yield Fact(words.text("Warning before the lock delivered"), words.day(on, day))
    confirmed = tables.statements.filter(pl.col("confirmed_on").is_not_null()).sort("confirmed_on")
    if confirmed.height:
        last = confirmed.row(-1, named=True)
        said = words.text("confirmed the statement of {period}", period=last["period"])
        yield Fact(said[:1].upper() + said[1:], words.day(last["confirmed_on"], day))


def _consider(tables: Tables, words: Words, day: date) -> Iterator[str]:
    """Yield what else is known and speaks for or against: promises, payments, disputes."""
    if tables.promises.height:
        handles = promises_known(None, tables.customers["customer_id"].item())["handle"]
        states = [state for state, _kept in verdicts_on(handles).values()]
        yield words.text(
            "Promises: {made} made, {kept} kept, {broken} broken.",
            made=tables.promises.height,
            kept=states.count("kept"),
            broken=states.count("broken"),
        )
    paid = tables.payments.filter(pl.col("received_on") <= day).sort("received_on")
    if paid.height:
        last = paid.row(-1, named=True)
        yield words.text(
            "Last payment: {amount} {unit} on {day}.",
            amount=words.money(last["amount_minor"], last["currency"]),
            unit=words.currency(last["currency"]),
            day=words.day(last["received_on"], day),
        )
    else:
        yield words.text("No payment is on record.")
    disputed = tables.disputes.filter(pl.col("resolved_on").is_null())
    if disputed.height:
        yield words.count("{n} dispute is open.", "{n} disputes are open.", disputed.height)
