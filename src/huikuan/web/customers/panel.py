"""The call panel, in the order of the talk: may one call, what was last, the goal, what to say, what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from huikuan.apps.activities.selectors import activities_known, unrecorded_calls
from huikuan.apps.customers.selectors import customers_known, hours_known
from huikuan.apps.receivables.selectors import entities_of_customer
from huikuan.desk.promising import FREELY_DAYS
from huikuan.desk.rights import About, may
from huikuan.engine.calling.allowed import barrier
from huikuan.engine.codes import DISPUTE_REASONS
from huikuan.engine.habits_of_one import next_paying_day
from huikuan.gateways import clock
from huikuan.gateways.texts import Words
from huikuan.gateways.texts.catalogue import N_
from huikuan.gateways.texts.talk_words import BARRIER_SENTENCES, EXCUSES, SCENARIOS, TRICKS, Reply
from huikuan.web.customers.page import Page
from huikuan.web.forms import Form
from huikuan.web.visitors import Visit

if TYPE_CHECKING:
    from huikuan.apps.dunning.models import Run

# In the order of the keys 1 to 7, then the rest.
OUTCOMES = (
    "promised", "says_paid", "partly_paid", "disputed", "asks_documents", "stalling", "call_back",
    "wrong_person", "not_reached", "refused", "emotional",
)  # fmt: skip
_KEYS = 7  # outcomes with a digit
WITH_PROMISE = ("promised", "partly_paid")
METHODS = ("transfer", "acceptance_bill", "cheque", "cash")
CHANNELS = ("phone", "wecom", "dingtalk", "feishu", "visit", "inbound")
_NEXT_CALL = "+1 10:00"
_SCALES: Mapping[str, tuple[str, str]] = {  # field -> its words' list, its label
    "ability": ("ability", N_("Can pay")),
    "willingness": ("willingness", N_("Wants to")),
    "tone": ("talk_tone", N_("Tone")),
}
# What saving does beside the record of the contact, by outcome.
_WILL: Mapping[str, str] = {
    "promised": N_("the letter that confirms it is drafted · the bank is looked at on that day"),
    "says_paid": N_("bank, date and reference are kept · chasing rests three working days, then it is verified"),
    "partly_paid": N_("the rest is kept as a promise · the letter that confirms it is drafted"),
    "disputed": N_("a case is opened · only the disputed amount rests"),
    "asks_documents": N_("a note to send the papers today"),
    "stalling": N_("it stays on tomorrow's list"),
    "call_back": N_("a call at that hour stands on Today"),
    "wrong_person": N_("a note to mend the contact map"),
    "not_reached": N_("the task stays open"),
    "refused": N_("the talk is kept; the ladder goes on"),
    "emotional": N_("the talk is kept; the ladder goes on"),
}
# What the facts of the worklist's row say of the talk ahead; the first that holds.
_SIGNS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("last_contact_outcome", "hostility", ("emotional", "refused")),
    ("reasons", "broken_promise", ("promise_broken", "promise_partly_kept", "two_promises_failed")),
    ("reasons", "dispute", ("part_disputed",)),
    ("evidence", "silence", ("unreached",)),
    ("tactic", "negotiation", ("offer_plan",)),
)


@dataclass(frozen=True, slots=True)
class Excuse:
    """A button and what opens with it."""

    code: str
    name: str
    behind: str
    ask: str
    answer: str
    avoid: str
    sifted: str  # all its words, in which typing looks
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """A button; ``key`` is the digit that presses it, or empty."""

    code: str
    name: str
    key: str
    is_chosen: bool
    is_first_of_more: bool


@dataclass(frozen=True, slots=True)
class Scale:
    """Three words of which one is clicked."""

    name: str
    label: str
    choices: list[tuple[str, str, bool]]  # code, word, is chosen


@dataclass(frozen=True, slots=True)
class Panel:
    """The whole panel, all text."""

    barred: str
    slot: str
    goal: str
    authority: str
    scenario: str
    sentences: list[tuple[str, str]]
    excuses: list[Excuse]
    tricks: list[Excuse]
    outcomes: list[Outcome]
    has_chosen_more: bool
    today: str
    will: list[tuple[str, str]]  # outcome, what saving will do
    freely: str  # the last day that may be agreed without anybody's approval, for the button; empty: any
    scales: list[Scale]
    methods: list[tuple[str, str]]
    entities: list[tuple[str, str]]  # where the customer owes more than one of ours
    begun: str  # when the call that goes on was begun, in UTC; empty: none does
    channels: list[tuple[str, str]]
    documents: list[tuple[str, str]]
    reasons: list[tuple[str, str]]
    unit: str
    has_next: bool


def initial_values(page: Page, visit: Visit) -> dict[str, object]:
    """Return what the fields hold before anything was typed: the amount to chase, the next pay day, the usual way."""
    row, habit = _row(page), page.habit
    amount = visit.words.money(*page.chased) if page.chased else None
    goal = row["goal_on"] if row else None
    pays_on = next_paying_day(habit, visit.business_date)
    return {
        "channel": "phone",
        "amount": amount,
        "due_on": visit.words.day(pays_on or goal, visit.business_date) if pays_on or goal else None,
        "method": habit.method if habit.method in METHODS else METHODS[0],
        "call_back": _NEXT_CALL,
    }


def panel_of(page: Page, run: Run, form: Form) -> Panel:
    """Return the panel beside a customer's page."""
    visit, row = form.visit, _row(page)
    words = visit.words
    talk = SCENARIOS[_scenario(row)]
    goal = _goal(page, row, visit)
    said = {"amount": goal[0] or words.text("the open amount"), "day": goal[1] or words.text("this Friday")}
    is_of_today = run.business_date == visit.business_date  # an older run's hours may be over
    slot = next((f"{shown.slot_day} {shown.slot_hours}".strip() for shown in page.today if is_of_today), "")
    entities = entities_of_customer(page.customer_id)
    return Panel(
        barred=_barred(page.customer_id, visit),
        slot=words.text("Next good time: {slot}", slot=slot) if slot else "",
        goal=words.text("{amount} by {day}", amount=goal[0], day=goal[1]) if all(goal) else "",
        authority=words.text("You may agree up to {days} ahead; beyond that it waits.", days=words.days(FREELY_DAYS)),
        scenario=words.text(talk.name),
        sentences=[
            (words.text("Verify"), _filled(talk.verify, words, said)),
            (words.text("Ask"), _filled(talk.ask, words, said)),
            (words.text("Agree"), _filled(talk.agree, words, said)),
        ],
        excuses=list(_excuses(EXCUSES, form)),
        tricks=list(_excuses(TRICKS, form)),
        outcomes=list(_outcomes(form)),
        has_chosen_more=form.value("outcome") in OUTCOMES[_KEYS:],
        today=visit.business_date.isoformat(),
        will=[(code, words.text(msgid)) for code, msgid in _WILL.items()],
        freely=_freely(page.customer_id, visit),
        scales=list(_scales(form)),
        methods=[(code, words.title("method", code)) for code in METHODS],
        entities=[(entity, entity) for entity in entities] if len(entities) > 1 else [],
        begun=_begun(page.customer_id, visit),
        channels=[(code, words.title("channel", code)) for code in CHANNELS],
        documents=[(number, number) for number in page.documents],
        reasons=[(code, words.title("dispute_reason", code)) for code in DISPUTE_REASONS],
        unit=words.currency(page.chased[1]) if page.chased else "",
        has_next=page.place is not None and bool(page.place.after_id),
    )


def _outcomes(form: Form) -> Iterator[Outcome]:
    chosen = form.value("outcome")
    for place, code in enumerate(OUTCOMES):
        key = str(place + 1) if place < _KEYS else ""
        yield Outcome(code, form.visit.words.title("outcome", code), key, code == chosen, place == _KEYS)


def _freely(customer_id: str, visit: Visit) -> str:
    on = visit.business_date
    if may("approve_promise", actor=visit.actor, on=on, about=About(customer_id)):
        return ""
    return (on + timedelta(days=FREELY_DAYS)).isoformat()


def _begun(customer_id: str, visit: Visit) -> str:
    calls = unrecorded_calls(visit.actor)
    return next((call.begun_at.isoformat() for call in calls if call.customer_id == customer_id), "")


def _scales(form: Form) -> Iterator[Scale]:
    words = form.visit.words
    for name, (code_list, msgid) in _SCALES.items():
        chosen = form.value(name)
        choices = [(code, word, code == chosen) for code, word in words.titles(code_list).items()]
        yield Scale(name, words.text(msgid), choices)


def _row(page: Page) -> Mapping[str, Any] | None:
    return page.rows.row(0, named=True) if page.rows.height else None


def _goal(page: Page, row: Mapping[str, Any] | None, visit: Visit) -> tuple[str, str]:
    words, day = visit.words, row["goal_on"] if row else None
    amount = f"{words.money(*page.chased)} {words.currency(page.chased[1])}" if page.chased else ""
    if day is None:
        return amount, ""
    return amount, f"{words.day(day, visit.business_date)} {words.code('short_weekday', str(day.isoweekday()))}"


def _scenario(row: Mapping[str, Any] | None) -> str:
    for column, scenario, signs in _SIGNS if row else ():
        assert row is not None
        found = row[column] or ()
        codes = {found} if isinstance(found, str) else {code.partition("=")[0] for code in found}
        if not codes.isdisjoint(signs):
            return scenario
    return "first_reminder"


def _filled(msgid: str, words: Words, said: Mapping[str, str]) -> str:
    return words.text(msgid, **said)


def _barred(customer_id: str, visit: Visit) -> str:
    """Return why nobody calls at this moment; empty where one may."""
    customers, hours = customers_known(None, customer_id), hours_known(None, customer_id)
    code = barrier(customers, hours, activities_known(None, customer_id), at=clock.wall_time())
    if code is None:
        return ""
    msgid = BARRIER_SENTENCES[code]
    return visit.words.text(msgid)


def _excuses(replies: Mapping[str, Reply], form: Form) -> Iterator[Excuse]:
    words = form.visit.words
    for code, reply in replies.items():
        name, behind, ask, answer, avoid = (
            words.text(msgid) for msgid in (reply.name, reply.behind, reply.ask, reply.answer, reply.avoid)
        )
        sifted = " ".join((name, behind, ask, answer, words.text(reply.heard))).lower()
        yield Excuse(code, name, behind, ask, answer, avoid, sifted, is_chosen=form.value("excuse") == code)
